"""What differs between the four dialects, as data: keys of their own, secrets, defaults, an example address.

Facts stand in specs/, the section on transport and authorization of each. No parsing here.
"""

from dataclasses import dataclass
from datetime import timedelta

from orders_pipeline.settings.account import Channel, Limits


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    hub: str  # as people call it
    base_url: str  # an example for messages; never a default
    scope: str  # the key that says whose orders are read
    required: tuple[str, ...]  # keys of this dialect alone
    optional: tuple[str, ...] = ()
    secrets: tuple[str, ...]
    prefix: str  # of the names of variables in messages
    overlap: timedelta
    settle: timedelta
    limits: Limits
    has_marks: bool = False  # of orders taken over: channeladvisor-rest.md §6.3, channeladvisor-soap.md §7

    @property
    def own(self) -> tuple[str, ...]:
        return self.required + self.optional


DIALECTS: dict[Channel, Dialect] = {
    "channeladvisor": Dialect(
        hub="ChannelAdvisor (REST)",
        base_url="https://api.channeladvisor.com",
        scope="profiles",
        required=("profiles",),
        optional=("changed_by", "carriers"),
        secrets=("application_id", "shared_secret", "refresh_token"),
        prefix="CA",
        overlap=timedelta(minutes=15),
        settle=timedelta(minutes=2),
        limits=Limits(concurrent=5, per_minute=2000),  # channeladvisor-rest.md §3
        has_marks=True,
    ),
    "channeladvisor_soap": Dialect(
        hub="ChannelAdvisor (SOAP)",
        base_url="https://api.channeladvisor.com",
        scope="account_id",
        required=("account_id", "currency"),  # the protocol has no currency: channeladvisor-soap.md §5
        optional=("carriers",),
        secrets=("developer_key", "password"),
        prefix="CASOAP",
        overlap=timedelta(minutes=15),
        settle=timedelta(minutes=2),
        limits=Limits(concurrent=3, per_minute=300),
        has_marks=True,
    ),
    "channelunity": Dialect(
        hub="ChannelUnity",
        base_url="https://my.channelunity.com",
        scope="subscriptions",
        required=("merchant_name",),  # user names are unique only within a merchant; channelunity.md §2
        optional=("subscriptions", "encoding", "hub_time_zone", "page_orders"),
        secrets=("username", "password"),  # ApiKey is no setting: ValidateUser gives it
        prefix="CU",
        overlap=timedelta(minutes=30),
        settle=timedelta(minutes=2),
        limits=Limits(concurrent=2, per_minute=60),
    ),
    "channelape": Dialect(
        hub="ChannelApe",
        base_url="https://api.channelape.com",
        scope="business_id",
        required=("business_id",),
        optional=("channel_ids",),
        secrets=("token",),
        prefix="CAPE",
        overlap=timedelta(minutes=15),
        settle=timedelta(minutes=5),
        limits=Limits(concurrent=5, per_minute=600),
    ),
}

COMMON = (
    "channel",
    "base_url",
    "start_on",
    "secrets",
    "time_zone",
    "overlap",
    "settle",
    "limits",
    "acknowledge",
    "write_back",
    "approval",
    "capabilities",
    "same_orders_as",
)

EXAMPLES = {
    "profiles": "profiles = [12345678]",
    "account_id": 'account_id = "00000000-0000-0000-0000-000000000000"',
    "currency": 'currency = "USD"',
    "merchant_name": 'merchant_name = "acme"',
    "business_id": 'business_id = "00000000-0000-0000-0000-000000000000"',
}


def with_key(key: str) -> tuple[Channel, ...]:
    """The dialects that have this key for themselves."""
    return tuple(channel for channel, dialect in DIALECTS.items() if key in dialect.own)


def with_secret(secret: str) -> tuple[Channel, ...]:
    """The dialects that need this secret."""
    return tuple(channel for channel, dialect in DIALECTS.items() if secret in dialect.secrets)
