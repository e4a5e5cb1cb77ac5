"""What a correct pipeline holds of this dialect: canonical documents, from what the hub holds and nothing else.

Never looks at rendered JSON. The oracle of equality tests; each column follows its meaning in `model/records`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from orders_pipeline.model.records import Order, OrderDocument
from orders_pipeline.sandbox.channelape import held, truth_words
from orders_pipeline.sandbox.channelape.holding import held as held_of
from orders_pipeline.sandbox.channelape.truth_parts import (
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
from orders_pipeline.sandbox.channelape.values import kept
from orders_pipeline.sandbox.world import OrderState, World

CHANNEL = "channelape"
RecordT = TypeVar("RecordT", bound=Struct)


def documents(
    world: World, business_id: str, instant: datetime, account: str, channel_ids: Iterable[str] = ()
) -> dict[str, OrderDocument]:
    """Every order that the hub shows of a business at an instant, or of these channels of it, by order id."""
    wanted, made = frozenset(channel_ids), {}
    for state in world.at(instant):
        order = held_of(state)
        if order.business_id == business_id and (not wanted or order.channel_id in wanted):
            made[order.id] = _document(order, account)
    return made


def document_of(state: OrderState, account: str) -> OrderDocument:
    return _document(held_of(state), account)


def _document(order: held.HeldOrder, account: str) -> OrderDocument:
    return OrderDocument(
        order=_kept(_order(order, account)),
        order_items=tuple(order_items(order, account)),
        fulfillments=tuple(map(_kept, fulfillments(order, account))),
        fulfillment_items=tuple(fulfillment_items(order, account)),
        refunds=tuple(refunds(order, account)),
        refund_items=tuple(refund_items(order, account)),
        order_contacts=tuple(contacts(order, account)),
        order_texts=tuple(texts(order, account)),
        additional_fields=tuple(additional_fields(order, account)),
    )


def _kept(record: RecordT) -> RecordT:
    """The record with its instants as exact as this hub gives them."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    instants = {name: kept(value) for name, value in fields.items() if isinstance(value, datetime)}
    return replace(record, **instants) if instants else record


def _order(order: held.HeldOrder, account: str) -> Order:
    status = truth_words.ORDER.get(order.status)
    shipping = order.customer.shipping if order.customer else None
    return Order(
        account=account,
        order_id=order.id,
        channel=CHANNEL,
        hub_account_id=order.business_id,
        hub_channel_id=order.channel_id,
        marketplace_order_id=order.channel_order_id,
        purchase_order_number=order.purchase_order_number,
        order_status=status,
        channel_order_status=order.status,
        cancel_reason=order.canceled_reason,
        unknown_words=unknown(order_status=status),
        purchased_at=order.purchased_at,
        imported_at=order.created_at,
        updated_at=order.updated_at,
        canceled_at=order.canceled_at,
        currency=order.currency,
        total_amount=order.total_price,
        channel_total_amount=order.total_price,
        subtotal_amount=order.subtotal_price,
        tax_amount=order.total_tax,
        shipping_amount=order.total_shipping_price,
        shipping_tax_amount=order.total_shipping_tax,
        ship_to_country=shipping.country_code if shipping else None,
        weight_grams=order.total_grams,
    )
