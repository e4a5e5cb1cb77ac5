"""dlt's own requests client, one for each thread of an extraction; and the span of time that is read."""

from datetime import UTC, datetime, timedelta
from threading import local

from dlt.sources.helpers.requests import Client

ORDERS_A_WINDOW = 1_000  # as ours
TICK = timedelta(milliseconds=1)  # the finest that hubs tell apart
START, END = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 9, 30, 12, 10, tzinfo=UTC)

Window = tuple[datetime, datetime]


class Sessions:
    def __init__(self) -> None:
        self._local = local()

    @property
    def mine(self):
        if not hasattr(self._local, "session"):
            self._local.session = Client(request_timeout=300).session
        return self._local.session


def windows_of(count: int) -> list[Window]:
    """Half-open, of one length, about 1,000 orders each."""
    parts = max(1, -(-count // ORDERS_A_WINDOW))
    whole = timedelta(seconds=-(-int((END - START).total_seconds()) // parts))
    return [(START + whole * part, min(START + whole * (part + 1), END)) for part in range(parts)]


def stamp(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}Z"


def millis(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z"
