"""Goes through the sightings of a batch in their order and decides what becomes of each. Pure: no database, no clock.

What it is given is what the warehouse holds; what it returns is what has to be written.
"""

from datetime import datetime
from typing import Any

import msgspec

from orders_pipeline.model.reasons import Reason
from orders_pipeline.warehouse.batches import Batch, Key, Sighted
from orders_pipeline.warehouse.counts import Progress
from orders_pipeline.warehouse.outcome import Outcome, Seen, Version, outcome_of, outcome_of_window

CHANGING = frozenset({Outcome.INSERTED, Outcome.UPDATED})
TELLING = CHANGING | {Outcome.STALE}  # may be versions that history lacks
WindowOrder = tuple[int, str]  # the part of the batch, the order


class Rejected(msgspec.Struct):
    sighted: Sighted
    healed_load_id: str | None = None


class Judgement(msgspec.Struct):
    """`winners`: the sighting whose rows an order will have. `newest`: where an unchanged order was seen last.

    `telling`: sightings that history may lack. `good`: orders of which a good version was seen. `of_window`: what an
    order counts as in the window of a part.
    """

    parts: list[Progress]
    winners: dict[Key, int] = msgspec.field(default_factory=dict)
    newest: dict[Key, Version] = msgspec.field(default_factory=dict)
    telling: list[tuple[int, Key, Outcome]] = msgspec.field(default_factory=list)
    good: set[Key] = msgspec.field(default_factory=set)
    of_window: dict[WindowOrder, Outcome] = msgspec.field(default_factory=dict)
    rejects: list[Rejected] = msgspec.field(default_factory=list)


def judge(batch: Batch, held: dict[Key, Seen], counted: dict[WindowOrder, Outcome]) -> Judgement:
    """`held`: the version of each order in the warehouse; `counted`: what parts of earlier batches counted it as."""
    judged = Judgement([Progress(pages_loaded=part.pages, is_complete=part.ends) for part in batch.parts])
    judged.of_window.update(counted)
    accounts = [part.window.account for part in batch.parts]
    held = dict(held)
    open_rejects: dict[Key, list[Rejected]] = {}
    for ordinal, sighted in enumerate(batch.sighted):
        progress, account = judged.parts[sighted.part], accounts[sighted.part]
        progress.received += 1
        if sighted.seen is None or sighted.order_id is None:
            progress.counts[Outcome.QUARANTINED] += 1
            judged.rejects.append(rejected := Rejected(sighted))
            if sighted.order_id is not None:
                open_rejects.setdefault((account, sighted.order_id), []).append(rejected)
            continue
        key = (account, sighted.order_id)
        outcome = outcome_of(held.get(key), sighted.seen)
        _count(judged, progress, (sighted.part, sighted.order_id), outcome)
        if outcome in TELLING:
            judged.telling.append((ordinal, key, outcome))
        if outcome is Outcome.STALE:
            continue
        if outcome in CHANGING:
            judged.winners[key] = ordinal
            judged.newest.pop(key, None)
        elif sighted.seen.version > held[key].version:
            judged.newest[key] = sighted.seen.version
        held[key] = sighted.seen
        judged.good.add(key)
        if key in open_rejects:
            _heal(open_rejects, key, sighted, batch.load_id)
    return judged


def _count(judged: Judgement, progress: Progress, place: WindowOrder, outcome: Outcome) -> None:
    """An order counts once a window; where another sighting changes what it counts as, its count moves."""
    before = judged.of_window.get(place)
    if before is None:
        judged.of_window[place] = outcome
        progress.counts[outcome] += 1
        return
    after = outcome_of_window(before, outcome)
    judged.of_window[place] = after
    progress.counts[before] -= 1
    progress.counts[after] += 1
    progress.counts[Outcome.DUPLICATES] += 1


def _heal(open_rejects: dict[Key, list[Rejected]], key: Key, good: Sighted, load_id: str) -> None:
    """A good version heals what was seen before it, but not the conflict that it has itself won.

    Windows are not loaded in the order in which they were asked for: what was seen after it may be newer.
    """
    still_open = []
    for rejected in open_rejects.pop(key):
        if _place(rejected.sighted) > _place(good) or _is_own_conflict(rejected.sighted, good):
            still_open.append(rejected)
        else:
            rejected.healed_load_id = load_id
    if still_open:
        open_rejects[key] = still_open


def _place(sighted: Sighted) -> tuple[datetime, str, int, int]:
    page = sighted.page
    return page.requested_at, page.window_id, page.page_number, sighted.position


def _is_own_conflict(rejected: Sighted, good: Sighted) -> bool:
    return (
        rejected.problem is not None
        and rejected.problem.reason is Reason.CONFLICTING_VERSIONS
        and (rejected.part, rejected.page.page_number) == (good.part, good.page.page_number)
    )


class KnownVersions(msgspec.Struct):
    """The versions of one order that history holds: by hash, where each was seen last.

    standing: the hash of the one that stands in the tables.
    """

    latest: Version | None = None
    latest_hash: str = ""
    hashes: dict[str, Version] = msgspec.field(default_factory=dict)
    standing: str | None = None

    def add(self, version_hash: str, version: Version) -> None:
        self.hashes[version_hash] = max(version, self.hashes.get(version_hash, version))
        if self.latest is None or version > self.latest:
            self.latest, self.latest_hash = version, version_hash


class Standing(msgspec.Struct, frozen=True):
    """The row of history that tells of an order as it stands after a batch: the place, and the hash of the version."""

    place: Version
    version_hash: str


def versions_to_keep(batch: Batch, judged: Judgement, known: dict[Key, KnownVersions]) -> list[int]:
    """The sightings that become rows of `order_history`: a change against its latest row, or a late unknown version."""
    kept = []
    for ordinal, key, outcome in judged.telling:
        sighted, versions = batch.sighted[ordinal], known.setdefault(key, KnownVersions())
        assert sighted.seen is not None
        version_hash = sighted.version_hash
        is_told = (
            version_hash in versions.hashes
            if outcome is Outcome.STALE
            else version_hash == versions.latest_hash or sighted.seen.version == versions.latest
        )
        if is_told:
            continue
        kept.append(ordinal)
        versions.add(version_hash, sighted.seen.version)
    return kept


def standing_versions(batch: Batch, judged: Judgement, known: dict[Key, KnownVersions]) -> dict[Key, Standing]:
    """Of the orders of which another version stands after the batch than before. `known` with what the batch keeps.

    It is the row of the winner's own place, also where a repaired parser reads that anew; else the row in which the
    same version was kept, because what differs in personal data alone has no row of its own.
    """
    changed = {}
    for key, ordinal in judged.winners.items():
        sighted, versions = batch.sighted[ordinal], known[key]
        assert sighted.seen is not None
        if sighted.version_hash != versions.standing:
            own = sighted.seen.version
            place = own if own in versions.hashes.values() else versions.hashes.get(sighted.version_hash, own)
            changed[key] = Standing(place, sighted.version_hash)
    return changed


def reject_row(account: str, window_id: str, rejected: Rejected, at: datetime) -> tuple[Any, ...]:
    """In the order of the columns of `rejects`."""
    sighted, problem = rejected.sighted, rejected.sighted.problem
    assert problem is not None
    return (
        account,
        window_id,
        sighted.page.page_number,
        sighted.position,
        sighted.order_id,
        str(problem.reason),
        problem.path,
        problem.message,
        sighted.page.sha256,
        at,
        rejected.healed_load_id,
    )
