"""What a backfill will take: orders by the hub's own count, requests by its page size, time by limits and by what
was seen.

Nothing is promised: `seconds` is None where no window of this account has shown how long the hub takes.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from orders_pipeline.channels.base import Channel
from orders_pipeline.extract import ORDERS_A_WINDOW
from orders_pipeline.flows.backfill.observed import Observed
from orders_pipeline.flows.backfill.span import Span, Stretch, counted
from orders_pipeline.model.window import Window
from orders_pipeline.settings.account import Limits


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """orders: as the hub counts those of the missing days; None where it gives no counts.

    days_by: what makes an order one of a day. requests: at least one a day, or one for so many days as a window takes.
    seconds_at_least: by the limit a minute alone; seconds: by the pace seen before.
    """

    span: Span
    days_missing: int
    days_by: str
    days_a_window: int
    orders: int | None
    requests: int
    page_orders: int
    limits: Limits
    seconds_at_least: float
    observed: Observed | None
    seconds: float | None

    def lines(self, start_on: date) -> list[str]:
        """For people; `start_on` is where the live windows of the account begin."""
        return list(filter(None, (*self._days(start_on), self._orders(), self._time())))

    def _days(self, start_on: date) -> tuple[str, ...]:
        span = self.span
        until = f"{span.window.end:%Y-%m-%d %H:%M} UTC"
        certified, reads_anew = span.days - self.days_missing, self.days_missing and span.last >= start_on
        return (
            f"{span.account}: {span.words}",
            f"{span.asked_last} is not over at the hub: cut to what is settled, {until}" if span.is_cut else "",
            f"{counted(certified, 'day')} certified already and not read again" if certified else "",
            f"live windows read the days from {start_on} on as well; here they are read anew" if reads_anew else "",
            f"orders are taken by the day on which they were {self.days_by}",
        )

    def _orders(self) -> str:
        if not self.days_missing:
            return "nothing is missing"
        days, requests = counted(self.days_missing, "day"), counted(self.requests, "request")
        if self.orders is None:
            each = "one a day" if self.days_a_window == 1 else f"one for {self.days_a_window} days"
            return f"to read: {days}; the hub gives no counts; at least {requests}, {each}"
        orders = counted(self.orders, "order")
        size = f"{self.page_orders} orders a page"
        return f"to read: {days} with {orders} by the hub's own count; about {requests} at {size}"

    def _time(self) -> str:
        if not self.days_missing:
            return ""
        limit = f"the limit of {self.limits.per_minute:,} requests a minute"
        if self.seconds is None or self.observed is None:
            return f"{lasting(self.seconds_at_least)} by {limit} alone; how fast this hub answers is not known yet"
        pace = f"{self.observed.seconds_a_request:.2g} s a request, {self.limits.concurrent} at a time"
        return f"{lasting(self.seconds)} at the pace seen before ({pace}; {limit})"


def estimated(
    span: Span,
    wanted: Sequence[Stretch],
    orders: int | None,
    page_orders: int,
    limits: Limits,
    seen: Observed | None,
    *,
    days_by: str,
    days_a_window: int,
) -> Estimate:
    """Pure. `page_orders`: what the hub gives at the least, believed until windows have shown more."""
    days = sum(len(stretch) for stretch in wanted)
    size = max(page_orders, seen.page_orders) if seen else page_orders
    least = sum(-(-len(stretch) // days_a_window) for stretch in wanted)
    windows = max(least, -(-(orders or 0) // ORDERS_A_WINDOW))
    pages = max(1, -(-(orders or 0) // max(1, windows * size)))
    requests = windows * (pages + (pages > 1))  # a window of several pages is counted once more
    at_least = requests * 60 / limits.per_minute
    return Estimate(
        span=span,
        days_missing=days,
        days_by=days_by,
        days_a_window=days_a_window,
        orders=orders,
        requests=requests,
        page_orders=size,
        limits=limits,
        seconds_at_least=at_least,
        observed=seen,
        seconds=max(at_least, requests * seen.seconds_a_request / limits.concurrent) if seen else None,
    )


def count_orders(channel: Channel, wanted: Sequence[Stretch]) -> list[int] | None:
    """The hub's count of each stretch, one request each; None where it gives none."""
    counts = []
    for stretch in wanted:
        count = channel.count(Window(stretch[0][1][0].start, stretch[-1][1][-1].end))
        if count is None:
            return None
        counts.append(count)
    return counts


def lasting(seconds: float) -> str:
    """`under a minute`, `about 12 minutes`, `about 3 hours 20 minutes`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    hours, rest = divmod(minutes, 60)
    return "about " + " ".join(counted(*part) for part in ((hours, "hour"), (rest, "minute")) if part[0])
