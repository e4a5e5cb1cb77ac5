"""This hub's words for an order's state and flags, from the world's: spec §5.4 and §5.5, as tables.

A word of the world that stands in no table here goes onto the wire as it is: a status that nobody knows yet.
"""

import json
from decimal import Decimal

from orders_pipeline.sandbox.world.order import ZERO, Order, OrderState

ON_HOLD, PROCESSING, COMPLETE, CANCELLED = "OnHold", "Processing", "Complete", "Cancelled"

# First row that fits wins; None fits anything: shipping, checkout, payment.
ORDER_STATUS: tuple[tuple[str | None, str | None, str | None, str], ...] = (
    ("canceled", None, None, CANCELLED),
    ("shipped", None, None, COMPLETE),
    ("third_party", None, None, COMPLETE),  # comes in fulfilled already
    (None, "on_hold", None, ON_HOLD),
    (None, "not_visited", None, ON_HOLD),
    (None, "visited", None, ON_HOLD),
    (None, "disabled", None, ON_HOLD),
    (None, None, "none", ON_HOLD),
    (None, None, "submitted", ON_HOLD),
    (None, None, "failed", ON_HOLD),
    (None, None, None, PROCESSING),  # paid: unshipped, on its way to the warehouse, or shipped in part
)
KNOWN = {
    "shipping": {"unshipped", "pending", "partial", "shipped", "canceled", "third_party"},
    "checkout": {
        "not_visited", "visited", "completed", "completed_and_visited", "completed_offline", "disabled", "on_hold",
    },
    "payment": {"none", "submitted", "cleared", "deposited", "failed"},
}  # fmt: skip
RETURNED = ("item", "shipping", "gift", "recycling_fee")
RETURNED_TAX = ("tax", "shipping_tax", "gift_tax")


def order_status(state: OrderState) -> str:
    """The status that the hub shows. A full refund after shipping is `Cancelled`."""
    if state.called_off_at:
        return CANCELLED
    for place, known in KNOWN.items():
        if getattr(state, place) not in known and state.shipping != "canceled":
            return getattr(state, place)
    if is_refunded_in_full(state):
        return CANCELLED
    told = (state.shipping, state.checkout, state.payment)
    return next(
        status
        for *row, status in ORDER_STATUS
        if all(wanted in (None, word) for wanted, word in zip(row, told, strict=True))
    )


def is_refunded_in_full(state: OrderState) -> bool:
    """Completed refunds together are not less than what was paid: gotcha 15."""
    names = RETURNED if state.order.goods_tax == "inclusive_vat" else RETURNED + RETURNED_TAX
    amounts: list[Decimal] = [
        getattr(each, name) or ZERO
        for each in state.adjustments
        if each.kind == "refund" and each.step == "done"
        for name in names
    ]
    return bool(amounts) and sum(amounts) >= state.order.total > 0


def order_flags(state: OrderState, service_sku: str) -> str | None:
    """Flags joined by a comma, or a JSON object of the marketplace's own."""
    order = state.order
    if service_sku == "CU_ZALANDO_COM":
        return None if state.personal_data_removed_at else json.dumps({"customer_number": customer_number(order)})
    if not service_sku.startswith("CU_AMZ"):
        return None
    is_prime = ("IsPrime", "true") in order.attributes and order.managed_by == "seller"
    flags = (
        ("AMAZON_PRIME", is_prime),
        ("AMAZON_BUSINESS", "AmazonBusiness" in state.tags),  # a flag that nothing documents
        ("AMAZON_FBA", order.managed_by == "external"),
    )
    return ",".join(flag for flag, is_set in flags if is_set) or None


def customer_number(order: Order) -> str:
    return f"{order.order_id * 7919 % 100_000_000:08}"
