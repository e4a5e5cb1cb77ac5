"""What can happen to an order, and the fold that turns events into a state.

An event carries the instant it happened and the instant readers can see it; the two differ for rows that commit late.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from orders_pipeline.sandbox.world.acts import APPLY_ACT, Act
from orders_pipeline.sandbox.world.order import Adjustment, Contact, Order, OrderState, Parcel

LOST = frozenset({"error", "rejected", "recorded"})  # an adjustment at these steps returned nothing


class Imported(Struct, frozen=True, kw_only=True):
    """The hub took the order in: before this nobody sees it."""

    checkout: str
    payment: str
    ship_to: Contact
    parcels: tuple[Parcel, ...]
    public_notes: str | None = None
    private_notes: str | None = None
    instructions: str | None = None
    tags: tuple[str, ...] = ()
    flag: str = "none"
    flag_text: str | None = None
    shipping_word: str | None = None  # overrides the derived shipping state: pending, or a word nobody knows
    personal_data_removed_at: datetime | None = None


class CheckoutMoved(Struct, frozen=True, tag=True):
    to: str


class PaymentMoved(Struct, frozen=True, tag=True):
    to: str


class ParcelsMoved(Struct, frozen=True):
    """Each parcel replaces the one with its id, or is new."""

    parcels: tuple[Parcel, ...]


class AdjustmentMoved(Struct, frozen=True):
    """Replaces the adjustment with its id, or is new."""

    adjustment: Adjustment


class AddressEdited(Struct, frozen=True, tag=True):
    ship_to: Contact


class TextEdited(Struct, frozen=True, tag=True):
    """`place`: public_notes, private_notes, instructions, flag or flag_text."""

    place: str
    text: str | None


class TagsChanged(Struct, frozen=True):
    tags: tuple[str, ...]


Edit = CheckoutMoved | PaymentMoved | AddressEdited | TextEdited
Change = Imported | ParcelsMoved | AdjustmentMoved | TagsChanged | Edit | Act


class Event(Struct, frozen=True):
    at: datetime
    visible_at: datetime
    change: Change


def happened(at: datetime, change: Change) -> Event:
    """An event that readers see in the instant it happens."""
    return Event(at, at, change)


class Life(Struct, frozen=True):
    """One order and everything that happens to it, in the order of happening."""

    order: Order
    events: tuple[Event, ...]


_Draft = dict[str, Any]


def _import(draft: _Draft, at: datetime, change: Imported) -> None:
    draft.update(msgspec.structs.asdict(change), imported_at=at, checkout_at=at)
    draft["payment_at"] = None if change.payment == "none" else at
    draft["parcels"] = {parcel.parcel_id: parcel for parcel in change.parcels}
    draft["adjustments"] = {}


def _move(place: str) -> Callable[[_Draft, datetime, Any], None]:
    def apply(draft: _Draft, at: datetime, change: CheckoutMoved | PaymentMoved) -> None:
        draft[place] = change.to
        draft[f"{place}_at"] = at

    return apply


def _parcels(draft: _Draft, at: datetime, change: ParcelsMoved) -> None:
    draft["parcels"].update({parcel.parcel_id: parcel for parcel in change.parcels})


def _adjust(draft: _Draft, at: datetime, change: AdjustmentMoved) -> None:
    draft["adjustments"][change.adjustment.adjustment_id] = change.adjustment


APPLY: dict[type, Callable[[_Draft, datetime, Any], None]] = {
    Imported: _import,
    CheckoutMoved: _move("checkout"),
    PaymentMoved: _move("payment"),
    ParcelsMoved: _parcels,
    AdjustmentMoved: _adjust,
    AddressEdited: lambda draft, at, change: draft.update(ship_to=change.ship_to),
    TextEdited: lambda draft, at, change: draft.update({change.place: change.text}),
    TagsChanged: lambda draft, at, change: draft.update(tags=change.tags),
    **APPLY_ACT,
}


def fold(order: Order, events: Sequence[Event]) -> OrderState | None:
    """The order after these events; None while the hub has not imported it."""
    if not any(type(event.change) is Imported for event in events):
        return None
    draft: _Draft = {"order": order, "shipping": None, "shipping_at": None}
    for event in sorted(events, key=lambda event: event.at):
        APPLY[type(event.change)](draft, event.at, event.change)
        shipping = draft["shipping_word"] or _shipping(order, draft)
        if shipping != draft["shipping"]:
            draft["shipping_at"] = None if draft["shipping"] is None and shipping == "unshipped" else event.at
            draft["shipping"] = shipping
    del draft["shipping_word"]
    draft["parcels"] = tuple(draft["parcels"].values())
    draft["adjustments"] = tuple(draft["adjustments"].values())
    draft["kept"] = tuple(draft.get("kept", {}).items())
    return OrderState(updated_at=max(event.at for event in events), **draft)


def _shipping(order: Order, draft: _Draft) -> str:
    """unshipped, partial, shipped, canceled or third_party: by the parcels that are not canceled or empty."""
    if order.is_third_party:
        return "third_party"
    parcels = draft["parcels"].values()
    filled = [parcel for parcel in parcels if parcel.items] or list(parcels)
    living = [parcel for parcel in filled if parcel.state != "canceled"]
    if not living:
        return "canceled"
    shipped = sum(parcel.state in ("shipped", "in_transit") for parcel in living)
    return "shipped" if shipped == len(living) else "partial" if shipped else "unshipped"
