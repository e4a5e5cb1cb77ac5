"""World time: an instant that stands still until it is moved, kept in `clock.json` so that it outlives a process."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orders_pipeline.sandbox.world import NOW


class WorldClock:
    """Without a folder the instant lives in memory alone."""

    def __init__(self, folder: Path | None = None, now: datetime | None = None) -> None:
        self._path = folder / "clock.json" if folder else None
        if now is None and self._path and self._path.exists():
            now = datetime.fromisoformat(json.loads(self._path.read_text())["now"])
        self._now = NOW
        self.set(now or NOW)

    @property
    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError(f"world time {instant} has no time zone")
        self._now = instant.astimezone(UTC)
        if self._path:
            write_whole(self._path, {"now": self._now.isoformat()})
        return self._now

    def advance(self, by: timedelta) -> datetime:
        return self.set(self._now + by)


def write_whole(path: Path, content: object) -> None:
    """The new content or the old, never a part."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(content, indent=1) + "\n")
    os.replace(draft, path)  # noqa: PTH105 - atomic on purpose
