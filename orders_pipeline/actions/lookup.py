"""Looks at the hubs for what was sent: what is seen settles it, what stays unseen waits and then parks for a person.

Only reads. Absence proves nothing until the settle window is over, and even then a person decides.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from orders_pipeline.actions.dispatch import Hubs
from orders_pipeline.actions.journal import Journal, JournalRefuses, StepEntry
from orders_pipeline.model.action_states import SETTLES_WITHIN, Event, State
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Plan

WAITS = (*(timedelta(minutes=minutes) for minutes in (0, 1, 5, 15)), SETTLES_WITHIN)
"""After the end of a sending, when a step in doubt is looked at; after the last look it parks (DESIGN §4)."""

AWAITED = timedelta(days=3)
"""How long an accepted step's effect is waited for, an hour between looks, before it parks."""


def look_up(
    journal: Journal,
    hubs: Hubs,
    *,
    now: Callable[[], datetime],
    is_due_only: bool = True,
    each: Callable[[StepEntry, str], None] = lambda step, sentence: None,
) -> list[StepEntry]:
    """Every step that is in doubt or awaited and whose time has come. What a hub cannot show now is left as it is."""
    journal.recover(at=now())
    moved = []
    for entry in journal.entries({State.UNKNOWN, State.ACCEPTED}):
        for step in entry.steps:
            if step.state not in (State.UNKNOWN, State.ACCEPTED):
                continue
            if is_due_only and step.look_at is not None and step.look_at > now():
                continue
            told = _one(journal, hubs, entry.plan, step, now())
            if told is not None:
                moved.append(told[0])
                each(*told)
    return moved


def look_again(journal: Journal, hubs: Hubs, plan: Plan, step: StepEntry, *, now: datetime) -> StepEntry:
    """A parked step, looked at because a person or the daily reconciliation asks. Only proof moves it."""
    seen = hubs(step.account).look_up(plan, step.number, sent_at=step.sent_at or step.updated_at)
    if seen.event is None:
        return step
    return journal.change(step, seen.event, at=now, who="reconcile", why=seen.sentence, evidence=seen.evidence)


def _one(journal: Journal, hubs: Hubs, plan: Plan, step: StepEntry, now: datetime) -> tuple[StepEntry, str] | None:
    sent_at = step.sent_at or step.updated_at
    try:
        seen = hubs(step.account).look_up(plan, step.number, sent_at=sent_at)
    except Exception as error:  # the hub cannot be looked at: nothing is known that was not known before
        return step, f"the hub cannot be looked at now: {type(error).__name__}: {error}"
    try:
        return _settled(journal, step, seen, sent_at, now), seen.sentence
    except JournalRefuses as refused:
        return step, str(refused)


def _settled(journal: Journal, step: StepEntry, seen: Seen, sent_at: datetime, now: datetime) -> StepEntry:
    if seen.event is not None and (seen.event is not Event.SEEN_PENDING or step.state is State.UNKNOWN):
        return journal.change(step, seen.event, at=now, who="look-up", why=seen.sentence, evidence=seen.evidence)
    next_at = _next(step, seen, sent_at, now)
    if next_at is None:
        why = f"{seen.sentence}; a person decides"
        return journal.change(step, Event.GIVE_UP, at=now, who="look-up", why=why, evidence=seen.evidence)
    return journal.looked(step, at=now, next_at=next_at, why=seen.sentence)


def _next(step: StepEntry, seen: Seen, sent_at: datetime, now: datetime) -> datetime | None:
    """When to look again; None: that was the last time. Looks in between, by a person, bring the end no nearer."""
    if step.state is State.ACCEPTED:
        return now + WAITS[-1] if now < sent_at + AWAITED else None
    if seen.is_blind:
        return None
    return next((sent_at + wait for wait in WAITS if sent_at + wait > now), None)
