"""One write in the making: it gathers what is to happen to an order, and happens as a whole or not at all."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from orders_pipeline.sandbox.world.acts import (
    UNSENT,
    Act,
    AdjustmentMade,
    AdjustmentStepped,
    CalledOff,
    Facts,
    ItemMoved,
    Kept,
    ParcelMade,
    ParcelRemoved,
    ParcelSet,
    SiteTold,
    Units,
    UnitsTaken,
    taken,
)
from orders_pipeline.sandbox.world.events import Edit, Event, fold
from orders_pipeline.sandbox.world.ids import ADJUSTMENTS, PARCEL_ITEMS, PARCELS
from orders_pipeline.sandbox.world.order import ZERO, Adjustment, OrderState, Parcel
from orders_pipeline.sandbox.writes import steps
from orders_pipeline.sandbox.writes.ledger import Call, Effect, Entry, Happening
from orders_pipeline.sandbox.writes.money import as_told, total_of
from orders_pipeline.sandbox.writes.units import exceeds, unsent

if TYPE_CHECKING:
    from orders_pipeline.sandbox.writes.writes import Writes

SPARE = 20  # ids kept free for parcels that are split before a cancellation is done


class CannotWrite(Exception):
    """The order does not allow it. `why`: units, money, parcel or nothing."""

    def __init__(self, why: str, text: str) -> None:
        super().__init__(text)
        self.why = why


class Write:
    """`state`: the order as this write leaves it so far. Raises CannotWrite where units or parcels are not there."""

    def __init__(self, writes: "Writes", call: Call, state: OrderState, at: datetime) -> None:
        self.call, self.state, self.at = call, state, at
        self.effects: list[Effect] = []
        self.happenings: list[Happening] = []
        self.marks: list[bool] = []
        self._writes, self._settings = writes, writes.settings
        self._life = writes.life_for(state, at)

    def ship(
        self, units: Units | None, facts: Facts, *, is_told: bool = True, only_from: tuple[int, ...] = ()
    ) -> tuple[int, ...]:
        """Units leave, all that are unsent by default; gives the parcels that they left in. `only_from`: these parcels
        are known to hold them."""
        there = unsent(self.state)
        wanted = there if units is None else {line: quantity for line, quantity in units.items() if quantity}
        if not wanted or exceeds(wanted, there):
            raise CannotWrite("units", "There are not so many unshipped units.")
        named = facts.named()
        sent_at = named.get("shipped_at") or self.at
        facts = Facts(**{"state": "shipped"} | named | {"shipped_at": sent_at})
        course = steps.of_notice(self._settings, self.at, is_told=is_told, is_refused=self.call.is_refused_late)
        change = replace(self._taking(wanted, facts, course[0][0]), only_from=only_from)
        before = {parcel.parcel_id: parcel for parcel in self.state.parcels}
        parcel_ids = tuple(key for key, parcel in taken(before, change, self.at).items() if parcel.state not in UNSENT)
        self._happen(self.at, change)
        for word, at in course[1:]:
            self._happen(at, SiteTold(parcel_ids, word))
        effect = Effect(
            kind="ship",
            units=wanted,
            parcel_ids=parcel_ids,
            seller_id=named.get("seller_parcel_id"),
            tracking_number=named.get("tracking_number"),
            is_told=is_told,
            fails_at=course[-1][1] if course[-1][0] == "failed" else None,
        )
        self.effects.append(effect)
        return parcel_ids

    def correct(self, parcel_id: int, facts: Facts) -> None:
        """Fields of one parcel are set. One that had not left and now has is an effect of kind ship."""
        before = self.parcel(parcel_id)
        self._happen(self.at, ParcelSet(parcel_id, facts))
        after, is_new = self.parcel(parcel_id), before.state in UNSENT
        leaves = is_new and after.state not in UNSENT
        kind = "correct" if not leaves else "cancel" if after.state == "canceled" else "ship"
        units = {item.line.line_id: item.quantity for item in after.items} if leaves else {}
        if kind == "ship" and units:
            course = steps.of_notice(self._settings, self.at, is_told=True, is_refused=self.call.is_refused_late)
            for word, at in course[1:]:
                self._happen(at, SiteTold((parcel_id,), word))
        effect = Effect(
            kind=kind,
            units=units,
            parcel_ids=(parcel_id,),
            seller_id=after.seller_parcel_id,
            tracking_number=after.tracking_number,
        )
        self.effects.append(effect)

    def announce(self, parcel_id: int) -> None:
        """The marketplace hears of a parcel once more. Goes with a correction."""
        course = steps.of_notice(self._settings, self.at, is_told=True, is_refused=self.call.is_refused_late)
        for word, at in course:
            self._happen(at, SiteTold((parcel_id,), word))

    def remove(self, parcel_id: int) -> None:
        """A parcel is forgotten, and its units are unsent."""
        gone = self.parcel(parcel_id)
        self._happen(self.at, ParcelRemoved(parcel_id, self._writes.next_id(PARCELS)))
        effect = Effect(
            kind="remove",
            units={item.line.line_id: item.quantity for item in gone.items},
            parcel_ids=(parcel_id,),
            seller_id=gone.seller_parcel_id,
            tracking_number=gone.tracking_number,
        )
        self.effects.append(effect)

    def make_parcel(self, kind: str = "ship") -> int:
        parcel_id = self._writes.next_id(PARCELS)
        self._happen(self.at, ParcelMade(parcel_id, kind))
        self.effects.append(Effect(kind="create", parcel_ids=(parcel_id,)))
        return parcel_id

    def move(self, item_id: int, to_parcel: int, quantity: int | None = None) -> None:
        """An item, or part of it, into another parcel; both must be unsent."""
        home = next((p for p in self.state.parcels if any(item.item_id == item_id for item in p.items)), None)
        target = self.parcel(to_parcel)
        item = next((item for item in home.items if item.item_id == item_id), None) if home else None
        if home is None or item is None or home.state not in UNSENT or target.state not in UNSENT:
            raise CannotWrite("parcel", "What has shipped cannot be moved.")
        if quantity is not None and not 0 < quantity <= item.quantity:
            raise CannotWrite("units", "There are not so many units of the item.")
        self._happen(self.at, ItemMoved(item_id, to_parcel, quantity, self._writes.next_id(PARCEL_ITEMS)))
        units = {item.line.line_id: item.quantity if quantity is None else quantity}
        self.effects.append(Effect(kind="move", units=units, parcel_ids=(home.parcel_id, to_parcel)))

    def cancel(
        self, units: Units, amounts: Mapping[str, Decimal], asked: steps.Asked, *, line_id: int | None = None
    ) -> int:
        """Unsent units are held at once and canceled when it is done. Gives the adjustment's id."""
        wanted = {line: quantity for line, quantity in units.items() if quantity}
        if not wanted or exceeds(wanted, unsent(self.state)):
            raise CannotWrite("units", "There are not so many units to cancel.")
        course = self._course(asked)
        change = self._taking(wanted, Facts(state="canceled"), "pending")
        adjustment_id = self._adjust("cancellation", amounts, asked, line_id, sum(wanted.values()), wanted, course)
        if course[-1][0] == "done":
            self._happen(course[-1][1], change)
        return adjustment_id

    def refund(
        self,
        amounts: Mapping[str, Decimal],
        asked: steps.Asked,
        *,
        line_id: int | None = None,
        quantity: int | None = None,
        may_be_nothing: bool = False,
    ) -> int:
        """Money goes back, for units of a line or of the order as a whole. Gives the adjustment's id.

        `may_be_nothing`: a request without money is taken as one.
        """
        total = total_of(self.state.order, amounts)
        if total < 0 or (total == 0 and not may_be_nothing):
            raise CannotWrite("money", "There is nothing to give back.")
        units = {line_id: quantity} if line_id is not None and quantity else {}
        return self._adjust("refund", amounts, asked, line_id, quantity, units, self._course(asked))

    def edit(self, change: Act | Edit) -> None:
        """Texts, address and the like: what was foreseen for the order still happens."""
        self._happen(self.at, change)
        self.effects.append(Effect(kind="edit"))

    def call_off(self) -> None:
        """Goes with cancellations and refunds: a hub that has one word for an order says canceled from now on."""
        if not self.call.is_refused_late:
            self._happen(self.at, CalledOff())

    def keep(self, hub: str, text: str) -> None:
        """What the dialect alone keeps of the order; an effect of its own only where there is no other."""
        self._happen(self.at, Kept(hub, text))
        if not self.effects:
            self.effects.append(Effect(kind="edit"))

    def note(self, effect: Effect) -> None:
        """What a hub wrote down although nothing of the world moves by it."""
        self.effects.append(effect)

    def mark(self, exported: bool) -> None:
        """The dialect keeps the mark; the ledger tells of it."""
        self.effects.append(Effect(kind="mark" if exported else "unmark"))

    def commit(self) -> Entry:
        """Happens. Raises CannotWrite where nothing was asked for."""
        if not self.effects:
            raise CannotWrite("nothing", "Nothing was asked for.")
        return self._writes.enter(self)

    @property
    def ends_script(self) -> bool:
        return any(effect.kind not in ("edit", "mark", "unmark") for effect in self.effects)

    def parcel(self, parcel_id: int) -> Parcel:
        found = next((parcel for parcel in self.state.parcels if parcel.parcel_id == parcel_id), None)
        if found is None:
            raise CannotWrite("parcel", "The order has no such fulfillment.")
        return found

    def _course(self, asked: steps.Asked) -> steps.Course:
        return steps.of_adjustment(self._settings, self.at, asked, is_refused=self.call.is_refused_late)

    def _taking(self, units: Units, facts: Facts, told_site: str) -> UnitsTaken:
        first_parcel = self._writes.next_id(PARCELS, len(self.state.parcels) + SPARE)
        items = sum(len(parcel.items) for parcel in self.state.parcels)
        first_item = self._writes.next_id(PARCEL_ITEMS, items + SPARE)
        return UnitsTaken(
            units=units, facts=facts, first_parcel=first_parcel, first_item=first_item, told_site=told_site
        )

    def _adjust(
        self,
        kind: str,
        amounts: Mapping[str, Decimal],
        asked: steps.Asked,
        line_id: int | None,
        quantity: int | None,
        units: Units,
        course: steps.Course,
    ) -> int:
        adjustment_id, source = self._writes.next_id(ADJUSTMENTS), self.call.source
        made = Adjustment(
            adjustment_id=adjustment_id,
            kind=kind,
            step="submitted",
            reason=asked.reason,
            source=source,
            last_source=source,
            created_at=self.at,
            quantity=quantity if line_id is not None else None,
            seller_adjustment_id=asked.seller_id,
            comment=asked.comment,
            is_restock=asked.is_restock,
            **{name: amount if amount or name == "item" else None for name, amount in amounts.items()},
        )
        made = replace(made, step=course[0][0])
        self._happen(self.at, AdjustmentMade(made, line_id))
        for step, at in course if course[0][0] == "done" else course[1:]:
            done = step == "done" and asked.is_told
            stepped = AdjustmentStepped(
                adjustment_id=adjustment_id,
                step=step,
                site_adjustment_id=f"SITE-{adjustment_id}" if done or step == "recorded" else None,
                transaction_id=f"TX{adjustment_id}" if done and kind == "refund" else None,
                site_refunded_at=at.replace(microsecond=0) if done and kind == "refund" else None,
                restock_step="done" if step == "done" and asked.is_restock else None,
            )
            self._happen(at, stepped)
        effect = Effect(
            kind="cancel" if kind == "cancellation" else kind,
            units=units,
            amounts=as_told(amounts),
            total=total_of(self.state.order, amounts) + ZERO,
            line_id=line_id,
            seller_id=asked.seller_id,
            adjustment_id=adjustment_id,
            is_told=asked.is_told and not asked.is_recorded,
            fails_at=course[-1][1] if course[-1][0] == "error" else None,
        )
        self.effects.append(effect)
        return adjustment_id

    def _happen(self, at: datetime, change: Act | Edit) -> None:
        self.happenings.append(Happening(at, change))
        if at <= self.at:
            seen = [event for event in self._life.events if event.visible_at <= self.at]
            now = [Event(each.at, each.at, each.change) for each in self.happenings if each.at <= self.at]
            folded = fold(self._life.order, [*seen, *now])
            self.state = folded or self.state
