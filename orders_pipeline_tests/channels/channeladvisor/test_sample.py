"""The golden pair: the documented sample order and the rows that it becomes."""

from decimal import Decimal
from pathlib import Path

import pytest

from orders_pipeline.flows.inspect import as_json, rows_of

SAMPLE = Path(__file__).parents[3] / "data" / "samples" / "channeladvisor" / "orders.json"


@pytest.fixture(scope="module")
def rows():
    return {row.table: row.row for row in rows_of("channeladvisor", SAMPLE, "sample")}


def test_the_sample_becomes_an_order_a_line_and_a_planned_parcel(rows):
    assert list(rows) == ["orders", "order_items", "fulfillments"]


def test_its_amounts_are_those_of_the_document(rows):
    order, item = rows["orders"], rows["order_items"]
    assert (item.quantity, item.unit_price_amount) == (3, Decimal("14.95"))
    assert (order.tax_amount, order.shipping_amount, order.total_amount) == (
        Decimal("3.74"),
        Decimal("9.95"),
        Decimal("58.54"),
    )
    assert item.tax_amount + order.shipping_tax_amount == order.tax_amount


def test_what_the_hub_leaves_out_is_absent_and_what_it_says_is_zero_is_zero(rows):
    assert rows["orders"].updated_at is None
    assert rows["orders"].insurance_amount == 0


def test_decimals_are_printed_as_text():
    assert '"total_amount":"58.54"' in as_json(next(rows_of("channeladvisor", SAMPLE, "sample")))
