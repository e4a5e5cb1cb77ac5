"""From accounts.toml to the tables: a hub with refunds, parcels, one order that it cannot show and one that is bad."""

import shutil
import time
from datetime import UTC, datetime

import pytest

from orders_pipeline.channels.base import Patience
from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.quarantine.replay import replay_rejects
from orders_pipeline.flows.read import read
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.warehouse.query import query
from orders_pipeline.warehouse.rejects import Choice
from orders_pipeline.warehouse.writer import DATABASE
from orders_pipeline_tests.channels.channeladvisor_soap import making
from orders_pipeline_tests.channels.channeladvisor_soap.hub import ACCOUNT_ID, SECRETS, Hub, served, some
from orders_pipeline_tests.pipeline import an_empty_warehouse

ACCOUNTS = """
[accounts.soap]
channel = "channeladvisor_soap"
base_url = "{url}"
start_on = 2026-09-01
account_id = "{account_id}"
currency = "EUR"
limits = {{ concurrent = 3, per_minute = 100000 }}
secrets = {{ developer_key = "KEY", password = "PASS" }}
"""
ENVIRON = {"KEY": SECRETS["developer_key"], "PASS": SECRETS["password"]}


def now():
    return datetime(2026, 9, 1, 1, tzinfo=UTC)  # less than COUNT_ABOVE: one window


@pytest.fixture
def loaded(tmp_path):
    hub = Hub(some(45), refunds={4: [making.a_refund(), making.a_refund(71)]}, parcels={4: [making.a_parcel()]})
    hub.orders[4] = making.an_order(
        4, OrderStatus=making.states(ShippingStatus="Shipped", OrderRefundStatus="LineItemLevel")
    )
    hub.orders[9] = None
    hub.orders[30] = making.an_order(30, TotalOrderAmount="1,234.50")
    home = Home(tmp_path)
    home.make()
    shutil.copy(an_empty_warehouse(), home.warehouse / DATABASE)
    with served(hub) as url:
        home.accounts_file.write_text(ACCOUNTS.format(url=url, account_id=ACCOUNT_ID))
        settings = load_settings(home.accounts_file)
        patience = Patience(connect=2, read=2, sleep=lambda seconds: time.sleep(min(seconds, 0.001)))
        read(home, settings.account("soap"), environ=ENVIRON, now=now, patience=patience)
    return home, settings, load_pending(home, settings, now=now)


def asked(home, sql):
    return query(home.warehouse / DATABASE, sql)[1]


def test_every_order_is_loaded_or_set_aside_with_its_reason_and_the_counts_add_up(loaded):
    home, _, report = loaded
    assert {str(outcome): count for outcome, count in report.counts.items() if count} == {
        "inserted": 43,
        "quarantined": 2,
    }
    assert asked(home, "SELECT order_id, reason, path FROM rejects ORDER BY order_id") == [
        ("30", "wrong_type", "$.TotalOrderAmount"),
        ("9", "incomplete_order", "$"),
    ]
    assert asked(home, "SELECT count(*), count(DISTINCT currency), min(hub_account_id) FROM orders") == [
        (43, 1, ACCOUNT_ID)
    ]


def test_refunds_and_parcels_stand_in_their_tables(loaded):
    home = loaded[0]
    assert asked(home, "SELECT refund_id, status, total_amount::VARCHAR FROM refunds ORDER BY refund_id") == [
        ("item-70", "completed", "10.8000"),
        ("item-71", "completed", "10.8000"),
    ]
    assert asked(home, "SELECT fulfillment_id, item_id FROM fulfillment_items") == [("900", "501")]


def test_a_replay_of_what_was_set_aside_changes_nothing_while_it_is_bad(loaded):
    home = loaded[0]
    replayed = replay_rejects(home, Choice())
    assert sum(replayed.report.still_bad.values()) == 2
