"""Which days of the merchant are proven in a run, and how: a table of rules, and the days' bounds in UTC. Pure.

Young days in every run; older ones in turn, so that every day since the first is proven again within some weeks.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from orders_pipeline.model.days import A_DAY, day_start
from orders_pipeline.model.window import Window


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How days are proven until they are `until_age` days old; the last rule has no end.

    again_after: days after which a day is proven again; 0: in every run. by_id_every: where the day's age is a multiple
    of this, the ids are compared whatever the counts say, and when each order was changed; None: where counts differ.
    """

    until_age: int | None
    again_after: int
    by_id_every: int | None

    def is_by_id(self, age: int) -> bool:
        return self.by_id_every is not None and age % self.by_id_every == 0


# Orders are missed when they are young, and while a day is young an order that is gone may hide one that is missing:
# their counts agree. Five weeks cover what hubs import late; once a week of them the ids tell updates that were missed,
# which no count tells. A run takes no more of the old days than spreads them
# evenly over three weeks, so that the first run is no longer than the others and a missed one is made good.
RULES = (
    Rule(until_age=3, again_after=0, by_id_every=1),
    Rule(until_age=35, again_after=0, by_id_every=7),
    Rule(until_age=None, again_after=28, by_id_every=None),
)
RUNS_FOR_THE_OLD = 21


class Day(msgspec.Struct, frozen=True, order=True):
    """A day to prove. `window` is the merchant's day: 23 or 25 hours long where clocks change."""

    on: date
    window: Window
    by_id: bool

    @property
    def name(self) -> str:
        return self.on.isoformat()


def day_of(on: date, time_zone: str, *, by_id: bool) -> Day:
    return Day(on, Window(day_start(on, time_zone), day_start(on + A_DAY, time_zone)), by_id)


def days_to_prove(start_on: date, hub_now: datetime, time_zone: str, proven: Mapping[date, datetime]) -> list[Day]:
    """From the youngest on, today included. `proven`: when each day was last proven."""
    today = hub_now.astimezone(ZoneInfo(time_zone)).date()
    young: list[Day] = []
    old: list[date] = []
    for age in range((today - start_on).days + 1):
        rule, on = _rule_for(age), today - timedelta(days=age)
        if rule.again_after == 0:
            young.append(day_of(on, time_zone, by_id=rule.is_by_id(age)))
        else:
            old.append(on)
    share = -(-len(old) // RUNS_FOR_THE_OLD)
    return young + [
        day_of(on, time_zone, by_id=_rule_for((today - on).days).is_by_id((today - on).days))
        for on in _due(old, today, hub_now, proven)[:share]
    ]


def _rule_for(age: int) -> Rule:
    return next(rule for rule in RULES if rule.until_age is None or age < rule.until_age)


def _due(old: list[date], today: date, now: datetime, proven: Mapping[date, datetime]) -> list[date]:
    """Those whose last proof is long ago, the longest first; of those never proven the youngest first."""
    never = datetime.min.replace(tzinfo=UTC)
    due = [
        on
        for on in old
        if now - proven.get(on, never) >= timedelta(days=_rule_for((today - on).days).again_after) - A_DAY / 2
    ]
    return sorted(due, key=lambda on: (proven.get(on, never), -on.toordinal()))
