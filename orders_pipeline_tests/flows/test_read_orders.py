"""Orders read by id: whole, byte for byte, loaded by the ordinary load; what the hub does not have is recorded."""

import json
from datetime import timedelta

import msgspec
import pytest

from orders_pipeline.flows.read_orders import read_orders
from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.sandbox.channeladvisor.options import options_of
from orders_pipeline.sandbox.channeladvisor.render import as_bytes, entity
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.world import World, an_order
from orders_pipeline_tests.pipeline import IN_A_HURRY, US, a_pipeline, assert_counts_add_up, assert_equal_tables


@pytest.fixture
def pipeline(tmp_path):
    """A hub with four orders of this account, one of 25 lines, and one of another profile; nothing is read yet."""
    world = World(seed=2, orders=0)
    for order_id in (1001, 1002, 1003):
        world.with_order(an_order(order_id))
    world.with_order(an_order(1025, lines=25)).with_order(an_order(2001, profile=23456789))
    with a_pipeline(tmp_path, world, profiles=US) as made:
        yield made


def read_by_id(pipeline, *order_ids, **options):
    account = pipeline.settings.account("us")
    options = {"environ": pipeline.environ, "patience": IN_A_HURRY, "why": "a test", **options}
    return read_orders(pipeline.home, account, order_ids, **options)


def manifests(pipeline):
    return list(AccountLanding(pipeline.home.landing, "us").manifests(Purpose.SINGLE))


def test_orders_read_by_id_are_loaded_whole_with_every_line(pipeline):
    report = read_by_id(pipeline, "1025", "1001", "1002", "1003")
    assert report.read.found == ("1025", "1001", "1002", "1003")
    pipeline.load()
    pipeline.publish()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    assert_counts_add_up(pipeline)
    assert [row["purpose"] for row in pipeline.table("loads")] == ["single"]
    assert pipeline.query("SELECT certified_until_at FROM freshness") == [{"certified_until_at": None}]


def test_what_each_id_was_answered_with_stands_in_the_certificate(pipeline):
    report = read_by_id(pipeline, "1001", "9999", "2001", "none", "1001")
    assert (report.read.found, report.read.absent) == (("1001",), ("9999",))
    assert "another profile" in report.read.failed["2001"]
    assert "whole numbers" in report.read.failed["none"]
    (manifest,) = manifests(pipeline)
    certificate = msgspec.json.decode(manifest.certificate)
    assert certificate["asked"] == ["1001", "9999", "2001", "none"]
    assert (certificate["why"], certificate["read"]["absent"]) == ("a test", ["9999"])
    pipeline.load()
    assert [row["order_id"] for row in rows_loaded(pipeline)] == ["1001"]


def rows_loaded(pipeline):
    pipeline.publish()
    return pipeline.table("orders") + pipeline.table("rejects")


def test_the_answer_is_landed_byte_for_byte(pipeline):
    read_by_id(pipeline, "1001")
    (page,) = manifests(pipeline)[0].pages
    body = AccountLanding(pipeline.home.landing, "us").bodies.get(page.sha256)
    assert json.loads(body)["ID"] == 1001
    assert (page.kind, page.orders, "Orders(1001)" in page.url) == ("orders", 1, True)


def test_ids_of_which_none_is_at_the_hub_are_recorded_and_load_nothing(pipeline):
    assert read_by_id(pipeline, "9999").window_id is not None
    report = pipeline.load()
    assert (len(report.windows), report.received) == (1, 0)


def cut_even_whole_orders(pipeline):
    """The hub shows 20 lines of an order that is asked for by itself too, and a link to the rest."""
    hub = pipeline.hub.sandbox.channeladvisor

    def one(access, set_name, key, query, links):
        row = hub._row(access, set_name, key)
        body = as_bytes(row, options_of(query, row.entity).shape, links, hub.settings.collection_cap)
        return entity(f"{links.root}/$metadata#{row.entity.name}/$entity", body)

    hub.one = one


def test_an_order_that_is_cut_even_whole_is_followed_to_its_end(pipeline):
    cut_even_whole_orders(pipeline)
    assert read_by_id(pipeline, "1025", "1001").read.found == ("1025", "1001")
    pipeline.load()
    pipeline.publish()
    assert len(pipeline.query("SELECT item_id FROM order_items WHERE order_id = '1025'")) == 25


@pytest.mark.parametrize("status", [503, 404, 400])
@pytest.mark.parametrize("order_ids", [("1001", "1025"), ("1025", "1001"), ("1025",)])
def test_an_order_that_is_cut_and_whose_rest_cannot_be_had_is_never_loaded_as_a_whole_one(pipeline, order_ids, status):
    cut_even_whole_orders(pipeline)
    fault = Fault("server_error", probability=1.0, path="Orders(1025)/Items", options={"status": status})
    pipeline.hub.faults.arm([fault])
    report = read_by_id(pipeline, *order_ids)
    pipeline.load()
    loaded = {row["order_id"]: row.get("reason") for row in rows_loaded(pipeline)}
    became = "failed" if "1025" in report.read.failed else loaded["1025"]
    assert became == ("failed" if status == 503 else "incomplete_order")
    assert "1025" not in {row["order_id"] for row in pipeline.table("orders")}
    if "1001" in report.read.found:
        assert loaded["1001"] is None


@pytest.mark.long
def test_the_same_orders_read_again_are_another_window_and_change_nothing(pipeline):
    moment = pipeline.hub.clock.now
    ids = {read_by_id(pipeline, "1001", now=lambda: moment).window_id for _ in range(3)}
    assert len(ids) == 3
    pipeline.load()
    pipeline.hub.world.edit(1001, moment + timedelta(minutes=1))
    pipeline.hub.clock.advance(timedelta(minutes=2))
    read_by_id(pipeline, "1001")
    counts = pipeline.load().counts
    assert {str(outcome): count for outcome, count in counts.items() if count} == {"updated": 1}


def test_a_hub_that_cannot_be_reached_keeps_what_it_gave_before(pipeline):
    pipeline.hub.faults.arm([Fault("server_error", probability=1.0, path="Orders(1002)")])
    report = read_by_id(pipeline, "1001", "1002", "1003")
    assert (report.read.found, set(report.read.failed)) == (("1001",), {"1002", "1003"})
    assert len(manifests(pipeline)[0].pages) == 1


@pytest.mark.long
def test_a_bad_order_is_quarantined_by_itself(pipeline):
    pipeline.hub.faults.spoil(1002, "amount_word")
    read_by_id(pipeline, "1001", "1002")
    pipeline.load()
    assert [(row.get("reason"), row["order_id"]) for row in rows_loaded(pipeline)] == [
        (None, "1001"),
        ("wrong_type", "1002"),
    ]


def test_live_reading_goes_on_beside_it_and_two_of_a_kind_wait(pipeline):
    with AccountLanding(pipeline.home.landing, "us").reading():
        assert read_by_id(pipeline, "1001").read.found == ("1001",)
    with (
        AccountLanding(pipeline.home.landing, "us").reading(Purpose.SINGLE),
        pytest.raises(Busy, match="single orders"),
    ):
        read_by_id(pipeline, "1001")
