"""A list of the hub compared with what is held, order by order, and the proof that comes of it. Pure.

What the hub has is held, quarantined, pending or missing, each order in one of them; what is gone stands beside it.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime

import msgspec

from orders_pipeline.channels.base import Listed, Listing, OrdersRead
from orders_pipeline.landing.proofs import Finding
from orders_pipeline.model.records.proofs import Proof, ProofKind
from orders_pipeline.model.window import Window
from orders_pipeline.warehouse.standing import Known, Standing

COUNT = "count"  # the method where the hub's own count was that of the orders held


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is proven. read_until_at: what changed before it the windows must have read; read_behind: and what in it."""

    account: str
    kind: ProofKind
    name: str
    proved_at: datetime
    read_until_at: datetime
    read_behind: Sequence[Window] = ()

    def must_be_read(self, changed_at: datetime | None) -> bool:
        """Whether a window has passed what changed then; what has no date no window ever shows."""
        return (
            changed_at is None
            or changed_at < self.read_until_at
            or any(window.start <= changed_at < window.end for window in self.read_behind)
        )


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Nameless orders, without a readable id, are only counted. gone, outdated: None where it was not asked.

    outdated: held, and changed at the hub since, though the windows have passed that.
    """

    subject: Subject
    method: str
    held: int
    quarantined: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nameless_quarantined: int = 0
    nameless_missing: int = 0
    gone: tuple[str, ...] | None = None
    outdated: tuple[str, ...] | None = None
    listed_sha256: str | None = None


def compared(
    subject: Subject,
    listing: Listing,
    standing: Mapping[str, Known],
    *,
    nameless_held: int,
    expected: Set[str] | None,
    listed_sha256: str,
) -> Comparison:
    """`standing`: of the listed orders, those that are known. `expected`: the held orders that the list should show.

    An order that is not known is pending where it changed so late that no window can have read it yet, else missing.
    One of which something is in quarantine is not called outdated: its newest version is there, and a person's.
    Of listed orders without an id no more can be said than that as many sightings without one are in quarantine.
    """
    unknown = [order for order in listing.orders if order.order_id not in standing]
    is_pending = {one.order_id: not subject.must_be_read(one.changed_at) for one in unknown}
    quarantined = [order_id for order_id, found in standing.items() if found.standing is Standing.QUARANTINED]
    compared_ones = [one for one in listing.orders if one.updated_at is not None]
    nameless_quarantined = min(listing.nameless, nameless_held)
    return Comparison(
        subject=subject,
        method=listing.method,
        held=len(standing) - len(quarantined),
        quarantined=_in_order(quarantined),
        pending=_in_order(order_id for order_id, pending in is_pending.items() if pending),
        missing=_in_order(order_id for order_id, pending in is_pending.items() if not pending),
        nameless_quarantined=nameless_quarantined,
        nameless_missing=listing.nameless - nameless_quarantined,
        gone=None if expected is None else _in_order(expected - {order.order_id for order in listing.orders}),
        outdated=_in_order(one.order_id for one in compared_ones if _is_outdated(subject, one, standing))
        if compared_ones
        else None,
        listed_sha256=listed_sha256,
    )


def _is_outdated(subject: Subject, one: Listed, standing: Mapping[str, Known]) -> bool:
    known = standing.get(one.order_id)
    if known is None or known.updated_at is None or one.updated_at is None or known.is_doubted:
        return False
    return one.updated_at > known.updated_at and subject.must_be_read(one.changed_at)


def finding_of(comparison: Comparison, read: OrdersRead, window_id: str | None) -> Finding:
    """The proof, after the missing and outdated orders of all comparisons were read by id, landed as that window."""
    subject, missing, outdated = comparison.subject, set(comparison.missing), comparison.outdated or ()
    refreshed = tuple(one for one in outdated if one in set(read.found))
    left = set(outdated) - set(read.found) - set(read.absent)
    fetched, absent = (
        tuple(one for one in comparison.missing if one in ids) for ids in map(set, (read.found, read.absent))
    )
    quarantined_count = len(comparison.quarantined) + comparison.nameless_quarantined
    missing_count = len(missing) + comparison.nameless_missing
    proof = Proof(
        account=subject.account,
        kind=subject.kind,
        subject=subject.name,
        proved_at=subject.proved_at,
        method=comparison.method,
        read_until_at=subject.read_until_at,
        hub_count=comparison.held + quarantined_count + len(comparison.pending) + missing_count,
        held_count=comparison.held,
        quarantined_count=quarantined_count,
        pending_count=len(comparison.pending),
        missing_count=missing_count,
        fetched_count=len(fetched),
        absent_count=len(absent),
        gone_count=None if comparison.gone is None else len(comparison.gone),
        is_complete=missing_count == len(fetched) + len(absent) and not left,
        listed_sha256=comparison.listed_sha256,
        single_window_id=window_id if fetched or absent or refreshed else None,
        outdated_count=None if comparison.outdated is None else len(outdated),
        refreshed_count=None if comparison.outdated is None else len(refreshed),
    )
    return Finding(
        proof=proof,
        missing=comparison.missing,
        fetched=fetched,
        absent=absent,
        failed={order_id: why for order_id, why in read.failed.items() if order_id in missing | left},
        quarantined=comparison.quarantined,
        pending=comparison.pending,
        gone=comparison.gone or (),
        outdated=outdated,
        refreshed=refreshed,
    )


def _in_order(order_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(order_ids))
