"""The sample questions: compared in full with the answers beside this file, and with what the rows say in Python."""

import csv
import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import pytest

from orders_pipeline.flows.asking import QUESTIONS, answered, ask_about, question
from orders_pipeline.warehouse.query import reading
from orders_pipeline_tests.analysts.document import DOCUMENT, answer_of, document
from orders_pipeline_tests.analysts.world import OTHER_HUB, PROFILES

ZERO = Decimal(0)
IDS = ("account", "order_id")
ZONES = {"us-main": ZoneInfo("America/New_York"), "eu-main": ZoneInfo("Europe/Berlin")}


@pytest.fixture(scope="module")
def truth(pipeline):
    """What is to be counted: what the first two accounts' hub holds, without the one order that was set aside.

    The other hub shows nothing but orders of theirs.
    """
    held = pipeline.truth()
    (bad,) = [row["order_id"] for row in pipeline.table("rejects")]
    return {
        name: [row for row in rows if row["account"] in PROFILES and row["order_id"] != bad]
        for name, rows in held.items()
    }


@pytest.fixture
def ask(home):
    """`ask("marketplace_mix")`: its rows as dicts."""

    def rows(name, account=None, since=None, until=None):
        answer = ask_about(home, name, account, since, until)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    return rows


def ids(row):
    return row["account"], row["order_id"]


def day_of(row, instant):
    return row[instant].astimezone(ZONES[row["account"]]).date()


def summed(rows, amount, *by):
    sums = defaultdict(lambda: ZERO)
    for row in rows:
        sums[tuple(row[name] for name in by)] += row[amount] or ZERO
    return {key: value for key, value in sums.items() if value}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_to_the_last_digit_the_one_beside_this_test(call, name):
    assert call("ask", name, "--csv").stdout == answer_of(name), "if it shall change: make docs"


def test_the_document_of_the_questions_is_current():
    assert DOCUMENT.read_text("utf-8") == document(), "run: make docs"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_what_each_of_its_columns_means_and_holds_no_float(home, name):
    with reading(home.published / "orders.duckdb") as connection:
        schema = answered(connection, name, None, None, None).schema
    assert list(question(name).columns) == schema.names
    assert question(name).question.endswith("?")
    assert question(name).grain.startswith("Grain: one row a")
    kinds = {field.name: str(field.type) for field in schema}
    assert not [name for name, kind in kinds.items() if kind in ("double", "float")]
    exact = ("_amount", "_percent", "_units", "_hours")
    assert not [name for name, kind in kinds.items() if name.endswith(exact) and not kind.startswith("decimal128")]


def test_an_answer_is_the_same_whatever_zone_the_session_is_in(home):
    with reading(home.published / "orders.duckdb") as connection:
        here = {name: answered(connection, name, None, None, None) for name in QUESTIONS}
        connection.execute("SET TimeZone = 'Asia/Tokyo'")
        there = {name: answered(connection, name, None, None, None) for name in QUESTIONS}
    assert {name: table.cast(here[name].schema) for name, table in there.items()} == here


def test_net_sales_are_what_the_orders_and_refunds_of_each_day_add_up_to(ask, truth):
    sold = [
        row | {"day_on": day_of(row, "purchased_at")} for row in truth["orders"] if row["order_status"] != "canceled"
    ]
    kept = {ids(row) for row in sold}
    refunds = [row for row in truth["refunds"] if ids(row) in kept and row["status"] == "completed"]
    refunds = [row | {"day_on": day_of(row, "refunded_at" if row["refunded_at"] else "created_at")} for row in refunds]
    key = ("account", "day_on", "currency")
    rows = ask("net_sales_by_day")
    assert summed(rows, "sold_amount", *key) == summed(sold, "total_amount", *key)
    assert summed(rows, "refunded_amount", *key) == summed(refunds, "total_amount", *key)
    assert all(row["net_amount"] == row["sold_amount"] - row["refunded_amount"] for row in rows)
    assert any(row["net_amount"] < 0 for row in rows)


def test_sales_of_questions_and_view_are_the_same(ask, pipeline):
    view = summed(pipeline.table("sales_by_day"), "total_amount", "account", "currency")
    for name in ("net_sales_by_day", "marketplace_mix", "tax_by_country"):
        assert summed(ask(name), "sold_amount", "account", "currency") == view, name


def test_an_average_order_is_exact_to_four_decimals_half_up(ask):
    for row in ask("marketplace_mix"):
        exact = (row["sold_amount"] / row["orders"]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        assert row["average_amount"] == exact


def test_orders_that_gave_back_more_than_was_paid_are_found_to_the_cent(ask, truth):
    given_back = summed([row for row in truth["refunds"] if row["status"] == "completed"], "total_amount", *IDS)
    wanted = {
        ids(row): row["total_amount"] - given_back.get(ids(row), ZERO)
        for row in truth["orders"]
        if row["payment_status"] in (None, "cleared", "deposited")
        and (
            given_back.get(ids(row), ZERO) > row["total_amount"]
            or (row["order_status"] == "canceled" and given_back.get(ids(row), ZERO) < row["total_amount"])
        )
    }
    assert {ids(row): row["difference_amount"] for row in ask("refunds_out_of_balance")} == wanted


def test_what_is_still_to_be_shipped_is_what_was_ordered_and_has_neither_left_nor_been_canceled(ask, truth):
    left = {(*ids(row), row["fulfillment_id"]) for row in truth["fulfillments"] if row["is_shipped"]}
    canceled = {
        (*ids(row), row["refund_id"])
        for row in truth["refunds"]
        if (row["kind"], row["status"]) == ("cancellation", "completed")
    }
    gone = summed(
        [row for row in truth["fulfillment_items"] if (*ids(row), row["fulfillment_id"]) in left]
        + [row for row in truth["refund_items"] if (*ids(row), row["refund_id"]) in canceled],
        "quantity",
        *IDS,
        "item_id",
    )
    waiting = {
        ids(row)
        for row in truth["orders"]
        if row["order_status"] in ("open", "in_progress", "held")
        and row["payment_status"] in (None, "cleared", "deposited")
        and row["fulfilled_by"] != "marketplace"
    }
    wanted = {
        (*ids(row), row["line_number"]): row["quantity"] - gone.get((*ids(row), row["item_id"]), ZERO)
        for row in truth["order_items"]
        if ids(row) in waiting
    }
    found = {(*ids(row), row["line_number"]): row["outstanding_units"] for row in ask("units_outstanding")}
    assert found == {line: units for line, units in wanted.items() if units > 0}


def test_a_bundle_counts_as_what_is_in_it(ask, truth):
    sold = {ids(row) for row in truth["orders"] if row["order_status"] != "canceled"}
    bundles = {(*ids(row), row["item_id"]) for row in truth["bundle_components"]}
    parts = truth["bundle_components"] + [
        row for row in truth["order_items"] if (*ids(row), row["item_id"]) not in bundles
    ]
    wanted = summed([row for row in parts if ids(row) in sold], "quantity", "account", "sku")
    assert summed(ask("sku_velocity"), "units_28_days", "account", "sku") == wanted
    assert {"PART-BLADE", "KNIFE-8"} <= {row["sku"] for row in ask("sku_velocity")}


def test_a_change_of_an_order_shows_both_values(ask, pipeline):
    changes = ask("order_changes")
    assert {row["version"] for row in changes} == {2}
    versions = pipeline.query("SELECT account, order_id FROM order_history GROUP BY ALL HAVING count(*) > 1")
    silent = {ids(row) for row in versions} - {ids(row) for row in changes}
    assert len(silent) < len(versions) / 10, "changed in personal texts alone"
    statuses = {
        ids(row): (row["value_before"], row["value_after"]) for row in changes if row["field"] == "order_status"
    }
    assert ("open", "shipped") in statuses.values()
    now = {ids(row): row["order_status"] for row in pipeline.table("orders")}
    assert all(now[order] == after for order, (_, after) in statuses.items())


def test_hubs_agree_where_the_orders_that_both_show_are_the_same(ask, pipeline):
    ours, theirs = {}, {}
    for row in pipeline.table("orders"):
        held = ours if row["account"] in PROFILES else theirs
        held[row["marketplace"], row["marketplace_order_id"]] = row
    pairs = [(row, ours[number]) for number, row in theirs.items()]
    differing = [(row, counted) for row, counted in pairs if row["order_status"] != counted["order_status"]]
    agreement = ask("hub_agreement")
    assert {row["account"] for row in agreement} == set(OTHER_HUB)
    assert sum(row["orders"] for row in agreement) == len(pairs) == len(theirs)
    assert sum(row["other_status"] for row in agreement) == len(differing) > 0
    assert sum(row["agreeing"] for row in agreement) == len(pairs) - len(differing)
    assert {(ids(row), row["order_status"], row["counted_order_status"]) for row in ask("hub_disagreements")} == {
        (ids(row), row["order_status"], counted["order_status"]) for row, counted in differing
    }


def test_completeness_counts_the_order_that_was_set_aside(ask):
    rows = ask("completeness_by_day")
    assert sum(row["quarantined"] for row in rows) == sum(row["open_rejects"] for row in rows) == 1
    assert all(row["adds_up"] and not row["gaps"] for row in rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_one_account_is_what_the_whole_answer_says_of_it(ask, name):
    assert ask(name, account="eu-main") == [row for row in ask(name) if row["account"] == "eu-main"]


def test_days_are_half_open(ask):
    since, until = date(2026, 8, 29), date(2026, 9, 2)
    whole = [row for row in ask("net_sales_by_day") if since <= row["day_on"] < until]
    assert ask("net_sales_by_day", since=since, until=until) == whole
    parts = [ask("refund_reasons", since=f"2026-08-{day}", until=f"2026-08-{day + 2}") for day in (27, 29)]
    both = ask("refund_reasons", since="2026-08-27", until="2026-08-31")
    assert sum(row["refunds"] for part in parts for row in part) == sum(row["refunds"] for row in both) > 0


def test_a_bound_leaves_nothing_behind_for_the_next_question(home):
    with reading(home.published / "orders.duckdb") as connection:
        narrow = answered(connection, "net_sales_by_day", "us-main", date(2026, 9, 1), None)
        assert answered(connection, "net_sales_by_day", None, None, None).num_rows > narrow.num_rows > 0


def test_the_questions_are_listed_with_what_they_ask(call):
    shown = call("ask").stdout
    assert all(name in shown for name in QUESTIONS)
    told = json.loads(call("ask", "--json").stdout)["questions"]
    assert [one["name"] for one in told] == list(QUESTIONS)


def test_an_answer_is_a_table_json_csv_or_its_sql(call):
    assert "Which paid orders gave back more" in call("ask", "refunds_out_of_balance").stdout
    told = json.loads(call("ask", "marketplace_mix", "--account", "us-main", "--json").stdout)
    rows = [row for row in csv.reader(answer_of("marketplace_mix").splitlines()) if row[0] == "us-main"]
    assert [["" if value is None else str(value) for value in row] for row in told["rows"]] == rows
    assert isinstance(told["rows"][0][-1], str), "an amount is text in JSON"
    assert call("ask", "marketplace_mix", "--sql").stdout == question("marketplace_mix").sql


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["net_sales"], "Did you mean net_sales_by_day?"),
        (["marketplace_mix", "--account", "nowhere"], "There are: cu-amazon-uk, cu-ebay, eu-main, us-main."),
        (["marketplace_mix", "--since", "yesterday"], "Write a day such as 2026-09-30"),
        (["marketplace_mix", "--since", "2026-09-01T00:00:00Z"], "days of the merchant"),
        (["net_sales", "--sql"], "Did you mean net_sales_by_day?"),
        (["marketplace_mix", "--since", "2026-09-02", "--until", "2026-09-01"], "no time lies between them"),
        (["marketplace_mix", "--since", "2026-09-01", "--until", "2026-09-01"], "write the day after it"),
    ],
)
def test_what_the_snapshot_does_not_hold_is_refused_with_what_it_does(call, args, said):
    refused = call("ask", *args)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_before_anything_is_published_the_answer_is_what_to_do(call, tmp_path):
    refused = call("--home", tmp_path, "ask", "marketplace_mix")
    assert refused.exit_code == 1
    assert "orders-pipeline publish" in refused.stderr


def test_the_world_of_these_tests_reaches_over_two_months_and_a_change_of_day(truth):
    days = {day_of(row, "purchased_at") for row in truth["orders"]}
    assert max(days) - min(days) >= timedelta(days=9)
    assert {day.month for day in days} == {8, 9}
