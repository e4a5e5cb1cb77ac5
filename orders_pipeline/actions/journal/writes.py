"""Changes of steps within a transaction: compare, set, and tell what happened."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from orders_pipeline.actions.journal.entries import StepEntry, step_of
from orders_pipeline.actions.journal.errors import Moved
from orders_pipeline.actions.journal.tables import EVENTS, STEPS
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
    return now


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
    connection.execute(
        sa.insert(EVENTS).values(
            account=step.account,
            key=step.key,
            number=step.number,
            at=at.isoformat(),
            event=str(event),
            state=str(step.state),
            who=who,
            why=why,
            evidence=evidence,
        )
    )


def tell_refusal(connection: sa.Connection, refusal: Refusal, at: datetime, who: str) -> None:
    """A row of events without a step: number -1; the trap stands as its evidence."""
    connection.execute(
        sa.insert(EVENTS).values(
            account=refusal.intent.account,
            key=refusal.intent.key,
            number=-1,
            at=at.isoformat(),
            event="refused",
            state="refused",
            who=who,
            why=refusal.sentence,
            evidence=refusal.trap,
        )
    )
