"""`order_history` keeps every distinct version of an order, without personal data."""

import json

import pytest
from msgspec.structs import replace

from orders_pipeline.flows.asking import answered
from orders_pipeline.model.records import Contact
from orders_pipeline_tests.warehouse.conftest import Warehouse
from orders_pipeline_tests.warehouse.making import a_window, an_order


def tags_kept(warehouse, order_id="1"):
    rows = warehouse.rows(
        f"SELECT document FROM order_versions WHERE order_id = '{order_id}' ORDER BY updated_at, requested_at"
    )
    return [json.loads(row["document"])["orders"][0].get("tags") for row in rows]


def test_what_changed_is_told_without_making_the_documents_of_orders_that_did_not(warehouse):
    """Making JSON takes some 100 kB an order: of these orders more than the question may take."""
    warehouse.load(a_window([an_order(str(number)) for number in range(2_000)]))
    warehouse.load(a_window([an_order("7", updated=20, tags="x")], start=15))
    connection = warehouse.writer.connection
    connection.execute("SET memory_limit = '60MB'")
    connection.execute("SET max_temp_directory_size = '0KB'")
    rows = answered(connection, "order_changes", None, None, None).to_pylist()
    said = [(row["order_id"], row["version"], row["field"], row["value_after"]) for row in rows]
    assert said == [("7", 2, "tags", "x")]
    assert answered(connection, "order_changes", None, "2026-03-02", None).num_rows == 0


def test_each_version_is_kept_once(warehouse):
    for start, tags in enumerate(["a", "a", "b", "b", "c"]):
        warehouse.load(a_window([an_order("1", updated=start, tags=tags)], start=15 * start))
    assert tags_kept(warehouse) == ["a", "a", "b", "b", "c"], "the update time is part of a version"
    for start, tags in enumerate(["a", "a", "b", "b", "c"]):
        warehouse.load(a_window([an_order("2", updated=None, tags=tags)], start=15 * start, purpose="backfill"))
    assert tags_kept(warehouse, "2") == ["a", "b", "c"], "without one, what is seen again is no version"


def test_a_version_that_comes_late_is_kept_too_but_not_twice(warehouse):
    warehouse.load(a_window([an_order("1", updated=9)], start=15))
    for start in (30, 45):
        warehouse.load(a_window([an_order("1", updated=3, tags="late")], start=start))
    assert tags_kept(warehouse) == ["late", None]


def test_a_new_address_is_a_new_content_but_no_new_version(warehouse):
    order = an_order("1", updated=None)
    moved = replace(order, order_contacts=(Contact(account="us-main", order_id="1", kind="shipping", city="Oslo"),))
    warehouse.load(a_window([order]), a_window([moved], start=15))
    assert [row["city"] for row in warehouse.table("order_contacts")] == ["Oslo"]
    assert len(warehouse.table("order_history")) == 1


def test_history_holds_no_personal_data_and_money_as_text(warehouse):
    warehouse.load(a_window([an_order("1")]))
    (row,) = warehouse.table("order_versions")
    document = json.loads(row["document"])
    assert set(document) == {"orders", "order_items", "fulfillments", "fulfillment_items"}
    assert document["orders"][0]["total_amount"] == "25.5000"
    for personal in ("Raleigh", "buyer-1", "birthday"):
        assert personal not in row["document"]


def versions(warehouse):
    return {row["updated_at"]: (row["is_standing"], row["document"]) for row in warehouse.table("order_versions")}


def test_a_version_looks_the_same_before_and_after_it_is_replaced(warehouse):
    warehouse.load(a_window([an_order("1", updated=1, tags="first")]))
    ((first, (_, as_it_stands)),) = versions(warehouse).items()
    warehouse.load(a_window([an_order("1", updated=2, tags="second")], start=15))
    told = versions(warehouse)
    assert told.pop(first) == (False, as_it_stands)
    assert [is_standing for is_standing, _ in told.values()] == [True]


def test_a_late_version_is_written_down_as_it_would_have_stood(warehouse, tmp_path, an_empty_warehouse):
    (other := tmp_path / "other").mkdir()
    another_warehouse = Warehouse(other, an_empty_warehouse)
    late, newer = an_order("1", updated=1, tags="late"), an_order("1", updated=2)
    another_warehouse.load(a_window([late]))
    warehouse.load(a_window([newer]), a_window([late], start=15))
    ((updated_at, (_, as_it_stood)),) = versions(another_warehouse).items()
    another_warehouse.close()
    assert versions(warehouse)[updated_at] == (False, as_it_stood)


def test_versions_between_within_one_batch_are_all_told(warehouse):
    windows = [a_window([an_order("1", updated=n, tags=f"v{n}")], start=15 * n) for n in (1, 2, 3)]
    warehouse.load(*windows)
    assert tags_kept(warehouse) == ["v1", "v2", "v3"]
    assert [is_standing for is_standing, _ in versions(warehouse).values()].count(True) == 1


def test_a_moved_buyer_leaves_the_version_standing(warehouse):
    order = an_order("1", updated=None)
    moved = replace(order, order_contacts=(Contact(account="us-main", order_id="1", kind="shipping", city="Oslo"),))
    warehouse.load(a_window([order]))
    before = versions(warehouse)
    warehouse.load(a_window([moved], start=15))
    assert versions(warehouse) == before


def an_order_at(city, tags, updated=None):
    return replace(
        an_order("1", updated=updated, tags=tags),
        order_contacts=(Contact(account="us-main", order_id="1", kind="shipping", city=city),),
    )


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (["Oslo a", "Oslo b", "Rome b"], ["a", "b"]),
        (["Oslo a", "Rome a"], ["a"]),
        (["Oslo a", "Rome a", "Rome b", "Oslo b", "Oslo c"], ["a", "b", "c"]),
        (["Oslo a", "Oslo b", "Oslo a", "Rome a"], ["a", "b", "a"]),
    ],
)
@pytest.mark.parametrize("batch_orders", [1, 100])
@pytest.mark.parametrize("alone", [0, 1, 9])
def test_moves_and_changes_in_any_batch_lose_no_version(warehouse, seen, told, batch_orders, alone):
    windows = [a_window([an_order_at(*what.split())], start=15 * place) for place, what in enumerate(seen)]
    for some in (windows[:alone], windows[alone:]):
        warehouse.load(*some, batch_orders=batch_orders)
    assert tags_kept(warehouse) == told
    rows = warehouse.table("order_versions")
    assert [row["is_standing"] for row in rows].count(True) == 1
    (standing,) = [row for row in rows if row["is_standing"]]
    assert json.loads(standing["document"])["orders"][0]["tags"] == told[-1]
