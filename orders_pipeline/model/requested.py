"""Fulfillments that a warehouse was asked for and that have not left yet: which units wait in them. Pure."""

from decimal import Decimal

import msgspec

from orders_pipeline.model.records import FulfillmentItem, OrderDocument
from orders_pipeline.model.status import DeliveryStatus

WAITS = frozenset(
    {
        DeliveryStatus.UNSHIPPED,
        DeliveryStatus.REQUESTED,
        DeliveryStatus.IN_PREPARATION,
        DeliveryStatus.HELD,
        DeliveryStatus.BACKORDERED,
    }
)


class Requested(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. place: in the hub's list, from 0. units: by line; lines that nobody can tell are left out."""

    place: int
    fulfillment_id: str
    units: dict[str, Decimal]
    tracking_number: str | None


def requested(document: OrderDocument) -> list[Requested]:
    found = []
    for place, parcel in enumerate(document.fulfillments):
        if parcel.delivery_status not in WAITS:
            continue
        units: dict[str, Decimal] = {}
        for part in document.fulfillment_items:
            if part.fulfillment_id == parcel.fulfillment_id and (item_id := item_id_of(part, document)) is not None:
                units[item_id] = units.get(item_id, Decimal(0)) + (part.quantity or Decimal(0))
        one = Requested(
            place=place,
            fulfillment_id=parcel.fulfillment_id,
            units=units,
            tracking_number=parcel.tracking_number,
        )
        found.append(one)
    return found


def exactly(document: OrderDocument, units: dict[str, Decimal]) -> Requested | None:
    """The first that asks for these units and no others."""
    return next((one for one in requested(document) if one.units == units), None)


def item_id_of(part: FulfillmentItem, document: OrderDocument) -> str | None:
    """The line's id; by its SKU where the hub gives that alone, and one line alone has it."""
    if part.item_id is not None or part.sku is None:
        return part.item_id
    found = [item.item_id for item in document.order_items if item.sku == part.sku]
    return found[0] if len(found) == 1 else None
