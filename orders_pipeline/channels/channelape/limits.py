"""How fast the hub may be asked: its subscription's limits are by the second (channelape.md §§2, 7.1).

The configured pace holds until the hub says that it is too much; then its own limits are asked for once.
"""

from collections.abc import Iterator

import msgspec

from orders_pipeline.channels.base import Connection
from orders_pipeline.channels.budget import Budget
from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.channels.sessions import budget_of

SECONDS = 60
BURSTS = 600  # a tenth of a second's requests at once: the hub looks at single seconds


class _Limits(msgspec.Struct):
    apiRateLimitPerSecond: int | str | None = None
    userRateLimitPerSecond: int | str | None = None

    def given(self) -> Iterator[int]:
        for limit in (self.apiRateLimitPerSecond, self.userRateLimitPerSecond):
            if limit is not None and str(limit).isascii() and str(limit).isdigit() and len(str(limit)) < 7:
                yield int(limit)


_limits = msgspec.json.Decoder(_Limits)


def budget(connection: Connection, per_minute: int) -> Budget:
    """Counted by token: an API account's or a user's."""
    key = f"{connection.base_url} {connection.secret('token')}"
    return budget_of(connection, key, key, per_minute, burst=max(1, per_minute // BURSTS))


def per_minute_of(body: bytes) -> int | None:
    """The lower of the limits that a subscription names, as a pace; None where it names none.

    Which of the two holds depends on whose the token is, and that is not asked for: the question has the token in its
    URL.
    """
    try:
        found = [limit for limit in _limits.decode(body).given() if limit > 0]
    except UNREADABLE:
        return None
    return min(found) * SECONDS if found else None
