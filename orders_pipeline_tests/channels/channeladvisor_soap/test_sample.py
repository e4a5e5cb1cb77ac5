"""The golden pairs: documents of the protocol, and the rows that they become."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orders_pipeline.channels.errors import Malformed
from orders_pipeline.flows.inspect import rows_of
from orders_pipeline_tests.channels.channeladvisor_soap.making import a_failure, a_page, an_order

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "channeladvisor_soap"


def rows(name, currency="USD"):
    found = {}
    for row in rows_of("channeladvisor_soap", SAMPLES / name, "sample", currency):
        found.setdefault(row.table, []).append(row.row)
    return found


def test_a_page_of_orders_becomes_orders_lines_people_and_texts():
    found = rows("orders.xml")
    assert {table: len(entries) for table, entries in found.items()} == {
        "orders": 2,
        "order_items": 3,
        "order_contacts": 3,
        "order_texts": 3,
        "additional_fields": 1,
    }


def test_its_order_is_what_the_document_says():
    order = rows("orders.xml")["orders"][0]
    assert (order.order_id, order.hub_order_number, order.marketplace_order_id) == (
        "19918546",
        "113-5550100-0000001",
        "113-5550100-0000001",
    )
    assert (order.marketplace, order.marketplace_country, order.channel_marketplace) == ("amazon", "US", "AMAZON_US")
    assert (order.order_status, order.payment_status, order.shipping_status) == ("shipped", "cleared", "shipped")
    assert order.purchased_at == datetime(2026, 9, 1, 10, 15, 4, 683000, tzinfo=UTC)
    assert order.canceled_at is None
    assert order.unknown_words is None


def test_its_amounts_add_up():
    order, item = rows("orders.xml")["orders"][0], rows("orders.xml")["order_items"][0]
    assert (order.tax_amount, order.shipping_amount) == (Decimal("3.74"), Decimal("9.95"))
    goods = item.unit_price_amount * item.quantity - item.discount_amount
    assert goods + order.tax_amount + order.shipping_amount == order.total_amount == Decimal("57.54")
    assert item.tax_amount + item.shipping_tax_amount == order.tax_amount


def test_an_order_by_hand_has_no_number_of_a_marketplace_and_no_dates_of_1900():
    order = rows("orders.xml")["orders"][1]
    lines = [line for line in rows("orders.xml")["order_items"] if line.order_id == order.order_id]
    assert (order.hub_order_number, order.marketplace_order_id) == ("19918547", None)
    assert (order.order_status_at, order.payment_status_at, order.shipping_status_at) == (None, None, None)
    assert sum(line.unit_price_amount * line.quantity for line in lines) + order.additional_amount == order.total_amount
    assert order.shipping_amount is None, "absent is not zero"


def test_a_refund_history_becomes_refunds_and_their_lines():
    found = rows("refund_history.xml")
    first, second = found["refunds"]
    assert (first.refund_id, first.status, first.total_amount) == ("item-40001", "completed", Decimal("19.52"))
    assert (first.seller_refund_id, first.transaction_id, first.is_restock) == ("RMA-77", "RTX-1", False)
    assert (second.status, second.total_amount) == ("failed", Decimal("2"))
    assert [line.quantity for line in found["refund_items"]] == [1, None], "0 units is a refund of money alone"


def test_an_answer_to_a_refund_of_lines_tells_asked_for_from_refused_whatever_it_says_outside():
    refunds = rows("refund_of_lines.xml")["refunds"]
    assert [(one.refund_id, one.status, one.total_amount) for one in refunds] == [
        ("item-40001", "pending", Decimal("16.15")),
        ("item-0", "rejected", Decimal("9.95")),
    ]


def test_an_answer_to_a_refund_of_an_order_says_no_amount():
    (refund,) = rows("refund_of_order.xml")["refunds"]
    assert (refund.order_id, refund.level, refund.status, refund.total_amount) == ("19918547", "order", "pending", None)


def test_fulfillments_become_parcels_and_their_units():
    found = rows("fulfillments.xml")
    (parcel,), (unit,) = found["fulfillments"], found["fulfillment_items"]
    assert (parcel.fulfillment_id, parcel.delivery_status, parcel.is_shipped) == ("11399141", "shipped", True)
    assert (parcel.carrier, parcel.tracking_number, parcel.tax_cost_amount) == ("UPS", "1ZSAMPLE0001", None)
    assert (unit.item_id, unit.quantity) == ("21550246", 3)


def test_without_a_currency_only_what_a_site_tells_is_taken_over():
    found = rows("orders.xml", currency=None)
    assert [order.currency for order in found["orders"]] == ["USD"], "AMAZON_US"
    (reject,) = found["rejects"]
    assert (reject["reason"], reject["path"], reject["order_id"]) == ("missing_field", "$.Currency", "19918547")


@pytest.mark.parametrize("name", ["refund_history.xml", "refund_of_lines.xml", "fulfillments.xml"])
def test_amounts_without_a_currency_are_no_rows(name):
    assert set(rows(name, currency=None)) == {"rejects"}


def test_a_failure_and_its_text_are_said(tmp_path):
    (tmp_path / "failure.xml").write_bytes(a_failure(code=12, message="Extreme is no level"))
    with pytest.raises(Malformed, match="code 12") as refusal:
        list(rows_of("channeladvisor_soap", tmp_path / "failure.xml", "x", "USD"))
    assert refusal.value.hub_message == "Extreme is no level"


@pytest.mark.parametrize("level", ["OrderResponseDetailLow", "OrderResponseDetailMedium", "OrderResponseDetailHigh"])
def test_an_order_shown_in_less_detail_is_what_it_shows(tmp_path, level):
    low = {key: value for key, value in an_order(7).items() if key != "ShoppingCart"}
    (tmp_path / "low.xml").write_bytes(a_page(low, level=level))
    (order,) = rows_of("channeladvisor_soap", tmp_path / "low.xml", "x", "USD")
    assert (order.row.order_id, order.row.total_amount) == ("7", Decimal("21.6"))


def test_a_response_without_its_envelope_is_read_too(tmp_path):
    text = a_page(an_order(7)).decode()
    bare = text[text.index("<GetOrderListResponse") : text.index("</soap:Body>")]
    bare = bare.replace(
        "<GetOrderListResponse", '<GetOrderListResponse xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    (tmp_path / "bare.xml").write_text(bare)
    assert [row.table for row in rows_of("channeladvisor_soap", tmp_path / "bare.xml", "x", None)] == [
        "orders",
        "order_items",
    ]
