"""The way through the pages of a list by `lastKey`, and when it is proven (channelape.md §3.3, DESIGN §3.3).

The page that says so is the last, and nothing else ends a list. With the upper bound fixed nothing comes into a window
any more; an order that changes leaves it for a later one. So a pass holds that found as many orders as the hub counted
at its first page; without a count, two passes must have seen the same. Knows no HTTP: pages are fetched for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from orders_pipeline.channels.channelape.query import Filters
from orders_pipeline.channels.channelape.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Shifted

LAST_KEY, TWICE = "last_key", "last_key_twice"
MAX_PASSES = 5
BARREN_PAGES = 3  # pages in a row that show no new order before keys are taken for endless


@dataclass
class Seen:
    """What one pass over a list, or over several, saw. hub_count: the highest that the hub gave; None: it gave none."""

    orders: dict[str, Entry] = field(default_factory=dict)
    sightings: int = 0
    nameless: int = 0
    pages: int = 0
    hub_count: int | None = None

    def add(self, page: Skeleton) -> None:
        self.pages += 1
        self.sightings += len(page.entries)
        if page.count is not None:
            self.hub_count = max(page.count, self.hub_count or 0)
        for entry in page.entries:
            if entry.order_id is None:
                self.nameless += 1
            else:
                self.orders[entry.order_id] = entry

    @property
    def found(self) -> int:
        return len(self.orders) + self.nameless

    @property
    def versions(self) -> dict[str, str]:
        return {order_id: str(entry.updated_at) for order_id, entry in self.orders.items()}


@dataclass(frozen=True)
class Proven:
    """A pass that held, over all lists together."""

    method: str
    seen: Seen
    passes: int


Fetch = Callable[[Filters, str | None], Skeleton]
Recount = Callable[[Filters], int | None]


def proven(lists: Sequence[Filters], fetch: Fetch, recount: Recount, start_over: Callable[[str], None]) -> Proven:
    """Passes over every list until one holds; `start_over` is told why the one before did not.

    Raises Shifted: none held.
    """
    earlier: dict[str, str] | None = None
    why = ""
    for passes in range(1, MAX_PASSES + 1):
        if passes > 1:
            start_over(why)
        try:
            seen = [_counted(filters, fetch, recount) for filters in lists]
        except Shifted as shifted:
            earlier, why = None, shifted.sentence
            continue
        whole = _together(seen)
        if all(one.hub_count is not None or (one.pages == 1 and not one.nameless) for one in seen):
            return Proven(LAST_KEY, whole, passes)
        if earlier is not None and earlier == whole.versions and not whole.nameless:
            return Proven(TWICE, whole, passes)
        earlier, why = whole.versions, "a first pass over pages that the hub does not count proves nothing by itself"
    raise Shifted(f"the list did not hold still for {MAX_PASSES} passes: {why}")


def by_last_key(fetch: Callable[[str | None], Skeleton]) -> Seen:
    """Every page after the last key of the one before, until one says that it is the last.

    Raises Shifted: a page that is not the last has no key, or one that was followed before, or the keys lead on and on
    without an order that was not seen before.
    """
    seen, followed, barren = Seen(), set[str](), 0
    page = fetch(None)
    while True:
        known = seen.found
        seen.add(page)
        if page.is_last:
            return seen
        if page.last_key is None:
            raise Shifted("a page says that it is not the last, and gives no key to go on from")
        if page.last_key in followed:
            raise Shifted("the hub's keys lead in a circle")
        barren = 0 if seen.found > known else barren + 1
        if barren > BARREN_PAGES:
            raise Shifted("the hub's keys lead on without any further order")
        followed.add(page.last_key)
        page = fetch(page.last_key)


def _counted(filters: Filters, fetch: Fetch, recount: Recount) -> Seen:
    """A pass over one list. A single page is one instant; several are counted once more after reading."""
    seen = by_last_key(lambda last_key: fetch(filters, last_key))
    if seen.pages > 1 and (counted := recount(filters)) is not None:
        seen.hub_count = max(counted, seen.hub_count or 0)
    refuse_shortfall(seen)
    return seen


def refuse_shortfall(seen: Seen) -> None:
    """Raises Shifted: the hub counts more orders than its pages showed.

    Where an order has no readable id, the two must agree exactly: it could have been shown twice.
    """
    counted = seen.hub_count
    if counted is not None and (counted > seen.found or (seen.nameless and counted != seen.found)):
        raise Shifted(f"the hub counts {counted} orders in the list and showed {seen.found}")


def _together(lists: Iterable[Seen]) -> Seen:
    whole, counts = Seen(), list[int | None]()
    for one in lists:
        whole.orders |= one.orders
        whole.sightings += one.sightings
        whole.nameless += one.nameless
        whole.pages += one.pages
        counts.append(one.hub_count)
    known = [count for count in counts if count is not None]
    whole.hub_count = sum(known) if len(known) == len(counts) else None
    return whole
