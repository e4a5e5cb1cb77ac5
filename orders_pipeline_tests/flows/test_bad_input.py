"""Bad orders: a row in rejects with its reason, neighbours loaded, and healed by the next good version."""

from datetime import timedelta

from orders_pipeline.sandbox.faults.spoiled import SPOILED
from orders_pipeline.sandbox.world import World
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_counts_add_up, assert_equal_tables

# What becomes of each way to spoil an order; None: it is no reason to set it aside.
EXPECTED = {
    "currency_small": "bad_currency",
    "no_id": "missing_field",
    "null_id": "missing_field",
    "missing_profile": "missing_field",
    "missing_created": "missing_field",
    "amount_word": "wrong_type",
    "amount_nan": "wrong_type",
    "amount_null": "missing_field",
    "amount_seven_decimals": "amount_too_fine",
    "item_amount_seven_decimals": "amount_too_fine",
    "amount_huge": "amount_too_large",
    "quantity_huge": "quantity_out_of_range",
    "quantity_broken": None,
    "twice_different": "conflicting_versions",
    "twice_same": None,
    "created_year_1": "date_out_of_range",
    "created_nonsense": "wrong_type",
    "created_without_zone": "wrong_type",
    "items_a_text": "wrong_type",
    "items_an_object": "wrong_type",
    "items_null": "missing_field",
    "unknown_field": None,
    "control_letter": None,
    "huge_text": None,
}


def test_every_way_to_spoil_an_order_has_an_expected_end():
    assert set(EXPECTED) == set(SPOILED)


def test_bad_orders_are_set_aside_their_neighbours_load_and_the_next_good_version_heals_them(tmp_path):
    world = World(seed=9, orders=80)
    with a_pipeline(tmp_path, world, profiles=US, page_size=100) as pipeline:
        spoiled = {}
        for how, order_id in zip((name for name in EXPECTED if name != "huge_text"), orders_of(pipeline), strict=False):
            pipeline.hub.faults.spoil(order_id, how)
            spoiled[str(order_id)] = how
        pipeline.run()
        reasons = {row["order_id"]: row["reason"] for row in pipeline.table("rejects") if row["order_id"]}
        nameless = [row["reason"] for row in pipeline.table("rejects") if not row["order_id"]]
        assert reasons == {
            order_id: EXPECTED[how] for order_id, how in spoiled.items() if EXPECTED[how] and not how.endswith("_id")
        }
        assert nameless == ["missing_field", "missing_field"]
        lost = {order_id for order_id, how in spoiled.items() if EXPECTED[how] and how != "twice_different"}
        held = {row["order_id"] for row in pipeline.table("orders")}
        assert held == {row["order_id"] for row in pipeline.truth()["orders"]} - lost
        assert_counts_add_up(pipeline)

        pipeline.hub.faults.disarm()
        for order_id in spoiled:
            world.edit(int(order_id), pipeline.hub.clock.now + timedelta(minutes=1))
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())
        assert [row for row in pipeline.table("rejects") if row["order_id"] and not row["healed_load_id"]] == []


def orders_of(pipeline):
    return [
        state.order.order_id
        for state in pipeline.hub.world.at(pipeline.hub.clock.now)
        if state.order.profile_id == US["us"]
    ]


def test_a_page_of_40_megabytes_is_read_like_any_other(tmp_path):
    world = World(seed=9, orders=30)
    with a_pipeline(tmp_path, world, profiles=US, page_size=100) as pipeline:
        pipeline.hub.faults.spoil(orders_of(pipeline)[0], "huge_text")
        pipeline.read()
        assert pipeline.load().counts[Outcome.INSERTED] == len(orders_of(pipeline))


def test_a_field_that_the_protocol_does_not_know_is_noted_beside_the_page(tmp_path):
    world = World(seed=9, orders=30)
    with a_pipeline(tmp_path, world, profiles=US, page_size=100) as pipeline:
        pipeline.hub.faults.spoil(orders_of(pipeline)[0], "unknown_field")
        pipeline.run()
        assert [row["unknown_fields"] for row in pipeline.table("pages") if row["unknown_fields"]] == ["NewThing"]
