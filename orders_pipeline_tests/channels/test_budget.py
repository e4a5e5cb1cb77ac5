"""Budgets hold between threads and between processes, and survive crashes, broken files and moving clocks."""

import fcntl
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orders_pipeline.channels.budget import LONGEST_PAUSE, Budget, Pace, Slots
from orders_pipeline.channels.errors import Retriable


class Hours:
    """A clock that moves only when somebody sleeps on it."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def hours() -> Hours:
    return Hours()


def _starts(pace: Pace, hours: Hours, count: int) -> list[float]:
    """When `count` requests begin that are made as early as the pace lets them."""
    begun: list[float] = []
    while len(begun) < count:
        if wait := pace.take():
            hours.sleep(wait)
        else:
            begun.append(hours.now)
    return begun


def _most_in_a_minute(begun: list[float]) -> int:
    return max(sum(first <= later < first + 60 for later in begun[place:]) for place, first in enumerate(begun))


@pytest.mark.parametrize(
    ("per_minute", "burst"), [(1, None), (2, 2), (7, None), (60, None), (60, 1), (60, 60), (200, 30)]
)
def test_no_minute_ever_sees_more_than_the_pace(
    tmp_path: Path, hours: Hours, per_minute: int, burst: int | None
) -> None:
    pace = Pace(tmp_path, "profile", per_minute, burst=burst, clock=hours.clock)
    begun = _starts(pace, hours, per_minute * 3)
    hours.sleep(45.3)
    begun += _starts(pace, hours, per_minute * 2)
    assert _most_in_a_minute(begun) <= per_minute


def test_a_rested_pace_lets_a_burst_go_at_once_and_then_flows_evenly(tmp_path: Path, hours: Hours) -> None:
    pace = Pace(tmp_path, "profile", 100, burst=10, clock=hours.clock)
    begun = _starts(pace, hours, 110)
    hours.sleep(300)
    begun = _starts(pace, hours, 12)
    assert begun[9] == begun[0] and begun[10] > begun[9]
    assert begun[11] - begun[10] == pytest.approx(61 / 91)


def test_a_pace_of_two_thousand_flows_at_nearly_that(tmp_path: Path, hours: Hours) -> None:
    begun = _starts(Pace(tmp_path, "profile", 2000, clock=hours.clock), hours, 2400)
    assert 1750 < 2400 / (begun[-1] - begun[0]) * 60 < 2000


def test_a_pause_holds_everyone_off_and_no_burst_follows_it(tmp_path: Path, hours: Hours) -> None:
    mine, theirs = (Pace(tmp_path, "profile", 600, clock=hours.clock) for _ in range(2))
    mine.pause(30)
    assert theirs.take() == pytest.approx(30)
    begun = _starts(theirs, hours, 3)
    assert begun[0] >= 1_030 and begun[1] > begun[0]


def test_keys_do_not_share_a_pace_and_do_not_stand_in_file_names(tmp_path: Path, hours: Hours) -> None:
    Pace(tmp_path, "application-id", 60, clock=hours.clock).pause(30)
    assert Pace(tmp_path, "another", 60, clock=hours.clock).take() == 0.0
    assert not any("application" in path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"null",
        b"[1, 2]",
        b'{"seen": 1}',
        b'{"seen": "x", "due": null}',
        b'{"seen": NaN, "due": 1}',
        b'{"seen": 1, "due": Infinity}',
        b"\x00" * 64,
        b"\xff\xfe",
        b'{"seen": 1000.0, "due": 1000.5}x',
        b"[" * 5000,
    ],
)
def test_a_broken_state_file_costs_the_burst_and_nothing_else(tmp_path: Path, hours: Hours, content: bytes) -> None:
    pace = Pace(tmp_path, "profile", 600, clock=hours.clock)
    pace.take()
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert pace.take() == 0.0
    assert 0 < pace.take() < 1
    assert set(json.loads(file.read_bytes())) == {"seen", "due"}


def test_a_state_far_in_the_future_is_not_believed(tmp_path: Path, hours: Hours) -> None:
    pace = Pace(tmp_path, "profile", 60, clock=hours.clock)
    pace.take()
    (file,) = tmp_path.iterdir()
    file.write_text(json.dumps({"seen": 1_000.0, "due": 9e12}))
    assert pace.take() < LONGEST_PAUSE + 120


def test_a_clock_that_goes_back_keeps_the_distance(tmp_path: Path, hours: Hours) -> None:
    pace = Pace(tmp_path, "profile", 60, clock=hours.clock)
    pace.pause(10)
    hours.now = 5.0
    assert pace.take() == pytest.approx(10)
    hours.sleep(10)
    assert pace.take() == 0.0


def test_a_paused_profile_does_not_keep_the_places_of_the_others(tmp_path: Path, hours: Hours) -> None:
    slots = Slots(tmp_path, "application", 1)
    paused = Pace(tmp_path, "paused", 60, clock=hours.clock)
    paused.pause(20)
    seen_free: list[bool] = []

    def sleep(seconds: float) -> None:
        held = slots.take()
        seen_free.append(held is not None)
        if held:
            with held:
                hours.sleep(seconds)

    with Budget(slots, paused, sleep=sleep).slot():
        assert slots.take() is None
    assert seen_free == [True] and hours.now >= 1_020


def test_patience_ends_in_a_retriable_that_says_when(tmp_path: Path, hours: Hours) -> None:
    budget = Budget(Slots(tmp_path, "a", 1), Pace(tmp_path, "p", 60, clock=hours.clock), 60.0, hours.sleep)
    budget.pause(600)
    with pytest.raises(Retriable) as caught, budget.slot():
        pytest.fail("there was no turn")
    assert caught.value.retry_after == pytest.approx(600)


def test_patience_ends_where_every_place_is_taken(tmp_path: Path, hours: Hours) -> None:
    budget = Budget(Slots(tmp_path, "a", 1), Pace(tmp_path, "p", 60, clock=hours.clock), 5.0, hours.sleep)
    with budget.slot(), pytest.raises(Retriable, match="within 5 seconds"), budget.slot():
        pytest.fail("there was no place")


def test_an_error_inside_frees_the_place(tmp_path: Path) -> None:
    budget = Budget.of(tmp_path, "key", 1, 60_000)
    for _ in range(3):
        with pytest.raises(KeyError), budget.slot():
            raise KeyError


def test_threads_never_run_more_at_once_than_allowed(tmp_path: Path) -> None:
    budget, running, most, lock = Budget.of(tmp_path, "key", 3, 60_000), 0, 0, threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with budget.slot():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.003)
            with lock:
                running -= 1

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, range(25)))
    assert most == 3


def test_files_that_vanish_meanwhile_are_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "budgets"
    budget = Budget.of(folder, "key", 2, 60_000)
    for _ in range(3):
        with budget.slot():
            for path in folder.iterdir():
                path.unlink()
        folder.rmdir()


def test_a_file_that_is_deleted_while_others_wait_for_it_binds_nobody(tmp_path: Path) -> None:
    pace = Pace(tmp_path, "profile", 60)
    pace.take()
    (file,) = tmp_path.iterdir()
    with ThreadPoolExecutor(1) as pool, file.open("rb") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        waiting = pool.submit(pace.pause, 30)
        time.sleep(0.05)
        file.unlink()
        fcntl.flock(kept, fcntl.LOCK_UN)
        waiting.result(timeout=5)
    assert pace.take() > 29


@pytest.mark.parametrize(("count", "per_minute"), [(0, 60), (1, 0), (1, -1)])
def test_a_budget_of_nothing_is_refused_at_once(tmp_path: Path, count: int, per_minute: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Budget.of(tmp_path, "key", count, per_minute)


HOLDER = """
import sys, time
from pathlib import Path
from orders_pipeline.channels.budget import Slots
held = Slots(Path(sys.argv[1]), "key", 1).take()
print("held" if held else "free", flush=True)
time.sleep(60)
"""

RUNNER = """
import sys, time
from pathlib import Path
from orders_pipeline.channels.budget import Budget, Pace, Slots
here = Path(sys.argv[1])
budget = Budget(Slots(here, "key", 2), Pace(here, "key", 6000, burst=1))
for _ in range(12):
    with budget.slot():
        began = time.monotonic()
        time.sleep(0.002)
        print(began, time.monotonic(), flush=True)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_killed_process_frees_its_place(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    slots = Slots(tmp_path, "key", 1)
    assert slots.take() is None
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    held = slots.take()
    assert held is not None
    with held:
        assert slots.take() is None


def test_processes_share_both_the_places_and_the_pace(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUNNER, str(tmp_path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    lines = [line for process in processes for line in process.communicate(timeout=30)[0].splitlines()]
    spans = sorted(tuple(map(float, line.split())) for line in lines)
    assert len(spans) == 36
    assert all(sum(begin <= at < end for begin, end in spans) <= 2 for at, _ in spans)
    assert spans[-1][0] - spans[0][0] >= 35 * 61 / 6000 * 0.95
