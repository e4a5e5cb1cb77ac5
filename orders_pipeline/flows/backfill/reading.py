"""A backfill: days of the past, read into windows of their own and certified. Killed at any time, it goes on there.

Beside the live windows, whose cursor it never moves, and behind them: one of the hub's places stays free for them.
"""

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from orders_pipeline.channels.base import Patience
from orders_pipeline.extract import Step, WindowRead, read_windows
from orders_pipeline.flows.backfill import again as generations
from orders_pipeline.flows.backfill.again import of_generation, plain
from orders_pipeline.flows.backfill.estimate import Estimate
from orders_pipeline.flows.backfill.plan import beside_live, connected, plan
from orders_pipeline.flows.backfill.span import counted, missing, refuse_nonsense
from orders_pipeline.flows.backfill.told import Course
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL, reading_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Account, Home

MOST_SHOWN = 5  # failures and days in a message; the report has all


class Backfilled(msgspec.Struct, frozen=True, kw_only=True):
    """What a backfill did. It was complete where `missing` is empty: every day of the span is certified."""

    expected: Estimate
    read: tuple[WindowRead, ...]
    missing: tuple[date, ...]
    seconds: float

    @property
    def certified(self) -> tuple[WindowRead, ...]:
        return tuple(one for one in self.read if one.certificate is not None)

    @property
    def failures(self) -> tuple[WindowRead, ...]:
        return tuple(one for one in self.read if one.failure is not None)

    @property
    def orders(self) -> int:
        return sum(one.certificate.orders for one in self.read if one.certificate)

    @property
    def pages(self) -> int:
        return sum(one.certificate.pages + one.certificate.continuations for one in self.read if one.certificate)


class DaysMissing(RuntimeError):
    """Days could not be certified: the same command, or the same partitions, read them again and nothing else."""

    def __init__(self, report: Backfilled, *, again: bool = False) -> None:
        self.report = report
        span, more = report.expected.span, ", …" if len(report.missing) > MOST_SHOWN else ""
        lines = [
            f"account {span.account}: {len(report.missing)} of {counted(span.days, 'day')} missing: "
            f"{', '.join(map(str, report.missing[:MOST_SHOWN]))}{more}. What is certified is not read again. "
            f"To go on: {command(span.account, span.first, span.asked_last if again else span.last, again=again)}",
            *(f"  {one.window.name}: {one.failure}" for one in report.failures[:MOST_SHOWN]),
        ]
        super().__init__("\n".join(lines))


def command(account: str, first: date, last: date, *, again: bool = False) -> str:
    """The command that reads these days, or goes on with them."""
    return f"orders-pipeline backfill {account} --from {first} --to {last}{' --again' if again else ''}"


def estimate_backfill(
    home: Home,
    account: Account,
    first: date,
    last: date,
    *,
    again: bool = False,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
) -> Estimate:
    """What reading the days would take; again: all of them. Asks the hub for clock and counts, writes nothing.

    Raises BadRange; HubError: the hub cannot be asked; BadSettings.
    """
    refuse_nonsense(first, last)
    account = beside_live(account)
    with connected(home, account, environ, now, patience) as channel:
        landing = AccountLanding(home.landing, account.name)
        covered = [] if again else map(plain, landing.covered(Purpose.BACKFILL))
        return plan(landing, channel, account, first, last, now, covered).expected


def backfill(
    home: Home,
    account: Account,
    first: date,
    last: date,
    *,
    again: bool = False,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    begin: Callable[[Estimate], None] = lambda expected: None,
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
    patience: Patience = AS_USUAL,
) -> Backfilled:
    """Every order that was changed on these days and not since, certified; certified windows are not read again.

    again: they are, once, into windows beside the earlier ones; killed, the same call goes on with what is left.
    begin: told what it will take, before the first window is read; progress: a line for each that is done.

    Raises DaysMissing: some windows failed, all others are certified; BadRange; HubError: the hub cannot be asked;
    Busy: another process backfills the account; OtherSource; BadSettings.
    """
    refuse_nonsense(first, last)
    account, began = beside_live(account), now()
    landing, reading = AccountLanding(home.landing, account.name), reading_of(account)
    # What is committed late is younger than the overlap of the live windows; so no order need be read on two days.
    reading = msgspec.structs.replace(reading, overlap=timedelta(0))
    read: list[WindowRead] = []
    with landing.reading(Purpose.BACKFILL), connected(home, account, environ, now, patience) as channel:
        landing.claim(reading.source)
        number = generations.begin(landing.folder, first, last, landing.covered(Purpose.BACKFILL)) if again else 0

        def covered() -> list[Window]:
            held = landing.covered(Purpose.BACKFILL)
            return generations.covered_by(number, held) if again else list(map(plain, held))

        planned = plan(landing, channel, account, first, last, now, covered())
        begin(planned.expected)
        course = Course(planned.expected, now, progress)
        for place in range(len(planned.wanted)):
            days = planned.days(place, channel, reading.concurrent)
            windows = course.planned([(day, [of_generation(number, one) for one in parts]) for day, parts in days])
            read += read_windows(
                reading, landing, channel, windows, Purpose.BACKFILL, now=now, each=course.done, step=step
            )
        still = missing(planned.expected.span, covered())
        if again and not still:
            generations.ended(landing.folder)
    seconds = (now() - began).total_seconds()
    report = Backfilled(expected=planned.expected, read=tuple(read), missing=tuple(still), seconds=seconds)
    if still:
        raise DaysMissing(report, again=again)
    return report
