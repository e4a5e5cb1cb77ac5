"""Replay: after a fix of the code, what open rejects point to is read again from the landing and loaded.

Goes over no network and needs no settings. What is loaded, and what is left alone, stands in `warehouse/replay`.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

import msgspec

from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.incoming import incoming_window, scope_of
from orders_pipeline.flows.quarantine.landed import Landed
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.model.sighting import Sighting
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.errors import NotPublished
from orders_pipeline.warehouse.incoming import IncomingPage, IncomingWindow
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.rejects import Choice, Rejection, refuse_unknown, rejections
from orders_pipeline.warehouse.replay import ReplayReport, replay
from orders_pipeline.warehouse.writer import DATABASE, writer


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """Rejects of a page that the landing does not show any more, and why."""

    account: str
    window_id: str
    page_number: int
    rejects: int
    why: str

    @property
    def sentence(self) -> str:
        return f"{self.rejects:,} rejects of page {self.page_number} were not read again. {self.why}"


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """chosen: open rejects that were meant; each was replayed, or stands in `unread`."""

    chosen: int
    report: ReplayReport
    unread: tuple[Unread, ...]

    @property
    def sentence(self) -> str:
        if not self.chosen:
            return "No open reject is meant: no row changed."
        said = {outcome: str(outcome) for outcome in Outcome} | {Outcome.QUARANTINED: "still bad"}
        counts = ", ".join(f"{count:,} {said[outcome]}" for outcome, count in self.report.counts.items())
        return (
            f"{self.report.replayed:,} of {self.chosen:,} open rejects read again: {counts}; "
            f"{self.report.healed:,} rejects healed"
        )


def replay_rejects(
    home: Home,
    choice: Choice,
    *,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[str], None] = lambda line: None,
    step: Callable[[str], None] = lambda name: None,
) -> Replayed:
    """Every open reject of the choice that today's code can take over, loaded; a second time changes no row.

    Raises NotPublished: there is no warehouse yet; BadChoice: it has no such account or reason; WarehouseBusy:
    another process writes; StructureBroken: nothing of the batch was kept.
    """
    if not (home.warehouse / DATABASE).exists():
        raise NotPublished(home.warehouse / DATABASE)
    unread: list[Unread] = []
    with writer(home.warehouse) as warehouse:
        refuse_unknown(warehouse.connection, choice)
        chosen = rejections(warehouse.connection, choice)
        places = {(one.account, one.window_id, one.page_number, one.place) for one in chosen}
        windows = _windows(Landed(home), chosen, unread)
        load_id = f"{now():%Y%m%dT%H%M%S.%f}Z-{os.getpid()}-replay"
        report = replay(warehouse, windows, places, load_id=load_id, now=now, progress=progress, step=step)
    return Replayed(chosen=len(chosen), report=report, unread=tuple(unread))


def _windows(landed: Landed, chosen: Sequence[Rejection], unread: list[Unread]) -> Iterator[IncomingWindow]:
    """Each window with the pages that are asked for, opened when its turn comes. What is damaged is left out."""
    of_window: dict[tuple[str, str], list[Rejection]] = {}
    for one in chosen:
        of_window.setdefault((one.account, one.window_id), []).append(one)
    for (account, window_id), rejects in of_window.items():
        try:
            manifest = landed.manifest(account, window_id)
        except Damaged as error:
            unread += [_unread(of_page, error) for of_page in _by_page(rejects)]
            continue
        window = incoming_window(landed.bodies(account), manifest)
        yield msgspec.structs.replace(window, pages=_pages(landed, rejects, unread))


def _pages(
    landed: Landed, rejects: Sequence[Rejection], unread: list[Unread]
) -> Callable[[int], Iterator[IncomingPage]]:
    def pages(skip: int) -> Iterator[IncomingPage]:
        for of_page in list(_by_page(rejects))[skip:]:
            one = of_page[0]
            try:
                found = landed.page(one.account, one.window_id, one.page_number, one.sha256)
                body, more = found.read()
                manifest = landed.manifest(one.account, one.window_id)
                sightings = dialect_of(manifest.source.channel).sightings(scope_of(manifest), body, more)
            except (Damaged, Malformed) as error:
                unread.append(_unread(of_page, error))
            else:
                yield IncomingPage(record=found.page, sightings=_concerned(sightings, of_page))

    return pages


def _by_page(rejects: Sequence[Rejection]) -> Iterator[list[Rejection]]:
    ordered = sorted(rejects, key=lambda one: (one.page_number, one.place))
    return (list(of_page) for _, of_page in groupby(ordered, key=lambda one: one.page_number))


def _concerned(sightings: Sequence[Sighting], rejects: Sequence[Rejection]) -> tuple[Sighting, ...]:
    """The rejected sightings, and what the page shows of the same orders besides: that may conflict with them."""
    places = {one.place for one in rejects}
    orders = {_order_id(one) for one in sightings if one.position in places} - {None}
    return tuple(one for one in sightings if one.position in places or _order_id(one) in orders)


def _order_id(sighting: Sighting) -> str | None:
    if sighting.document is not None:
        return sighting.document.order.order_id
    return sighting.problem.order_id if sighting.problem else None


def _unread(of_page: Sequence[Rejection], error: Exception) -> Unread:
    one = of_page[0]
    return Unread(
        account=one.account,
        window_id=one.window_id,
        page_number=one.page_number,
        rejects=len(of_page),
        why=str(error),
    )
