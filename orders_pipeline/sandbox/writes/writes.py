"""The writes of a sandbox: where each begins, how it enters the world and the ledger, and how a restart finds them."""

import threading
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import OrderState, World
from orders_pipeline.sandbox.world.events import Event, Life
from orders_pipeline.sandbox.world.ids import PARCEL_ITEMS, PARCELS
from orders_pipeline.sandbox.world.order import Order
from orders_pipeline.sandbox.writes.ledger import Call, Entry, Happening, Ledger, Record
from orders_pipeline.sandbox.writes.money import is_too_fine
from orders_pipeline.sandbox.writes.script import cancellations_to_come, without_script
from orders_pipeline.sandbox.writes.steps import Asked
from orders_pipeline.sandbox.writes.write import CannotWrite, Write

WRITTEN = 100_000_000  # ids of what writes make lie so far above their kind's, where the world gives none


class Writes:
    """One at a time, whatever thread it comes from: hold `lock` from `begin` to `commit`."""

    def __init__(self, world: World, clock: WorldClock, settings: Settings, folder: Path | None = None) -> None:
        self.world, self.clock, self.settings = world, clock, settings
        self.ledger = Ledger(folder)
        self._next, self.lock = 1, threading.RLock()
        for record in self.ledger.records():
            self._next = record.next_id
            self._live(record)

    def begin(self, call: Call, order_id: int) -> Write:
        """Raises CannotWrite: the hub shows no such order now."""
        state = self.world.order(order_id, self.clock.now)
        if state is None:
            raise CannotWrite("nothing", "There is no such order.")
        return Write(self, call, state, self.clock.now)

    def by_hand(
        self,
        order_id: int,
        amounts: Mapping[str, Decimal],
        *,
        line_id: int | None = None,
        quantity: int | None = None,
        seller_id: str | None = None,
    ) -> Entry:
        """A person gives money back in the hub's own pages: done at once, shown by every dialect that shows refunds.

        `amounts` by component of the world. Raises CannotWrite: nothing to give, or finer than the currency is.
        """
        with self.lock:
            write = self.begin(Call(dialect="hand", operation="refund", source="user"), order_id)
            if any(is_too_fine(amount, write.state.order.currency) for amount in amounts.values()):
                raise CannotWrite("money", "An amount is finer than the currency.")
            asked = Asked(seller_id=seller_id, is_at_once=True, comment="by hand")
            write.refund(amounts, asked, line_id=line_id, quantity=quantity)
            return write.commit()

    def next_id(self, kind: int, many: int = 1) -> int:
        """The first of so many ids in a row."""
        with self.lock:
            first = kind + WRITTEN + self._next
            self._next += many
            return first

    def life_for(self, state: OrderState, at: datetime) -> Life:
        """The life that a write at that time goes on from."""
        return without_script(self.world.lives[state.order.order_id], at)

    def enter(self, write: Write) -> Entry:
        with self.lock:
            life = self.world.lives[write.state.order.order_id]
            happenings = list(write.happenings)
            if write.ends_script:
                happenings += cancellations_to_come(life, write.at, self.next_id, (PARCELS, PARCEL_ITEMS))
            record = Record(
                entry=self._entry(write, life.order),
                happenings=tuple(happenings),
                ends_script=write.ends_script,
                next_id=self._next,
            )
            self.ledger.write(record)
            self._live(record)
            return record.entry

    def _entry(self, write: Write, order: Order) -> Entry:
        call, own = write.call, str(order.order_id)
        place = order.secondary_site_order_id if order.site_order_id in (None, own) else order.site_order_id
        return Entry(
            number=len(self.ledger) + 1,
            at=write.at,
            dialect=call.dialect,
            operation=call.operation,
            method=call.method,
            path=call.path,
            order_id=order.order_id,
            marketplace_order_id=place,
            currency=order.currency,
            fingerprint=call.fingerprint,
            request=call.request,
            source=call.source,
            is_duplicate=call.is_duplicate,
            effects=tuple(write.effects),
        )

    def _live(self, record: Record) -> None:
        life = self.world.lives.get(record.entry.order_id)
        if life is None:
            raise ValueError(f"the ledger tells of order {record.entry.order_id}, and the world has no such order")
        if not record.happenings:
            return
        if record.ends_script:
            life = without_script(life, record.entry.at)
        events = (*life.events, *map(_event, record.happenings))
        self.world.with_order(Life(life.order, tuple(sorted(events, key=lambda event: event.at))))


def _event(happening: Happening) -> Event:
    return Event(happening.at, happening.at, happening.change)
