"""The answer to ValidateUser: the account, its users, its subscriptions. Spec §4; the status comes first."""

from orders_pipeline.sandbox.channelunity.credentials import API_KEY, MERCHANT_NAME, USER_NAME
from orders_pipeline.sandbox.channelunity.render import FOOT, HEAD, escaped, plain
from orders_pipeline.sandbox.channelunity.subscriptions import ACCOUNT_SUBSCRIPTION_ID, SUBSCRIPTIONS, Subscription

USER = (
    ("UserName", USER_NAME),
    ("Name", "Pat Sampleton"),
    ("Company", "Sample & Söhne Ltd"),
    ("MobileNumber", "+44 555 0100"),
    ("EmailAddress", "pat@example.com"),
    ("Country", "GB"),
)


def account() -> bytes:
    told = (
        ("Status", "OK"),
        ("MerchantName", MERCHANT_NAME),
        ("ApiKey", API_KEY),
        ("DatabaseLocation", "db1.example.com"),
        ("CreatedDate", "2013-01-21 09:45:14"),
        ("VersionId", "0.7.0.1"),
        ("SubscriptionId", str(ACCOUNT_SUBSCRIPTION_ID)),
        ("AccountStatus", "live"),
    )
    body = "".join(f"<{name}>{escaped(text)}</{name}>\n" for name, text in told)
    user = "<User>" + "".join(plain(*each) for each in USER) + "</User>\n"
    subscriptions = "".join(map(_subscription, SUBSCRIPTIONS))
    body += f"<Users>{user}</Users>\n<Subscriptions>{subscriptions}</Subscriptions>\n"
    return HEAD + body.encode() + FOOT


def _subscription(each: Subscription) -> str:
    status, indicator, paid_to = each.state
    told = (
        ("DateAdded", "2024-02-01 10:00:00"),
        ("ServiceSku", each.service_sku),
        ("SettingsLinkId", str(each.settings_link_id)),
        ("ChannelName", each.channel_name),
        ("TrialExpiryWarned", ""),
        ("ServiceStatus", status),
        ("ServiceStatusInd", str(indicator)),
        ("PaidTo", paid_to),
    )
    return "<Subscription>" + "".join(plain(*pair) for pair in told) + "</Subscription>\n"
