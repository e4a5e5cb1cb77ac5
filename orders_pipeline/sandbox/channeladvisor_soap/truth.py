"""What a correct pipeline holds of this dialect: canonical documents, from the state of the world and nothing else.

Never looks at rendered XML. The oracle of equality tests; each column follows its meaning in `model/records`. What
this protocol cannot tell is NULL here, whatever the world knows.
"""

from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from orders_pipeline.model.records import Order, OrderDocument
from orders_pipeline.model.status import OrderStatus, order_status
from orders_pipeline.sandbox.channeladvisor_soap import codes, facts, truth_words
from orders_pipeline.sandbox.channeladvisor_soap.accounts import BY_ID
from orders_pipeline.sandbox.channeladvisor_soap.truth_parts import (
    additional_fields,
    contacts,
    fulfillment_items,
    fulfillments,
    order_items,
    refund_items,
    refunds,
    texts,
    unknown,
)
from orders_pipeline.sandbox.channeladvisor_soap.values import kept
from orders_pipeline.sandbox.world import OrderState, World

CHANNEL = "channeladvisor_soap"
RecordT = TypeVar("RecordT", bound=Struct)


def documents(
    world: World, account_id: str, instant: datetime, account: str, currency: str | None = None
) -> dict[str, OrderDocument]:
    """Every order that the hub shows of one of its accounts at an instant, by order id.

    `currency`: what the reader is configured to take all amounts for, as the protocol names none; the account's usual
    one by default. Orders sold in another one get it all the same: see `in_other_currency`.
    """
    there = BY_ID[account_id]
    states = (state for state in world.at(instant) if there.holds(state.order))
    taken_for = currency or there.currency
    return {str(state.order.order_id): document_of(state, account_id, account, taken_for) for state in states}


def in_other_currency(world: World, account_id: str, instant: datetime, currency: str | None = None) -> list[str]:
    """The orders of an account whose currency a reader gets wrong, and cannot know it."""
    there = BY_ID[account_id]
    states = (state.order for state in world.at(instant) if there.holds(state.order))
    return [str(order.order_id) for order in states if order.currency != (currency or there.currency)]


def document_of(state: OrderState, account_id: str, account: str, currency: str) -> OrderDocument:
    owner = (account, str(state.order.order_id))
    return OrderDocument(
        order=_kept(_order(state, *owner, account_id, currency)),
        order_items=tuple(map(_kept, order_items(state, *owner, currency))),
        fulfillments=tuple(map(_kept, fulfillments(state, *owner, currency))),
        fulfillment_items=tuple(map(_kept, fulfillment_items(state, *owner, currency))),
        refunds=tuple(map(_kept, refunds(state, *owner, currency))),
        refund_items=tuple(map(_kept, refund_items(state, *owner, currency))),
        order_contacts=tuple(map(_kept, contacts(state, *owner))),
        order_texts=tuple(map(_kept, texts(state, *owner))),
        additional_fields=tuple(map(_kept, additional_fields(state, *owner))),
    )


def _kept(record: RecordT) -> RecordT:
    """The record with its instants as precise as the hub shows them."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    instants = {name: kept(value) for name, value in fields.items() if isinstance(value, datetime)}
    return replace(record, **instants) if instants else record


def _derived(**columns: bool) -> str | None:
    """The columns that follow from several values of the hub, in their order."""
    return ",".join(column for column, is_derived in columns.items() if is_derived) or None


def _recycling_fee(state: OrderState) -> Decimal | None:
    fees = sum((line.recycling_fee for line in state.order.lines), Decimal(0))
    return fees or None


def _order(state: OrderState, account: str, order_id: str, account_id: str, currency: str) -> Order:
    order, words = state.order, truth_words
    marketplace, country = words.MARKETPLACES.get(order.marketplace, (None, None))
    checkout, payment = words.CHECKOUT.get(state.checkout), words.PAYMENT.get(state.payment)
    shipping = words.SHIPPING.get(state.shipping)
    # §8.4: what says so itself, and what is refunded with every fulfillment canceled. The other words have no say then.
    status = OrderStatus.CANCELED if facts.is_canceled(state) else order_status(checkout, payment, shipping)
    fulfilled_by = words.FULFILLED_BY[frozenset(line.is_external for line in order.lines)]
    number = order.site_order_id
    has_vat = order.goods_tax in words.IS_TAX_INCLUDED
    source = order.checkout_source
    return Order(
        account=account,
        order_id=order_id,
        channel=CHANNEL,
        hub_account_id=account_id,
        hub_order_number=number or order_id,
        marketplace=marketplace,
        marketplace_country=country,
        channel_marketplace=codes.SITES[order.marketplace],
        marketplace_order_id=None if number == order_id else number,
        seller_order_id=order.seller_order_id,
        checkout_source=None if source is None else codes.CHECKOUT_SOURCE[source],
        reseller_id=order.reseller_id,
        flag=codes.FLAG[state.flag],
        fulfilled_by=fulfilled_by,
        channel_order_state=facts.order_state(state),
        channel_refund_status=facts.refund_status(state),
        order_status=status,
        payment_status=payment,
        shipping_status=shipping,
        channel_order_status=codes.CHECKOUT.get(state.checkout, state.checkout),
        channel_payment_status=codes.PAYMENT.get(state.payment, state.payment),
        channel_shipping_status=codes.SHIPPING.get(state.shipping, state.shipping),
        unknown_words=unknown(
            marketplace=marketplace, order_status=status, payment_status=payment, shipping_status=shipping
        ),
        purchased_at=order.purchased_at,
        updated_at=state.updated_at,
        order_status_at=state.checkout_at,
        payment_status_at=state.payment_at,
        shipping_status_at=state.shipping_at,
        canceled_at=facts.canceled_at(state),
        estimated_ship_at=order.ship_by_at,
        deliver_by_at=order.deliver_by_at,
        currency=currency,
        total_amount=order.total,
        channel_total_amount=order.total,
        tax_amount=order.tax,
        shipping_amount=order.shipping,
        shipping_tax_amount=order.shipping_tax if has_vat else None,
        insurance_amount=order.insurance,
        gift_wrap_amount=order.gift,
        gift_wrap_tax_amount=order.gift_tax if has_vat else None,
        recycling_fee_amount=_recycling_fee(state),
        discount_amount=abs(order.promotion) if order.promotion or order.promotion_code else None,
        promotion_code=order.promotion_code,
        additional_amount=order.extra,
        is_tax_included=words.IS_TAX_INCLUDED.get(order.goods_tax),
        is_shipping_tax_included=words.IS_TAX_INCLUDED.get(order.shipping_tax_kind),
        is_gift_wrap_tax_included=words.IS_TAX_INCLUDED.get(order.gift_tax_kind),
        channel_tax_type=codes.VAT[order.goods_tax],
        channel_shipping_tax_type=codes.VAT[order.shipping_tax_kind],
        channel_gift_wrap_tax_type=codes.VAT[order.gift_tax_kind],
        derived=_derived(
            order_status=facts.is_canceled(state) and facts.canceled_at(state) is None,
            fulfilled_by=fulfilled_by is not None,
            tax_amount=has_vat and (order.shipping_tax is not None or order.gift_tax is not None),  # of several lines
        ),
        payment_method=order.payment.method,
        payment_transaction_id=order.payment.transaction_id,
        payment_merchant_reference=order.payment.merchant_reference,
        ship_to_country=state.ship_to.country,
    )
