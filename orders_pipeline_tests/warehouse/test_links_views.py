"""Views and questions count an order that two accounts show once; who knows more tells its refunds and parcels."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from orders_pipeline.flows.asking import QUESTIONS, question
from orders_pipeline.model.status import OrderStatus, RefundStatus
from orders_pipeline.warehouse.statements import views
from orders_pipeline_tests.warehouse.making import ACCOUNT, UNITY, D, a_window, an_order, at, refunded

NUMBER = {"marketplace_order_id": "113-0000000-0000001"}
# What says of every account what its hub showed, and so does not count.
OF_EACH_HUB = {
    "certified_until",
    "freshness",
    "open_rejects",
    "order_versions",
    "totals_that_do_not_add_up",
    "linked_orders",
}
OF_EACH_HUB_ASKED = {"order_changes", "completeness_by_day", "hub_agreement", "hub_disagreements"}


def without(order, *tables):
    return replace(order, **dict.fromkeys(tables, ()))


def shipped(order):
    parcels = tuple(replace(one, is_shipped=True, shipped_at=at(60)) for one in order.fulfillments)
    return replace(order, order=replace(order.order, order_status=OrderStatus.SHIPPED), fulfillments=parcels)


@pytest.fixture
def shown(warehouse):
    """`shown(ours, theirs, first="unity")`: one order as us-main and as unity show it, and who stands first."""

    def load(ours, theirs, first="us-main"):
        accounts = sorted([ACCOUNT, UNITY], key=lambda one: one.account != first)
        warehouse.name(*accounts)
        warehouse.load(a_window([ours]), a_window([theirs], account="unity"))
        return warehouse

    return load


def ours(**changes):
    return an_order("1", **(NUMBER | changes))


def theirs(**changes):
    return an_order("A", account="unity", **(NUMBER | changes))


def everything_counted(warehouse):
    """Answers of all that counts."""
    said = {view.name: f"FROM {view.name}" for view in views() if view.name not in OF_EACH_HUB}
    said |= {name: question(name).sql for name in QUESTIONS if name not in OF_EACH_HUB_ASKED}
    return {name: sorted(map(str, warehouse.rows(sql))) for name, sql in said.items()}


@pytest.mark.parametrize("status", [OrderStatus.OPEN, OrderStatus.SHIPPED, OrderStatus.CANCELED])
def test_what_counts_says_the_same_with_a_second_hub_as_without(warehouse, status):
    order = refunded(ours(order_status=status), "3.00")
    order = shipped(order) if status is OrderStatus.SHIPPED else order
    warehouse.load(a_window([order]))
    alone = everything_counted(warehouse)
    warehouse.name(ACCOUNT, UNITY)
    warehouse.load(a_window([refunded(theirs(total_amount=D("99.00")), "4.00")], account="unity"), load_id="load-2")
    assert [len(warehouse.table(name)) for name in ("orders", "order_items", "refunds")] == [2, 4, 2]
    assert everything_counted(warehouse) == alone
    assert len(alone["sales_by_day"]) == (status is not OrderStatus.CANCELED)


@pytest.mark.parametrize("has_links", [False, True])
def test_an_order_that_gave_everything_back_balances_whoever_is_asked_for(warehouse, has_links):
    """DuckDB 2.0.1 folded this comparison where order_links was empty and one account was asked for."""
    warehouse.name(ACCOUNT, UNITY)
    canceled = refunded(ours(order_status=OrderStatus.CANCELED, total_amount=D("3.00")), "3.00")
    warehouse.load(a_window([canceled]), a_window([theirs()] if has_links else [], account="unity"))
    assert len(warehouse.table("order_links")) == (2 if has_links else 0)
    for account in ("NULL", "'us-main'"):
        warehouse.rows(f"SET VARIABLE account = {account}")
        assert warehouse.rows(question("refunds_out_of_balance").sql) == []


def test_without_the_link_it_would_be_counted_twice(warehouse):
    warehouse.name(ACCOUNT, UNITY)
    warehouse.load(a_window([ours()]), a_window([theirs(marketplace_order_id=None)], account="unity"))
    assert [row["orders"] for row in warehouse.table("sales_by_day")] == [1, 1]


def test_refunds_and_parcels_are_told_by_the_hub_that_shows_them(shown):
    """ChannelUnity shows neither: its order is counted, and what the other knows is not lost."""
    bare = without(theirs(total_amount=D("20.00")), "fulfillments", "fulfillment_items")
    warehouse = shown(refunded(shipped(ours()), "3.00"), bare, first="unity")
    (sold,) = warehouse.table("sales_by_day")
    assert (sold["account"], sold["total_amount"]) == ("unity", D("20.00"))
    (refund,) = warehouse.table("counted_refunds")
    assert (refund["account"], refund["order_id"], refund["total_amount"]) == ("unity", "A", D("3.00"))
    assert (refund["told_by_account"], refund["told_by_order_id"]) == ("us-main", "1")
    (parcel,) = warehouse.table("counted_fulfillments")
    assert (parcel["account"], parcel["order_id"], parcel["told_by_account"]) == ("unity", "A", "us-main")
    net = warehouse.rows(question("net_sales_by_day").sql)
    assert sum(row["net_amount"] for row in net) == D("17.00")
    assert {row["account"] for row in net} == {"unity"}
    rates = {row["sku"]: row for row in warehouse.table("refund_rate_by_sku")}
    assert (rates["SKU-1"]["sold_units"], rates["SKU-1"]["refunded_units"]) == (D(2), D(1))


def test_lines_of_another_hub_meet_those_of_the_counted_order_by_their_sku(shown):
    bare = without(theirs(), "fulfillments", "fulfillment_items")
    parcels = shipped(ours()).fulfillments
    there = replace(ours(), fulfillments=parcels)
    there = replace(there, fulfillment_items=tuple(replace(one, sku="SKU-1") for one in there.fulfillment_items[:1]))
    warehouse = shown(there, bare, first="unity")
    (part,) = warehouse.table("counted_fulfillment_items")
    assert (part["account"], part["order_id"], part["item_id"], part["sku"]) == ("unity", "A", "A-1", "SKU-1")
    outstanding = warehouse.rows(question("units_outstanding").sql)
    assert [(row["order_id"], row["sku"]) for row in outstanding] == [("A", "SKU-2")]


def test_a_sku_that_stands_on_two_lines_is_not_guessed(shown):
    lines = tuple(replace(one, sku="SKU-1") for one in theirs().order_items)
    there = replace(ours(), fulfillments=shipped(ours()).fulfillments)
    there = replace(there, fulfillment_items=tuple(replace(one, sku="SKU-1") for one in there.fulfillment_items))
    bare = replace(without(theirs(), "fulfillments", "fulfillment_items"), order_items=lines)
    warehouse = shown(there, bare, first="unity")
    assert {(row["item_id"], row["sku"]) for row in warehouse.table("counted_fulfillment_items")} == {(None, "SKU-1")}


def test_a_refund_that_failed_is_known_less_than_one_that_did_not(shown):
    warehouse = shown(refunded(ours(), "3.00", RefundStatus.FAILED), refunded(theirs(), "4.00"))
    (refund,) = warehouse.table("counted_refunds")
    assert (refund["account"], refund["total_amount"], refund["told_by_account"]) == ("us-main", D("4.00"), "unity")


def test_where_the_counted_order_shows_refunds_it_tells_them(shown):
    warehouse = shown(refunded(ours(), "3.00"), refunded(refunded(theirs(), "4.00"), "5.00"))
    assert [row["total_amount"] for row in warehouse.table("counted_refunds")] == [D("3.00")]
    assert [row["item_id"] for row in warehouse.table("counted_refund_items")] == ["1-1"]


def test_what_hubs_disagree_about_is_shown_with_both_values(shown):
    warehouse = shown(ours(total_amount=D("25.50")), theirs(total_amount=D("20.00"), order_status=OrderStatus.SHIPPED))
    (agreed,) = warehouse.rows(question("hub_agreement").sql)
    assert {name: agreed[name] for name in ("account", "counted_account", "orders", "agreeing")} == {
        "account": "unity",
        "counted_account": "us-main",
        "orders": 1,
        "agreeing": 0,
    }
    assert (agreed["other_status"], agreed["other_currency"], agreed["other_total"]) == (1, 0, 1)
    assert agreed["difference_amount"] == Decimal("-5.5")
    (row,) = warehouse.rows(question("hub_disagreements").sql)
    assert row["differs_in"] == "order_status,total_amount"
    assert (row["order_status"], row["counted_order_status"]) == ("shipped", "open")
    assert (row["total_amount"], row["counted_amount"]) == (D("20.00"), D("25.50"))


def test_amounts_of_other_currencies_are_not_subtracted(shown):
    warehouse = shown(ours(), theirs(currency="CAD", total_amount=D("1.00")))
    (row,) = warehouse.table("linked_orders")
    assert (row["differs_in"], row["difference_amount"]) == ("currency,total_amount", None)


def test_hubs_that_agree_have_no_row_of_disagreement(shown):
    warehouse = shown(ours(), theirs(payment_status=None))
    assert warehouse.rows(question("hub_disagreements").sql) == []
    (agreed,) = warehouse.rows(question("hub_agreement").sql)
    assert (agreed["orders"], agreed["agreeing"]) == (1, 1)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in OF_EACH_HUB_ASKED])
def test_what_counts_says_so(name):
    assert "inked orders are counted once" in question(name).grain
