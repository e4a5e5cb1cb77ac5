"""Changes of steps within a transaction: compare, set, and tell what happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace

from orders_pipeline.actions.journal.entries import StepEntry, step_of
from orders_pipeline.actions.journal.errors import Moved
from orders_pipeline.actions.journal.tables import EVENTS, INTENTS, REFUSALS, STEPS
from orders_pipeline.model.action_states import Event, State, after
from orders_pipeline.model.plans import Refusal

_LOOKED_AT = frozenset({State.ACCEPTED, State.UNKNOWN})


def changed(
    connection: sa.Connection,
    step: StepEntry,
    event: Event,
    *,
    at: datetime,
    who: str,
    why: str,
    evidence: str | None = None,
    **more: Any,
) -> StepEntry:
    """The step as it stands after the event. Raises NotPossible; Moved: it is not any more as the caller saw it."""
    standing = after(step.standing, event)
    told = {
        "state": str(standing.state),
        "was_in_doubt": standing.was_in_doubt,
        "look_at": at.isoformat() if standing.state in _LOOKED_AT else None,
        **more,
    }
    now = compared_and_set(connection, step, at, told)
    tell(connection, now, at, event, who, why, evidence)
    if event is Event.STALE:
        _end_approval(connection, step)
    return now


def _end_approval(connection: sa.Connection, step: StepEntry) -> None:
    """Nobody stands as having agreed any more; who did, and that it ended, stays in the events.

    Steps that went out under it keep it: of them it is true.
    """
    same = (STEPS.c.account == step.account) & (STEPS.c.key == step.key)
    others = connection.execute(sa.select(STEPS.c.state).where(same, STEPS.c.state != str(State.PLANNED))).first()
    if others is None:
        intent = (INTENTS.c.account == step.account) & (INTENTS.c.key == step.key)
        connection.execute(sa.update(INTENTS).where(intent).values(approved_by=None, approved_why=None))


def all_changed(
    connection: sa.Connection, steps: Sequence[StepEntry], event: Event, *, at: datetime, who: str, why: str
) -> list[StepEntry]:
    """As `changed`, for thousands of steps at once; all of them, or Moved."""
    if not steps:
        return []
    now = [_after(step, event, at) for step in steps]
    rows = [
        {
            "its_account": step.account,
            "its_key": step.key,
            "its_number": step.number,
            "its_revision": before.revision,
            "state": str(step.state),
            "was_in_doubt": step.standing.was_in_doubt,
            "look_at": at.isoformat() if step.look_at else None,
            "updated_at": at.isoformat(),
            "revision": step.revision,
        }
        for before, step in zip(steps, now, strict=True)
    ]
    if connection.execute(_EACH, rows).rowcount != len(rows):
        raise Moved("a step was changed by somebody else meanwhile")
    connection.execute(sa.insert(EVENTS), [_told(step, at, event, who, why, None) for step in now])
    return now


_EACH = sa.update(STEPS).where(
    *(STEPS.c[name] == sa.bindparam(f"its_{name}") for name in ("account", "key", "number", "revision"))
)


def _after(step: StepEntry, event: Event, at: datetime) -> StepEntry:
    standing = after(step.standing, event)
    look_at = at if standing.state in _LOOKED_AT else None
    return replace(step, standing=standing, look_at=look_at, updated_at=at, revision=step.revision + 1)


def compared_and_set(connection: sa.Connection, step: StepEntry, at: datetime, told: dict[str, Any]) -> StepEntry:
    """Raises Moved."""
    this = (STEPS.c.account == step.account) & (STEPS.c.key == step.key) & (STEPS.c.number == step.number)
    values = {**told, "updated_at": at.isoformat(), "revision": step.revision + 1}
    done = connection.execute(sa.update(STEPS).where(this, STEPS.c.revision == step.revision).values(**values))
    if done.rowcount != 1:
        raise Moved(f"{step.key} of account {step.account} was changed by somebody else meanwhile")
    return step_of(connection.execute(sa.select(STEPS).where(this)).one())


def tell(
    connection: sa.Connection, step: StepEntry, at: datetime, event: str, who: str, why: str, evidence: str | None
) -> None:
    """A row of events: what happened to the step, and where it stands now."""
    connection.execute(sa.insert(EVENTS).values(_told(step, at, event, who, why, evidence)))


def _told(step: StepEntry, at: datetime, event: str, who: str, why: str, evidence: str | None) -> dict[str, Any]:
    return {
        "account": step.account,
        "key": step.key,
        "number": step.number,
        "at": at.isoformat(),
        "event": str(event),
        "state": str(step.state),
        "who": who,
        "why": why,
        "evidence": evidence,
    }


def tell_refusal(connection: sa.Connection, refusal: Refusal, at: datetime, who: str) -> None:
    """A row of events without a step: number -1; the trap stands as its evidence."""
    intent = refusal.intent
    sequence = connection.execute(
        sa.insert(EVENTS)
        .returning(EVENTS.c.sequence)
        .values(
            account=intent.account,
            key=intent.key,
            number=-1,
            at=at.isoformat(),
            event="refused",
            state="refused",
            who=who,
            why=refusal.sentence,
            evidence=refusal.trap,
        )
    ).scalar_one()
    about = {"account": intent.account, "key": intent.key, "order_id": intent.order_id, "kind": str(intent.kind)}
    connection.execute(sa.insert(REFUSALS).values(sequence=sequence, **about))
