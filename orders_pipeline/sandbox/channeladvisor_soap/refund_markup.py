"""RefundOrderResponse: two codes, and an echo of each item that says whether its request was taken. Spec §8.2."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor_soap import facts
from orders_pipeline.sandbox.channeladvisor_soap.history_markup import AMOUNTS
from orders_pipeline.sandbox.channeladvisor_soap.markup import ORD, Markup, in_namespace
from orders_pipeline.sandbox.channeladvisor_soap.refund_request import ALL_OR_ITEMS, Given, family
from orders_pipeline.sandbox.channeladvisor_soap.signatures import Told
from orders_pipeline.sandbox.channeladvisor_soap.values import money
from orders_pipeline.sandbox.world.order import OrderState

NONE_TAKEN = 11  # of the inner code, where no item was taken (assumed)
_M = Markup()


class Outcome(Struct, frozen=True):
    """`request_id`: 0 where the item was refused."""

    item: Given
    request_id: int
    restocks: bool


def order_result(state: OrderState, asked: Given, adjustment_id: int) -> Told:
    """Only the identifier that was sent comes back. The message is the payment provider's, where there is one."""
    order_id, number = asked["OrderID"], asked["ClientOrderIdentifier"]
    parts = (
        _M.text("ClientOrderIdentifier", number) if number else "",
        _M.plain("OrderID", order_id) if order_id else "",
        _M.plain("MessageCode", 0),
    )
    said = f"Approved: Success - CorrelationID: {adjustment_id:013x}, RefundTransactionID: TX{adjustment_id}"
    message = "Success" if family(state.order) in ALL_OR_ITEMS else said
    return Told(_M.wrap("ResultData", in_namespace(ORD, [part for part in parts if part])), message)


def item_result(state: OrderState, outcomes: Sequence[Outcome]) -> Told:
    is_any = any(outcome.request_id for outcome in outcomes)
    parts = (
        _M.text("ClientOrderIdentifier", facts.client_identifier(state.order)),
        _M.plain("OrderID", state.order.order_id),
        _M.wrap("RefundItems", (_M.wrap("RefundItem", _echo(outcome)) for outcome in outcomes)),
        _M.plain("MessageCode", 0 if is_any else NONE_TAKEN),
        "" if is_any else _M.text("Message", "No item of the request could be refunded."),
    )
    return Told(_M.wrap("ResultData", in_namespace(ORD, [part for part in parts if part])), "Success")


def _echo(outcome: Outcome) -> Iterator[str]:
    """What was sent, as it was sent; an amount that is one gets four decimals."""
    item = outcome.item
    yield _M.text("SKU", item["SKU"])
    for name, _ in AMOUNTS:
        if item[name] is not None:
            yield _M.plain(name, _amount(item[name]))
    yield _M.plain("Quantity", item["Quantity"] or 0)
    yield _M.plain("RefundRequestID", outcome.request_id)
    yield _M.flag("RefundRequested", outcome.request_id > 0)
    if item["RestockQuantity"] is not None:
        yield _M.flag("RestockQuantity", outcome.restocks)
    yield _M.text("AdjustmentReason", item["AdjustmentReason"] or "GeneralAdjustment")
    yield _M.text("SellerRefundID", item["SellerRefundID"] or None)
    if item["LineItemID"] is not None:
        yield _M.plain("LineItemID", item["LineItemID"])


def _amount(value: Decimal) -> str:
    return money(value) if value else format(value, "f")
