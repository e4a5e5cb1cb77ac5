"""What stops all sending: the kill switch, and a journal that knows of fewer sendings than were made."""

from datetime import datetime

import sqlalchemy as sa

from orders_pipeline.actions.journal.errors import NotNow
from orders_pipeline.actions.journal.tables import SWITCHES
from orders_pipeline.model.action_states import SETTLES_WITHIN

_GENERATION, _STOPPED = "generation", "stopped"


def count(connection: sa.Connection) -> int:
    """How many sendings the journal knows of."""
    row = _row(connection, _GENERATION)
    return int(row.value) if row else 0


def set_count(connection: sa.Connection, number: int, *, who: str, why: str, at: datetime) -> None:
    _set(connection, _GENERATION, str(number), who, why, at)


def set_stopped(connection: sa.Connection, is_stopped: bool, *, who: str, why: str, at: datetime) -> None:
    _set(connection, _STOPPED, "yes" if is_stopped else "no", who, why, at)


def why_stopped(connection: sa.Connection) -> str | None:
    """Who stopped everything, and why; None: nobody did."""
    row = _row(connection, _STOPPED)
    return f"sending was stopped by {row.who}: {row.why}" if row and row.value == "yes" else None


def why_no_money(connection: sa.Connection, made: int) -> str | None:
    """`made`: sendings by the count outside the journal."""
    if made <= (known := count(connection)):
        return None
    return (
        f"the journal knows of {known} sendings and {made} were made: it was restored from a backup. Reconcile it with "
        "the hubs (orders-pipeline actions reconcile), then: orders-pipeline actions go"
    )


def refuse_early(connection: sa.Connection, made: int, last_at: datetime | None, at: datetime) -> None:
    """Raises NotNow: what the journal has forgotten may still be on its way to a hub, so that nothing shows it yet."""
    if made > count(connection) and last_at is not None and at < (over := last_at + SETTLES_WITHIN):
        raise NotNow(
            f"a sending that this journal does not know of began at {last_at:%H:%M}Z and may still arrive at its hub: "
            f"reconcile and go on from {over:%Y-%m-%d %H:%M}Z on"
        )


def _row(connection: sa.Connection, name: str) -> "sa.Row[tuple[str, ...]] | None":
    return connection.execute(sa.select(SWITCHES).where(SWITCHES.c.name == name)).one_or_none()


def _set(connection: sa.Connection, name: str, value: str, who: str, why: str, at: datetime) -> None:
    told = {"value": value, "who": who, "why": why, "at": at.isoformat()}
    if connection.execute(sa.update(SWITCHES).where(SWITCHES.c.name == name).values(**told)).rowcount == 0:
        connection.execute(sa.insert(SWITCHES).values(name=name, **told))
