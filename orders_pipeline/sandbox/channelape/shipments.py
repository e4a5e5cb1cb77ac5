"""A written list of fulfillments against the one that is there: what ships, is corrected, is forgotten. Spec §5.3.

The list is replaced as a whole: an entry that is not on it is gone, whoever wrote it. The hub writes down what it is
told; units that are not there make an entry without a parcel, or a refusal where the hub is strict.
"""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from orders_pipeline.sandbox.channelape.errors import Invalid
from orders_pipeline.sandbox.channelape.held import Fulfillment, Units
from orders_pipeline.sandbox.channelape.ids import line_item_id
from orders_pipeline.sandbox.channelape.overlay import ShownFulfillment
from orders_pipeline.sandbox.channelape.reading import INVALID
from orders_pipeline.sandbox.channelape.values import kept
from orders_pipeline.sandbox.channelape.written import FulfillmentTie, seen
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world.acts import UNSENT, Facts, is_own
from orders_pipeline.sandbox.world.acts import Units as Wanted
from orders_pipeline.sandbox.world.order import OrderState, Parcel
from orders_pipeline.sandbox.writes import Effect, Write
from orders_pipeline.sandbox.writes.units import exceeds, unsent

NOT_SENT = frozenset({"NEW", "PENDING", "CANCELED", "BACKORDER", "BACKORDERED"})


class Rewriting:
    """`hidden`: parcels that are on no list afterwards, with their state."""

    def __init__(self, write: Write, settings: Settings) -> None:
        self.write, self.settings = write, settings
        self.hidden: dict[int, str] = {}
        self.ties: list[FulfillmentTie] = []
        self._claimed: set[int] = set()

    def fulfillments(self, given: Sequence[Fulfillment], shown: Sequence[ShownFulfillment]) -> None:
        found = matched(given, shown)
        for each in shown:
            if each not in found:
                self._forget(each)
        self._claimed = {key for each in found if each for key in each.tie.parcel_ids}
        for number, (told, old) in enumerate(zip(given, found, strict=True)):
            entry = replace(told, shipped_at=told.shipped_at or old.entry.shipped_at) if old else told
            entry = replace(entry, shipped_at=kept(entry.shipped_at) if entry.shipped_at else None)
            tie = old.tie if old and is_same(entry, old.entry) else self._changed(entry, old, number)
            self.ties.append(tie)  # not before: a shipment may untie those that are there

    def _forget(self, each: ShownFulfillment) -> None:
        parcels = self._parcels(each.tie)
        own = [parcel for parcel in parcels if has_left(parcel) and is_own(parcel)]
        for parcel in own:
            self.write.remove(parcel.parcel_id)
        if not own:
            entry, keys = each.entry, each.tie.parcel_ids
            effect = Effect(kind="remove", parcel_ids=keys, seller_id=entry.id, tracking_number=entry.tracking_number)
            self.write.note(effect)
        self.hidden |= {parcel.parcel_id: parcel.state for parcel in parcels if parcel not in own}

    def _changed(self, entry: Fulfillment, old: ShownFulfillment | None, number: int) -> FulfillmentTie:
        parcels = self._parcels(old.tie) if old else []
        left = [parcel for parcel in parcels if has_left(parcel)]
        if old and left:
            if not _takes_back(entry, old.entry) and _units(entry) == _units(old.entry):
                return self._corrected(entry, old, left)
            self._forget(old)
            parcels = []
        if is_sent(entry):
            return self._shipped(entry, parcels, number)
        keys = tuple(parcel.parcel_id for parcel in parcels)
        return FulfillmentTie(entry=entry, parcel_ids=keys, seen=seen(parcels[0]) if parcels else None)

    def _corrected(self, entry: Fulfillment, old: ShownFulfillment, parcels: list[Parcel]) -> FulfillmentTie:
        """A new number goes to the channel once more; see spec §5.3, on a push that updates."""
        before, after = facts_of(old.entry), facts_of(entry)
        facts = {name: value for name, value in after.items() if value != before[name]}
        for parcel in parcels if facts else ():
            self.write.correct(parcel.parcel_id, Facts(**facts))
            if entry.status == "OPEN" and self.settings.channelape_pushes:
                self.write.announce(parcel.parcel_id)
        return self._tied(entry, tuple(parcel.parcel_id for parcel in parcels))

    def _shipped(self, entry: Fulfillment, waiting: list[Parcel], number: int) -> FulfillmentTie:
        units = resolved(entry.lines, self.write.state)
        sources = self._sources(units, waiting)
        if sources is None:
            if self.settings.channelape_strict:
                raise Invalid([(INVALID, f"fulfillments[{number}].lineItems")])
            effect = Effect(kind="ship", units=units, seller_id=entry.id, tracking_number=entry.tracking_number)
            self.write.note(effect)
            return FulfillmentTie(entry=entry)
        told = facts_of(entry)
        if told["shipped_at"] is None:
            entry, told = replace(entry, shipped_at=self.write.at), told | {"shipped_at": self.write.at}
        facts = Facts(**told, seller_parcel_id=entry.id)
        keys = self.write.ship(units, facts, is_told=self.settings.channelape_pushes, only_from=sources)
        self.ties = [
            FulfillmentTie(entry=tie.entry) if tie.entry and set(tie.parcel_ids) & set(keys) else tie
            for tie in self.ties
        ]
        return self._tied(entry, keys)

    def _sources(self, units: Wanted, waiting: list[Parcel]) -> tuple[int, ...] | None:
        """Parcels to take the units from: those of the entry, else those of no other, else any. None: not there."""
        if not units or exceeds(units, unsent(self.write.state)):
            return None
        own = {parcel.parcel_id for parcel in waiting}
        free = [p for p in self.write.state.parcels if p.state in UNSENT and is_own(p)]
        unclaimed = [parcel for parcel in free if parcel.parcel_id in own or parcel.parcel_id not in self._claimed]
        for parcels in ([parcel for parcel in free if parcel.parcel_id in own], unclaimed):
            if parcels and not exceeds(units, _held_in(parcels)):
                return tuple(parcel.parcel_id for parcel in parcels)
        return ()

    def _tied(self, entry: Fulfillment, keys: tuple[int, ...]) -> FulfillmentTie:
        tie = FulfillmentTie(entry=entry, parcel_ids=keys)
        return replace(tie, seen=seen(self._parcels(tie)[0]))

    def _parcels(self, tie: FulfillmentTie) -> list[Parcel]:
        return [parcel for parcel in self.write.state.parcels if parcel.parcel_id in tie.parcel_ids]


def matched(given: Sequence[Fulfillment], shown: Sequence[ShownFulfillment]) -> list[ShownFulfillment | None]:
    """By id; an entry without one by its lines."""
    there: dict[Any, list[ShownFulfillment]] = {}
    for each in shown:
        there.setdefault(_identity(each.entry), []).append(each)
    return [there[_identity(each)].pop(0) if there.get(_identity(each)) else None for each in given]


def _identity(entry: Fulfillment) -> Any:
    return entry.id or tuple(_units(entry))


def is_sent(entry: Fulfillment) -> bool:
    """Spec §6.2: SUCCESS, or OPEN with a tracking number."""
    return entry.status == "SUCCESS" or (entry.status == "OPEN" and bool(entry.tracking_number))


def has_left(parcel: Parcel) -> bool:
    return parcel.state not in UNSENT and parcel.state != "canceled"


def is_same(given: Fulfillment, shown: Fulfillment) -> bool:
    """As exact as the wire is."""
    sent_at = kept(shown.shipped_at) if shown.shipped_at else None
    return given == replace(shown, shipped_at=sent_at)


def facts_of(entry: Fulfillment) -> dict[str, Any]:
    """What the world keeps of an entry, besides its units."""
    return {
        "carrier": entry.company,
        "service": entry.method,
        "tracking_number": entry.tracking_number,
        "tracking_url": entry.tracking_urls[0] if entry.tracking_urls else None,
        "shipped_at": kept(entry.shipped_at) if entry.shipped_at else None,
    }


def resolved(lines: Sequence[Units], state: OrderState) -> Wanted:
    """Line ids of the world; of several lines with one SKU the first that has room. Empty where one is unknown."""
    there, wanted = unsent(state), Wanted()
    for units in lines:
        named = [
            line
            for line in state.order.lines
            if (units.id is not None and line_item_id(line) == units.id) or (units.id is None and line.sku == units.sku)
        ]
        if not named:
            return {}
        rest = units.quantity
        for line in named:
            room = max(there.get(line.line_id, 0) - wanted.get(line.line_id, 0), 0)
            part = rest if line is named[-1] else min(rest, room)
            if part:
                wanted[line.line_id] = wanted.get(line.line_id, 0) + part
            rest -= part
    return wanted


def _takes_back(entry: Fulfillment, shown: Fulfillment) -> bool:
    """Whether what was told to have left is told not to have."""
    is_told = entry.status in NOT_SENT and entry.status != shown.status
    return is_told or (is_sent(shown) and not is_sent(entry))


def _units(entry: Fulfillment) -> list[tuple[str | None, str | None, int]]:
    return [(units.id, units.sku, units.quantity) for units in entry.lines]


def _held_in(parcels: Sequence[Parcel]) -> Wanted:
    held: Wanted = {}
    for parcel in parcels:
        for item in parcel.items:
            held[item.line.line_id] = held.get(item.line.line_id, 0) + item.quantity
    return held
