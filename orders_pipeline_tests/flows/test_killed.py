"""A process killed with -9 at any step of extract, load or publish loses nothing and leaves nothing half done."""

import json
import os
import signal
import subprocess
import sys

import pytest

from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import a_pipeline, assert_counts_add_up, assert_equal_tables

STEPS = {
    "extract: before a window is read": 1,
    "extract: page landed": 3,
    "extract: window read, not certified": 1,
    "extract: window certified": 1,
}


def run_killed(pipeline, step, nth=1):
    return subprocess.run(
        [sys.executable, "-m", "orders_pipeline_tests.killed", str(pipeline.home.root), str(nth), step],
        env={**os.environ, **pipeline.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def world():
    return World(seed=6, orders=120)


@pytest.mark.parametrize(("step", "nth"), STEPS.items(), ids=list(STEPS))
def test_a_run_killed_at_a_step_is_made_good_by_the_next(tmp_path, world, step, nth):
    with a_pipeline(tmp_path, world, page_size=20) as pipeline:
        assert run_killed(pipeline, step, nth).returncode == -signal.SIGKILL
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())
        assert_counts_add_up(pipeline)


def test_every_step_there_is_stands_in_the_table_above(tmp_path, world):
    with a_pipeline(tmp_path, world, page_size=20) as pipeline:
        survived = run_killed(pipeline, "no such step")
        assert survived.returncode == 0, survived.stderr
        assert set(json.loads(survived.stdout)) == set(STEPS)
