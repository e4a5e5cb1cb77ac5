"""What the landing holds of days of the past: each day that is certified as a whole, with its certificates."""

from collections.abc import Sequence
from datetime import date

import msgspec

from orders_pipeline.channels.base import Certificate
from orders_pipeline.flows.backfill.again import covered_by, generation, plain
from orders_pipeline.flows.backfill.span import Span, missing
from orders_pipeline.flows.certificates import Certified
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.days import A_DAY, by_day, day_start
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Home


class DayHeld(msgspec.Struct, frozen=True):
    day: date
    certificates: Sequence[Certified]

    @property
    def orders(self) -> int:
        return sum(one.certificate.orders for one in self.certificates)

    @property
    def pages(self) -> int:
        return sum(one.certificate.pages + one.certificate.continuations for one in self.certificates)


def days_held(home: Home, span: Span) -> list[DayHeld]:
    """The days of the span that are over and have no gap, in order; of a day that was read again the newest reading.

    Raises Damaged: a manifest cannot be read.
    """
    landing = AccountLanding(home.landing, span.account)
    covered = landing.covered(Purpose.BACKFILL)
    gaps = missing(span, map(plain, covered))
    newest = _newest_readings(span, covered)
    found: dict[date, list[Certified]] = {
        day: []
        for day, part in by_day(span.window, span.time_zone)
        if day not in gaps and part.end == day_start(day + A_DAY, span.time_zone)
    }
    for window in covered:
        if window.start < span.window.end and window.end > span.window.start:
            manifest = landing.manifest(Purpose.BACKFILL, window)
            certificate = msgspec.json.decode(manifest.certificate, type=Certificate)
            one = Certified(window=window, certified_at=manifest.certified_at, certificate=certificate)
            for day, _ in by_day(plain(window), span.time_zone):
                if day in found and newest.get(day) in (None, generation(window)):
                    found[day].append(one)
    return [DayHeld(day, certificates) for day, certificates in found.items()]


def _newest_readings(span: Span, covered: Sequence[Window]) -> dict[date, int]:
    """The newest generation that covers each day whole; days that none covers alone are not in it."""
    days = [day for day, _ in by_day(span.window, span.time_zone)]
    newest: dict[date, int] = {}
    for number in sorted(set(map(generation, covered))):
        left = missing(span, covered_by(number, covered))
        newest |= {day: number for day in days if day not in left}
    return newest
