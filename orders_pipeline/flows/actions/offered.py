"""What a hub itself says of an account and of its marketplaces, asked for once a connection.

A hub that does not answer says nothing, and is not asked again: policy then goes by its own tables, and the hub
refuses by itself.
"""

from collections.abc import Callable
from typing import TypeVar

from orders_pipeline.actions.policy.case import Carriers
from orders_pipeline.channels.base import Channel, SiteRules
from orders_pipeline.channels.errors import HubError
from orders_pipeline.model.actions import MONEY, ActionKind, Intent
from orders_pipeline.model.records import Order

_PARCELS = frozenset({ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT})
_NOTHING = SiteRules()
Told = TypeVar("Told")


class Offered:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._carriers: list[Carriers | None] = []
        self._sites: dict[str, SiteRules] = {}

    def carriers(self, intent: Intent) -> Carriers | None:
        """Pairs of carrier and class; None where they are not known, or nothing is to be compared with them."""
        if intent.kind not in _PARCELS or intent.carrier is None:
            return None
        if not self._carriers:
            self._carriers.append(_asked(self._channel.carriers))
        return self._carriers[0]

    def site_rules(self, intent: Intent, order: Order) -> SiteRules:
        """Of the marketplace of the order; empty where the hub says nothing, or no money is asked for."""
        site = order.channel_marketplace_id
        if intent.kind not in MONEY or site is None:
            return _NOTHING
        if site not in self._sites:
            self._sites[site] = _asked(lambda: self._channel.site_rules(site)) or _NOTHING
        return self._sites[site]


def _asked(question: Callable[[], Told | None]) -> Told | None:
    try:
        return question()
    except HubError:
        return None
