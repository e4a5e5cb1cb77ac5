"""Who holds a lock, by the kernel's own list."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.flows.doctor import locks
from orders_pipeline.flows.doctor.examinations import machine
from orders_pipeline.flows.doctor.picture import Lock, Picture
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.settings import Alerts
from orders_pipeline.warehouse.writer import writer_lock

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def test_every_lock_that_is_held_is_told_with_its_process_and_looking_takes_none(home):
    landing = AccountLanding(home.landing, "us")
    assert locks.held(home) == ()
    with writer_lock(home.warehouse), landing.reading(), landing.reading(Purpose.BACKFILL):
        held = locks.held(home)
    assert [lock.what for lock in held] == ["loading", "reading us", "backfilling us"]
    assert {lock.pid for lock in held} == {os.getpid()}
    assert all(timedelta(0) < datetime.now(UTC) - lock.since < timedelta(days=1) for lock in held)


def test_a_killed_process_leaves_a_file_and_no_lock(home):
    code = (
        "import sys; from pathlib import Path; from orders_pipeline.warehouse.writer import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(home.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    (lock,) = locks.held(home)
    assert lock.pid == process.pid
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert locks.held(home) == ()
    assert (home.warehouse / "writer.lock").exists()


def test_who_waits_holds_nothing_and_other_kinds_of_locks_are_none_of_ours(home, tmp_path):
    inode = (home.warehouse / "writer.lock").stat().st_ino
    kernel = tmp_path / "locks"
    kernel.write_text(
        f"1: POSIX  ADVISORY  WRITE 11 fe:00:{inode} 0 EOF\n"
        f"2: FLOCK  ADVISORY  WRITE 1 fe:00:{inode} 0 EOF\n"
        f"2: -> FLOCK  ADVISORY  WRITE 12 fe:00:{inode} 0 EOF\n"
    )
    assert [lock.pid for lock in locks.held(home, kernel)] == [1]
    assert locks.held(home, tmp_path / "not-there") is None


@pytest.mark.parametrize(
    ("what", "since", "codes"),
    [
        ("loading", NOW - timedelta(hours=5), []),
        ("loading", NOW - timedelta(hours=7), ["lock_held_long"]),
        ("backfilling us", NOW - timedelta(hours=7), []),
        ("backfilling us", NOW - timedelta(days=3), ["lock_held_long"]),
        ("loading", None, ["lock_orphaned"]),
    ],
)
def test_a_lock_is_looked_at_when_its_work_takes_too_long_or_its_process_is_gone(tmp_path, what, since, codes):
    lock = Lock(what=what, path=tmp_path / "writer.lock", pid=7, since=since)
    picture = Picture(at=NOW, hub_at=NOW, home=tmp_path, alerts=Alerts(), locks=(lock,))
    assert [finding.code for finding in machine.locks(picture)] == codes
