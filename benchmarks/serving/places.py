"""Orders found by the instants at which they changed or were bought: places in the order of the hub's list."""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime

from benchmarks.rendered import Rendered


class ByTime:
    """`time`: which of the instants of an order."""

    def __init__(self, orders: Rendered, time: int) -> None:
        times = [one.times[time] for one in orders.placed]
        self._places = sorted(range(len(times)), key=times.__getitem__)
        self._times = [times[place] for place in self._places]

    def within(self, since: str | None, until: str | None, *, has_end: bool) -> list[int]:
        """Places, unsorted. `has_end`: what happened at the very end belongs to it."""
        low = bisect_left(self._times, _micros(since)) if since else 0
        if until is None:
            return self._places[low:]
        return self._places[low : (bisect_right if has_end else bisect_left)(self._times, _micros(until))]


def _micros(text: str) -> int:
    instant = datetime.fromisoformat(text)
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return int(instant.timestamp()) * 1_000_000 + instant.microsecond
