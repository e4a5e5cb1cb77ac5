"""How much is too much: concurrent requests of an application, requests a minute of a profile. Spec §3.

Counts by the real clock, as the callers do.
"""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from orders_pipeline.sandbox.channeladvisor.errors import Refused
from orders_pipeline.sandbox.channeladvisor.oauth import Access

MINUTE = 60.0


class Limits:
    def __init__(self, concurrent: int = 5, per_minute: int = 2000) -> None:
        self.concurrent, self.per_minute = concurrent, per_minute
        self.most_at_once = 0
        self._running: Counter[str] = Counter()
        self._recent: dict[int, deque[float]] = defaultdict(deque)

    @contextmanager
    def one(self, access: Access) -> Iterator[None]:
        """Room for one request; it counts for every profile that its token covers. Raises Refused with 429."""
        self._count(access.grant.profiles, time.monotonic())
        if self._running[access.application] >= self.concurrent:
            raise too_many()
        self._running[access.application] += 1
        self.most_at_once = max(self.most_at_once, self._running[access.application])
        try:
            yield
        finally:
            self._running[access.application] -= 1

    def _count(self, profiles: tuple[int, ...], now: float) -> None:
        for profile in profiles:
            recent = self._recent[profile]
            while recent and recent[0] <= now - MINUTE:
                recent.popleft()
            if len(recent) >= self.per_minute:
                raise too_many()
        for profile in profiles:
            self._recent[profile].append(now)


def too_many() -> Refused:
    return Refused(429, "TOO MANY REQUESTS", shape="text")
