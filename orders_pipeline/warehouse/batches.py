"""Windows cut into batches of whole pages: what is read, checked and packed before a transaction begins.

A window may span batches and a batch windows. Nothing is decided here but what a page alone can tell: documents that
cannot be written, and two contents of one order with one update time on one page.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.sighting import Problem
from orders_pipeline.warehouse.counts import Progress
from orders_pipeline.warehouse.document import pack
from orders_pipeline.warehouse.incoming import IncomingPage, IncomingWindow
from orders_pipeline.warehouse.outcome import NEVER, Seen, Version, microseconds
from orders_pipeline.warehouse.staging import Staging

Key = tuple[str, str]
PagesLoaded = Callable[[IncomingWindow], int]

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


def batches(
    windows: Iterable[IncomingWindow], pages_loaded: PagesLoaded, load_id: str, batch_orders: int
) -> Iterator[Batch]:
    """`pages_loaded`: how many pages of a window earlier loads have taken."""
    batch = Batch(load_id)
    for window in windows:
        if len(batch.sighted) >= batch_orders:
            yield batch
            batch = Batch(load_id)
        part = batch.begin(window)
        for page in window.pages(pages_loaded(window)):
            if len(batch.sighted) >= batch_orders:
                yield batch
                batch = Batch(load_id)
                part = batch.begin(window)
            part.pages += 1
            batch.take(page)
        part.ends = True
    if batch.parts:
        yield batch


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
