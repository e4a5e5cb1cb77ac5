"""How far a backfill is: a line for each window that is done. Takes the clock as an argument, speaks to nobody."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from orders_pipeline.extract import WindowRead
from orders_pipeline.flows.backfill.estimate import Estimate, lasting
from orders_pipeline.model.window import Window

Days = Sequence[tuple[date, Sequence[Window]]]


class Course:
    """Is told of windows when they are planned and when they are done, and hands a line on for each.

    A day is done when every window of it is certified; one without a window is read with the next day that has one.
    """

    def __init__(self, expected: Estimate, now: Callable[[], datetime], progress: Callable[[str], None]) -> None:
        self._account, self._of, self._orders_of = expected.span.account, expected.days_missing, expected.orders
        self._began, self._now, self._progress = now(), now, progress
        self._day_of: dict[Window, date] = {}
        self._left: dict[date, int] = {}
        self._whole: dict[date, int] = {}  # how many days are done with this one
        self._days = self._orders = 0

    def planned(self, days: Days) -> list[Window]:
        """The windows of these days, to be read."""
        before = 1
        for day, windows in days:
            self._left[day] = len(windows)
            self._day_of |= dict.fromkeys(windows, day)
            self._whole[day] = before
            before = 1 if windows else before + 1
        return [window for _, windows in days for window in windows]

    def done(self, one: WindowRead, number: int, of: int) -> None:
        """As `read_windows` tells it."""
        self._progress(f"{self._account}: {self._line(self._day_of[one.window], one)}")

    def _line(self, day: date, one: WindowRead) -> str:
        """`12 of 90 days, 2026-05-12 certified; 1,034 orders, 210 a second, about 4 minutes left, until 10:42 UTC`."""
        if one.certificate is None:
            return f"{day} is missing, window {one.window.name}: {one.failure}"
        self._orders += one.certificate.orders
        self._left[day] -= 1
        is_whole = not self._left[day]
        self._days += self._whole[day] if is_whole else 0
        passed = self._now() - self._began
        pace = self._orders / max(passed.total_seconds(), 0.001)
        return (
            f"{self._days} of {self._of} days, {day} certified{'' if is_whole else ' in part'}; "
            f"{self._orders:,} orders, {pace:,.0f} a second{self._rest(passed)}"
        )

    def _rest(self, passed: timedelta) -> str:
        """By orders where the hub has counted them, else by days."""
        done, of = (self._orders, self._orders_of) if self._orders_of else (self._days, self._of)
        if not done or self._days >= self._of:
            return ""
        left = passed * max(of - done, 0) / done
        return f", {lasting(left.total_seconds())} left, until {self._now() + left:%H:%M} UTC"
