"""Who is asked for what: a dialect, an order at its hub, and an action that the order allows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.status import RefundReason
from orders_pipeline.sandbox.world import Life, a_line, an_order
from orders_pipeline_tests.dialects import REST, SOAP, Spoken

KEY = "event-1"


class Row(NamedTuple):
    """life: the order as the world has it. more: fields of the intent, from the order as its dialect shows it."""

    spoken: Spoken
    kind: ActionKind
    life: Callable[[], Life]
    more: Callable[[OrderDocument], dict[str, Any]] = lambda document: {}
    tells_marketplaces: bool = True  # the hub shows whether the marketplace took a shipment
    scope: Any = None

    @property
    def name(self) -> str:
        return f"{self.spoken.channel} {self.kind}"

    @property
    def where(self) -> Any:
        return self.scope or self.spoken.scopes[0]

    def intent(self, document: OrderDocument) -> Intent:
        return Intent(kind=self.kind, account="us", order_id=document.order.order_id, key=KEY, **self.more(document))


def two_lines(*, shipped: bool, **fields: Any) -> Callable[[], Life]:
    lines = (
        a_line("KNIFE-8", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15"),
        a_line("BOARD-2", 2, "21.50", tax="3.44"),
    )
    return lambda: an_order(1, lines=lines, shipped=shipped, **{"market": "ebay_us"} | fields)


def one_unit_of_each(document: OrderDocument) -> dict[str, Any]:
    return {"lines": tuple(Wanted(item_id=item.item_id, quantity=Decimal(1)) for item in document.order_items)}


def for_the_buyer(document: OrderDocument) -> dict[str, Any]:
    """By SOAP a refund of everything is a cancellation by its reason."""
    return {"reason": RefundReason.BUYER_CANCELED}


ROWS: tuple[Row, ...] = (
    Row(REST, ActionKind.SHIP, two_lines(shipped=False)),
    Row(REST, ActionKind.CANCEL, two_lines(shipped=False), one_unit_of_each),
    Row(REST, ActionKind.REFUND, two_lines(shipped=True), one_unit_of_each),
    Row(REST, ActionKind.ACKNOWLEDGE, two_lines(shipped=False)),
    Row(SOAP, ActionKind.SHIP, two_lines(shipped=False), tells_marketplaces=False),
    Row(SOAP, ActionKind.CANCEL, two_lines(shipped=False, market="amazon_us"), for_the_buyer),
    Row(SOAP, ActionKind.REFUND, two_lines(shipped=True), one_unit_of_each),
    Row(SOAP, ActionKind.ACKNOWLEDGE, two_lines(shipped=False)),
)
