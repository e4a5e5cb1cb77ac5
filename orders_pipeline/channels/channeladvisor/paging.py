"""Three ways through the pages of a list, and what each proves (channeladvisor-rest.md §6.2, DESIGN §3.3).

By keyset: `ID gt last` in the order of ids, where nothing that happens meanwhile can shift a page. Where the hub does
not sort: by its own next links, until two passes saw the same orders; or, of ids alone, by ranges that are halved until
one answer shows each whole. Knows no HTTP: pages are fetched for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from orders_pipeline.channels.channeladvisor.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Shifted

KEYSET, LINKS, RANGES = "keyset", "links", "ranges"
LARGEST_ID = 2**31 - 1  # keys are 32-bit integers: §1
MAX_PASSES = 5
BARREN_PAGES = 3  # pages in a row that show no new order before links are taken for endless


class NotSorted(Exception):
    """The hub does not give orders in the order of their ids: keyset paging proves nothing here."""


@dataclass
class Seen:
    """What one pass over a window saw."""

    versions: dict[int, str] = field(default_factory=dict)
    sightings: int = 0
    nameless: int = 0
    pages: int = 0
    hub_count: int | None = None

    def add(self, page: Skeleton) -> None:
        self.pages += 1
        self.sightings += len(page.entries)
        if page.count is not None and self.pages == 1:
            self.hub_count = page.count
        for entry in page.entries:
            if entry.order_id is None:
                self.nameless += 1
            else:
                self.versions[entry.order_id] = entry.version

    @property
    def found(self) -> int:
        return len(self.versions) + self.nameless


def by_keyset(fetch: Callable[[int | None], Skeleton]) -> Seen:
    """Every page after the last id of the one before, until one has no next link.

    Raises NotSorted: ids do not ascend, repeat what was seen, or a page that has a successor has no id to go on from.
    """
    seen, last = Seen(), None
    while True:
        page = fetch(last)
        last = _ascending(page.entries, last)
        seen.add(page)
        if page.next_link is None:
            return seen
        if not any(entry.order_id is not None for entry in page.entries):
            raise NotSorted


def _ascending(entries: tuple[Entry, ...], after: int | None) -> int | None:
    """The last id of a page. One id may stand on it twice; nothing of the pages before may come again."""
    ids = [entry.order_id for entry in entries if entry.order_id is not None]
    if ids != sorted(ids) or (ids and after is not None and ids[0] <= after):
        raise NotSorted
    return ids[-1] if ids else after


def by_links(first: Callable[[], Skeleton], follow: Callable[[str], Skeleton]) -> Seen:
    """The hub's next links to their end: no further link, a link followed before, or a page of only known orders.

    One pass proves nothing by itself: offsets shift when orders change. Compare `versions` of two passes.
    Raises Shifted: the links lead on and on without an order that was not seen before.
    """
    seen, followed, page, barren = Seen(), set[str](), first(), 0
    while True:
        ids = {entry.order_id for entry in page.entries} - {None}
        news = ids - set(seen.versions)
        if ids and not news:
            return seen  # the first page again: what some hubs give past the end
        seen.add(page)
        if page.next_link is None or page.next_link in followed:
            return seen
        barren = 0 if news else barren + 1
        if barren > BARREN_PAGES:
            raise Shifted("the hub's next links lead on without any further order")
        followed.add(page.next_link)
        page = follow(page.next_link)


def by_ranges(fetch: Callable[[int, int], Skeleton]) -> Seen:
    """Every range of ids, halved until one answer shows the whole of it.

    For hubs that filter and do not sort: each range is read at one instant, so that nothing which moves meanwhile can
    push an order out of sight. Links are not followed, and cannot lead in a circle.
    Raises Shifted: an answer shows ids from beyond its range, or says that there is more and shows none.
    """
    seen, waiting = Seen(), [(0, LARGEST_ID)]
    while waiting:
        after, up_to = waiting.pop()
        page = fetch(after, up_to)
        ids = sorted({entry.order_id for entry in page.entries if entry.order_id is not None})
        if ids and not after < ids[0] <= ids[-1] <= up_to:
            raise Shifted("the hub shows orders from beyond the range of ids that was asked for")
        if page.next_link is None or page.count == len(page.entries) or up_to - after == 1:
            seen.add(page)
            continue
        if not ids:
            raise Shifted("the hub says that there is more, and shows no order to go on from")
        middle = min(ids[(len(ids) - 1) // 2], up_to - 1)
        waiting += [(middle, up_to), (after, middle)]
    return seen


def refuse_shortfall(seen: Seen, hub_count: int | None) -> None:
    """Raises Shifted: the hub counts more orders in the window than its pages showed.

    Where an order has no readable id, the two must agree exactly: it could have been shown twice.
    """
    if hub_count is None:
        return
    if hub_count > seen.found or (seen.nameless and hub_count != seen.found):
        raise Shifted(f"the hub counts {hub_count} orders in the window and showed {seen.found}")
