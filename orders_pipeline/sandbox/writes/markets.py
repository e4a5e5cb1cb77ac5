"""What marketplaces allow before and after shipment: channeladvisor-rest.md §8.4 as a table.

The rows are the spec's default matrix (assumed); the last two columns are what it says in words. A family that has
no row takes OTHERS.
"""

from typing import NamedTuple

from orders_pipeline.sandbox.world.builder import MARKETS
from orders_pipeline.sandbox.world.catalogue import UNKNOWN_MARKETS
from orders_pipeline.sandbox.world.order import Order

YES, NO = True, False


class Allowed(NamedTuple):
    """`part_price_cancel`: money may be kept before shipment. `part_amount`: a sum below the order's total is
    refunded as such (yes), as the whole order's (full), or not at all (no)."""

    order_cancel: bool
    line_cancel: bool
    part_quantity_cancel: bool
    part_price_cancel: bool
    order_refund: bool
    line_refund: bool
    part_quantity_refund: bool
    part_amount: str


MATRIX: dict[str, Allowed] = {
    #                  order, line, part, price | order, line, part | amount
    "amazon": Allowed(YES, YES, NO, NO, YES, YES, YES, "full"),
    "ebay": Allowed(YES, YES, YES, YES, YES, YES, YES, "yes"),
    "walmart": Allowed(YES, YES, YES, NO, NO, YES, YES, "no"),
    "wish": Allowed(YES, YES, NO, YES, YES, NO, NO, "no"),
    "newegg": Allowed(YES, NO, NO, NO, YES, NO, NO, "no"),
    "direct": Allowed(YES, YES, YES, NO, YES, YES, YES, "yes"),
}
OTHERS = MATRIX["direct"]
FAMILY = {market.key: market.family for market in (*MARKETS.values(), *UNKNOWN_MARKETS.values())}


def allowed(order: Order) -> Allowed:
    return MATRIX.get(FAMILY[order.marketplace], OTHERS)


def refuses(order: Order, kind: str, *, of_line: bool, is_part: bool = False) -> str | None:
    """Why the marketplace takes no such cancellation or refund; None where it does."""
    row = allowed(order)
    is_cancel = kind == "cancellation"
    whole, line, part = (
        (row.order_cancel, row.line_cancel, row.part_quantity_cancel)
        if is_cancel
        else (row.order_refund, row.line_refund, row.part_quantity_refund)
    )
    noun = "cancellations" if is_cancel else "refunds"
    if not of_line:
        return None if whole else f"The marketplace does not support order-level {noun}."
    if not line:
        return f"The marketplace does not support item-level {noun}."
    return None if part or not is_part else f"The marketplace does not support partial quantity {noun}."
