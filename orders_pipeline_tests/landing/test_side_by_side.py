"""Readers for different purposes work on one account at once; what a killed one leaves stops and harms none."""

import os
import subprocess
import sys

import pytest

from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.durable import BEING_WRITTEN
from orders_pipeline.landing.manifest import Purpose


def unfinished(landing):
    return list(landing.folder.rglob(f"{BEING_WRITTEN}*"))


@pytest.fixture
def at_work(tmp_path):
    """A process that backfills and has half written a body; ended with -9 at the latest after the test."""
    command = [sys.executable, "-m", "orders_pipeline_tests.landing.half_way", tmp_path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "half written\n"
        yield process
        process.kill()


def test_a_live_reader_and_a_backfill_read_one_account_at_once(tmp_path):
    landing = AccountLanding(tmp_path, "us")
    with landing.reading(Purpose.BACKFILL), landing.reading(Purpose.LIVE):
        assert {path.name for path in landing.folder.glob("*.lock")} == {"live.lock", "backfill.lock"}


@pytest.mark.parametrize(
    ("purpose", "words"), [(Purpose.LIVE, "is being read"), (Purpose.BACKFILL, "is being backfilled")]
)
def test_a_second_reader_for_the_same_purpose_is_told_who_the_first_is(tmp_path, purpose, words):
    landing = AccountLanding(tmp_path, "us")
    with (
        landing.reading(purpose),
        pytest.raises(Busy, match=f"account us {words} by process {os.getpid()}; wait"),
        landing.reading(purpose),
    ):
        pass
    with landing.reading(purpose):
        pass


def test_what_another_is_writing_is_not_cleared_away(tmp_path, at_work):
    landing = AccountLanding(tmp_path, "us")
    with landing.reading():
        assert len(unfinished(landing)) == 1


def test_what_a_killed_backfill_left_is_cleared_by_the_next_live_reader(tmp_path, at_work):
    landing = AccountLanding(tmp_path, "us")
    with pytest.raises(Busy, match=f"process {at_work.pid};"), landing.reading(Purpose.BACKFILL):
        pass
    at_work.kill()
    at_work.wait()
    assert len(unfinished(landing)) == 1
    with landing.reading(), landing.reading(Purpose.BACKFILL):
        assert unfinished(landing) == []
