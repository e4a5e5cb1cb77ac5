"""A list of the hub compared with what is held, order by order, and the proof that comes of it. Pure.

What the hub has is held, quarantined, pending or missing, each order in one of them; what is gone stands beside it.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime

import msgspec

from orders_pipeline.channels.base import Listing, OrdersRead
from orders_pipeline.landing.proofs import Finding
from orders_pipeline.model.records.proofs import Proof, ProofKind
from orders_pipeline.warehouse.standing import Standing

COUNT = "count"  # the method where the hub's own count was that of the orders held


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is proven. read_until_at: what changed before it, the windows must have read."""

    account: str
    kind: ProofKind
    name: str
    proved_at: datetime
    read_until_at: datetime


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Nameless orders, without a readable id, are only counted. gone: None where it was not asked."""

    subject: Subject
    method: str
    held: int
    quarantined: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nameless_quarantined: int = 0
    nameless_missing: int = 0
    gone: tuple[str, ...] | None = None
    listed_sha256: str | None = None


def compared(
    subject: Subject,
    listing: Listing,
    standing: Mapping[str, Standing],
    *,
    nameless_held: int,
    expected: Set[str] | None,
    listed_sha256: str,
) -> Comparison:
    """`standing`: of the listed orders, those that are known. `expected`: the held orders that the list should show.

    An order that is not known is pending where it changed so late that no window can have read it yet, else missing.
    Of listed orders without an id no more can be said than that as many sightings without one are in quarantine.
    """
    unknown = [order for order in listing.orders if order.order_id not in standing]
    is_pending = {
        one.order_id: one.changed_at is not None and one.changed_at >= subject.read_until_at for one in unknown
    }
    quarantined = [order_id for order_id, found in standing.items() if found is Standing.QUARANTINED]
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
        listed_sha256=listed_sha256,
    )


def finding_of(comparison: Comparison, read: OrdersRead, window_id: str | None) -> Finding:
    """The proof, after the missing orders of all comparisons were read by id, and landed as that window."""
    subject, missing = comparison.subject, set(comparison.missing)
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
        is_complete=missing_count == len(fetched) + len(absent),
        listed_sha256=comparison.listed_sha256,
        single_window_id=window_id if fetched or absent else None,
    )
    return Finding(
        proof=proof,
        missing=comparison.missing,
        fetched=fetched,
        absent=absent,
        failed={order_id: why for order_id, why in read.failed.items() if order_id in missing},
        quarantined=comparison.quarantined,
        pending=comparison.pending,
        gone=comparison.gone or (),
    )


def _in_order(order_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(order_ids))
