"""What is held of an account: loaded and published, or landed and waiting for the load. Locks nothing, waits for none.

Both halves are of one instant: windows that the opened snapshot does not hold whole are read from the landing.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any

from orders_pipeline.flows.incoming import incoming_windows
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import loaded_windows, reading
from orders_pipeline.warehouse.standing import Standing, bought_on, bought_within, nameless_rejects, standing_of
from orders_pipeline.warehouse.writer import DATABASE


class Held:
    """Valid while the snapshot is open."""

    def __init__(self, account: str, connection: Any | None, waiting: Mapping[str, datetime | None], nameless: int):
        self._account = account
        self._connection = connection
        self._waiting = waiting  # order id -> when it was bought; None: in quarantine
        self.nameless = nameless
        published = self._published(waiting)
        self._only_waiting = {
            order_id: bought_at
            for order_id, bought_at in waiting.items()
            if bought_at is not None and published.get(order_id) is not Standing.HELD
        }

    def standing_of(self, order_ids: Collection[str]) -> dict[str, Standing]:
        """Of these orders, those that are known."""
        found = self._published(order_ids)
        for order_id in order_ids:
            if order_id in self._only_waiting:
                found[order_id] = Standing.HELD
            elif order_id in self._waiting:
                found.setdefault(order_id, Standing.QUARANTINED)
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

    def _published(self, order_ids: Collection[str]) -> dict[str, Standing]:
        if self._connection is None:
            return {}
        return standing_of(self._connection, self._account, order_ids)


@contextmanager
def held_of(home: Home, account: str) -> Iterator[Held]:
    published = home.published / DATABASE
    with ExitStack() as stack:
        connection = stack.enter_context(reading(published)) if published.exists() else None
        loaded = loaded_windows(connection) if connection is not None else set()
        waiting: dict[str, datetime | None] = {}
        nameless = nameless_rejects(connection, account) if connection is not None else 0
        for window in incoming_windows(home, [account], loaded, []):
            for sighting in (sighting for page in window.pages(0) for sighting in page.sightings):
                if sighting.document is not None:
                    waiting[sighting.document.order.order_id] = sighting.document.order.purchased_at
                elif sighting.problem is not None and sighting.problem.order_id is not None:
                    waiting.setdefault(sighting.problem.order_id, None)
                else:
                    nameless += 1
        yield Held(account, connection, waiting, nameless)
