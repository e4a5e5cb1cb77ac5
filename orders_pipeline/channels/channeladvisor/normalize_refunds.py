"""Adjustments of a ChannelAdvisor order -> refunds and cancellations. Pure (channeladvisor-rest.md §5.8).

The two levels count their ids apart, so each refund's id says its level.
"""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from msgspec import UnsetType

from orders_pipeline.channels.channeladvisor import codes, wire
from orders_pipeline.channels.values import Words, amount, instant, text, total, units
from orders_pipeline.model.records import Order, Refund, RefundItem

ORDER, ITEM = "order", "item"


class Components(msgspec.Struct, frozen=True):
    """What an adjustment returns, by component."""

    item_amount: Decimal | None
    tax_amount: Decimal | None
    shipping_amount: Decimal | None
    shipping_tax_amount: Decimal | None
    gift_wrap_amount: Decimal | None
    gift_wrap_tax_amount: Decimal | None
    recycling_fee_amount: Decimal | None


def refunds_of(found: wire.Order, order: Order) -> tuple[tuple[Refund, ...], tuple[RefundItem, ...]]:
    """Every adjustment of the order and of its lines, whoever made it and however far it has come."""
    refunds, refund_items = [], []
    for adjustment, item, path in _adjustments(found):
        level = ORDER if item is None else ITEM
        refund_id, parts = f"{level}-{adjustment.ID}", _components(adjustment, path)
        refunds.append(_refund(adjustment, order, refund_id, level, parts, path))
        if item is not None:
            refund_items.append(_refund_item(adjustment, item, order, refund_id, parts, path))
    return tuple(refunds), tuple(refund_items)


def _adjustments(found: wire.Order) -> Iterator[tuple[wire.Adjustment, wire.OrderItem | None, str]]:
    if not isinstance(found.Adjustments, UnsetType):
        for number, adjustment in enumerate(found.Adjustments):
            yield adjustment, None, f"$.Adjustments[{number}]"
    for place, item in enumerate(found.Items):
        if not isinstance(item.Adjustments, UnsetType):
            for number, adjustment in enumerate(item.Adjustments):
                yield adjustment, item, f"$.Items[{place}].Adjustments[{number}]"


def _components(found: wire.Adjustment, path: str) -> Components:
    return Components(
        amount(found.ItemAdjustment, path, "ItemAdjustment"),
        amount(found.TaxAdjustment, path, "TaxAdjustment"),
        amount(found.ShippingAdjustment, path, "ShippingAdjustment"),
        amount(found.ShippingTaxAdjustment, path, "ShippingTaxAdjustment"),
        amount(found.GiftWrapAdjustment, path, "GiftWrapAdjustment"),
        amount(found.GiftWrapTaxAdjustment, path, "GiftWrapTaxAdjustment"),
        amount(found.RecyclingFeeAdjustment, path, "RecyclingFeeAdjustment"),
    )


def _refund(found: wire.Adjustment, order: Order, refund_id: str, level: str, parts: Components, path: str) -> Refund:
    words = Words()
    whole = amount(total(*msgspec.structs.astuple(parts)), path, "(sum)")
    return Refund(
        account=order.account,
        order_id=order.order_id,
        refund_id=refund_id,
        kind=words.read("kind", found.Type, codes.REFUND_KIND),
        channel_kind=found.Type or None,
        level=level,
        status=words.read("status", found.RequestStatus, codes.REFUND_STATUS),
        channel_status=found.RequestStatus or None,
        reason=words.read("reason", found.Reason, codes.REFUND_REASON),
        channel_reason=found.Reason or None,
        is_restock=found.IsRestock,
        channel_restock_status=found.RestockStatus or None,
        seller_refund_id=found.SellerAdjustmentID or None,
        marketplace_refund_id=found.SiteAdjustmentID or None,
        transaction_id=found.AdjustmentTransactionID or None,
        channel_created_by=found.CreatedSource or None,
        channel_updated_by=found.LastUpdatedSource or None,
        created_at=instant(found.CreatedDateUtc),
        refunded_at=instant(found.SiteRefundDateUtc),
        rma_number=found.RmaNumber or None,
        return_tracking=found.ReturnTrackingNumberOrUrl or None,
        return_shipping_method=found.ReturnShippingMethod or None,
        currency=order.currency,
        total_amount=whole,
        **msgspec.structs.asdict(parts),
        return_shipping_fee_amount=amount(found.ReturnShippingFee, path, "ReturnShippingFee"),
        restocking_fee_amount=amount(found.RestockingFee, path, "RestockingFee"),
        unknown_words=words.unknown,
        derived=None if whole is None else "total_amount",
    )


def _refund_item(
    found: wire.Adjustment, item: wire.OrderItem, order: Order, refund_id: str, parts: Components, path: str
) -> RefundItem:
    return RefundItem(
        account=order.account,
        order_id=order.order_id,
        refund_id=refund_id,
        refund_item_id=str(found.ID),
        item_id=str(item.ID),
        reference_sku=found.ReferenceSku or None,
        reference_product_id=text(found.ReferenceProductID),
        quantity=units(found.Quantity, path, "Quantity"),
        currency=order.currency,
        total_amount=total(*msgspec.structs.astuple(parts)),
        **msgspec.structs.asdict(parts),
    )
