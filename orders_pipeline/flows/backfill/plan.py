"""What is still to be read of the days asked for, what it will take, and into which windows it is cut."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

import msgspec

from orders_pipeline.channels.base import Channel, Patience
from orders_pipeline.channels.errors import HubError, Unauthorized
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.extract import ORDERS_A_WINDOW
from orders_pipeline.flows.backfill.estimate import Estimate, count_orders, estimated
from orders_pipeline.flows.backfill.observed import observed
from orders_pipeline.flows.backfill.span import Stretch, missing, span_of, stretches, together
from orders_pipeline.flows.backfill.told import Days
from orders_pipeline.flows.read import connection_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.model.window import Window, settled, split
from orders_pipeline.settings import Account, Home

BUSY_DAY = ORDERS_A_WINDOW // 4
"""Orders a day, in the mean of a stretch, from which its days are counted one by one and cut into windows."""


class Plan(msgspec.Struct, frozen=True):
    """`counts`: the hub's for each stretch; None where it gives none. days_a_window: where days are read together."""

    expected: Estimate
    wanted: list[Stretch]
    counts: list[int] | None
    days_a_window: int

    def days(self, place: int, channel: Channel, concurrent: int) -> Days:
        """The days of a stretch in windows of about a thousand orders; a quiet day is one window."""
        stretch = self.wanted[place]
        if self.days_a_window > 1:
            return together(stretch, self.days_a_window)
        if self.counts is None or self.counts[place] < BUSY_DAY * len(stretch):
            return stretch
        with ThreadPoolExecutor(max_workers=concurrent) as pool:
            cut = pool.map(lambda day: [part for gap in day[1] for part in _parts(gap, channel)], stretch)
            return [(day, windows) for (day, _), windows in zip(stretch, cut, strict=True)]


def plan(
    landing: AccountLanding,
    channel: Channel,
    account: Account,
    first: date,
    last: date,
    now: Callable[[], datetime],
    covered: Iterable[Window],
) -> Plan:
    """What of the days is not in `covered`; asks the hub for its clock and, a stretch each, for its count.

    Raises BadRange, HubError.
    """
    span = span_of(account, first, last, settled(min(channel.hub_now(), now()), account.settle))
    wanted = stretches(missing(span, covered))
    counts = count_orders(channel, wanted)
    orders = None if counts is None else sum(counts)
    dialect = dialect_of(account.channel)
    expected = estimated(
        span,
        wanted,
        orders,
        dialect.page_orders,
        account.limits,
        observed(landing),
        days_by=dialect.days_by,
        days_a_window=dialect.days_a_window,
    )
    return Plan(expected, wanted, counts, dialect.days_a_window)


def _parts(gap: Window, channel: Channel) -> list[Window]:
    try:
        orders = channel.count(gap) or 0
    except Unauthorized:
        raise
    except HubError:
        orders = 0  # a count that fails is no reason not to read the day
    return split(gap, -(-orders // ORDERS_A_WINDOW))


def beside_live(account: Account) -> Account:
    """The account with a place of the hub's fewer, where it has several.

    Places are numbered and shared by all processes: the last one is then no backfill's, however many run.
    """
    return replace(account, limits=replace(account.limits, concurrent=max(1, account.limits.concurrent - 1)))


@contextmanager
def connected(
    home: Home, account: Account, environ: Mapping[str, str], now: Callable[[], datetime], patience: Patience
) -> Iterator[Channel]:
    """Raises BadSettings: an environment variable that holds a secret is not set."""
    dialect = dialect_of(account.channel)
    connect = dialect.connect_for_days or dialect.connect
    channel = connect(connection_of(home, account, environ, now, patience))
    try:
        yield channel
    finally:
        channel.close()
