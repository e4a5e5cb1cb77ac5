"""A process killed with -9 at any step of extract, load or publish loses nothing and leaves nothing half done."""

import signal

import pytest

from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.killed import run_killed
from orders_pipeline_tests.pipeline import a_pipeline, assert_counts_add_up, assert_equal_tables

# Step -> at which of its beginnings the process dies.
STEPS = {
    "extract: before a window is read": 1,
    "extract: page landed": 3,
    "extract: window read, not certified": 1,
    "extract: window certified": 1,
    **dict.fromkeys(("read", "begin", "versions", "delete", "insert", "history", "windows", "checks", "commit"), 1),
    **dict.fromkeys(("checkpoint", "copy", "parquet", "strip", "manifest", "sync", "rename", "link", "clean"), 1),
}


@pytest.fixture(scope="module")
def world():
    return World(seed=6, orders=60)


@pytest.mark.parametrize(("step", "nth"), STEPS.items(), ids=list(STEPS))
def test_a_run_killed_at_a_step_is_made_good_by_the_next(tmp_path, world, step, nth):
    with a_pipeline(tmp_path, world, page_size=20) as pipeline:
        code, _ = run_killed(pipeline.home.root, pipeline.environ, step, nth)
        assert code == -signal.SIGKILL
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())
        assert_counts_add_up(pipeline)


def test_every_step_there_is_stands_in_the_table_above(tmp_path, world):
    with a_pipeline(tmp_path, world, page_size=20) as pipeline:
        code, steps = run_killed(pipeline.home.root, pipeline.environ, "no such step")
        assert (code, set(steps)) == (0, set(STEPS))
