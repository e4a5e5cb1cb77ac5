"""What a write does to an order, as changes of its own: they say what moves and leave the rest as it is by then.

A change that carried whole parcels would undo what happened between its making and its instant. Lines are named by
id, so that a change is short in a file. Only the sandbox's writes make them; `events.fold` applies them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from orders_pipeline.sandbox.world.order import Adjustment, Contact, Parcel, ParcelItem

replace = msgspec.structs.replace

Units = dict[int, int]  # line id -> quantity
UNSENT = frozenset({"open", "held", "label", "third_party"})  # states of a parcel that has not left


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fields of a parcel that are set; what is not named stays as it is."""

    state: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    carrier: str | UnsetType | None = UNSET
    service: str | UnsetType | None = UNSET
    tracking_number: str | UnsetType | None = UNSET
    tracking_url: str | UnsetType | None = UNSET
    return_tracking_number: str | UnsetType | None = UNSET
    shipped_at: datetime | UnsetType | None = UNSET
    center_id: int | UnsetType = UNSET
    seller_parcel_id: str | UnsetType | None = UNSET
    shipping_cost: Decimal | UnsetType | None = UNSET

    def named(self) -> dict[str, Any]:
        return named(self)


class UnitsTaken(Struct, frozen=True, kw_only=True, tag=True):
    """Units leave the parcels that hold them unsent: a parcel that gives all turns as it is, a part becomes its own.

    `first_parcel`, `first_item`: from where the ids of new parcels and their items count up. Parcels that the
    marketplace ships give nothing.
    """

    units: Units
    facts: Facts
    first_parcel: int
    first_item: int
    told_site: str = "pending"
    only_from: tuple[int, ...] = ()  # these parcels give, where any is named


class ParcelSet(Struct, frozen=True, tag=True):
    parcel_id: int
    facts: Facts


class ParcelMade(Struct, frozen=True, tag=True):
    """An empty parcel."""

    parcel_id: int
    kind: str = "ship"


class ParcelRemoved(Struct, frozen=True, tag=True):
    """Nobody knows of it any more: its units are unsent again, in a new open parcel `into`."""

    parcel_id: int
    into: int


class ItemMoved(Struct, frozen=True, tag=True):
    """An item, or `quantity` of it as item `new_item`, goes into another parcel."""

    item_id: int
    to_parcel: int
    quantity: int | None = None
    new_item: int = 0


class SiteTold(Struct, frozen=True, tag=True):
    """How far the marketplace has heard of these parcels."""

    parcel_ids: tuple[int, ...]
    word: str


class AdjustmentMade(Struct, frozen=True, tag=True):
    """A new adjustment; of the line with that id, or of the order."""

    adjustment: Adjustment  # without its line
    line_id: int | None = None


class AdjustmentStepped(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    adjustment_id: int
    step: str
    site_adjustment_id: str | None = None
    transaction_id: str | None = None
    site_refunded_at: datetime | None = None
    restock_step: str | None = None


class OrderSet(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """What the seller may change of an order besides its texts."""

    seller_order_id: str | UnsetType | None = UNSET
    ship_by_at: datetime | UnsetType | None = UNSET
    billing: Contact | UnsetType = UNSET


class CalledOff(Struct, frozen=True, tag=True):
    """The seller gives the whole order up, for hubs that have one word for it."""


class Kept(Struct, frozen=True, tag=True):
    """What one hub keeps of an order besides the world, in words of its own that nobody else reads; replaces what
    it kept before."""

    hub: str
    text: str


Act = (
    UnitsTaken
    | ParcelSet
    | ParcelMade
    | ParcelRemoved
    | ItemMoved
    | SiteTold
    | AdjustmentMade
    | AdjustmentStepped
    | OrderSet
    | CalledOff
    | Kept
)


def named(fields: Struct) -> dict[str, Any]:
    given = {name: getattr(fields, name) for name in fields.__struct_fields__}
    return {name: value for name, value in given.items() if value is not UNSET}


def is_own(parcel: Parcel) -> bool:
    """Whether the seller ships it."""
    return parcel.external_state is None and not any(item.line.is_external for item in parcel.items)


def taken(parcels: Mapping[int, Parcel], change: UnitsTaken, at: datetime) -> dict[int, Parcel]:
    """The parcels that differ after the change, by id; those which hold the units first, last."""
    left, facts = dict(change.units), change.facts.named()
    moved: dict[int, Parcel] = {}
    gone: dict[int, Parcel] = {}
    parcel_id, item_id = change.first_parcel, change.first_item
    for parcel in parcels.values():
        if parcel.state not in UNSENT or not is_own(parcel):
            continue
        if change.only_from and parcel.parcel_id not in change.only_from:
            continue
        stay, leave = [], []
        for item in parcel.items:
            quantity = min(item.quantity, left.get(item.line.line_id, 0))
            left[item.line.line_id] = left.get(item.line.line_id, 0) - quantity
            if quantity:
                leave.append(replace(item, quantity=quantity, told_site=change.told_site))
            if quantity < item.quantity:
                stay.append(replace(item, quantity=item.quantity - quantity))
        if leave and not stay:
            gone[parcel.parcel_id] = replace(parcel, items=tuple(leave), updated_at=at, **facts)
        elif leave:
            items = tuple(replace(item, item_id=item_id + place) for place, item in enumerate(leave))
            new = replace(parcel, parcel_id=parcel_id, items=items, created_at=at, updated_at=at, **facts)
            gone[parcel_id], parcel_id, item_id = new, parcel_id + 1, item_id + len(items)
            moved[parcel.parcel_id] = replace(parcel, items=tuple(stay), updated_at=at)
    return moved | gone


_Draft = dict[str, Any]


def _take(draft: _Draft, at: datetime, change: UnitsTaken) -> None:
    draft["parcels"].update(taken(draft["parcels"], change, at))
    draft["shipping_word"] = None


def _set(draft: _Draft, at: datetime, change: ParcelSet) -> None:
    parcel = draft["parcels"].get(change.parcel_id)
    if parcel is not None:
        facts = change.facts.named()
        draft["parcels"][change.parcel_id] = replace(parcel, updated_at=at, **facts)
        if "state" in facts:
            draft["shipping_word"] = None


def _make(draft: _Draft, at: datetime, change: ParcelMade) -> None:
    made = Parcel(parcel_id=change.parcel_id, state="open", items=(), created_at=at, updated_at=at, kind=change.kind)
    draft["parcels"][change.parcel_id] = made


def _remove(draft: _Draft, at: datetime, change: ParcelRemoved) -> None:
    parcels: dict[int, Parcel] = draft["parcels"]
    gone = parcels.pop(change.parcel_id, None)
    if gone is not None:
        items = tuple(replace(item, told_site="pending") for item in gone.items)
        parcels[change.into] = Parcel(
            parcel_id=change.into, state="open", items=items, created_at=at, updated_at=at, center_id=gone.center_id
        )
        draft["shipping_word"] = None


def _move(draft: _Draft, at: datetime, change: ItemMoved) -> None:
    parcels: dict[int, Parcel] = draft["parcels"]
    home = next((p for p in parcels.values() if any(item.item_id == change.item_id for item in p.items)), None)
    target = parcels.get(change.to_parcel)
    if home is None or target is None:
        return
    item = next(item for item in home.items if item.item_id == change.item_id)
    quantity = min(item.quantity, item.quantity if change.quantity is None else change.quantity)
    rest: tuple[ParcelItem, ...] = ()
    if quantity < item.quantity:
        rest, item = (replace(item, quantity=item.quantity - quantity),), replace(item, item_id=change.new_item)
    others = tuple(each for each in home.items if each.item_id != change.item_id)
    parcels[home.parcel_id] = replace(home, items=(*others, *rest), updated_at=at)
    moved = replace(item, quantity=quantity)
    parcels[target.parcel_id] = replace(target, items=(*target.items, moved), updated_at=at)


def _tell(draft: _Draft, at: datetime, change: SiteTold) -> None:
    for parcel_id in change.parcel_ids:
        parcel = draft["parcels"].get(parcel_id)
        if parcel is not None:
            items = tuple(replace(item, told_site=change.word) for item in parcel.items)
            draft["parcels"][parcel_id] = replace(parcel, items=items, updated_at=at)


def _adjust(draft: _Draft, at: datetime, change: AdjustmentMade) -> None:
    line = next((line for line in draft["order"].lines if line.line_id == change.line_id), None)
    draft["adjustments"][change.adjustment.adjustment_id] = replace(change.adjustment, line=line)


def _step(draft: _Draft, at: datetime, change: AdjustmentStepped) -> None:
    adjustment = draft["adjustments"].get(change.adjustment_id)
    if adjustment is not None:
        told = {name: getattr(change, name) for name in change.__struct_fields__ if name != "adjustment_id"}
        given = {name: value for name, value in told.items() if value is not None}
        draft["adjustments"][change.adjustment_id] = replace(adjustment, last_source="system", **given)


def _set_order(draft: _Draft, at: datetime, change: OrderSet) -> None:
    draft["order"] = replace(draft["order"], **named(change))


APPLY_ACT: dict[type, Callable[[_Draft, datetime, Any], None]] = {
    UnitsTaken: _take,
    ParcelSet: _set,
    ParcelMade: _make,
    ParcelRemoved: _remove,
    ItemMoved: _move,
    SiteTold: _tell,
    AdjustmentMade: _adjust,
    AdjustmentStepped: _step,
    OrderSet: _set_order,
    CalledOff: lambda draft, at, change: draft.update(called_off_at=at),
    Kept: lambda draft, at, change: draft.update(kept=draft.get("kept", {}) | {change.hub: change.text}),
}
