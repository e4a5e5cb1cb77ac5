"""The published tables equal the hub's truth, row for row and cent for cent, in every canonical column."""

from datetime import timedelta

import pytest

from orders_pipeline.channels.errors import Retriable
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.sandbox.faults import NAMES, Fault
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_counts_add_up, assert_equal_tables

AT_SET_REQUESTS = {
    "timeout": Fault("timeout", nth=(3, 9), times=2, options={"seconds": 0.9}),
    "foreign_next_link": Fault("foreign_next_link", nth=(1,), times=1),
}
IN_THE_WORLD = ("late_commit", "page_drift")  # these strike orders, not requests
TICK = timedelta(minutes=15)
SETTLE = timedelta(minutes=2)


def struck_often(name):
    """The fault at a rate that a small world meets for certain."""
    if name in AT_SET_REQUESTS:
        return AT_SET_REQUESTS[name]
    return Fault(name) if name in IN_THE_WORLD else Fault(name, probability=0.3, times=3)


def read_until_whole(pipeline, tries=12):
    """Ticks of a schedule: what a run could not certify, a later one reads again."""
    for _ in range(tries):
        failed = [account for account in pipeline.profiles if not is_whole(pipeline, account)]
        if not failed:
            return
        pipeline.hub.clock.advance(TICK)
    raise AssertionError(f"not whole after {tries} ticks")


def is_whole(pipeline, account):
    try:
        pipeline.read(account)
    except (ReadFailed, Retriable):
        return False
    return True


def come_to_rest(hub):
    """Let time go on to where nothing is younger than the settle delay: that is not to be held yet."""
    while any(hub.world.changes_between(hub.clock.now - SETTLE, hub.clock.now + SETTLE)):
        hub.clock.advance(SETTLE)


def heal(pipeline):
    """No fault strikes any more, and what was committed late becomes visible."""
    pipeline.hub.faults.disarm()
    for _ in range(2):
        pipeline.hub.clock.advance(TICK)
        come_to_rest(pipeline.hub)
        read_until_whole(pipeline)


def assert_right(pipeline):
    """Loads, publishes and compares what analysts see with what the hub holds."""
    pipeline.load()
    pipeline.publish()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    assert_counts_add_up(pipeline)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_warehouse_is_the_truth_and_an_order_of_57_lines_has_57_lines(tmp_path, seed):
    with a_pipeline(tmp_path, World(seed=seed, orders=300), page_size=100) as pipeline:
        read_until_whole(pipeline)
        assert_right(pipeline)
        most = pipeline.query(
            "SELECT max(lines) AS lines FROM (SELECT count(*) AS lines FROM order_items GROUP BY account, order_id)"
        )
        assert most == [{"lines": 57}]


@pytest.mark.parametrize("fault", NAMES)
def test_the_warehouse_is_the_truth_after_each_fault(tmp_path, fault):
    world = World(seed=5, orders=100)
    with a_pipeline(tmp_path, world, profiles=US, faults=[struck_often(fault)], seed=len(fault)) as pipeline:
        read_until_whole(pipeline)
        assert pipeline.hub.faults.struck or fault == "late_commit", "a fault that never struck shows nothing"
        heal(pipeline)
        pipeline.load()
        assert_equal_tables(pipeline.tables(pipeline.warehouse_file), pipeline.truth())


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))])
def test_the_warehouse_is_the_truth_after_all_faults_together(tmp_path, seed):
    wanted = [struck_often(name) for name in NAMES]
    with a_pipeline(
        tmp_path, World(seed=seed, orders=60), profiles=US, page_size="vary", faults=wanted, seed=seed
    ) as pipeline:
        read_until_whole(pipeline)
        pipeline.load()
        heal(pipeline)
        assert_right(pipeline)


def test_the_tables_follow_the_hub_through_time(tmp_path):
    world = World(seed=8, orders=150)
    with a_pipeline(tmp_path, world, page_size=100, now=world.start + timedelta(days=20)) as pipeline:
        for _ in range(3):
            come_to_rest(pipeline.hub)
            read_until_whole(pipeline)
            assert_right(pipeline)
            pipeline.hub.clock.advance(timedelta(days=10))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_the_warehouse_is_the_truth_for_twenty_seeds_through_every_fault(tmp_path, seed):
    with a_pipeline(tmp_path, World(seed=seed, orders=2_600), page_size="vary", seed=seed) as pipeline:
        pipeline.hub.clock.set(pipeline.hub.world.start + timedelta(days=30))
        come_to_rest(pipeline.hub)
        read_until_whole(pipeline)
        assert_right(pipeline)
        for name in NAMES:
            pipeline.hub.faults.arm([struck_often(name)])
            pipeline.hub.clock.advance(timedelta(days=2))
            read_until_whole(pipeline)
            pipeline.hub.faults.disarm(name)
        pipeline.hub.faults.arm([struck_often(name) for name in NAMES])
        pipeline.hub.clock.advance(timedelta(days=6))
        read_until_whole(pipeline)
        heal(pipeline)
        assert_right(pipeline)
