"""Two ways through numbered pages, and what they prove together (channeladvisor-soap.md §5.2, DESIGN §3.3).

Forward until an empty page, then, where there were several, backward over the ids alone: an order that leaves the list
shifts the later ones past a reader who goes forward, one that comes in past a reader who goes backward. A page that the
hub cannot show is asked for in parts until the orders that it fails on stand alone. Knows no HTTP.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from orders_pipeline.channels.channeladvisor_soap.answers import Unrendered
from orders_pipeline.channels.channeladvisor_soap.skeleton import Page
from orders_pipeline.channels.errors import Incomplete, Shifted

METHOD = "numbered_pages"
MAX_PASSES = 5
BARREN_PAGES = 3  # pages in a row without an order that was not seen before: the hub does not count its pages
UNRENDERED_IN_A_ROW = 3  # more than that is no order's fault, but the hub's

Fetch = Callable[[int, int], Page]
Alone = Callable[[int, Unrendered], int | None]


@dataclass
class Seen:
    """What one pass saw. `matches`: every count that the hub gave during it; `alone`: places that cannot be shown."""

    versions: dict[int, str] = field(default_factory=dict)
    nameless: int = 0
    sightings: int = 0
    pages: int = 0  # with orders on them
    matches: list[int | None] = field(default_factory=list)
    alone: dict[int, int | None] = field(default_factory=dict)  # place from 1 -> id, where it can be told

    def add(self, page: Page) -> None:
        self.pages += 1
        self.sightings += len(page.entries)
        self.matches.append(page.matches)
        for entry in page.entries:
            if entry.order_id is None:
                self.nameless += 1
            else:
                self.versions[entry.order_id] = entry.version

    @property
    def ids(self) -> set[int]:
        return set(self.versions) | {order_id for order_id in self.alone.values() if order_id is not None}

    @property
    def found(self) -> int:
        """Orders, those that have no readable id among them."""
        return len(self.ids) + self.nameless + sum(order_id is None for order_id in self.alone.values())

    @property
    def hub_count(self) -> int | None:
        """The hub's last count; 0 where no page had an order, None where it does not count."""
        if not self.matches:
            return None if self.alone else 0
        return self.matches[-1]

    @property
    def is_one_instant(self) -> bool:
        """One page that shows as many orders as the hub counts needs no second look."""
        return self.pages + len(self.alone) <= 1 and self.hub_count == self.found


class Pages:
    """One pass. `fetch` raises Unrendered; `alone` is told of each place that cannot be shown, and gives its id."""

    def __init__(self, fetch: Fetch, size: int, alone: Alone) -> None:
        self._fetch, self._size, self._alone = fetch, size, alone
        self._failing = self._barren = 0
        self.seen = Seen()

    def forward(self) -> Seen:
        """Raises Shifted: pages come for ever; Incomplete: the hub fails on everything."""
        number = 1
        while got := self._read(number, self._size):
            counted = self.seen.hub_count
            if number == 1 and got < self._size and counted is not None and counted > got and not self.seen.alone:
                self._size = got  # the hub cuts its pages shorter than was asked for
            number += 1
        return self.seen

    def backward(self, expected: int) -> Seen:
        """From the first empty page beyond the `expected` orders down to the first. Raises as `forward`."""
        number = last = -(-expected // self._size)
        while self._read(number + 1, self._size):
            number += 1
        for earlier in range(last, 0, -1):
            self._read(earlier, self._size)
        return self.seen

    def _read(self, number: int, size: int) -> int:
        """The orders at that place, however they had to be asked for; 0 beyond the end."""
        try:
            page = self._fetch(number, size)
        except Unrendered as error:
            return self._in_parts(number, size, error)
        self._failing = 0
        if page.entries:
            known = len(self.seen.versions)
            self.seen.add(page)
            self._barren = self._barren + 1 if len(self.seen.versions) == known else 0
            if self._barren > BARREN_PAGES:
                raise Shifted("page after page shows no further order")
        return len(page.entries)

    def _in_parts(self, number: int, size: int, error: Unrendered) -> int:
        if size == 1:
            self._failing += 1
            if self._failing > UNRENDERED_IN_A_ROW:
                raise Incomplete(
                    f"the hub fails on {self._failing} places in a row: {error.sentence}",
                    hub_message=error.hub_message,
                )
            self.seen.alone[number] = self._alone(number, error)
            return 1
        part = size // _smallest_factor(size)
        first, got = (number - 1) * (size // part) + 1, 0
        for place in range(first, first + size // part):
            here = self._read(place, part)
            got += here
            if not here:
                break
        return got


def _smallest_factor(size: int) -> int:
    return next(factor for factor in range(2, size + 1) if size % factor == 0)


def refuse_shortfall(seen: Seen) -> None:
    """Raises Shifted: the hub counts more orders than its pages showed.

    Where an order has no readable id, the two must agree exactly: it could have been shown twice.
    """
    count, blind = seen.hub_count, seen.nameless or None in seen.alone.values()
    if count is not None and (count > seen.found or (blind and count != seen.found)):
        raise Shifted(f"the hub counts {count} orders in the window and showed {seen.found}")


def refuse_difference(first: Seen, second: Seen) -> None:
    """Raises Shifted: the second look saw other orders, or other versions of them, than the first."""
    refuse_shortfall(second)
    known = {order_id: version for order_id, version in first.versions.items() if order_id in second.versions}
    if first.ids != second.ids and not (_blind(first) or _blind(second)):
        raise Shifted("a second look at the ids shows other orders than the first")
    if first.found != second.found:
        raise Shifted("a second look shows another number of orders than the first")
    if any(second.versions[order_id] != version for order_id, version in known.items()):
        raise Shifted("orders changed while the window was read")


def _blind(seen: Seen) -> int:
    return sum(order_id is None for order_id in seen.alone.values())
