"""The hub asked for each subject of a proof, one after the other: a count where that is enough, else the ids.

A subject that cannot be proven stops no other; a hub that cannot be reached is not asked further.
"""

from collections.abc import Callable, Container, Iterator, Sequence, Set
from datetime import datetime
from functools import partial

import msgspec

from orders_pipeline.channels.base import Channel, Listed, Listing
from orders_pipeline.channels.errors import HubError, Retriable, Unauthorized
from orders_pipeline.flows.proof.comparing import COUNT, Comparison, Subject, compared
from orders_pipeline.flows.proof.days import Day
from orders_pipeline.flows.proof.held import Held
from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.model.records.proofs import ProofKind
from orders_pipeline.model.window import Window

NOT_EXPORTED = "exported=false"


class Asking:
    """Of one account, at one time. failures: what could not be proven, a sentence each."""

    def __init__(
        self,
        account: str,
        channel: Channel,
        held: Held,
        bodies: Bodies,
        *,
        proved_at: datetime,
        read_until_at: datetime,
        read_behind: Sequence[Window],
        progress: Callable[[str], None],
    ) -> None:
        self.failures: list[str] = []
        self._account = account
        self._channel = channel
        self._held = held
        self._bodies = bodies
        self._proved_at = proved_at
        self._read_until_at = read_until_at
        self._read_behind = read_behind
        self._progress = progress

    def comparisons(self, days: Sequence[Day], unexported_since: datetime | None) -> Iterator[Comparison]:
        """Those of the days, and of the marks where a first instant is given."""
        bought_on = self._held.bought_on({day.name: day.window for day in days})
        questions: list[tuple[str, Callable[[], Comparison | None]]] = [
            (day.name, partial(self._day, day, bought_on[day.name])) for day in days
        ]
        if unexported_since is not None:
            questions.append((NOT_EXPORTED, partial(self._unexported, unexported_since)))
        for place, (name, question) in enumerate(questions):
            try:
                comparison = question()
            except Unauthorized:
                raise
            except HubError as error:
                self.failures.append(f"{name}: {error}")
                if isinstance(error, Retriable):
                    self.failures += [f"{later}: not asked for" for later, _ in questions[place + 1 :]]
                    return
            else:
                if comparison is not None:
                    self._progress(f"{self._account}: proof {place + 1} of {len(questions)}, {_line(comparison)}")
                    yield comparison

    def _day(self, day: Day, held: int) -> Comparison:
        subject = self._subject(ProofKind.CREATED_DAY, day.name)
        if not day.by_id and self._channel.count_created(day.window) == held:
            return Comparison(subject=subject, method=COUNT, held=held)
        listing = self._channel.created(day.window)
        return self._compared(subject, listing, self._held.bought_within(day.window))

    def _unexported(self, since: datetime) -> Comparison | None:
        listing = self._channel.unexported(since)
        return (
            None
            if listing is None
            else self._compared(self._subject(ProofKind.UNEXPORTED, NOT_EXPORTED), listing, None)
        )

    def _compared(self, subject: Subject, listing: Listing, expected: Set[str] | None) -> Comparison:
        order_ids = [order.order_id for order in listing.orders]
        standing = self._held.standing_of(order_ids)
        return compared(
            subject,
            _dated(listing, standing, subject.read_until_at),
            standing,
            nameless_held=self._held.nameless,
            expected=expected,
            listed_sha256=self._bodies.put("".join(f"{order_id}\n" for order_id in order_ids).encode()),
        )

    def _subject(self, kind: ProofKind, name: str) -> Subject:
        return Subject(
            account=self._account,
            kind=kind,
            name=name,
            proved_at=self._proved_at,
            read_until_at=self._read_until_at,
            read_behind=self._read_behind,
        )


def _dated(listing: Listing, known: Container[str], since: datetime) -> Listing:
    """Where the list tells no dates of change, the hub is asked which orders changed since: of unknown ones alone."""
    if listing.changed_since is None or all(order.order_id in known for order in listing.orders):
        return listing
    changed = listing.changed_since(since)
    orders = tuple(Listed(one.order_id, since) if one.order_id in changed else one for one in listing.orders)
    return msgspec.structs.replace(listing, orders=orders)


def _line(one: Comparison) -> str:
    parts = {"held": one.held, "quarantined": len(one.quarantined), "pending": len(one.pending)}
    told = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count or name == "held")
    missing = len(one.missing) + one.nameless_missing
    outdated = f", {len(one.outdated):,} OUTDATED" if one.outdated else ""
    return f"{one.subject.name}: {told}" + (f", {missing:,} MISSING" if missing else "") + outdated
