"""A look at the journal that writes nothing and waits for nobody: for the doctor, and for who asks whether it moved."""

from datetime import datetime
from pathlib import Path

import msgspec

from orders_pipeline.actions.journal.entries import StepEntry
from orders_pipeline.actions.journal.generation import DATABASE, Generation

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
    from orders_pipeline.actions.journal.glimpsed import glimpsed  # SQLAlchemy, which most loads do without

    return glimpsed(folder / DATABASE, made)
