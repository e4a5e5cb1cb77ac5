"""What is held of an account: loaded and published, or landed and waiting for the load. Locks nothing, waits for none.

Both halves are of one instant: windows that the opened snapshot does not hold whole are read from the landing.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from orders_pipeline.flows.incoming import incoming_windows
from orders_pipeline.model.sighting import Sighting
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import loaded_windows, reading
from orders_pipeline.warehouse.standing import (
    Known,
    Standing,
    bought_on,
    bought_within,
    nameless_rejects,
    standing_of,
)
from orders_pipeline.warehouse.writer import DATABASE


class Waiting(NamedTuple):
    """An order that is landed and not loaded yet. is_good: a version that can be loaded is among what waits."""

    is_good: bool = False
    bought_at: datetime | None = None
    updated_at: datetime | None = None
    is_doubted: bool = False

    def after(self, sighting: Sighting) -> "Waiting":
        """The same with one sighting more."""
        if sighting.document is None:
            return self._replace(is_doubted=True)
        order = sighting.document.order
        return Waiting(True, order.purchased_at, _later(self.updated_at, order.updated_at), self.is_doubted)


class Held:
    """Valid while the snapshot is open."""

    def __init__(self, account: str, connection: Any | None, waiting: Mapping[str, Waiting], nameless: int):
        self._account = account
        self._connection = connection
        self._waiting = waiting
        self.nameless = nameless
        published = self._published(waiting)
        self._only_waiting = {
            order_id: one.bought_at
            for order_id, one in waiting.items()
            if one.is_good
            and one.bought_at is not None
            and (order_id not in published or published[order_id].standing is not Standing.HELD)
        }

    def standing_of(self, order_ids: Collection[str]) -> dict[str, Known]:
        """Of these orders, those that are known."""
        found = self._published(order_ids)
        for order_id in self._waiting.keys() & set(order_ids):
            found[order_id] = _known(found.get(order_id), self._waiting[order_id])
        return found

    def bought_on(self, days: Mapping[str, Window]) -> dict[str, int]:
        """How many orders are held that were bought on each day."""
        counts = dict.fromkeys(days, 0)
        if self._connection is not None:
            counts |= bought_on(self._connection, self._account, days)
        for day, window in days.items():
            counts[day] += sum(window.start <= bought_at < window.end for bought_at in self._only_waiting.values())
        return counts

    def bought_within(self, window: Window) -> set[str]:
        waiting = {one for one, bought_at in self._only_waiting.items() if window.start <= bought_at < window.end}
        if self._connection is None:
            return waiting
        return waiting | bought_within(self._connection, self._account, window)

    def _published(self, order_ids: Collection[str]) -> dict[str, Known]:
        if self._connection is None:
            return {}
        return standing_of(self._connection, self._account, order_ids)


def _known(published: Known | None, waiting: Waiting) -> Known:
    """Of what is published and what waits together."""
    before = published or Known(Standing.QUARANTINED)
    standing = Standing.HELD if waiting.is_good else Standing.QUARANTINED
    return Known(
        before.standing if before.standing is Standing.HELD else standing,
        _later(before.updated_at, waiting.updated_at),
        before.is_doubted or waiting.is_doubted,
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


@contextmanager
def held_of(home: Home, account: str) -> Iterator[Held]:
    published = home.published / DATABASE
    with ExitStack() as stack:
        connection = stack.enter_context(reading(published)) if published.exists() else None
        loaded = loaded_windows(connection) if connection is not None else set()
        waiting: dict[str, Waiting] = {}
        nameless = nameless_rejects(connection, account) if connection is not None else 0
        for window in incoming_windows(home, [account], loaded, []):
            for sighting in (sighting for page in window.pages(0) for sighting in page.sightings):
                order_id = _order_id(sighting)
                if order_id is None:
                    nameless += 1
                else:
                    waiting[order_id] = waiting.get(order_id, Waiting()).after(sighting)
        yield Held(account, connection, waiting, nameless)


def _order_id(sighting: Sighting) -> str | None:
    if sighting.document is not None:
        return sighting.document.order.order_id
    return sighting.problem.order_id if sighting.problem else None
