"""When a read is made again and after how long. Pure arithmetic: no clock, no network. Writes have no rule."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random

# channeladvisor-rest.md §3, channelape.md §7.1; 406 is seen in passing. All of 5xx joins them.
RETRIED = frozenset({406, 408, 429})


@dataclass(frozen=True, slots=True)
class RetryRule:
    """attempts: with the first one. first_delay doubles up to longest_delay; longest_wait: all pauses of one read."""

    attempts: int = 5
    first_delay: float = 0.5
    longest_delay: float = 30.0
    longest_wait: float = 180.0

    def delay(self, attempt: int, rng: Random) -> float:
        """Seconds after the failed attempt number `attempt`: between half and the whole of its step."""
        step = min(self.longest_delay, self.first_delay * 2.0 ** min(attempt - 1, 30))
        return step * rng.uniform(0.5, 1.0)


def is_retried(status: int) -> bool:
    return status in RETRIED or 500 <= status <= 599


def retry_after_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header, given as a number or as a date; None where there is none to be read.

    A date is taken against the hub's own Date header where it has one: its clock may not be ours.
    """
    value = headers.get("Retry-After", "").strip()
    try:
        seconds = float(value)
        return max(seconds, 0.0) if math.isfinite(seconds) else None
    except ValueError:
        until = http_date(value)
    if until is None:
        return None
    return max((until - (http_date(headers.get("Date", "")) or now)).total_seconds(), 0.0)


def http_date(value: str) -> datetime | None:
    """An HTTP date as an instant in UTC; None for anything else."""
    try:
        parsed = parsedate_to_datetime(value)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
