"""The sandbox's own controls, as the story needs them: somebody buys, time passes, answers get lost, what was applied.

Speaks to the sandbox of this machine and to nothing else, without any proxy.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import msgspec

from orders_pipeline.sandbox.world.bought import Bought
from orders_pipeline.sandbox.writes import Entry

LOST = "write_reset_after"  # applied, and the connection breaks before the answer
PATIENCE_SECONDS = 30.0


class Control:
    """url: where the sandbox answers. Raises OSError: it does not."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc

    def buy(self, orders: Sequence[Bought]) -> datetime:
        """Those that are not there yet come now; when the newest of all came, in world time."""
        told = self._asked("POST", "orders", {"orders": msgspec.to_builtins(orders)})
        return datetime.fromisoformat(told["newest_at"])

    def pass_time(self, span: timedelta) -> None:
        """World time, in which a hub hands on what it took and marketplaces answer."""
        self._asked("POST", "clock", {"advance_seconds": span.total_seconds()})

    def pass_time_until(self, instant: datetime) -> None:
        """Nothing where it is later already."""
        now = datetime.fromisoformat(self._asked("GET", "clock")["now"])
        if now < instant:
            self.pass_time(instant - now)

    @contextmanager
    def losing_answers(self, paths: Collection[str]) -> Iterator[None]:
        """Within the block the first write to each of these paths is applied, and its answer never comes."""
        if paths:
            fault = {"name": LOST, "probability": 1.0, "times": len(paths), "path": sorted(paths)}
            self._asked("POST", "faults", {"faults": [fault]})
        try:
            yield
        finally:
            if paths:
                self._asked("DELETE", "faults", {"names": [LOST]})

    def ledger(self) -> list[Entry]:
        """Every write that was really applied, oldest first."""
        return msgspec.convert(self._asked("GET", "ledger"), list[Entry], strict=False)

    def _asked(self, method: str, name: str, told: object = None) -> Any:
        connection = HTTPConnection(self._host, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, f"/sandbox/{name}", None if told is None else json.dumps(told))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise OSError(f"the sandbox's control {name} says {answer.status}: {body.decode(errors='replace')[:200]}")
        return json.loads(body)
