"""Fulfillments of a ChannelApe order -> records. Pure (channelape.md §§4, 6.2).

The list is the hub's current state: an entry that is not on it any more is not in the document either, and stays in
the order's history.
"""

from typing import NamedTuple

from orders_pipeline.channels.channelape import codes, wire
from orders_pipeline.channels.channelape.keys import Keys, line_key, lines_of
from orders_pipeline.channels.channelape.normalize_people import Owned
from orders_pipeline.channels.values import Words, instant, trimmed, units
from orders_pipeline.model.records import Fulfillment, FulfillmentItem, Order
from orders_pipeline.model.status import DeliveryStatus

_LEFT_THE_SELLER = (DeliveryStatus.SHIPPED, DeliveryStatus.IN_TRANSIT)
FULFILLMENT, FULFILLMENT_ITEM = "fulfillment", "fulfillment_item"


class Fulfillments(NamedTuple):
    """The parcels, the units in them, and the additional fields that they own."""

    rows: tuple[Fulfillment, ...] = ()
    item_rows: tuple[FulfillmentItem, ...] = ()
    fields: tuple[Owned, ...] = ()


def fulfillments_of(found: wire.Order, order: Order) -> Fulfillments:
    """The order's parcels, planned ones included."""
    if not found.fulfillments:
        return Fulfillments()
    keys = Keys()
    rows, item_rows, fields = list[Fulfillment](), list[FulfillmentItem](), list[Owned]()
    for number, parcel in enumerate(found.fulfillments):
        fulfillment_id = _key(keys, parcel)
        rows.append(_fulfillment(parcel, order, fulfillment_id))
        fields.append(Owned(FULFILLMENT, fulfillment_id, parcel.additionalFields))
        within = Keys()
        for place, line in enumerate(parcel.lineItems or ()):
            item = _item(line, order, fulfillment_id, line_key(within, line, place), (number, place))
            item_rows.append(item)
            if line.additionalFields:
                owner_id = f"{fulfillment_id}/{item.fulfillment_item_id}"
                fields.append(Owned(FULFILLMENT_ITEM, owner_id, line.additionalFields))
    return Fulfillments(tuple(rows), tuple(item_rows), tuple(fields))


def _key(keys: Keys, parcel: wire.Fulfillment) -> str:
    """Without an id: supplier and lines. State, tracking, carrier, place and time are filled in later."""
    if name := trimmed(parcel.id):
        return keys.named(name)
    return keys.of_content([trimmed(parcel.supplierId), lines_of(parcel.lineItems)])


def _fulfillment(found: wire.Fulfillment, order: Order, fulfillment_id: str) -> Fulfillment:
    words = Words()
    tracking_number, word = trimmed(found.trackingNumber), trimmed(found.status)
    table = codes.DELIVERY_STATUS_WITH_TRACKING if tracking_number else codes.DELIVERY_STATUS
    status = words.read("delivery_status", word, table)
    if word is not None and status is None:
        words.flag("is_shipped")
    return Fulfillment(
        account=order.account,
        order_id=order.order_id,
        fulfillment_id=fulfillment_id,
        delivery_status=status,
        channel_delivery_status=word,
        is_shipped=None if status is None else status in _LEFT_THE_SELLER,
        carrier=trimmed(found.shippingCompany),
        service_class=trimmed(found.shippingMethod),
        tracking_number=tracking_number,
        tracking_url=" ".join(filter(None, map(trimmed, found.trackingUrls or ()))) or None,
        distribution_center=trimmed(found.locationId or None),
        supplier_id=trimmed(found.supplierId),
        currency=order.currency,
        shipped_at=instant(found.shippedAt),
        unknown_words=words.unknown,
    )


def _item(
    found: wire.PartLine, order: Order, fulfillment_id: str, item_key: str, place: tuple[int, int]
) -> FulfillmentItem:
    path = "$.fulfillments[{}].lineItems[{}]".format(*place)
    return FulfillmentItem(
        account=order.account,
        order_id=order.order_id,
        fulfillment_id=fulfillment_id,
        fulfillment_item_id=item_key,
        item_id=trimmed(found.id),
        sku=trimmed(found.sku),
        quantity=units(found.quantity, path, "quantity"),
        currency=order.currency,
    )
