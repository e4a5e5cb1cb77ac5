"""The URLs that are asked of ChannelApe (channelape.md §3). Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

from orders_pipeline.model.window import Window

ORDERS = "/v1/orders"
SIZE = 150  # the largest that is documented to work for orders; more may be refused
TICK = timedelta(milliseconds=1)
MICROSECONDS = 1_000

Dates = tuple[str, str]
UPDATED: Dates = ("updatedAtStartDate", "updatedAtEndDate")
PURCHASED: Dates = ("startDate", "endDate")

# How the hub takes the two bounds -> what is added to those of a half-open window. That they are inclusive is assumed
# by the specification. Asked as if they were exclusive, nothing of the window is lacking either way, and at most what
# lies exactly on a bound comes too.
BOUNDS = {"inclusive": (timedelta(0), -TICK), "exclusive": (-TICK, timedelta(0))}
TO_COUNT = "inclusive"
TO_READ = "exclusive"

Filters = Mapping[str, str]


def selectors(business: str, channels: tuple[str, ...]) -> tuple[Filters, ...]:
    """Whose orders are listed: each channel by itself, the whole business where none is named."""
    return tuple({"channelId": one} for one in channels) or ({"businessId": business},)


def within(dates: Dates, window: Window, bounds: str) -> Filters:
    """The orders of a half-open window, in milliseconds; a bound between two of them is widened to the next."""
    start, end = dates
    after, before = BOUNDS[bounds]
    return {start: stamp(_floor(window.start) + after), end: stamp(_ceiling(window.end) + before)}


def page(filters: Filters, last_key: str | None = None, size: int = SIZE) -> str:
    """A page after `last_key`; the hub's count comes with the first one."""
    return _url(ORDERS, {**filters, "size": str(size), **({"lastKey": last_key} if last_key else {"count": "true"})})


def count(filters: Filters) -> str:
    return page(filters, size=1)


def order(order_id: str) -> str:
    return f"{ORDERS}/{quote(order_id, safe='')}"


def subscription(business: str) -> str:
    return f"/v1/subscriptions/{quote(business, safe='')}"


def _floor(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // MICROSECONDS * MICROSECONDS)


def _ceiling(instant: datetime) -> datetime:
    return _floor(instant) if _floor(instant) == instant else _floor(instant) + TICK


def stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S") + f".{instant.microsecond // MICROSECONDS:03d}Z"


def _url(path: str, options: Mapping[str, str]) -> str:
    return f"{path}?" + "&".join(f"{name}={quote(value, safe=':')}" for name, value in options.items())
