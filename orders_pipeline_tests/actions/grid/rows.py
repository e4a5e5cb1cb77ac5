"""Who is asked for what: a dialect, an order at its hub, and an action that the order allows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.status import RefundReason
from orders_pipeline.sandbox.channelunity.subscriptions import OF_MARKET
from orders_pipeline.sandbox.world import Life, a_line, an_order
from orders_pipeline_tests.dialects import CHANNELAPE, CHANNELUNITY, REST, SOAP, Spoken

KEY = "event-1"
EBAY = OF_MARKET["ebay_us"].settings_link_id


class Row(NamedTuple):
    """life: the order as the world has it. more: fields of the intent, from the order as its dialect shows it.

    is_told: the hub shows it where a marketplace refuses later what the hub took. SOAP and ChannelApe have no word for
    that of shipments, ChannelUnity for nothing (channelunity.md §6): there the hub's own books are all the truth.
    """

    spoken: Spoken
    kind: ActionKind
    life: Callable[[], Life]
    more: Callable[[OrderDocument], dict[str, Any]] = lambda document: {}
    is_told: bool = True
    scope: Any = None

    @property
    def name(self) -> str:
        return f"{self.spoken.channel} {self.kind}"

    @property
    def where(self) -> Any:
        return self.scope or self.spoken.scopes[0]

    def intent(self, account: str, document: OrderDocument) -> Intent:
        return Intent(kind=self.kind, account=account, order_id=document.order.order_id, key=KEY, **self.more(document))


def two_lines(*, shipped: bool, **fields: Any) -> Callable[[], Life]:
    lines = (
        a_line("KNIFE-8", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15"),
        a_line("BOARD-2", 2, "21.50", tax="3.44"),
    )
    return lambda: an_order(1, lines=lines, shipped=shipped, **{"market": "ebay_us"} | fields)


def one_unit_of_each(document: OrderDocument) -> dict[str, Any]:
    return {"lines": tuple(Wanted(item_id=item.item_id, quantity=Decimal(1)) for item in document.order_items)}


def two_units_of_one(document: OrderDocument) -> dict[str, Any]:
    return {"lines": (Wanted(item_id=document.order_items[0].item_id, quantity=Decimal(2)),)}


def with_tracking(document: OrderDocument) -> dict[str, Any]:
    return {"carrier": "UPS", "service": "GROUND", "tracking_number": "1Z999"}


def another_number(document: OrderDocument) -> dict[str, Any]:
    return with_tracking(document) | {
        "fulfillment_id": next((parcel.fulfillment_id for parcel in document.fulfillments), None)
    }


def for_the_buyer(document: OrderDocument) -> dict[str, Any]:
    """By SOAP a refund of everything is a cancellation by its reason."""
    return {"reason": RefundReason.BUYER_CANCELED}


ROWS: tuple[Row, ...] = (
    Row(REST, ActionKind.SHIP, two_lines(shipped=False)),
    Row(REST, ActionKind.CANCEL, two_lines(shipped=False), one_unit_of_each),
    Row(REST, ActionKind.REFUND, two_lines(shipped=True), one_unit_of_each),
    Row(REST, ActionKind.ACKNOWLEDGE, two_lines(shipped=False)),
    Row(SOAP, ActionKind.SHIP, two_lines(shipped=False), is_told=False),
    Row(SOAP, ActionKind.CANCEL, two_lines(shipped=False, market="amazon_us"), for_the_buyer),
    Row(SOAP, ActionKind.REFUND, two_lines(shipped=True), one_unit_of_each),
    Row(SOAP, ActionKind.ACKNOWLEDGE, two_lines(shipped=False)),
    Row(CHANNELUNITY, ActionKind.SHIP, two_lines(shipped=False), with_tracking, is_told=False, scope=EBAY),
    Row(CHANNELUNITY, ActionKind.CANCEL, two_lines(shipped=False), is_told=False, scope=EBAY),
    Row(CHANNELUNITY, ActionKind.REFUND, two_lines(shipped=True), two_units_of_one, is_told=False, scope=EBAY),
    Row(CHANNELUNITY, ActionKind.CORRECT_SHIPMENT, two_lines(shipped=True), with_tracking, is_told=False, scope=EBAY),
    Row(CHANNELAPE, ActionKind.SHIP, two_lines(shipped=False), with_tracking, is_told=False),
    Row(CHANNELAPE, ActionKind.CANCEL, two_lines(shipped=False), two_units_of_one),
    Row(CHANNELAPE, ActionKind.REFUND, two_lines(shipped=True), two_units_of_one),
    Row(CHANNELAPE, ActionKind.CORRECT_SHIPMENT, two_lines(shipped=True), another_number),
)
