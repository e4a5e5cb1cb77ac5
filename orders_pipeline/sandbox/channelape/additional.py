"""Additional fields: what this hub has no field for stands here, under names that differ by channel. Spec §4.1, §8.

Values are texts always, `null`, `true` and `0.00` among them; names repeat, and their order counts.
"""

from collections.abc import Callable
from datetime import timedelta, timezone
from decimal import Decimal

from orders_pipeline.sandbox.channelape import words
from orders_pipeline.sandbox.channelape.held import Fields
from orders_pipeline.sandbox.channelape.ids import FAMILY, channel_order_id
from orders_pipeline.sandbox.channelape.values import pick, plain
from orders_pipeline.sandbox.world.order import ZERO, Line, OrderState, Parcel

SHOP_TIME = timezone(timedelta(hours=-5))  # a shop writes its own local time
Told = Callable[[OrderState], object | None]


def discounts(state: OrderState) -> Decimal:
    """Everything taken off, as a positive amount."""
    of_lines = (abs(p.amount) + abs(p.shipping_amount) for line in state.order.lines for p in line.promotions)
    return sum(of_lines, abs(state.order.promotion))


def _canceled(state: OrderState) -> str | None:
    if state.shipping != "canceled" or state.shipping_at is None:
        return None
    return state.shipping_at.astimezone(SHOP_TIME).isoformat(timespec="seconds")


def _paid(state: OrderState) -> str:
    return words.FINANCIAL_STATUS.get(state.payment, state.payment)


OF_CHANNEL: dict[str, tuple[tuple[str, Told], ...]] = {  # by the marketplace's family; spec §8 gotcha 12
    "shop": (
        ("name", lambda s: f"#{s.order.order_id % 100_000}"),
        ("number", lambda s: s.order.order_id % 100_000 - 1000),
        ("order_number", lambda s: s.order.order_id % 100_000),
        ("number", lambda s: channel_order_id(s.order)),  # the name is there twice, as in the vendor's own sample
        ("financial_status", _paid),
        ("taxes_included", lambda s: s.order.goods_tax == "inclusive_vat"),
        ("total_discounts", discounts),
        ("cancelled_at", _canceled),
        ("note", lambda s: s.public_notes),
        ("gateway", lambda s: s.order.payment.method),
    ),
    "amazon": (
        ("fulfillment_channel", lambda s: "AFN" if s.order.managed_by == "external" else "MFN"),
        ("ship_service_level", lambda s: s.order.asked_service or ""),
        ("is_business_order", lambda s: "AmazonBusiness" in s.tags),
    ),
    "ebay": (
        ("sales_record_number", lambda s: s.order.order_id % 10_000),
        ("buyer_user_id", lambda s: s.order.buyer_user),
        ("total_discounts", discounts),
    ),
    "direct": (),
}
USUAL = (("marketplace_status", _paid), ("total_discounts", discounts))


def text(value: object | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, Decimal) else str(value)


def of_order(state: OrderState) -> Fields:
    told = OF_CHANNEL.get(FAMILY.get(state.order.marketplace, ""), USUAL)
    fields = [(name, text(get(state))) for name, get in told]
    fields += [(f"note_attributes_{name}", value) for name, value in state.order.attributes]
    fields += [(f"custom_{number}", text(value)) for number, value in state.order.custom_fields]
    notes = (
        ("buyer_note", state.instructions),
        ("internal_note", state.private_notes),
        ("tags", ", ".join(state.tags)),
    )
    return (*fields, *((name, value) for name, value in notes if value))


def of_line(line: Line) -> Fields:
    fields = [("fulfillable_quantity", str(line.quantity))] if pick("fulfillable", line.line_id, 2) else []
    saved = sum((abs(p.amount) for p in line.promotions), ZERO)
    if line.promotions:
        fields += [("total_discount", plain(saved)), *(("discount_code", p.code) for p in line.promotions)]
    gifts = (("gift_message", line.gift_message), ("gift_notes", line.gift_notes))
    return (*fields, *((name, value) for name, value in gifts if value))


def of_parcel(parcel: Parcel) -> Fields:
    if pick("parcel fields", parcel.parcel_id, 3):
        return ()
    fields = [("shipment_status", "null"), ("service", parcel.kind)]
    return (*fields, ("reference", parcel.seller_parcel_id)) if parcel.seller_parcel_id else tuple(fields)


def of_customer(order_id: int, wants_mail: bool | None) -> Fields:
    return () if pick("customer fields", order_id, 2) else (("accepts_marketing", text(wants_mail)), ("state", "null"))


def of_address(order_id: int, kind: str) -> Fields:
    return () if pick(f"{kind} fields", order_id, 4) else (("latitude", "null"), ("is_residential", "true"))
