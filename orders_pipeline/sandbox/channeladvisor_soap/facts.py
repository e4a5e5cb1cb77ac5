"""What this dialect knows of an order besides the world's own fields: derived from ids and states, never drawn.

Shared by the wire and by truth: numbers and places that the world does not hold. Words stand in `codes`.
"""

from datetime import datetime
from decimal import Decimal

from orders_pipeline.sandbox.channeladvisor_soap import codes
from orders_pipeline.sandbox.world.catalogue import WORLD_MARKETS
from orders_pipeline.sandbox.world.order import ZERO, Adjustment, Line, Order, OrderState, Parcel

VAT_RATES = {  # percent, by key of the market; sales tax has no rate on this wire
    market.key: Decimal(market.tax_per_mille) / 10
    for markets in WORLD_MARKETS.values()
    for market in markets
    if market.tax.endswith("vat")
} | {"temu_uk": Decimal(20)}


def client_identifier(order: Order) -> str:
    """The number that the web UI shows; it repeats OrderID where the marketplace's number is not its first one."""
    return order.site_order_id or str(order.order_id)


def is_canceled(state: OrderState) -> bool:
    return all(parcel.state == "canceled" for parcel in state.parcels)


def canceled_at(state: OrderState) -> datetime | None:
    """Half of the canceled orders say so themselves; the others stay Active: spec §8.4."""
    if not is_canceled(state) or state.order.order_id % 2:
        return None
    return max(parcel.updated_at for parcel in state.parcels)


def order_state(state: OrderState) -> str:
    if canceled_at(state) is not None:
        return "Cancelled"
    return "Archived" if state.shipping == "shipped" and state.order.order_id % 7 == 3 else "Active"


def line_refunds(state: OrderState) -> list[Adjustment]:
    """What the refund history can show: the adjustments of lines, by their ids. Of the order's own it shows none."""
    return sorted((each for each in state.adjustments if each.line is not None), key=lambda each: each.adjustment_id)


def refund_status(state: OrderState) -> str:
    """Disputes are no refunds of this hub; attempts that returned nothing count only where there is nothing else."""
    attempts = [each for each in state.adjustments if each.kind != "dispute"]
    of_lines = {each.line is not None for each in attempts if each.step not in codes.LOST}
    if not attempts:
        return "NoRefunds"
    return {
        frozenset(): "FailedAttemptsOnly",
        frozenset({False}): "OrderLevel",
        frozenset({True}): "LineItemLevel",
        frozenset({False, True}): "OrderAndLineItemLevel",
    }[frozenset(of_lines)]


def vat_rate(order: Order) -> Decimal:
    return VAT_RATES.get(order.marketplace, ZERO) if order.goods_tax.endswith("vat") else ZERO


def invoice_lines(order: Order) -> list[tuple[str, Decimal]]:
    """The charges of the order: each amount stands in one line. VAT has lines of its own for shipping and gift wrap."""
    has_vat = order.goods_tax.endswith("vat")
    shipping_tax, gift_tax = (order.shipping_tax, order.gift_tax) if has_vat else (None, None)
    lines: list[tuple[str, Decimal | None]] = [
        ("SalesTax", order.tax - (shipping_tax or ZERO) - (gift_tax or ZERO)),
        ("Shipping", order.shipping),
        ("ShippingInsurance", order.insurance),
        ("VATShipping", shipping_tax),
        ("GiftWrap", order.gift),
        ("VATGiftWrap", gift_tax),
        ("RecyclingFee", sum((line.recycling_fee for line in order.lines), ZERO) or None),
    ]
    return [(kind, amount) for kind, amount in lines if amount is not None]


def promo_lines(order: Order) -> list[tuple[str, Decimal, str | None]]:
    """The promotion where there is one, and what a person added or took off, be it zero."""
    has_promotion = order.promotion or order.promotion_code
    promotion = [("Promotion", order.promotion, order.promotion_code)] if has_promotion else []
    return [*promotion, ("AdditionalCostOrDiscount", order.extra, None)]


def parcel_kind(state: OrderState, line: Line) -> str:
    """How a line reaches the buyer: as the first parcel does that holds units of it."""
    homes = (p.kind for p in state.parcels if any(item.line.line_id == line.line_id for item in p.items))
    return next(homes, "ship")


def line_center(line: Line) -> str:
    return codes.CENTERS[77 if line.is_external else 5]


def parcel_center(parcel: Parcel) -> str | None:
    return codes.CENTERS.get(parcel.center_id)


def warehouse_location(line: Line) -> str | None:
    return f"A-{line.product_id % 40:02}" if line.product_id % 4 and not line.is_external else None


def weight_pounds(line: Line) -> Decimal:
    return Decimal(line.product_id % 40 + 1) / 4
