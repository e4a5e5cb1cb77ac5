"""The children of a canonical document, from the state of the world: the other half of `truth`."""

from collections.abc import Iterator
from decimal import Decimal

from orders_pipeline.model.records import (
    AdditionalField,
    BundleComponent,
    Contact,
    Fulfillment,
    FulfillmentItem,
    OrderItem,
    OrderText,
    Refund,
    RefundItem,
)
from orders_pipeline.sandbox.channeladvisor import codes, truth_words
from orders_pipeline.sandbox.world.order import Adjustment, OrderState
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


def _total(amounts: list[Decimal]) -> Decimal | None:
    return sum(amounts, Decimal(0)) if amounts else None


def order_items(state: OrderState, account: str, order_id: str) -> Iterator[OrderItem]:
    for number, line in enumerate(state.order.lines, 1):
        yield OrderItem(
            account=account,
            order_id=order_id,
            item_id=str(line.line_id),
            line_number=number,
            sku=line.sku,
            title=line.title,
            quantity=Decimal(line.quantity),
            product_id=str(line.product_id),
            marketplace_item_id=line.site_line_id,
            marketplace_listing_id=line.listing_id,
            seller_item_id=line.seller_line_id,
            item_url=line.url,
            harmonized_code=line.harmonized_code,
            is_bundle=bool(line.components),
            currency=state.order.currency,
            unit_price_amount=line.unit_price,
            tax_amount=line.tax,
            shipping_amount=line.shipping,
            shipping_tax_amount=line.shipping_tax,
            gift_wrap_amount=line.gift_price,
            gift_wrap_tax_amount=line.gift_tax,
            recycling_fee_amount=line.recycling_fee,
            discount_amount=_total([abs(promotion.amount) for promotion in line.promotions]),
            shipping_discount_amount=_total([abs(promotion.shipping_amount) for promotion in line.promotions]),
            promotion_codes=",".join(promotion.code for promotion in line.promotions) or None,
        )


def bundle_components(state: OrderState, account: str, order_id: str) -> Iterator[BundleComponent]:
    for line in state.order.lines:
        for number, part in enumerate(line.components, 1):
            yield BundleComponent(
                account=account,
                order_id=order_id,
                item_id=str(line.line_id),
                component_id=str(part.product_id),
                component_number=number,
                product_id=str(part.product_id),
                sku=part.sku,
                title=part.title,
                quantity=Decimal(part.quantity),
                bundle_product_id=str(line.product_id),
                bundle_sku=line.sku,
            )


def fulfillments(state: OrderState, account: str, order_id: str) -> Iterator[Fulfillment]:
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
            channel_type=codes.PARCEL_KIND.get(parcel.kind, parcel.kind),
            carrier=parcel.carrier,
            service_class=parcel.service,
            tracking_number=parcel.tracking_number,
            tracking_url=parcel.tracking_url,
            return_tracking_number=parcel.return_tracking_number,
            distribution_center=str(parcel.center_id) if parcel.center_id else None,
            seller_fulfillment_id=parcel.seller_parcel_id,
            external_center=parcel.external_center,
            channel_external_status=codes.EXTERNAL.get(parcel.external_state or "", parcel.external_state),
            currency=state.order.currency,
            shipping_cost_amount=parcel.shipping_cost,
            created_at=parcel.created_at,
            updated_at=parcel.updated_at,
            shipped_at=parcel.shipped_at,
            estimated_ship_at=parcel.due_at,
            estimated_delivery_at=parcel.promised_at,
            has_shipping_label=parcel.tracking_number is not None,
            has_packing_slip=False,
            has_return_label=parcel.return_tracking_number is not None,
            has_marketplace_return_label=False,
            unknown_words=unknown(delivery_status=status, is_shipped=is_shipped),
        )


def fulfillment_items(state: OrderState, account: str, order_id: str) -> Iterator[FulfillmentItem]:
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
                product_id=str(item.line.product_id),
                channel_marketplace_notice=codes.TOLD_SITE.get(item.told_site, item.told_site),
                currency=state.order.currency,
            )


def _refund_id(adjustment: Adjustment) -> str:
    return f"{'order' if adjustment.line is None else 'item'}-{adjustment.adjustment_id}"


def _amounts(adjustment: Adjustment) -> dict[str, Decimal | None]:
    given = {column: getattr(adjustment, field) for column, field in COMPONENTS.items()}
    return {"total_amount": _total([amount for amount in given.values() if amount is not None]), **given}


def refunds(state: OrderState, account: str, order_id: str) -> Iterator[Refund]:
    for each in _by_level(state):
        kind, status = truth_words.KIND.get(each.kind), truth_words.STEP.get(each.step)
        reason, amounts = truth_words.REASON.get(each.reason), _amounts(each)
        yield Refund(
            account=account,
            order_id=order_id,
            refund_id=_refund_id(each),
            kind=kind,
            channel_kind=codes.ADJUSTMENT_KIND.get(each.kind, each.kind),
            level="order" if each.line is None else "item",
            status=status,
            channel_status=codes.STEP.get(each.step, each.step),
            reason=reason,
            channel_reason=codes.REASON.get(each.reason, each.reason),
            is_restock=each.is_restock,
            channel_restock_status=codes.STEP.get(each.restock_step or "", each.restock_step),
            seller_refund_id=each.seller_adjustment_id,
            marketplace_refund_id=each.site_adjustment_id,
            transaction_id=each.transaction_id,
            channel_created_by=codes.SOURCE.get(each.source or "", each.source),
            channel_updated_by=codes.SOURCE.get(each.last_source or "", each.last_source),
            created_at=each.created_at,
            refunded_at=each.site_refunded_at,
            rma_number=each.rma_number,
            return_tracking=each.return_tracking,
            return_shipping_method=each.return_method,
            currency=state.order.currency,
            **amounts,
            return_shipping_fee_amount=each.return_shipping_fee,
            restocking_fee_amount=each.restocking_fee,
            unknown_words=unknown(kind=kind, status=status, reason=reason),
            derived=None if amounts["total_amount"] is None else "total_amount",
        )


def refund_items(state: OrderState, account: str, order_id: str) -> Iterator[RefundItem]:
    for each in _by_level(state):
        if each.line is not None:
            yield RefundItem(
                account=account,
                order_id=order_id,
                refund_id=_refund_id(each),
                refund_item_id=str(each.adjustment_id),
                item_id=str(each.line.line_id),
                quantity=None if each.quantity is None else Decimal(each.quantity),
                currency=state.order.currency,
                **_amounts(each),
            )


def _by_level(state: OrderState) -> list[Adjustment]:
    """Those of the order first, then those of the lines in the order of the lines."""
    of_line = {line.line_id: place for place, line in enumerate(state.order.lines)}
    return sorted(state.adjustments, key=lambda each: -1 if each.line is None else of_line[each.line.line_id])


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
            opt_in = order.wants_mail if kind == "buyer" else None
            yield Contact(account=account, order_id=order_id, kind=kind, email_opt_in=opt_in, **values)


def _person(person: Person) -> dict[str, str | None]:
    return {column: getattr(person, field) for column, field in PERSON.items()}


def texts(state: OrderState, account: str, order_id: str) -> Iterator[OrderText]:
    found = [
        ("public_notes", order_id, state.public_notes),
        ("private_notes", order_id, state.private_notes),
        ("special_instructions", order_id, state.instructions),
        ("flag_description", order_id, state.flag_text),
    ]
    for line in state.order.lines:
        found += [
            ("gift_message", str(line.line_id), line.gift_message),
            ("gift_notes", str(line.line_id), line.gift_notes),
        ]
    for each in _by_level(state):
        refund_id = _refund_id(each)
        found += [("refund_public_notes", refund_id, each.public_notes), ("refund_comment", refund_id, each.comment)]
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
            value=value,
        )
