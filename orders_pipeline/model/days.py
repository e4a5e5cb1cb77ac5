"""The merchant's days as half-open UTC windows: 24 hours long, 23 or 25 where clocks change, and none where a zone
left a day out.

Pure. The end of a day is the start of the next one, in every zone: days leave no gap and do not overlap.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orders_pipeline.model.window import Window

A_DAY = timedelta(days=1)


def day_start(day: date, time_zone: str) -> datetime:
    """The instant at which the day begins, in UTC.

    A midnight that clocks jump over is the jump; of one that comes twice the first counts.
    """
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


def by_day(window: Window, time_zone: str) -> Iterator[tuple[date, Window]]:
    """The window cut at the days' bounds: each day with its part, in order; together they are exactly `window`."""
    start, day = window.start, window.start.astimezone(ZoneInfo(time_zone)).date()
    while start < window.end:
        end = min(day_start(day + A_DAY, time_zone), window.end)
        if end > start:
            yield day, Window(start, end)
            start = end
        day += A_DAY
