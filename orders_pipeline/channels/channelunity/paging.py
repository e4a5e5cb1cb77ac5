"""Through the pages of a list that has no total, no end mark and no known order (channelunity.md §5.2, DESIGN §3.3).

Each page begins with the last order of the page before: whatever came or went between two requests would push another
order to that place. Knows no HTTP: pages are fetched for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from orders_pipeline.channels.channelunity.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Incomplete, Shifted

METHOD = "overlapping_pages"
MAX_PASSES = 5

Fetch = Callable[[int, int], Skeleton]  # offset, count


@dataclass
class Seen:
    """What one pass over a list saw; an order that two pages share counts once among `entries`."""

    entries: dict[str, Entry] = field(default_factory=dict)  # by mark
    sightings: int = 0
    pages: int = 0

    def add(self, page: Skeleton) -> None:
        self.pages += 1
        self.sightings += len(page.entries)
        self.entries |= {entry.mark: entry for entry in page.entries}

    @property
    def named(self) -> Iterator[Entry]:
        return (entry for entry in self.entries.values() if entry.order_id is not None)

    @property
    def nameless(self) -> int:
        return sum(entry.order_id is None for entry in self.entries.values())


def by_overlap(fetch: Fetch, count: int) -> Seen:
    """Every page until one has fewer orders than were asked for.

    Raises Shifted: the list moved between two requests; Incomplete: a page holds more orders than were asked for, so
    that places in the list mean nothing.
    """
    seen, offset, last = Seen(), 0, None
    while True:
        page = fetch(offset, count)
        if len(page.entries) > count:
            raise Incomplete(f"the hub was asked for {count} orders and gave {len(page.entries)}")
        if last is not None and (not page.entries or page.entries[0].mark != last):
            raise Shifted("a page does not begin with the order that the page before ended with")
        before = len(seen.entries)
        seen.add(page)
        if len(page.entries) < count:
            return seen
        if len(seen.entries) == before:
            raise Shifted("the hub gives full pages without any further order")
        last = page.entries[-1].mark
        offset += count - 1
