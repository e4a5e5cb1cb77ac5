"""Refunds of a SOAP order -> records. Pure (channeladvisor-soap.md §8).

Also what SubmitOrderRefund answers, for people: Success there means that refunds were asked for, not that money moved.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from orders_pipeline.channels.channeladvisor_soap import codes, wire
from orders_pipeline.channels.values import Words, amount, text, total
from orders_pipeline.model.records import Order, Refund, RefundItem
from orders_pipeline.model.status import RefundKind, RefundStatus

ORDER, ITEM = "order", "item"


class Components(msgspec.Struct, frozen=True):
    """What a refund returns, by component."""

    item_amount: Decimal | None
    tax_amount: Decimal | None
    shipping_amount: Decimal | None
    shipping_tax_amount: Decimal | None
    gift_wrap_amount: Decimal | None
    gift_wrap_tax_amount: Decimal | None
    recycling_fee_amount: Decimal | None


def refunds_of(found: Sequence[wire.RefundItem], order: Order) -> tuple[tuple[Refund, ...], tuple[RefundItem, ...]]:
    """Each entry is a refund of its own: requests are counted one a line."""
    refunds, items, seen = [], [], dict[str, int]()
    for place, entry in enumerate(found):
        level = ORDER if _is_of_the_order(entry) else ITEM
        request = f"{level}-{entry.RefundRequestID or 0}"
        seen[request] = seen.get(request, 0) + 1
        refund_id = request if seen[request] == 1 else f"{request}#{seen[request]}"
        parts = Components(
            entry.Amount,
            entry.TaxAmount,
            entry.ShippingAmount,
            entry.ShippingTaxAmount,
            entry.GiftWrapAmount,
            entry.GiftWrapTaxAmount,
            entry.RecyclingFee,
        )
        whole = amount(total(*msgspec.structs.astuple(parts)), f"$.LineItemRefunds[{place}]", "(sum)")
        refunds.append(_refund(entry, order, refund_id, level, parts, whole))
        if level == ITEM:
            items.append(_refund_item(entry, order, refund_id, parts, whole))
    return tuple(refunds), tuple(items)


def asked_for(found: wire.RefundAnswer, order: Order) -> tuple[tuple[Refund, ...], tuple[RefundItem, ...]]:
    """What SubmitOrderRefund says was asked for; a refund of the order as a whole shows neither id nor amount."""
    if found.RefundItems:
        return refunds_of(found.RefundItems, order)
    status = RefundStatus.PENDING if found.MessageCode == 0 else RefundStatus.REJECTED
    whole = Refund(
        account=order.account,
        order_id=order.order_id,
        refund_id=f"{ORDER}-0",
        kind=RefundKind.REFUND,
        level=ORDER,
        status=status,
        currency=order.currency,
    )
    return (whole,), ()


def _is_of_the_order(entry: wire.RefundItem) -> bool:
    """A refund of an invoice line, such as the order's shipping, belongs to no line item (§8.3)."""
    return isinstance(entry, wire.LineItemRefund) and bool(entry.InvoiceItemID) and not (entry.LineItemID or entry.SKU)


def _refund(
    found: wire.RefundItem, order: Order, refund_id: str, level: str, parts: Components, whole: Decimal | None
) -> Refund:
    words = Words()
    history = found if isinstance(found, wire.LineItemRefund) else None
    if history is not None:
        status = words.read("status", history.RefundRequestStatus, codes.REFUND_STATUS)
    else:  # §8.2: asked for with an id of its own, or refused
        status = RefundStatus.PENDING if found.RefundRequested and found.RefundRequestID else RefundStatus.REJECTED
    payment = history.RefundPaymentInfo if history is not None else None
    return Refund(
        account=order.account,
        order_id=order.order_id,
        refund_id=refund_id,
        kind=None if history else RefundKind.REFUND,  # the history does not tell cancellations apart
        level=level,
        status=status,
        channel_status=None if history is None else history.RefundRequestStatus,
        reason=words.read("reason", found.AdjustmentReason, codes.REFUND_REASON),
        channel_reason=found.AdjustmentReason,
        is_restock=found.RestockQuantity,
        channel_restock_status=None if history is None else history.RestockStatus,
        seller_refund_id=found.SellerRefundID,
        transaction_id=None if payment is None else payment.PaymentTransactionID,
        created_at=None if history is None else history.RefundCreateDateGMT,
        currency=order.currency,
        total_amount=whole,
        **msgspec.structs.asdict(parts),
        unknown_words=words.unknown,
        derived=None if whole is None else "total_amount",
    )


def _refund_item(
    found: wire.RefundItem, order: Order, refund_id: str, parts: Components, whole: Decimal | None
) -> RefundItem:
    return RefundItem(
        account=order.account,
        order_id=order.order_id,
        refund_id=refund_id,
        refund_item_id=refund_id.removeprefix(f"{ITEM}-"),
        item_id=text(found.LineItemID or None),
        sku=found.SKU,
        quantity=found.Quantity or None,
        currency=order.currency,
        total_amount=whole,
        **msgspec.structs.asdict(parts),
    )
