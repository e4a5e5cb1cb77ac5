"""Windows cut into batches of whole pages: what is read, checked and packed before a transaction begins.

A window may span batches and a batch windows. Nothing is decided here but what a page alone can tell: documents that
cannot be written, and two contents of one order with one update time on one page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

import msgspec

from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.sighting import Problem
from orders_pipeline.warehouse.ahead import taken_early
from orders_pipeline.warehouse.counts import Progress
from orders_pipeline.warehouse.document import pack
from orders_pipeline.warehouse.incoming import IncomingPage, IncomingWindow, Promise
from orders_pipeline.warehouse.made import Made, Told, streams
from orders_pipeline.warehouse.outcome import NEVER, Seen, Version, microseconds
from orders_pipeline.warehouse.staging import Staging

Key = tuple[str, str]
PagesLoaded = Callable[[IncomingWindow], int]
PROMISED = 8  # windows and pieces of windows that are taken before their turn comes

_CONFLICT = "the page shows this order twice with one update time and different contents; the later one was loaded"


class Sighted(msgspec.Struct, frozen=True, gc=False):
    """One sighting of the batch: where it stood, and either what was seen or why it cannot be loaded.

    `staged`: its number in the batch's staging. `version_hash` is that of history: of what was seen, without personal
    data.
    """

    part: int
    page: Page
    position: int
    order_id: str | None
    seen: Seen | None = None
    staged: int = -1
    version_hash: str = ""
    problem: Problem | None = None


class Part(msgspec.Struct):
    """What a batch holds of a window: `pages` more of its pages of orders; with the last of them it `ends`.

    `before`: how far the window was loaded until then. Whoever writes the batch sets it, after the batch before it.
    """

    window: IncomingWindow
    before: Progress = msgspec.field(default_factory=Progress)
    pages: int = 0
    ends: bool = False


class Batch:
    """Whole pages of one or several windows: every sighting in its order, and the rows of those that can be loaded."""

    def __init__(self, load_id: str) -> None:
        self.load_id = load_id
        self.parts: list[Part] = []
        self.sighted: list[Sighted] = []
        self.staging = Staging(load_id)

    def begin(self, window: IncomingWindow) -> Part:
        """What is taken from now on is of this window."""
        self.parts.append(part := Part(window))
        return part

    def take(self, page: IncomingPage) -> None:
        """Every sighting of the page; those that can be loaded are staged."""
        first, part = len(self.sighted), len(self.parts) - 1
        account, requested_us = self.parts[part].window.account, microseconds(page.record.requested_at)
        for sighting in page.sightings:
            if sighting.document is None:
                order_id = sighting.problem.order_id if sighting.problem else None
                sighted = Sighted(part, page.record, sighting.position, order_id, problem=sighting.problem)
            else:
                sighted = self._staged(part, account, page.record, requested_us, sighting.position, sighting.document)
            self.sighted.append(sighted)
        shown = [sighted.order_id for sighted in self.sighted[first:] if sighted.seen]
        if len(set(shown)) < len(shown):
            self.sighted[first:] = _without_conflicts(self.sighted[first:])

    def take_all(self, pages: Made | Sequence[IncomingPage]) -> int:
        """How many pages of orders that were."""
        if isinstance(pages, Made):
            self._take_made(pages)
            return pages.pages
        for page in pages:
            self.take(page)
        return len(pages)

    def _take_made(self, made: Made) -> None:
        part, window = len(self.parts) - 1, self.parts[-1].window
        page_of = {page.page_number: page for page in window.page_records}
        first = self.staging.add_made(made.chunks(), made.staged)
        for told in made.sightings:
            page, seen = page_of[told.page_number], None
            if told.updated_us is not None:
                place = (microseconds(page.requested_at), page.window_id, page.page_number, told.position)
                seen = Seen(Version(told.updated_us, *place), told.content_hash)
            staged = told.staged if told.staged < 0 else first + told.staged
            self.sighted.append(
                Sighted(part, page, told.position, told.order_id, seen, staged, told.version_hash, told.problem)
            )

    def made(self) -> Made:
        """All of it, as another process hands it over. Only for a batch of one part."""
        chunks, staged = self.staging.made()
        return Made(sum(part.pages for part in self.parts), list(map(_told, self.sighted)), staged, streams(chunks))

    def _staged(
        self, part: int, account: str, page: Page, requested_us: int, position: int, document: OrderDocument
    ) -> Sighted:
        order = document.order
        if order.account != account:
            raise ValueError(f"an order of account {order.account} in window {page.window_id} of {account}")
        try:
            packed = pack(document)
        except Quarantined as refused:
            problem = Problem(
                reason=refused.reason, path=refused.path, message=refused.message, order_id=order.order_id
            )
            return Sighted(part, page, position, order.order_id, problem=problem)
        staged = self.staging.add(packed, page, position)
        version = Version(microseconds(order.updated_at), requested_us, page.window_id, page.page_number, position)
        seen = Seen(version, packed.content_hash)
        return Sighted(part, page, position, order.order_id, seen, staged, packed.version_hash)


def _told(sighted: Sighted) -> Told:
    seen = sighted.seen
    return Told(
        sighted.page.page_number,
        sighted.position,
        sighted.order_id,
        sighted.staged,
        seen.version.updated_us if seen else None,
        seen.content_hash if seen else "",
        sighted.version_hash,
        sighted.problem,
    )


def batches(
    windows: Iterable[IncomingWindow], pages_loaded: PagesLoaded, load_id: str, batch_orders: int
) -> Iterator[Batch]:
    """`pages_loaded`: how many pages of a window earlier loads have taken."""
    batch, part = Batch(load_id), None
    for window, pages in _in_turn(windows, pages_loaded):
        if pages is None and part is not None:
            part.ends = True
        if len(batch.sighted) >= batch_orders:
            yield batch
            batch, part = Batch(load_id), None
        if pages is None or part is None:
            part = batch.begin(window)
        if pages is not None:
            part.pages += batch.take_all(pages())
    if part is not None:
        part.ends = True
        yield batch


def _in_turn(
    windows: Iterable[IncomingWindow], pages_loaded: PagesLoaded
) -> Iterator[tuple[IncomingWindow, Promise | None]]:
    """Each window, and then its pages; those that are made ahead are taken early, so that their makers have work."""
    told = _promises(windows, pages_loaded)
    first = next(told, None)
    if first is None:
        return
    yield from taken_early(chain([first], told), PROMISED if first[0].promised else 0)


def _promises(
    windows: Iterable[IncomingWindow], pages_loaded: PagesLoaded
) -> Iterator[tuple[IncomingWindow, Promise | None]]:
    for window in windows:
        yield window, None
        if window.promised is None:
            for page in window.pages(pages_loaded(window)):
                yield window, partial(_one, page)
        else:
            for promise in window.promised(pages_loaded(window)):
                yield window, promise


def _one(page: IncomingPage) -> Sequence[IncomingPage]:
    return (page,)


def _without_conflicts(page: list[Sighted]) -> list[Sighted]:
    """Of two contents with one update time the later on the page stands; the other is quarantined."""
    latest: dict[tuple[str | None, int], Sighted] = {}
    for sighted in page:
        if sighted.seen and sighted.seen.version.updated_us != NEVER:
            place = (sighted.order_id, sighted.seen.version.updated_us)
            latest[place] = max(sighted, latest.get(place, sighted), key=lambda one: one.position)
    return [_judged(sighted, latest) for sighted in page]


def _judged(sighted: Sighted, latest: dict[tuple[str | None, int], Sighted]) -> Sighted:
    winner = latest.get((sighted.order_id, sighted.seen.version.updated_us)) if sighted.seen else None
    if winner is None or winner.seen is None or sighted.seen is None:
        return sighted
    if winner.seen.content_hash == sighted.seen.content_hash:
        return sighted
    problem = Problem(reason=Reason.CONFLICTING_VERSIONS, path="$", message=_CONFLICT, order_id=sighted.order_id)
    return msgspec.structs.replace(sighted, seen=None, problem=problem)
