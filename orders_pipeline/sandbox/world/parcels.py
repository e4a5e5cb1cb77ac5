"""Parcels: the one that exists from the start, and how units leave it when they are shipped or canceled."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from orders_pipeline.sandbox.world.events import ParcelsMoved
from orders_pipeline.sandbox.world.ids import PARCEL_ITEMS, PARCELS, Numbers
from orders_pipeline.sandbox.world.order import Line, Order, Parcel, ParcelItem, amount

if TYPE_CHECKING:
    from orders_pipeline.sandbox.world.life import Pen

replace = msgspec.structs.replace

SENT_WORDS = {"odd_parcel_word": "OutForDelivery", "in_transit": "in_transit"}


def a_parcel(numbers: Numbers, order: Order, units: Mapping[int, int], at: datetime, state: str, **fields) -> Parcel:
    """A parcel of these units (line id to quantity), in the order's line order."""
    items = tuple(
        ParcelItem(item_id=numbers.next(PARCEL_ITEMS), line=line, quantity=units[line.line_id])
        for line in order.lines
        if units.get(line.line_id)
    )
    return Parcel(
        parcel_id=numbers.next(PARCELS),
        state=state,
        items=items,
        created_at=at,
        updated_at=at,
        **{"carrier": order.asked_carrier, "service": order.asked_service} | fields,
    )


def units_of(lines: Sequence[Line]) -> dict[int, int]:
    return {line.line_id: line.quantity for line in lines if line.quantity}


def first_parcels(order: Order, numbers: Numbers, at: datetime, traits: frozenset[str]) -> tuple[Parcel, ...]:
    """One parcel for what the seller ships, one for what the marketplace ships; at least one in any case."""
    own = [line for line in order.lines if not line.is_external]
    foreign = [line for line in order.lines if line.is_external]
    state = "third_party" if order.is_third_party else "open"
    parcels = []
    if own or not foreign:
        kind = "pickup" if "pickup" in traits else "ship"
        parcels.append(
            a_parcel(numbers, order, units_of(own), at, state, center_id=5, due_at=order.ship_by_at, kind=kind)
        )
    if foreign:
        parcels.append(
            a_parcel(
                numbers,
                order,
                units_of(foreign),
                at,
                state,
                center_id=77,
                external_center="FC-EX1",
                external_state="processing",
            )
        )
    return tuple(parcels)


def without(parcel: Parcel, units: Mapping[int, int], at: datetime) -> Parcel:
    """The parcel less these units (line id to quantity); item ids stay."""
    left = (replace(item, quantity=item.quantity - units.get(item.line.line_id, 0)) for item in parcel.items)
    return replace(parcel, items=tuple(item for item in left if item.quantity > 0), updated_at=at)


def split(
    parcel: Parcel, units: Mapping[int, int], order: Order, numbers: Numbers, at: datetime, state: str
) -> tuple[Parcel, ...]:
    """What is left of the parcel and a new parcel of these units; the old one whole if nothing is left."""
    left = without(parcel, units, at)
    if not left.items:
        return (replace(parcel, state=state, updated_at=at),)
    return left, a_parcel(numbers, order, units, at, state, center_id=parcel.center_id)


def shipments(
    pen: "Pen",
    order: Order,
    parcels: tuple[Parcel, ...],
    numbers: Numbers,
    traits: frozenset[str],
    carriers: Sequence[tuple[str, str]],
) -> tuple[Parcel, ...]:
    """Ships every open parcel some days later; gives them as they are at the end."""
    shipped: list[Parcel] = []
    for parcel in parcels:
        if parcel.state != "open":
            continue
        at = pen.after(timedelta(hours=4), timedelta(days=3))
        for units in _portions(parcel, traits):
            left = without(parcel, units, at)
            leaving = (
                parcel if not left.items else a_parcel(numbers, order, units, at, "open", center_id=parcel.center_id)
            )
            leaving = _sent(leaving, at, numbers, traits, carriers)
            pen.write(ParcelsMoved((left, leaving) if left.items else (leaving,)))
            shipped.append(leaving)
            parcel = left
            if left.items:
                most = timedelta(hours=2) if "many_parcels" in traits else timedelta(days=4)
                at = pen.after(timedelta(minutes=30), most)
    return _told_to_site(pen, order, tuple(shipped))


def _portions(parcel: Parcel, traits: frozenset[str]) -> list[dict[int, int]]:
    """The units that leave together: all at once, in two halves, or one by one."""
    units = {item.line.line_id: item.quantity for item in parcel.items}
    first, total = next(iter(units), None), sum(units.values())
    if total < 2 or parcel.external_state:
        return [units]
    if "many_parcels" in traits and first is not None:
        return [{first: 1} for _ in range(units[first] - 1)] + [units | {first: 1}]
    if "partial_shipment" in traits and first is not None:
        half = (units[first] + 1) // 2 if len(units) == 1 else units[first]
        rest = {line: quantity for line, quantity in (units | {first: units[first] - half}).items() if quantity}
        return [{first: half}, rest]
    return [units]


def _sent(
    parcel: Parcel, at: datetime, numbers: Numbers, traits: frozenset[str], carriers: Sequence[tuple[str, str]]
) -> Parcel:
    carrier, service = carriers[parcel.parcel_id % len(carriers)]
    tracking = f"1Z{parcel.parcel_id}" if parcel.parcel_id % 11 else None
    return replace(
        parcel,
        state=next((word for trait, word in SENT_WORDS.items() if trait in traits), "shipped"),
        updated_at=at,
        carrier=carrier,
        service=service,
        tracking_number=tracking,
        tracking_url=f"https://track.example.com/{tracking}" if tracking and parcel.parcel_id % 2 else None,
        return_tracking_number=f"RT{parcel.parcel_id}" if parcel.parcel_id % 13 == 0 else None,
        shipped_at=at.replace(microsecond=0),
        seller_parcel_id=str(numbers.number * 10 + 1) if parcel.parcel_id % 3 == 0 else None,
        external_state="complete" if parcel.external_state else None,
        shipping_cost=amount(512, "USD") if parcel.parcel_id % 17 == 0 else None,
    )


def _told_to_site(pen: "Pen", order: Order, shipped: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    """Minutes later the marketplace has heard of half of the shipments, or has refused to."""
    if not shipped or order.order_id % 2:
        return shipped
    at = pen.after(timedelta(minutes=2), timedelta(minutes=40))
    word = ("complete", "complete", "complete", "failed", "silent")[order.order_id // 2 % 5]
    told = tuple(
        replace(parcel, items=tuple(replace(item, told_site=word) for item in parcel.items), updated_at=at)
        for parcel in shipped
    )
    pen.write(ParcelsMoved(told))
    return told
