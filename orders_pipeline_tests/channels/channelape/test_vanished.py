"""A fulfillment that the hub removes is gone from the tables and kept in the order's history."""

import shutil
from datetime import timedelta

import pytest

from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.read import read
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE
from orders_pipeline_tests.channels.channelape.scripted import (
    BUSINESS,
    TOKEN,
    WINDOW,
    a_hub,
    a_shop,
    an_order,
    in_a_hurry,
    order_id,
    stamp,
)
from orders_pipeline_tests.pipeline import an_empty_warehouse

SETTINGS = """
[accounts.cape]
channel = "channelape"
base_url = "{url}"
start_on = 2026-03-01
business_id = "{business}"
secrets = {{ token = "CAPE_TOKEN" }}
limits = {{ concurrent = 2, per_minute = 60000 }}
"""


@pytest.fixture
def home(tmp_path):
    made = Home.at(tmp_path)
    made.make()
    shutil.copy(an_empty_warehouse(), made.warehouse / DATABASE)
    return made


def test_a_fulfillment_that_disappears_is_recorded_and_not_lost(home):
    parcel = {"id": "F-1", "status": "PENDING", "lineItems": [{"id": "L-1", "quantity": 1}]}
    order = an_order(1, fulfillments=[parcel])
    with a_hub(a_shop([order, an_order(2)])) as hub:
        home.accounts_file.write_text(SETTINGS.format(url=hub.url, business=BUSINESS))
        settings = load_settings(home.accounts_file)

        def run():
            patience, environ = in_a_hurry(home.budgets), {"CAPE_TOKEN": TOKEN}
            read(home, settings.account("cape"), environ=environ, now=lambda: hub.now, patience=patience)
            load_pending(home, settings)
            publish_snapshot(home)

        run()
        assert parcels(home) == [("F-1", False)]
        hub.now = WINDOW.end + timedelta(hours=1)
        order.update(fulfillments=[], status="HOLD", updatedAt=stamp(WINDOW.end + timedelta(minutes=20)))
        run()
    assert parcels(home) == []
    with reading(home.published / "orders.duckdb") as connection:
        kept = connection.execute(
            "SELECT document FROM order_history WHERE order_id = ? ORDER BY requested_at", [order_id(1)]
        ).fetchall()
        statuses = connection.execute("SELECT order_status FROM orders ORDER BY order_id").fetchall()
    assert len(kept) == 2
    assert '"fulfillment_id":"F-1"' in kept[0][0]
    assert statuses == [("held",), ("open",)]


def parcels(home):
    with reading(home.published / "orders.duckdb") as connection:
        return connection.execute("SELECT fulfillment_id, is_shipped FROM fulfillments").fetchall()
