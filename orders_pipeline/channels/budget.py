"""Rate budgets that threads and processes of one machine share through locked files in a folder.

`Slots`: how many requests run at once, per application. `Pace`: how many begin in a minute, per profile. `Budget` is
both. Files may be deleted, cut or left behind at any time; a killed process frees what it held. Knows nothing of HTTP.
"""

import fcntl
import hashlib
import json
import math
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from orders_pipeline.channels.errors import Retriable

LONGEST_PAUSE = 3600.0  # seconds; a hub may speak of its clock hour
_WINDOW = 61.0  # a second more than the hub's minute: requests do not all travel equally long
_POLL = 0.02  # seconds between two looks for a free slot
_GRAIN = 1e-6  # a wait below this is none


class Held:
    """An exclusively locked file; closing it frees it, and so does the death of the process."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)  # a forked child may hold a copy of the descriptor
        os.close(self.descriptor)


class Slots:
    """`count` places for requests that run at once; whoever names the same key in the same folder shares them."""

    def __init__(self, directory: Path, key: str, count: int) -> None:
        if count < 1:
            raise ValueError("at least one request must be allowed to run at once")
        self._paths = [directory / f"slot-{_digest(key)}-{place}.lock" for place in range(count)]

    def take(self) -> Held | None:
        """A free place, or None; never waits."""
        first = random.randrange(len(self._paths))
        for path in self._paths[first:] + self._paths[:first]:
            if held := _lock(path, wait=False):
                return held
        return None


class Pace:
    """At most `per_minute` requests in any 60 seconds, `burst` of them at once (a tenth, if not said otherwise).

    The generic cell rate algorithm: `due` is when the next request would come at an even pace, and one may come earlier
    by what the burst allows. A burst of b leaves an even rate of (per_minute + 1 - b) a window, so that a burst and the
    even flow after it stay together below `per_minute`: 2000 with a burst of 200 flows at 1801 in 61 seconds.
    """

    def __init__(
        self,
        directory: Path,
        key: str,
        per_minute: int,
        *,
        burst: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        burst = max(1, per_minute // 10) if burst is None else burst
        if not 1 <= burst <= per_minute:
            raise ValueError("a pace needs at least one request a minute, and a burst between one and the pace")
        self._path = directory / f"pace-{_digest(key)}.json"
        self._interval = _WINDOW / (per_minute + 1 - burst)
        self._leeway = (burst - 1) * self._interval
        self.clock = clock

    def take(self) -> float:
        """Zero: go now, it is counted. Else the seconds after which asking again is worth it; nothing is counted."""
        with _locked(self._path) as file:
            now, due = self._read(file)
            wait = due - self._leeway - now
            if wait > _GRAIN:
                return wait
            _write(file, now, max(due, now) + self._interval)
            return 0.0

    def pause(self, seconds: float) -> None:
        """Nobody begins a request for so long, and no burst follows: the hub has said that it was too much."""
        with _locked(self._path) as file:
            now, due = self._read(file)
            _write(file, now, max(due, now + min(max(seconds, 0.0), LONGEST_PAUSE) + self._leeway))

    def _read(self, file: Held) -> tuple[float, float]:
        """The clock and `due`, of one clock. A new file is a fresh start; an unreadable one, a burst just used up."""
        now, content = self.clock(), os.pread(file.descriptor, 4096, 0)
        seen, due = _state(content) or (now, now + self._leeway if content else now)
        ahead = min(due - seen, LONGEST_PAUSE + self._leeway + self._interval)
        if now < seen:  # the clock went back, or the machine was started anew: keep the distance, not the instant
            _write(file, now, now + ahead)
            return now, now + ahead
        return now, seen + ahead


@dataclass(frozen=True)
class Budget:
    """A place among the concurrent requests and a turn in the minute, both or neither.

    patience: seconds to wait for them in all, by the clock of the pace; longer is a Retriable, not a hang.
    """

    concurrency: Slots
    pace: Pace
    patience: float = 900.0
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of(
        cls,
        directory: Path,
        key: str,
        concurrent: int,
        per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> "Budget":
        """Both under one key, for hubs that do not count applications and profiles apart."""
        return cls(Slots(directory, key, concurrent), Pace(directory, key, per_minute, clock=clock), sleep=sleep)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Waits for a place and a turn, and holds the place for the body.

        Whoever waits for a turn holds no place meanwhile: a paused profile does not stop the others.
        Raises Retriable: patience is over.
        """
        began = self.pace.clock()
        while True:
            wait, turn = _POLL * random.uniform(0.5, 1.5), None
            if held := self.concurrency.take():
                with held:
                    turn = self.pace.take()
                    if turn == 0.0:
                        yield
                        return
                wait = turn
            if self.pace.clock() - began + wait > self.patience:
                raise Retriable(f"The rate budget gave no turn within {self.patience:g} seconds.", retry_after=turn)
            self.sleep(wait)

    def pause(self, seconds: float) -> None:
        """The hub said: too many. Everyone who shares the pace holds off."""
        self.pace.pause(seconds)


def longest_pause(directory: Path, clock: Callable[[], float] = time.monotonic) -> float:
    """Seconds for which a hub has asked us to hold off, the longest of all paces; 0 where they only flow evenly."""
    now, longest = clock(), 0.0
    for path in directory.glob("pace-*.json"):
        seen, due = _state(path.read_bytes()) or (now, now)
        if seen <= now and due - now > _WINDOW:  # less is a burst that was used up
            longest = max(longest, due - now)
    return longest


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@contextmanager
def _locked(path: Path) -> Iterator[Held]:
    held = _lock(path, wait=True)
    assert held is not None
    with held:
        yield held


def _lock(path: Path, *, wait: bool) -> Held | None:
    """The file locked, made where it is missing; None where another holds it and waiting is not wanted."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(descriptor)
            return None
        if _is_still_there(path, descriptor):
            return Held(descriptor)
        os.close(descriptor)  # deleted meanwhile: others lock its successor


def _is_still_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _state(content: bytes) -> tuple[float, float] | None:
    try:
        stored = json.loads(content)
        seen, due = float(stored["seen"]), float(stored["due"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (seen, due) if math.isfinite(seen) and math.isfinite(due) else None


def _write(file: Held, now: float, due: float) -> None:
    content = json.dumps({"seen": now, "due": due}).encode()
    os.pwrite(file.descriptor, content, 0)
    os.ftruncate(file.descriptor, len(content))
