"""The rows that are shown after a load: the last written, no personal column, amounts with their digits."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orders_pipeline.flows.held import ROWS_SHOWN, SHOWN, cell, held
from orders_pipeline.model.tables import BY_NAME, PERSONAL, TABLES
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import US, a_pipeline


def test_rows_are_shown_of_every_table_that_holds_no_personal_data_and_of_no_other():
    assert set(SHOWN) == {table.name for table in TABLES} - set(PERSONAL)


def test_no_column_that_is_shown_is_personal():
    columns = {(table.name, column.name): column for table in TABLES for column in table.columns}
    shown = [columns[table, name] for table, names in SHOWN.items() for name in names]
    assert shown
    assert [column.name for column in shown if column.is_personal] == []


def test_what_is_held_is_counted_and_the_last_written_orders_are_shown(tmp_path):
    with a_pipeline(tmp_path, World(orders=20), profiles=US) as pipeline:
        pipeline.run()
        now = held(pipeline.home)
        orders = {row["order_id"]: row for row in pipeline.table("orders")}
    assert now.rows["orders"] == len(orders)
    assert len(now.newest["orders"]) == ROWS_SHOWN
    last = sorted(orders.values(), key=lambda row: (row["window_id"], row["page_number"], row["position"]))[
        -ROWS_SHOWN:
    ]
    assert {row["order_id"] for row in now.newest["orders"]} == {row["order_id"] for row in last}
    for row in now.newest["orders"]:
        true = orders[row["order_id"]]
        assert row["total_amount"] == cell(true["total_amount"], true["currency"])
        assert Decimal(row["total_amount"].split()[0]) == true["total_amount"]
    assert {
        name for table, rows in now.newest.items() for row in rows for name in row if name not in SHOWN[table]
    } == set()
    assert BY_NAME["orders"].name in now.newest


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (Decimal("10.0000"), "USD", "10.00 USD"),
        (Decimal("1200.0000"), "JPY", "1200 JPY"),
        (Decimal("53.5620"), "KWD", "53.562 KWD"),
        (Decimal("0.1250"), "USD", "0.125 USD"),  # finer than a cent: never rounded
        (Decimal("3.000"), None, "3"),
        (Decimal("1.500"), None, "1.5"),
        (None, "USD", ""),
        (True, None, "yes"),
        (datetime(2026, 9, 30, 11, 58, tzinfo=UTC), None, "2026‑09‑30 11:58Z"),
    ],
)
def test_a_cell_is_exact_and_stays_on_one_line(value, currency, shown):
    assert cell(value, currency).replace("\N{NO-BREAK SPACE}", " ") == shown
