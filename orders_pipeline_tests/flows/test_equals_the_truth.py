"""The published tables equal the hub's truth, row for row and cent for cent, in every canonical column."""

from datetime import timedelta

import pytest

from orders_pipeline.channels.errors import Retriable
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.sandbox.faults import NAMES, Fault
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import a_pipeline, assert_counts_add_up, assert_equal_tables

QUICK = {"timeout": Fault("timeout", nth=(3, 9), times=2, options={"seconds": 1.6})}
TICK = timedelta(minutes=15)


def tick_until_whole(pipeline, tries=12):
    """Ticks of a schedule: what a run could not certify, a later one reads again."""
    for _ in range(tries):
        whole = True
        for account in pipeline.profiles:
            try:
                pipeline.read(account)
            except (ReadFailed, Retriable):
                whole = False
        if whole:
            break
        pipeline.hub.clock.advance(TICK)
    assert whole, f"not whole after {tries} ticks"
    pipeline.load()
    pipeline.publish()


def assert_right(pipeline):
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    assert_counts_add_up(pipeline)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_warehouse_is_the_truth(tmp_path, seed):
    with a_pipeline(tmp_path, World(seed=seed, orders=400), page_size=100) as pipeline:
        pipeline.run()
        assert_right(pipeline)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_the_warehouse_is_the_truth_with_every_fault_of_twenty_seeds(tmp_path, seed):
    with a_pipeline(tmp_path, World(seed=seed, orders=2_600), page_size="vary") as pipeline:
        pipeline.run()
        assert_right(pipeline)
        pipeline.hub.faults.arm([QUICK.get(name, name) for name in NAMES])
        for _ in range(8):
            pipeline.hub.clock.advance(TICK * 8)
            tick_until_whole(pipeline)
        heal(pipeline)
        assert_right(pipeline)


def heal(pipeline):
    """No further fault strikes, and everything that was committed late has become visible."""
    pipeline.hub.faults.disarm()
    for _ in range(2):
        pipeline.hub.clock.advance(TICK)
        tick_until_whole(pipeline)


@pytest.mark.parametrize("fault", NAMES)
def test_the_warehouse_is_the_truth_after_each_fault(tmp_path, fault):
    wanted = [QUICK.get(fault, fault)]
    with a_pipeline(tmp_path, World(seed=5, orders=200), page_size=20, faults=wanted, seed=fault.__len__()) as pipeline:
        tick_until_whole(pipeline)
        assert pipeline.hub.faults.struck, "a fault that never struck shows nothing"
        heal(pipeline)
        assert_right(pipeline)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_warehouse_is_the_truth_after_all_faults_together(tmp_path, seed):
    wanted = [QUICK.get(name, name) for name in NAMES]
    with a_pipeline(tmp_path, World(seed=seed, orders=300), page_size="vary", faults=wanted, seed=seed) as pipeline:
        tick_until_whole(pipeline)
        heal(pipeline)
        assert_right(pipeline)


def test_the_tables_follow_the_hub_through_time(tmp_path):
    world = World(seed=8, orders=300)
    with a_pipeline(tmp_path, world, page_size=100, now=world.start + timedelta(days=20)) as pipeline:
        for _ in range(6):
            pipeline.run()
            assert_right(pipeline)
            pipeline.hub.clock.advance(timedelta(days=5))
