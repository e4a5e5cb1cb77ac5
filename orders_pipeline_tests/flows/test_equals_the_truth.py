"""The published tables equal the hub's truth, row for row and cent for cent, in every canonical column."""

from datetime import timedelta

import pytest

from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.dialects import CHANNELAPE, CHANNELUNITY, REST, SOAP
from orders_pipeline_tests.healing import (
    assert_right,
    come_to_rest,
    faults_of,
    heal,
    read_until_whole,
    struck_often,
)
from orders_pipeline_tests.pipeline import US, a_pipeline

OTHERS = (SOAP, CHANNELUNITY, CHANNELAPE)
MISSED = {"late_commit"}  # strikes events, and none may be near
# One at a time, each in a hub of its own. Of the other dialects the test further below takes them in turn, always.
FAULTS = [
    pytest.param(spoken, fault, marks=() if spoken is REST else pytest.mark.long)
    for spoken in (REST, *OTHERS)
    for fault in faults_of(spoken.channel)
]


def read_by(spoken, folder, world, **options):
    """A pipeline that reads a hub by one dialect, in pages that are small for it."""
    there = {"profiles": US} if spoken is REST else {"profiles": {}, "others": [spoken], **SMALL[spoken.channel]}
    return a_pipeline(folder, world, **{**there, **options})


SMALL = {
    "channeladvisor_soap": {"soap_page_caps": (200, 100, 50, 9)},
    "channelunity": {"keys": "page_orders = 9"},
    "channelape": {},  # the client always asks for pages of 150; a fault makes them short
}


def names(value):
    return getattr(value, "channel", None) or (value if isinstance(value, str) else None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_warehouse_is_the_truth_and_an_order_of_57_lines_has_57_lines(tmp_path, seed):
    with a_pipeline(tmp_path, World(seed=seed, orders=300), page_size=100) as pipeline:
        read_until_whole(pipeline)
        assert_right(pipeline)
        most = pipeline.query(
            "SELECT max(lines) AS lines FROM (SELECT count(*) AS lines FROM order_items GROUP BY account, order_id)"
        )
        assert most == [{"lines": 57}]


@pytest.mark.parametrize(("spoken", "fault"), FAULTS, ids=names)
def test_the_warehouse_is_the_truth_after_each_fault(tmp_path, spoken, fault):
    world, armed = World(seed=5, orders=100 if spoken is REST else 60), struck_often(fault, spoken.channel)
    with read_by(spoken, tmp_path, world, faults=armed, seed=len(fault)) as pipeline:
        read_until_whole(pipeline)
        assert_struck(pipeline, fault)
        heal(pipeline)
        assert_right(pipeline, published=False)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))])
def test_the_warehouse_is_the_truth_after_all_faults_together(tmp_path, seed):
    wanted = [fault for name in faults_of(REST.channel) for fault in struck_often(name)]
    world = World(seed=seed, orders=60)
    with read_by(REST, tmp_path, world, page_size="vary", faults=wanted, seed=seed) as pipeline:
        read_until_whole(pipeline)
        pipeline.load()
        heal(pipeline)
        assert_right(pipeline)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("spoken", OTHERS, ids=names)
def test_the_warehouse_is_the_truth_through_every_fault_in_turn_and_all_together(tmp_path, spoken, seed):
    with read_by(spoken, tmp_path, World(seed=seed, orders=120), seed=seed) as pipeline:
        through_every_fault(pipeline, spoken)


def test_the_tables_follow_the_hub_through_time(tmp_path):
    world = World(seed=8, orders=150)
    with a_pipeline(tmp_path, world, page_size=100, now=world.start + timedelta(days=20)) as pipeline:
        follow(pipeline)


@pytest.mark.parametrize("spoken", OTHERS, ids=names)
def test_the_tables_follow_a_hub_of_another_dialect_through_time(tmp_path, spoken):
    world = World(seed=8, orders=100)
    with read_by(spoken, tmp_path, world, now=world.start + timedelta(days=20)) as pipeline:
        follow(pipeline)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
@pytest.mark.parametrize("spoken", [REST, *OTHERS], ids=names)
def test_the_warehouse_is_the_truth_for_twenty_seeds_through_every_fault(tmp_path, spoken, seed):
    with read_by(spoken, tmp_path, World(seed=seed, orders=2_600), page_size="vary", seed=seed) as pipeline:
        pipeline.hub.clock.set(pipeline.hub.world.start + timedelta(days=30))
        come_to_rest(pipeline.hub)
        read_until_whole(pipeline)
        assert_right(pipeline)
        through_every_fault(pipeline, spoken)


def through_every_fault(pipeline, spoken):
    """Two days of the hub's life for each fault, then six with all of them; compared when it has healed."""
    hub = pipeline.hub
    hub.clock.set(hub.clock.now if hub.clock.now < hub.world.end else hub.world.start + timedelta(days=10))
    for name in faults_of(spoken.channel):
        hub.faults.arm(struck_often(name, spoken.channel))
        hub.clock.advance(timedelta(days=2))
        read_until_whole(pipeline)
        assert_struck(pipeline, name)
        hub.faults.disarm()
    hub.faults.arm([fault for name in faults_of(spoken.channel) for fault in struck_often(name, spoken.channel)])
    hub.clock.advance(timedelta(days=6))
    read_until_whole(pipeline)
    heal(pipeline)
    assert_right(pipeline)


def assert_struck(pipeline, fault):
    struck = {name for name, _ in pipeline.hub.faults.struck}
    assert fault in struck | MISSED, "a fault that never struck shows nothing"


def follow(pipeline):
    for _ in range(3):
        come_to_rest(pipeline.hub)
        read_until_whole(pipeline)
        assert_right(pipeline)
        pipeline.hub.clock.advance(timedelta(days=10))
