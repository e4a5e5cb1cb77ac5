"""Windows cut into batches of whole pages: what is read, checked and packed before a transaction begins.

A window may span batches and a batch windows. Nothing is decided here but what a page alone can tell: documents that
cannot be written, and two contents of one order with one update time on one page.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.sighting import Problem, Sighting
from orders_pipeline.warehouse.counts import Progress
from orders_pipeline.warehouse.document import Packed, pack
from orders_pipeline.warehouse.incoming import IncomingPage, IncomingWindow
from orders_pipeline.warehouse.outcome import NEVER, Seen, Version, microseconds

Key = tuple[str, str]
Before = Callable[[IncomingWindow], Progress]

_CONFLICT = "the page shows this order twice with one update time and different contents; the later one was loaded"


class Sighted(msgspec.Struct, frozen=True, gc=False):
    """One sighting of the batch: where it stood, and either what was seen or why it cannot be loaded."""

    part: int
    page: Page
    position: int
    order_id: str | None
    seen: Seen | None = None
    packed: Packed | None = None
    problem: Problem | None = None


class Part(msgspec.Struct):
    """What a batch holds of a window: `pages` more of its pages of orders; with the last of them it `ends`."""

    window: IncomingWindow
    before: Progress
    pages: int = 0
    ends: bool = False


class Batch(msgspec.Struct):
    """An ordinal is a place in `sighted`."""

    load_id: str
    parts: list[Part] = msgspec.field(default_factory=list)
    sighted: list[Sighted] = msgspec.field(default_factory=list)


def batches(windows: Iterable[IncomingWindow], before: Before, load_id: str, batch_orders: int) -> Iterator[Batch]:
    """Each batch must be committed before the next is asked for: `before` is asked when a part begins."""
    batch = Batch(load_id)
    for window in windows:
        if len(batch.sighted) >= batch_orders:
            yield batch
            batch = Batch(load_id)
        batch.parts.append(part := Part(window, before(window)))
        for page in window.pages(part.before.pages_loaded):
            if len(batch.sighted) >= batch_orders:
                yield batch
                batch = Batch(load_id, [part := Part(window, before(window))])
            part.pages += 1
            _take(batch, window, page)
        part.ends = True
    if batch.parts:
        yield batch


def _take(batch: Batch, window: IncomingWindow, page: IncomingPage) -> None:
    first, part = len(batch.sighted), len(batch.parts) - 1
    requested_us = microseconds(page.record.requested_at)
    for sighting in page.sightings:
        batch.sighted.append(
            _packed(window, part, page.record, sighting.position, requested_us, sighting.document)
            if sighting.document is not None
            else Sighted(part, page.record, sighting.position, _order_id(sighting), problem=sighting.problem)
        )
    shown = [sighted.order_id for sighted in batch.sighted[first:] if sighted.seen]
    if len(set(shown)) < len(shown):
        batch.sighted[first:] = _without_conflicts(batch.sighted[first:])


def _order_id(sighting: Sighting) -> str | None:
    return sighting.problem.order_id if sighting.problem else None


def _packed(
    window: IncomingWindow, part: int, page: Page, position: int, requested_us: int, document: OrderDocument
) -> Sighted:
    order = document.order
    if order.account != window.account:
        raise ValueError(f"an order of account {order.account} in window {window.window_id} of {window.account}")
    try:
        packed = pack(document)
    except Quarantined as refused:
        problem = Problem(reason=refused.reason, path=refused.path, message=refused.message, order_id=order.order_id)
        return Sighted(part, page, position, order.order_id, problem=problem)
    version = Version(microseconds(order.updated_at), requested_us, window.window_id, page.page_number, position)
    return Sighted(part, page, position, order.order_id, Seen(version, packed.content_hash), packed)


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
    return msgspec.structs.replace(sighted, seen=None, packed=None, problem=problem)
