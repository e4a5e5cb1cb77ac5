"""A look at the journal that writes nothing and waits for nobody: for the doctor, and for who asks whether it moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa

from orders_pipeline.actions.journal import switches
from orders_pipeline.actions.journal.entries import StepEntry, step_of
from orders_pipeline.actions.journal.generation import Generation
from orders_pipeline.actions.journal.journal import DATABASE
from orders_pipeline.actions.journal.tables import EVENTS, STEPS
from orders_pipeline.model.action_states import FINAL

LOST = (
    "{made} sendings were made and the journal is not there: restore it from a backup, then reconcile it with the hubs"
)


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """open_steps: those that are not at their end. stopped, restored: why nothing, or no money, is sent; None: it may.

    newest: the sequence of the last event, 0 before the first; at, the instant of it.
    """

    open_steps: tuple[StepEntry, ...] = ()
    stopped: str | None = None
    restored: str | None = None
    newest: int = 0
    newest_at: datetime | None = None


def glance(folder: Path) -> Glance:
    """Nothing where no journal is. Raises sqlalchemy's errors: the file is no journal."""
    made = Generation(folder).read()
    if not (folder / DATABASE).exists():
        return Glance(restored=LOST.format(made=made) if made else None)
    with _read_only(folder / DATABASE) as connection:
        ended = sa.select(STEPS).where(STEPS.c.state.not_in(sorted(map(str, FINAL))))
        newest = connection.execute(sa.select(EVENTS).order_by(EVENTS.c.sequence.desc()).limit(1)).one_or_none()
        return Glance(
            open_steps=tuple(map(step_of, connection.execute(ended).all())),
            stopped=switches.why_stopped(connection),
            restored=switches.why_no_money(connection, made),
            newest=newest.sequence if newest else 0,
            newest_at=datetime.fromisoformat(newest.at) if newest else None,
        )


@contextmanager
def _read_only(file: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{file.absolute().as_uri()}?mode=ro&uri=true", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
