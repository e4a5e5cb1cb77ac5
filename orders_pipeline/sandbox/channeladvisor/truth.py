"""What a correct pipeline holds of this dialect: canonical documents, from the state of the world and nothing else.

Never looks at rendered JSON. The oracle of equality tests; each column follows its meaning in `model/records`.
"""

from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from orders_pipeline.model.records import Order, OrderDocument
from orders_pipeline.model.status import order_status
from orders_pipeline.sandbox.channeladvisor import codes, truth_words
from orders_pipeline.sandbox.channeladvisor.truth_parts import (
    additional_fields,
    bundle_components,
    contacts,
    fulfillment_items,
    fulfillments,
    order_items,
    refund_items,
    refunds,
    texts,
    unknown,
)
from orders_pipeline.sandbox.channeladvisor.values import kept
from orders_pipeline.sandbox.world import OrderState, World

CHANNEL = "channeladvisor"
RecordT = TypeVar("RecordT", bound=Struct)


def documents(world: World, profile: int, instant: datetime, account: str) -> dict[str, OrderDocument]:
    """Every order that the hub shows of a profile at an instant, by order id."""
    states = (state for state in world.at(instant) if state.order.profile_id == profile)
    return {str(state.order.order_id): document_of(state, account) for state in states}


def document_of(state: OrderState, account: str) -> OrderDocument:
    owner = (account, str(state.order.order_id))
    return OrderDocument(
        order=_kept(_order(state, *owner)),
        order_items=tuple(map(_kept, order_items(state, *owner))),
        bundle_components=tuple(map(_kept, bundle_components(state, *owner))),
        fulfillments=tuple(map(_kept, fulfillments(state, *owner))),
        fulfillment_items=tuple(map(_kept, fulfillment_items(state, *owner))),
        refunds=tuple(map(_kept, refunds(state, *owner))),
        refund_items=tuple(map(_kept, refund_items(state, *owner))),
        order_contacts=tuple(map(_kept, contacts(state, *owner))),
        order_texts=tuple(map(_kept, texts(state, *owner))),
        additional_fields=tuple(map(_kept, additional_fields(state, *owner))),
    )


def _kept(record: RecordT) -> RecordT:
    """The record with its instants as precise as the warehouse keeps them."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    instants = {name: kept(value) for name, value in fields.items() if isinstance(value, datetime)}
    return replace(record, **instants) if instants else record


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)


def _marketplace_order(state: OrderState) -> str | None:
    order = state.order
    repeats = order.site_order_id is None or order.site_order_id == str(order.order_id)
    return order.secondary_site_order_id if repeats else order.site_order_id


def _order(state: OrderState, account: str, order_id: str) -> Order:
    order, words = state.order, truth_words
    marketplace, country = words.MARKETPLACES.get(order.marketplace, (None, None))
    checkout, payment = words.CHECKOUT.get(state.checkout), words.PAYMENT.get(state.payment)
    shipping, fulfilled_by = words.SHIPPING.get(state.shipping), words.FULFILLED_BY.get(order.managed_by)
    status = order_status(checkout, payment, shipping)
    site_id, site_name = codes.SITES[order.marketplace]
    return Order(
        account=account,
        order_id=order_id,
        channel=CHANNEL,
        hub_account_id=str(order.profile_id),
        marketplace=marketplace,
        marketplace_country=country,
        channel_marketplace_id=str(site_id),
        channel_marketplace=site_name,
        marketplace_account_id=_text(order.site_account_id),
        marketplace_order_id=_marketplace_order(state),
        secondary_marketplace_order_id=order.secondary_site_order_id,
        seller_order_id=order.seller_order_id,
        checkout_source=_text(order.checkout_source),
        reseller_id=order.reseller_id,
        tags=",".join(state.tags) or None,
        flag=str(codes.FLAG[state.flag]),
        order_status=status,
        payment_status=payment,
        shipping_status=shipping,
        channel_order_status=codes.CHECKOUT.get(state.checkout, state.checkout),
        channel_payment_status=codes.PAYMENT.get(state.payment, state.payment),
        channel_shipping_status=codes.SHIPPING.get(state.shipping, state.shipping),
        fulfilled_by=fulfilled_by,
        channel_fulfilled_by=codes.ROLLUP.get(order.managed_by, order.managed_by),
        unknown_words=unknown(
            marketplace=marketplace,
            order_status=status,
            payment_status=payment,
            shipping_status=shipping,
            fulfilled_by=fulfilled_by,
        ),
        purchased_at=order.purchased_at,
        imported_at=state.imported_at,
        updated_at=state.updated_at,
        order_status_at=state.checkout_at,
        payment_status_at=state.payment_at,
        shipping_status_at=state.shipping_at,
        estimated_ship_at=order.ship_by_at,
        deliver_by_at=order.deliver_by_at,
        currency=order.currency,
        total_amount=order.total,
        channel_total_amount=order.total,
        tax_amount=order.tax,
        shipping_amount=order.shipping,
        shipping_tax_amount=order.shipping_tax,
        insurance_amount=order.insurance,
        gift_wrap_amount=order.gift,
        gift_wrap_tax_amount=order.gift_tax,
        discount_amount=abs(order.promotion),
        promotion_code=order.promotion_code,
        additional_amount=order.extra,
        is_tax_included=words.IS_TAX_INCLUDED.get(order.goods_tax),
        is_shipping_tax_included=words.IS_TAX_INCLUDED.get(order.shipping_tax_kind),
        is_gift_wrap_tax_included=words.IS_TAX_INCLUDED.get(order.gift_tax_kind),
        channel_tax_type=codes.TAX.get(order.goods_tax, order.goods_tax),
        channel_shipping_tax_type=codes.TAX.get(order.shipping_tax_kind, order.shipping_tax_kind),
        channel_gift_wrap_tax_type=codes.TAX.get(order.gift_tax_kind, order.gift_tax_kind),
        payment_method=order.payment.method,
        payment_transaction_id=order.payment.transaction_id,
        payment_merchant_reference=order.payment.merchant_reference,
        requested_carrier=order.asked_carrier,
        requested_class=order.asked_service,
        ship_to_country=state.ship_to.country,
        has_personal_data=state.personal_data_removed_at is None,
        personal_data_removal_at=state.personal_data_removed_at,
    )
