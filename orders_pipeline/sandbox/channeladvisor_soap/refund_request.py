"""RefundOrderRequest: its sequence, what it means, and who cannot be refunded so. Spec §8.1, §11.

A list of items that comes empty, or under another name, is no list: the order is meant as a whole.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap import codes
from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.binding import bind, boolean, decimal, integer, list_of, text
from orders_pipeline.sandbox.channeladvisor_soap.history_markup import AMOUNTS
from orders_pipeline.sandbox.channeladvisor_soap.markup import ORD
from orders_pipeline.sandbox.channeladvisor_soap.signatures import ACCOUNT, sequence
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world.order import Order, OrderState
from orders_pipeline.sandbox.writes.markets import FAMILY
from orders_pipeline.sandbox.writes.money import left_in_all
from orders_pipeline.sandbox.writes.units import is_sent_at_all, unsent

Given = Mapping[str, Any]
ITEM = sequence(
    ("SKU", text), *((name, decimal) for name, _ in AMOUNTS), ("Quantity", integer), ("RefundRequestID", integer),
    ("RefundRequested", boolean), ("RestockQuantity", boolean), ("AdjustmentReason", text), ("SellerRefundID", text),
    ("LineItemID", integer), namespace=ORD,
)  # fmt: skip
REQUEST = sequence(
    ("ClientOrderIdentifier", text), ("OrderID", integer), ("Amount", decimal), ("AdjustmentReason", text),
    ("SellerRefundID", text), ("RefundItems", list_of("RefundItem", ORD, lambda element: bind(element, ITEM))),
    namespace=ORD,
)  # fmt: skip
SEQUENCE = sequence(ACCOUNT, ("request", lambda element: bind(element, REQUEST)))

ALL_OR_ITEMS = frozenset({"amazon", "buy"})  # families: without items everything is refunded, whatever Amount says
UNSUPPORTED = frozenset({"yahoo"})
WITHOUT_RESTOCK = frozenset({"amazon", "buy", "pixmania"})
REASONS = {theirs: ours for ours, theirs in reversed(codes.REASON.items())}
CANCEL_LIKE = frozenset({"buyer_cancelled", "could_not_ship", "not_available", "undeliverable"})
PAID = frozenset({"cleared", "deposited"})


def family(order: Order) -> str:
    return FAMILY[order.marketplace]


def reason_of(asked: Given) -> str:
    """Of the world. Raises Failed with 12."""
    word = asked["AdjustmentReason"] or "GeneralAdjustment"
    if word not in REASONS:
        raise Failed(12, f"{word} is not a valid value for AdjustmentReason")
    return REASONS[word]


def amounts_of(item: Given) -> dict[str, Decimal]:
    """By component of the world; what did not come is 0."""
    return {ours: item[theirs] or Decimal(0) for theirs, ours in AMOUNTS}


def check_state(state: OrderState) -> None:
    """Raises Failed with 11: the order's state does not allow any refund."""
    order = state.order
    if family(order) in UNSUPPORTED:
        raise too_much(state, "its marketplace is not supported")
    if state.payment not in PAID:
        raise too_much(state, "its payment has not cleared")
    if not left_in_all(state):
        raise too_much(state, "it has been refunded already")


def too_much(state: OrderState, cause: str) -> Failed:
    return Failed(11, f"Order {state.order.order_id} cannot be refunded: {cause}.")


def has_paypal_coupon(settings: Settings, order: Order) -> bool:
    return settings.soap_paypal_coupons and order.payment.method == "PayPal" and bool(order.promotion)


def cancels(settings: Settings, state: OrderState, reasons: set[str]) -> bool:
    """Whether a full refund is a cancellation: spec §8.4."""
    is_meant = settings.soap_cancels and family(state.order) in ALL_OR_ITEMS and reasons <= CANCEL_LIKE
    return is_meant and bool(unsent(state)) and not is_sent_at_all(state)
