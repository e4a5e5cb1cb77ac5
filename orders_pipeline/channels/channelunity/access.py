"""What ValidateUser tells: the ApiKey for every other call, and the subscriptions of the merchant. Pure.

The identifier trap (channelunity.md §4): what later calls name SubscriptionID is the SettingsLinkId of a subscription,
and not the SubscriptionId of this answer, which is of the account as a whole.
"""

import msgspec

from orders_pipeline.channels.base import Subscription
from orders_pipeline.channels.channelunity.answer import ROOT, refuse_not_ok, value_of
from orders_pipeline.channels.errors import Malformed, Rejected
from orders_pipeline.channels.xml import root_of

DIGITS_OF_AN_ID = 18


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """account_number: the SubscriptionId that is none, to tell who has fallen into the trap."""

    api_key: str
    subscriptions: tuple[Subscription, ...]
    account_number: str | None

    def refuse_unlisted(self, scope: str) -> None:
        """Raises Rejected: the hub would answer for this number with nothing, or with words."""
        if scope in {one.scope for one in self.subscriptions}:
            return
        listed = ", ".join(one.scope for one in self.subscriptions) or "none"
        trap = (
            " It is the SubscriptionId of the merchant's account; a SettingsLinkId is wanted."
            if scope == self.account_number
            else ""
        )
        raise Rejected(
            f"{scope} is the SettingsLinkId of no subscription that the hub lists (it lists {listed}).{trap} Correct "
            "subscriptions in accounts.toml"
        )


def access_of(content: bytes) -> Access:
    """Raises NotOk: the hub refuses; Malformed: anything but a whole answer to ValidateUser."""
    root = root_of(content)
    if root.tag != ROOT:
        raise Malformed("the answer is no ChannelUnity document")
    refuse_not_ok(root)
    api_key = value_of(root, "ApiKey")
    if api_key is None:
        raise Malformed("the answer to ValidateUser has no ApiKey")
    listed = [child for child in root if str(child.tag).lower() == "subscriptions"]
    found: dict[str, Subscription] = {}
    for entry in (entry for entries in listed for entry in entries if entry.tag == "Subscription"):
        scope = value_of(entry, "SettingsLinkId")
        if scope is None:
            continue  # not linked to a channel: there is no number by which it could be asked for
        if not (scope.isascii() and scope.isdigit() and len(scope) <= DIGITS_OF_AN_ID):
            raise Malformed("a subscription has a SettingsLinkId that is no whole number")
        found.setdefault(
            scope,
            Subscription(scope=scope, name=value_of(entry, "ChannelName"), service=value_of(entry, "ServiceSku")),
        )
    return Access(api_key=api_key, subscriptions=tuple(found.values()), account_number=value_of(root, "SubscriptionId"))
