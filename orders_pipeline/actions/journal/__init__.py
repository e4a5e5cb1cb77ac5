"""What is asked of hubs, durably: states changed by compare-and-set, every change an event beside it.

SQLite with a log and full syncs; the SQL is plain, so that PostgreSQL can follow by its URL. The only room that knows
SQLAlchemy. Decides nothing: what may follow what stands in `model/action_states`.
"""

from orders_pipeline.actions.journal.entries import Entry, EventRow, StepEntry
from orders_pipeline.actions.journal.errors import (
    JournalRefuses,
    KeyTaken,
    Moved,
    NoEvidence,
    NoSuchIntent,
    NotNow,
    Stopped,
)
from orders_pipeline.actions.journal.journal import Journal

__all__ = [
    "Entry",
    "EventRow",
    "Journal",
    "JournalRefuses",
    "KeyTaken",
    "Moved",
    "NoEvidence",
    "NoSuchIntent",
    "NotNow",
    "StepEntry",
    "Stopped",
]
