"""Which days a backfill is about: as asked for, cut to what is settled, and what of them is not certified yet.

Pure: knows windows and days, no hub and no files.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from orders_pipeline.model.days import A_DAY, by_day, day_start
from orders_pipeline.model.window import Window, gaps
from orders_pipeline.settings import Account
from orders_pipeline.settings.values import EARLIEST

DAYS_A_STRETCH = 31
"""Of this many days together the hub is asked for a count, and windows are planned."""

Stretch = list[tuple[date, list[Window]]]
"""Days that follow one another, each with what is missing of it."""


class BadRange(ValueError):
    """The days asked for cannot be read: name others. The hub was asked for its clock at most."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """The merchant's days from `first` to `last`, both included.

    asked_last: as it was asked for; `window` ends with it, or earlier where that is not settled yet.
    """

    account: str
    time_zone: str
    first: date
    last: date
    asked_last: date
    window: Window

    @property
    def days(self) -> int:
        return sum(1 for _ in by_day(self.window, self.time_zone))

    @property
    def is_cut(self) -> bool:
        return self.last < self.asked_last or self.window.end < day_start(self.last + A_DAY, self.time_zone)

    @property
    def words(self) -> str:
        return f"from {self.first} to {self.last}, {counted(self.days, 'day')} of {self.time_zone}, both included"


def refuse_nonsense(first: date, last: date) -> None:
    """Before anybody is asked.     Raises BadRange."""
    if first > last:
        raise BadRange(f"The first day, {first}, is after the last, {last}. Name the earlier one with --from.")
    if first < EARLIEST:
        raise BadRange(f"The first day, {first}, is before {EARLIEST}; no hub here is that old. Name a later one.")


def span_of(account: Account, first: date, last: date, settled: datetime) -> Span:
    """Raises BadRange: nothing of it is settled yet, or no such day is in the zone."""
    today = settled.astimezone(ZoneInfo(account.time_zone)).date()
    start, reached = day_start(first, account.time_zone), min(last, today)
    end = min(day_start(reached + A_DAY, account.time_zone), settled)
    if start >= settled:
        raise BadRange(
            f"{first} lies in the future of account {account.name}: orders can be read up to "
            f"{settled:%Y-%m-%d %H:%M} UTC, which is {today} in {account.time_zone}. Name earlier days."
        )
    if start >= end:
        raise BadRange(f"There was no {first} in {account.time_zone}: clocks went over it. Name other days.")
    return Span(
        account=account.name,
        time_zone=account.time_zone,
        first=first,
        last=reached,
        asked_last=last,
        window=Window(start, end),
    )


def missing(span: Span, covered: Iterable[Window]) -> dict[date, list[Window]]:
    """What no window covers, by day; days that are covered whole are not in it."""
    found: dict[date, list[Window]] = {}
    for gap in gaps(span.window, covered):
        for day, part in by_day(gap, span.time_zone):
            found.setdefault(day, []).append(part)
    return found


def stretches(wanted: dict[date, list[Window]]) -> list[Stretch]:
    """The days in order, cut where one is not wanted, and after DAYS_A_STRETCH."""
    cut: list[Stretch] = []
    for day, parts in wanted.items():
        if cut and len(cut[-1]) < DAYS_A_STRETCH and cut[-1][-1][0] + A_DAY == day:
            cut[-1].append((day, parts))
        else:
            cut.append([(day, parts)])
    return cut


def together(stretch: Stretch, days: int) -> Stretch:
    """The parts that follow one another joined, at most so many days in one; each stands at the last day it holds.

    What a day is read with another one's part has no window of its own.
    """
    joined: Stretch = []
    for place, (day, parts) in enumerate(stretch):
        before = joined[-1][1] if joined and place % days else []
        if before and parts and before[-1].end == parts[0].start:
            parts = [Window(before.pop().start, parts[0].end), *parts[1:]]
        joined.append((day, list(parts)))
    return joined


def counted(number: int, thing: str) -> str:
    """`1 day`, `90 days`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
