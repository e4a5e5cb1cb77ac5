"""What a load counts. Per window: received = inserted + updated + unchanged + stale + duplicates + quarantined.

Pure numbers, and the report that a load hands back.
"""

import msgspec

from orders_pipeline.warehouse.errors import CountsDoNotAddUp
from orders_pipeline.warehouse.outcome import Outcome


def nothing() -> dict[Outcome, int]:
    return dict.fromkeys(Outcome, 0)


class Progress(msgspec.Struct, kw_only=True):
    """How far a window is loaded, and what its orders were counted as so far."""

    pages_loaded: int = 0
    is_complete: bool = False
    received: int = 0
    counts: dict[Outcome, int] = msgspec.field(default_factory=nothing)

    def plus(self, other: "Progress") -> "Progress":
        """The window after another part of it."""
        return Progress(
            pages_loaded=self.pages_loaded + other.pages_loaded,
            is_complete=self.is_complete or other.is_complete,
            received=self.received + other.received,
            counts={outcome: self.counts[outcome] + other.counts[outcome] for outcome in Outcome},
        )

    def checked(self, account: str, window_id: str) -> "Progress":
        """Raises CountsDoNotAddUp: an order is counted twice or not at all."""
        if self.received != sum(self.counts.values()) or min(self.counts.values()) < 0:
            raise CountsDoNotAddUp(account, window_id, self.received, sum(self.counts.values()))
        return self


class WindowLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """A window that this load worked on, with its counts over all loads."""

    account: str
    window_id: str
    progress: Progress


class LoadReport(msgspec.Struct, kw_only=True):
    """`received` and `counts` are of this load alone; `rows_written` is by table; `skipped` windows were complete."""

    load_id: str
    windows: list[WindowLoaded] = msgspec.field(default_factory=list)
    skipped: int = 0
    batches: int = 0
    received: int = 0
    counts: dict[Outcome, int] = msgspec.field(default_factory=nothing)
    rows_written: dict[str, int] = msgspec.field(default_factory=dict)
    healed: int = 0
