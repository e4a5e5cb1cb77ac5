"""The children of a canonical document, from the state of the world: the other half of `truth`."""

from collections.abc import Iterator
from decimal import Decimal

from orders_pipeline.model.records import (
    AdditionalField,
    Contact,
    Fulfillment,
    FulfillmentItem,
    OrderItem,
    OrderText,
    Refund,
    RefundItem,
)
from orders_pipeline.sandbox.channeladvisor_soap import codes, facts, truth_words
from orders_pipeline.sandbox.world.order import ZERO, Adjustment, Line, OrderState
from orders_pipeline.sandbox.world.order import Contact as Person

PERSON = {  # column -> field of the world
    "title": "title", "first_name": "first_name", "last_name": "last_name", "suffix": "suffix", "company": "company",
    "job_title": "job_title", "phone": "day_phone", "evening_phone": "evening_phone", "address_1": "address_1",
    "address_2": "address_2", "city": "city", "region": "region", "region_name": "region_name",
    "postal_code": "postal_code", "country": "country",
}  # fmt: skip
COMPONENTS = {  # column -> field of the world
    "item_amount": "item", "tax_amount": "tax", "shipping_amount": "shipping", "shipping_tax_amount": "shipping_tax",
    "gift_wrap_amount": "gift", "gift_wrap_tax_amount": "gift_tax", "recycling_fee_amount": "recycling_fee",
}  # fmt: skip


def unknown(**columns: object | None) -> str | None:
    """The names of these columns that are NULL."""
    return ",".join(name for name, value in columns.items() if value is None) or None


def _saved(amounts: list[Decimal]) -> Decimal | None:
    return sum(map(abs, amounts), ZERO) if amounts else None


def order_items(state: OrderState, account: str, order_id: str, currency: str) -> Iterator[OrderItem]:
    for number, line in enumerate(state.order.lines, 1):
        yield OrderItem(
            account=account,
            order_id=order_id,
            item_id=str(line.line_id),
            line_number=number,
            sku=line.sku,
            title=line.title,
            quantity=Decimal(line.quantity),
            marketplace_item_id=line.site_line_id,
            marketplace_listing_id=line.listing_id,
            channel_marketplace=codes.SITES[state.order.marketplace],
            warehouse_location=facts.warehouse_location(line),
            distribution_center=facts.line_center(line),
            is_externally_fulfilled=line.is_external,
            channel_fulfillment_type=codes.PARCEL_KIND[facts.parcel_kind(state, line)],
            currency=currency,
            unit_price_amount=line.unit_price or ZERO,  # never nil on this wire
            tax_amount=line.tax,
            tax_rate_percent=facts.vat_rate(state.order),
            shipping_amount=line.shipping,
            shipping_tax_amount=line.shipping_tax,
            gift_wrap_amount=line.gift_price,
            gift_wrap_tax_amount=line.gift_tax,
            recycling_fee_amount=line.recycling_fee,
            discount_amount=_saved([promotion.amount for promotion in line.promotions]),
            shipping_discount_amount=_saved([promotion.shipping_amount for promotion in line.promotions]),
            promotion_codes=",".join(promotion.code for promotion in line.promotions) or None,
        )


def fulfillments(state: OrderState, account: str, order_id: str, currency: str) -> Iterator[Fulfillment]:
    for parcel in state.parcels:
        status = truth_words.DELIVERY.get(parcel.state)
        is_shipped = None if status is None else status in truth_words.LEFT
        yield Fulfillment(
            account=account,
            order_id=order_id,
            fulfillment_id=str(parcel.parcel_id),
            delivery_status=status,
            channel_delivery_status=codes.DELIVERY.get(parcel.state, parcel.state),
            is_shipped=is_shipped,
            channel_type=codes.PARCEL_KIND[parcel.kind],
            carrier=parcel.carrier,
            service_class=parcel.service,
            tracking_number=parcel.tracking_number,
            distribution_center=facts.parcel_center(parcel),
            seller_fulfillment_id=parcel.seller_parcel_id,
            currency=currency,
            shipping_cost_amount=parcel.shipping_cost,
            created_at=parcel.created_at,
            updated_at=parcel.updated_at,
            shipped_at=parcel.shipped_at,
            unknown_words=unknown(delivery_status=status, is_shipped=is_shipped),
        )


def fulfillment_items(state: OrderState, account: str, order_id: str, currency: str) -> Iterator[FulfillmentItem]:
    for parcel in state.parcels:
        for item in parcel.items:
            yield FulfillmentItem(
                account=account,
                order_id=order_id,
                fulfillment_id=str(parcel.parcel_id),
                fulfillment_item_id=str(item.item_id),
                item_id=str(item.line.line_id),
                sku=item.line.sku,
                quantity=Decimal(item.quantity),
                currency=currency,
            )


def _of_lines(state: OrderState) -> list[tuple[Adjustment, Line]]:
    """Refunds of the order as a whole are told by OrderRefundStatus alone: without amount, so without a row."""
    return [(each, each.line) for each in facts.line_refunds(state) if each.line is not None]


def _amounts(adjustment: Adjustment) -> dict[str, Decimal]:
    """Decimals that are never nil on this wire: a component that nobody gave is 0."""
    given = {column: getattr(adjustment, field) or ZERO for column, field in COMPONENTS.items()}
    return {"total_amount": sum(given.values(), ZERO), **given}


def refunds(state: OrderState, account: str, order_id: str, currency: str) -> Iterator[Refund]:
    """`kind` is NULL: the history shows cancellations of lines among the refunds, and does not tell them apart."""
    for each, _ in _of_lines(state):
        status, reason = truth_words.STEP.get(each.step), truth_words.REASON.get(each.reason)
        yield Refund(
            account=account,
            order_id=order_id,
            refund_id=f"item-{each.adjustment_id}",
            level="item",
            status=status,
            channel_status=codes.STEP.get(each.step, each.step),
            reason=reason,
            channel_reason=codes.REASON.get(each.reason, each.reason),
            is_restock=each.is_restock,
            channel_restock_status=codes.STEP.get(each.restock_step or "", each.restock_step),
            seller_refund_id=each.seller_adjustment_id,
            transaction_id=each.transaction_id,
            created_at=each.created_at,
            currency=currency,
            **_amounts(each),
            unknown_words=unknown(status=status, reason=reason),
            derived="total_amount",
        )


def refund_items(state: OrderState, account: str, order_id: str, currency: str) -> Iterator[RefundItem]:
    for each, line in _of_lines(state):
        yield RefundItem(
            account=account,
            order_id=order_id,
            refund_id=f"item-{each.adjustment_id}",
            refund_item_id=str(each.adjustment_id),
            item_id=str(line.line_id),
            sku=line.sku,
            quantity=Decimal(each.quantity or 0),
            currency=currency,
            **_amounts(each),
        )


def contacts(state: OrderState, account: str, order_id: str) -> Iterator[Contact]:
    order = state.order
    people = {
        "buyer": {"user_id": order.buyer_user, "email": order.buyer_email},
        "shipping": _person(state.ship_to),
        "billing": _person(order.billing)
        | {"payment_account": order.payment.paypal_account, "card_last4": order.payment.card_last4},
    }
    for kind, values in people.items():
        if any(value is not None for value in values.values()):
            opt_in = bool(order.wants_mail) if kind == "buyer" else None  # never nil on this wire
            yield Contact(account=account, order_id=order_id, kind=kind, email_opt_in=opt_in, **values)


def _person(person: Person) -> dict[str, str | None]:
    return {column: getattr(person, field) for column, field in PERSON.items()}


def texts(state: OrderState, account: str, order_id: str) -> Iterator[OrderText]:
    found = [
        ("private_notes", order_id, state.private_notes),
        ("special_instructions", order_id, state.instructions),
        ("flag_description", order_id, state.flag_text),
    ]
    for line in state.order.lines:
        found += [
            ("gift_message", str(line.line_id), line.gift_message),
            ("gift_notes", str(line.line_id), line.gift_notes),
        ]
    for kind, about_id, text in found:
        if text:
            yield OrderText(account=account, order_id=order_id, kind=kind, about_id=about_id, text=text)


def additional_fields(state: OrderState, account: str, order_id: str) -> Iterator[AdditionalField]:
    for number, (field_id, value) in enumerate(state.order.custom_fields, 1):
        yield AdditionalField(
            account=account,
            order_id=order_id,
            owner="order",
            owner_id=order_id,
            number=number,
            name=str(field_id),
            value=value or None,  # absent and empty are one on this wire
        )
