"""Doing it again changes nothing; what came late or at the edge is found; counts add up."""

from datetime import timedelta

from orders_pipeline.model.tables import CANONICAL
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.dialects import CHANNELAPE, CHANNELUNITY, SOAP
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_counts_add_up, assert_equal_tables

SETTLE = timedelta(minutes=2)


def everything(pipeline):
    """Every canonical table with its lineage: not even a load id may change."""
    return {table.name: pipeline.table(table.name) for table in CANONICAL} | {
        "history": pipeline.table("order_history")
    }


def test_extract_load_and_publish_twice_changes_nothing(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=150), profiles=US) as pipeline:
        pipeline.run()
        before, snapshot = everything(pipeline), pipeline.home.published.resolve()
        pipeline.run()
        assert everything(pipeline) == before
        assert pipeline.home.published.resolve() == snapshot, "nothing changed, so nothing was published"


def test_the_same_through_all_dialects_changes_nothing_either(tmp_path):
    world, others = World(seed=2, orders=60), [SOAP, CHANNELUNITY, CHANNELAPE]
    with a_pipeline(tmp_path, world, others=others, keys='overlap = "7d"') as pipeline:
        pipeline.run()
        before = everything(pipeline), pipeline.table("order_links")
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert (everything(pipeline), pipeline.table("order_links")) == before
        assert_counts_add_up(pipeline)


def test_reading_the_same_orders_again_in_a_later_window_changes_no_row(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=150), profiles=US, keys='overlap = "7d"') as pipeline:
        pipeline.run()
        before = everything(pipeline)
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert everything(pipeline) == before
        again = [row for row in pipeline.table("loads") if row["unchanged"]]
        assert again, "the overlap showed orders again, and they were unchanged"
        assert_counts_add_up(pipeline)


def test_an_order_committed_late_behind_the_cursor_is_found(tmp_path):
    world = World(seed=2, orders=60)
    late = max(world.lives.values(), key=lambda life: life.events[-1].at)
    happened = late.events[-1].at
    world.late_commit(late.order.order_id, by=timedelta(minutes=9))
    with a_pipeline(tmp_path, world, profiles=US, now=happened + timedelta(minutes=4)) as pipeline:
        pipeline.run()
        before = pipeline.tables()
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert pipeline.tables() != before
        assert_equal_tables(pipeline.tables(), pipeline.truth())


def test_orders_edited_in_the_second_of_the_window_s_end_are_found(tmp_path):
    world = World(seed=2, orders=60)
    end = world.end + timedelta(days=1)
    ids = [state.order.order_id for state in world.at(end) if state.order.profile_id == US["us"]]
    offsets = [-1_000_000, -999_999, -1, 0, 1, 999_999, 1_000_000]
    for order_id, microseconds in zip(ids, offsets, strict=False):
        world.edit(order_id, end + timedelta(microseconds=microseconds), note=f"{microseconds} us from the end")
    with a_pipeline(tmp_path, world, profiles=US, now=end + SETTLE, keys='overlap = "0s"') as pipeline:
        pipeline.run()
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())
        texts = {row["text"] for row in pipeline.table("order_texts")}
        assert {f"{microseconds} us from the end" for microseconds in offsets} <= texts


def test_one_id_with_two_contents_loads_the_one_and_sets_the_other_aside(tmp_path):
    world = World(seed=2, orders=60)
    with a_pipeline(tmp_path, world, profiles=US, page_size=100) as pipeline:
        twice = min(world.lives)
        pipeline.hub.faults.spoil(twice, "twice_different")
        pipeline.run()
        assert [row["reason"] for row in pipeline.table("rejects")] == ["conflicting_versions"]
        assert_counts_add_up(pipeline)
        pipeline.hub.faults.disarm()
        world.edit(twice, pipeline.hub.clock.now + timedelta(minutes=1))
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())
