"""Steps of which nobody knows whether they happened: how old, how much money, what was read, and the next command."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from orders_pipeline.actions.commands import named
from orders_pipeline.actions.journal import Entry, EventRow, Journal, StepEntry
from orders_pipeline.model.action_states import DOUBTS, State

_LOOKS = frozenset({"looked", "give_up", "seen_pending"})


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """since: when it was sent. shown: the hub's side of it at the last look; None: it was not looked at yet."""

    account: str
    order_id: str
    key: str
    step: int
    kind: str
    state: State
    what: str
    since: datetime
    age: timedelta
    amount: Decimal
    currency: str | None
    why: str
    shown: str | None
    looked_at: datetime | None
    look_at: datetime | None
    next: str


def doubts(journal: Journal, now: datetime, account: str | None = None) -> list[Doubt]:
    """Oldest first."""
    found = [
        _doubt(journal, entry, step, now)
        for entry in journal.entries(DOUBTS, account)
        for step in entry.steps
        if step.state in DOUBTS
    ]
    return sorted(found, key=lambda one: one.since)


def _doubt(journal: Journal, entry: Entry, step: StepEntry, now: datetime) -> Doubt:
    events = [one for one in journal.events(entry.account, entry.key) if one.number == step.number]
    look = _last(events, _LOOKS)
    began = _last(events, frozenset({"in_doubt"}))
    since = step.sent_at or step.updated_at
    return Doubt(
        account=step.account,
        order_id=step.order_id,
        key=step.key,
        step=step.number + 1,
        kind=entry.plan.intent.kind,
        state=step.state,
        what=entry.plan.steps[step.number].draft.sentence,
        since=since,
        age=now - since,
        amount=step.amount,
        currency=step.currency,
        why=began.why if began else "",
        shown=look.why if look else None,
        looked_at=look.at if look else None,
        look_at=step.look_at,
        next=_next(step, now),
    )


def _last(events: list[EventRow], names: frozenset[str]) -> EventRow | None:
    return next((one for one in reversed(events) if one.event in names), None)


def _next(step: StepEntry, now: datetime) -> str:
    """To be copied; what stands in capitals is for the person to write. A look that is not due has to be asked for."""
    if step.state is State.UNKNOWN:
        is_due = step.look_at is None or step.look_at <= now
        return "orders-pipeline actions look" + ("" if is_due else " --all")
    return (
        f"orders-pipeline actions resolve {named(step.account, step.key)} --step {step.number + 1} "
        '--happened --evidence "WHERE YOU SAW IT" --why "WHY"    (or: --did-not-happen)'
    )
