"""A seeded world of orders living in time. Knows no hub's words, and no clock: every question names its instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from orders_pipeline.sandbox.world.catalogue import END, START
from orders_pipeline.sandbox.world.events import Change, Event, Life, TextEdited, fold
from orders_pipeline.sandbox.world.generate import lives
from orders_pipeline.sandbox.world.order import OrderState

EVER = datetime(9999, 1, 1, tzinfo=UTC)


class World:
    """`at(instant)` gives every order that the hub shows then, by id.

    An order whose visible events are the same at two instants is the same object at both, so a reader may keep what
    it made of it. Lives can be added and appended to; nothing that happened is ever taken back.
    """

    def __init__(self, seed: int = 7, orders: int = 2600, start: datetime = START, end: datetime = END) -> None:
        self.seed, self.start, self.end = seed, start, end
        self.lives: dict[int, Life] = {life.order.order_id: life for life in lives(seed, orders, start, end)}
        self._versions: dict[int, _Versions] = {key: _Versions(life) for key, life in self.lives.items()}
        self._revision = 0
        self._last: tuple[tuple[datetime, int], tuple[OrderState, ...]] | None = None

    def at(self, instant: datetime) -> tuple[OrderState, ...]:
        asked = (instant, self._revision)
        last = self._last
        if last is None or last[0] != asked:
            found = (versions.at(instant) for _, versions in sorted(self._versions.items()))
            last = self._last = (asked, tuple(state for state in found if state is not None))
        return last[1]

    def order(self, order_id: int, instant: datetime) -> OrderState | None:
        versions = self._versions.get(order_id)
        return versions.at(instant) if versions else None

    def with_order(self, life: Life) -> "World":
        """Adds an order, or puts another life in the place of the one with its id."""
        return self._put(life)

    def append(self, order_id: int, change: Change, at: datetime, *, visible_at: datetime | None = None) -> "World":
        """Lets something more happen to an order."""
        life = self.lives[order_id]
        event = Event(at, visible_at or at, change)
        return self._put(Life(life.order, tuple(sorted((*life.events, event), key=lambda event: event.at))))

    def edit(self, order_id: int, at: datetime, note: str = "edited") -> "World":
        """Someone changes the private note: the smallest change that moves `updated_at`."""
        return self.append(order_id, TextEdited("private_notes", note), at)

    def late_commit(self, order_id: int, *, by: timedelta, event: int = -1) -> "World":
        """One event (the last by default) becomes visible `by` later, with the stamp of when it happened."""
        life = self.lives[order_id]
        events = list(life.events)
        late = events[event]
        events[event] = msgspec.structs.replace(late, visible_at=late.at + by)
        return self._put(Life(life.order, tuple(events)))

    def changes_between(self, since: datetime, until: datetime) -> Iterator[tuple[int, int, Event]]:
        """(order id, place in its life, event) of what happens in the half-open span."""
        for order_id, life in self.lives.items():
            for place, event in enumerate(life.events):
                if since <= event.at < until:
                    yield order_id, place, event

    def _put(self, life: Life) -> "World":
        self.lives[life.order.order_id] = life
        self._versions[life.order.order_id] = _Versions(life)
        self._revision += 1
        return self


class _Versions:
    """The states of one life, folded when first asked for. `_since` and `_until` bound the last answer."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._states: dict[tuple[bool, ...], OrderState | None] = {}
        self._since = self._until = EVER
        self._state: OrderState | None = None

    def at(self, instant: datetime) -> OrderState | None:
        if self._since <= instant < self._until:
            return self._state
        events = self._life.events
        seen = tuple(event.visible_at <= instant for event in events)
        if seen not in self._states:
            self._states[seen] = fold(self._life.order, [event for event in events if event.visible_at <= instant])
        self._since, self._until = EVER, EVER
        self._state = self._states[seen]
        self._until = min((event.visible_at for event in events if event.visible_at > instant), default=EVER)
        self._since = max((event.visible_at for event in events if event.visible_at <= instant), default=instant)
        return self._state
