"""What a glance sees of a journal that is there: its file opened to read only, asked, and closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from orders_pipeline.actions.journal import switches
from orders_pipeline.actions.journal.entries import step_of
from orders_pipeline.actions.journal.glance import Glance
from orders_pipeline.actions.journal.tables import EVENTS, STEPS
from orders_pipeline.model.action_states import FINAL


def glimpsed(file: Path, made: int) -> Glance:
    """`made`: how many sendings the counter beside the journal tells of."""
    with _read_only(file) as connection:
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
