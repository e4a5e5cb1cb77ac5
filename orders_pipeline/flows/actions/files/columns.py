"""The columns of a file of actions: what each means, how it is read, an example. The template follows from them."""

from collections.abc import Callable
from typing import Any

import msgspec

from orders_pipeline.flows.actions import written
from orders_pipeline.model.actions import ActionKind, Component
from orders_pipeline.model.status import RefundReason

KINDS: tuple[tuple[str, ActionKind], ...] = (("correct", ActionKind.CORRECT_SHIPMENT),)
"""Words beside the kinds' own."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """of_line: may differ between the rows of an intent; every other column must say the same in all of them."""

    name: str
    meaning: str
    read: Callable[[str], Any]
    is_required: bool = False
    of_line: bool = False


def _amount_of(component: Component) -> Column:
    return Column(
        name=f"{component}_amount",
        meaning=f"money to be returned for {component.replace('_', ' ')}: of the row's line, or of the order where no "
        "line is named",
        read=str,  # with the currency beside it
        of_line=True,
    )


AMOUNTS = {f"{component}_amount": component for component in Component}
COLUMNS: tuple[Column, ...] = (
    Column(
        name="action",
        meaning=", ".join(ActionKind),
        read=written.word(ActionKind, KINDS),
        is_required=True,
    ),
    Column(name="account", meaning="name in accounts.toml", read=written.name, is_required=True),
    Column(name="order_id", meaning="the hub's own id, as in orders.order_id", read=written.name, is_required=True),
    Column(
        name="key",
        meaning="id of the business event (return, parcel, cancellation); the same key is never done twice",
        read=written.name,
        is_required=True,
    ),
    Column(name="item_id", meaning="the line, as in order_items.item_id", read=written.name, of_line=True),
    Column(name="sku", meaning="the line by its SKU, where one alone has it", read=written.name, of_line=True),
    Column(name="quantity", meaning="units of the line; empty: all that is left", read=written.units, of_line=True),
    *(_amount_of(component) for component in Component),
    Column(name="currency", meaning="of the order, as you believe it", read=written.currency),
    Column(name="reason", meaning=", ".join(RefundReason), read=written.word(RefundReason)),
    Column(name="restock", meaning="yes or no: refunded units go back to stock", read=written.truth),
    Column(name="carrier", meaning="of the parcel", read=written.name),
    Column(name="service", meaning="the carrier's class or method", read=written.name),
    Column(name="tracking_number", meaning="of the parcel; needs its carrier", read=written.name),
    Column(name="shipped_at", meaning="ISO 8601 with an offset: 2026-09-01T14:02:00-04:00", read=written.instant),
    Column(name="fulfillment_id", meaning="the parcel that is corrected", read=written.name),
    Column(name="exported", meaning="of acknowledge: yes, or no to take the mark away", read=written.truth),
)
BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = tuple(column.name for column in COLUMNS if column.is_required)

_EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "action": "ship",
        "account": "us-main",
        "order_id": "20000001",
        "key": "parcel-1001",
        "item_id": "30000001",
        "quantity": "2",
        "carrier": "UPS",
        "service": "Ground",
        "tracking_number": "1Z0000000000000001",
        "shipped_at": "2026-09-01T14:02:00-04:00",
    },
    {
        "action": "refund",
        "account": "us-main",
        "order_id": "20000002",
        "key": "rma-77",
        "item_id": "30000002",
        "quantity": "1",
        "reason": "customer_returned_item",
        "currency": "USD",
    },
    {
        "action": "refund",
        "account": "us-main",
        "order_id": "20000003",
        "key": "goodwill-5",
        "shipping_amount": "3.32",
        "currency": "USD",
        "reason": "general_adjustment",
    },
)


def template() -> str:
    """A CSV with every column, and an example of a shipment, of a refund and of money without goods."""
    lines = [COLUMNS_LINE, *(",".join(row.get(column.name, "") for column in COLUMNS) for row in _EXAMPLES)]
    return "\n".join(lines) + "\n"


COLUMNS_LINE = ",".join(column.name for column in COLUMNS)
