"""Four dialects speak of one state: their tables against the truth, and against each other, column by column."""

from collections import defaultdict
from dataclasses import replace

import pytest

from orders_pipeline.model.tables import CANONICAL
from orders_pipeline.model.unknowable import EVERY, UNKNOWABLE, unknowable
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNTS
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.channelunity.subscriptions import SUBSCRIPTIONS
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests import dialects
from orders_pipeline_tests.across.agreeing import LINEAGE, differences
from orders_pipeline_tests.across.of_channelape import CHANNELAPE
from orders_pipeline_tests.across.of_channelunity import CHANNELUNITY
from orders_pipeline_tests.across.of_soap import SOAP
from orders_pipeline_tests.pipeline import a_pipeline, assert_counts_add_up, assert_equal_tables

EVERYTHING = [
    replace(dialects.SOAP, scopes=tuple((row[3], row[4]) for row in ACCOUNTS if row[4])),
    replace(dialects.CHANNELUNITY, scopes=tuple(one.settings_link_id for one in SUBSCRIPTIONS if one.markets)),
    replace(dialects.CHANNELAPE, scopes=tuple(BUSINESSES.values())),
]


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    """Both profiles of a world, read by all four dialects and published."""
    with a_pipeline(
        tmp_path_factory.mktemp("four"), World(seed=11, orders=500), others=EVERYTHING, page_size=100
    ) as pipeline:
        pipeline.run()
        yield pipeline


@pytest.fixture(scope="module")
def by_order(four):
    """channel -> id of the world's order -> its rows by table."""
    numbers = {
        (spoken.channel, spoken.order_id(life.order)): life.order.order_id
        for spoken, _ in four.spoken.values()
        for life in four.hub.world.lives.values()
    }
    shown = defaultdict(lambda: defaultdict(lambda: {table.name: [] for table in CANONICAL}))
    channels = {account: spoken.channel for account, (spoken, _) in four.spoken.items()}
    for name, rows in four.tables().items():
        for row in rows:
            channel = channels[row["account"]]
            shown[channel][numbers[channel, row["order_id"]]][name].append(row)
    return shown


def test_the_tables_of_all_four_are_the_truth(four):
    assert_equal_tables(four.comparable(four.tables()), four.comparable(four.truth()))
    assert_counts_add_up(four)
    assert four.table("rejects") == []


@pytest.mark.parametrize("dialect", [SOAP, CHANNELUNITY, CHANNELAPE], ids=lambda dialect: dialect.channel)
def test_a_dialect_agrees_with_rest_in_every_column_of_every_order(by_order, dialect):
    needed, found = set(), []
    for number, other in by_order[dialect.channel].items():
        order = by_order["channeladvisor"][number]
        found += [f"{number} {each}" for each in differences(dialect, order, other, needed)]
    assert not found, f"{len(found)} differences:\n" + "\n".join(found[:40])
    stated = {(table, column) for table, rules in dialect.rules.items() for column in rules}
    assert stated - needed == set(), "no order needs these rules"


def test_every_order_is_compared(four, by_order):
    everything = set(by_order["channeladvisor"])
    assert len(everything) == 500
    assert set(by_order["channeladvisor_soap"]) == set(by_order["channelape"]) == everything
    assert 400 < len(by_order["channelunity"]) < 500, "an order without a number at its marketplace is not there"


def test_orders_that_are_linked_are_one_order(four, by_order):
    numbers = {
        (account, spoken.order_id(life.order)): life.order.order_id
        for account, (spoken, _) in four.spoken.items()
        for life in four.hub.world.lives.values()
    }
    links = defaultdict(set)
    for row in four.table("order_links"):
        links[row["link_id"]].add(numbers[row["account"], row["order_id"]])
    assert len(links) > 100
    assert {link: found for link, found in links.items() if len(found) > 1} == {}


@pytest.mark.parametrize("channel", UNKNOWABLE)
def test_what_a_dialect_cannot_know_is_null_in_every_row(by_order, channel):
    for table in CANONICAL:
        silent = unknowable(channel, table.name)
        rows = [row for order in by_order[channel].values() for row in order[table.name]]
        assert EVERY not in silent or not rows, table.name
        filled = {column for row in rows for column, value in row.items() if value is not None}
        assert silent & filled == set(), table.name


# What a dialect can know and no order of this world has: nobody in it is linked to another account, asks the hub for
# labels, has a center that counts its costs, or bears a title.
LINKED = {"reference_sku", "reference_product_id"}
LABELS = {"shipping_label_request_id", "label_format", "return_label_format", "marketplace_return_label_format"}
PLANS = {
    "earliest_ship_at",
    "earliest_delivery_at",
    "estimated_delivery_at",
    "staging_location",
    "sscc",
    "external_number",
    "external_reference",
}
COSTS = {"unit_cost_amount", "shipping_cost_amount", "calculated_unit_cost_amount", "calculated_shipping_cost_amount"}
COSTS_OF_PARCELS = {"insurance_cost_amount", "tax_cost_amount"}
TITLES = {"title", "suffix", "job_title", "evening_phone"}
NEVER_SHOWN = {
    "channeladvisor": {
        "order_items": {*LINKED, "unit_estimated_shipping_cost_amount"},
        "bundle_components": LINKED,
        "fulfillments": LABELS | PLANS | COSTS_OF_PARCELS,
        "fulfillment_items": {*LINKED, *COSTS, "seller_fulfillment_item_id", "warehouse_location"},
        "refund_items": LINKED,
        "order_contacts": TITLES,
    },
    "channeladvisor_soap": {
        "orders": {"is_gift_wrap_tax_included"},  # no gift wrap has VAT in this world
        "fulfillments": COSTS_OF_PARCELS,
        "order_contacts": TITLES,
    },
    "channelunity": {},
    "channelape": {},
}


@pytest.mark.parametrize("channel", UNKNOWABLE)
def test_what_a_dialect_can_know_is_shown_by_some_row(by_order, channel):
    empty = {}
    for table in CANONICAL:
        silent = unknowable(channel, table.name)
        rows = [row for order in by_order[channel].values() for row in order[table.name]]
        filled = {column for row in rows for column, value in row.items() if value is not None}
        known = {column.name for column in table.columns} - silent - LINEAGE
        empty[table.name] = set() if EVERY in silent else known - filled
    assert {name: columns for name, columns in empty.items() if columns} == NEVER_SHOWN[channel]
