"""Half-open UTC windows of hub time, and the arithmetic of overlap, settle delay and cursor.

Pure: takes the clock as an argument. Knows nothing of channels, files or pages.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec

_STAMP = "%Y%m%dT%H%M%S"


class Window(msgspec.Struct, frozen=True, order=True):
    """From `start`, inclusive, to `end`, exclusive; both aware and in UTC.

    Raises ValueError: naive bounds, or an end that is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() != timedelta(0) or self.end.utcoffset() != timedelta(0):
            raise ValueError("a window's bounds must be in UTC")
        if self.end <= self.start:
            raise ValueError(f"a window must end after it starts: {self.start} to {self.end}")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def name(self) -> str:
        """`20260801T000000Z_20260802T000000Z`, with microseconds where there are any; sorts by start."""
        return f"{_stamp(self.start)}_{_stamp(self.end)}"

    def reaching_back(self, overlap: timedelta) -> "Window":
        """What is asked of the hub for this window: it begins earlier, so that rows committed late are seen."""
        return Window(self.start - overlap, self.end)


def _stamp(instant: datetime) -> str:
    fraction = f".{instant.microsecond:06d}" if instant.microsecond else ""
    return instant.strftime(_STAMP) + fraction + "Z"


def settled(hub_now: datetime, settle: timedelta) -> datetime:
    """The latest instant that may be read up to, on a whole second: what is younger may not be visible yet."""
    return (hub_now.astimezone(UTC) - settle).replace(microsecond=0)


def cursor(start: datetime, covered: Iterable[Window]) -> datetime:
    """The end of the contiguous windows from `start` on: everything before it is read and certified."""
    reached = start
    for window in sorted(covered):
        if window.start > reached:
            break
        reached = max(reached, window.end)
    return reached


def runs(covered: Iterable[Window]) -> list[Window]:
    """The windows, those that follow each other or overlap as one, in order."""
    found: list[Window] = []
    for window in sorted(covered):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def gaps(span: Window, covered: Iterable[Window]) -> list[Window]:
    """What of `span` no window covers, in order."""
    missing, reached = [], span.start
    for window in sorted(covered):
        if window.end <= reached:
            continue
        if window.start >= span.end:
            break
        if window.start > reached:
            missing.append(Window(reached, window.start))
        reached = max(reached, window.end)
    if reached < span.end:
        missing.append(Window(reached, span.end))
    return missing


def split(window: Window, parts: int) -> list[Window]:
    """Equal parts on whole seconds that together are exactly `window`; fewer where it is too short."""
    seconds = max(1, -(-int(window.length.total_seconds()) // max(1, parts)))
    bounds = [window.start]
    while (following := bounds[-1] + timedelta(seconds=seconds)) < window.end:
        bounds.append(following)
    bounds.append(window.end)
    return [Window(start, end) for start, end in pairwise(bounds)]
