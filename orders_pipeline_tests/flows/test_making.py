"""Rows made by other processes: the same as made here, and nothing of those processes is left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orders_pipeline.flows.incoming import grouped, incoming_window
from orders_pipeline.flows.making.makers import Makers, Share
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.tables import TABLES
from orders_pipeline.sandbox.world import World
from orders_pipeline.warehouse.made import Made
from orders_pipeline_tests.dialects import CHANNELAPE, CHANNELUNITY, SOAP
from orders_pipeline_tests.pipeline import a_pipeline, assert_equal_tables

ELSEWHERE = Share(count=2, here=0, piece=15, least=1)
HERE = Share(count=0)
NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """One that has read every dialect and loaded nothing."""
    world = World(seed=8, orders=60)
    folder = tmp_path_factory.mktemp("making")
    with a_pipeline(folder, world, others=(SOAP, CHANNELUNITY, CHANNELAPE), page_size=20) as there:
        for account in there.spoken:
            there.read(account)
        yield there


@pytest.fixture
def landed(pipeline):
    """A landed window of REST: its folder, its manifest, its pages in groups, and what makes them here."""
    landing = AccountLanding(pipeline.home.landing, "us")
    manifest = max(landing.manifests(Purpose.LIVE), key=lambda one: len(one.pages))
    window = incoming_window(landing.bodies, manifest)
    return pipeline.home.landing, manifest, grouped(manifest.pages), lambda groups: list(window.pages(0))[: len(groups)]


def everything(pipeline):
    left_out = {"loaded_at", "sequence", "rejected_at"}
    return {
        table.name: sorted(
            repr({name: value for name, value in row.items() if name not in left_out})
            for row in pipeline.loaded(f"SELECT * FROM {table.name}")
        )
        for table in TABLES
    }


def test_every_row_of_every_dialect_is_the_same_whoever_makes_it(pipeline):
    found = []
    for share in (ELSEWHERE, HERE):
        empty = pipeline.home.warehouse / "orders.duckdb"
        kept = empty.with_suffix(".kept")
        shutil.copy(empty, kept)
        pipeline.load(share=share, now=lambda: NOW)
        found.append(everything(pipeline))
        pipeline.publish()
        assert_equal_tables(pipeline.comparable(pipeline.tables()), pipeline.comparable(pipeline.truth()))
        kept.replace(empty)
    assert found[0] == found[1]


def test_a_small_load_starts_nobody(landed):
    landing, manifest, groups, here = landed
    with Makers(landing, "load-1", Share(count=2)) as makers:
        assert not any(isinstance(promise(), Made) for promise in makers.promised(manifest, groups, here))
        assert not makers.started


def test_what_a_maker_fails_at_fails_here_with_its_own_error(landed, tmp_path):
    _, manifest, groups, _ = landed
    window = incoming_window(AccountLanding(tmp_path, "us").bodies, manifest)  # a landing without bodies
    with Makers(tmp_path, "load-1", ELSEWHERE) as makers:
        first, *_ = makers.promised(manifest, groups, lambda groups: list(window.pages(0)))
        with pytest.raises(Damaged):
            first()


def test_what_a_maker_dies_of_is_made_here(landed):
    landing, manifest, groups, here = landed
    with Makers(landing, "load-1", ELSEWHERE) as makers:
        for promise in makers.promised(manifest, groups, here):
            for process in makers.started:
                process.kill()
                process.wait()
            assert not isinstance(promise(), Made)


def test_makers_are_gone_when_the_load_ends_and_when_it_is_killed(landed):
    landing, manifest, groups, here = landed
    with Makers(landing, "load-1", ELSEWHERE) as makers:
        promises = list(makers.promised(manifest, groups, here))
        assert all(isinstance(promise(), Made) for promise in promises)
        ended = makers.started
    assert ended and all(process.poll() is not None for process in ended)
    loading = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(landing), str(manifest.window.start), str(manifest.window.end)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with loading:
        pids = [int(pid) for pid in loading.stdout.readline().split()]
        assert pids and all(map(is_there, pids))
        os.kill(loading.pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while any(map(is_there, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(is_there, pids))


def is_there(pid):
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


KILLED = """
import sys, time
from datetime import datetime
from pathlib import Path
from orders_pipeline.flows.incoming import grouped
from orders_pipeline.flows.making.makers import Makers, Share
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window

landing, start, end = sys.argv[1:]
window = Window(datetime.fromisoformat(start), datetime.fromisoformat(end))
manifest = AccountLanding(Path(landing), "us").manifest(Purpose.LIVE, window)
makers = Makers(Path(landing), "load-1", Share(count=2, here=0, piece=15, least=1))
promises = list(makers.promised(manifest, grouped(manifest.pages), None))
promises[0]()
print(*(process.pid for process in makers.started), flush=True)
time.sleep(60)
"""
