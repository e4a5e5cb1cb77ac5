"""What a person may see of a bad order: names, structure and values of an allow-list, and nothing about people."""

import json

import pytest

from orders_pipeline.channels.base import ORDERS, Body
from orders_pipeline.channels.channelape import drift, wire
from orders_pipeline.channels.channelape.shown import FIELDS, snippet_of
from orders_pipeline.channels.snippet import MARK
from orders_pipeline_tests.channels.channelape.scripted import BUSINESS, a_page, an_order, order_id

PERSONAL = {
    *wire.Customer.__struct_fields__,
    *wire.Address.__struct_fields__,
    *wire.Field.__struct_fields__,
    *("title", "vendor", "trackingNumber", "trackingUrls", "canceledReason", "message", "reason", "giftCardCode"),
    *("giftCardId", "purchaseOrderNumber"),
}
JANE = {"name": "Jane Roe", "email": "jane@example.com", "phone": "5550100", "additionalFields": []}


def lines(order, path, position=1):
    return snippet_of(Body(kind=ORDERS, content=a_page(order)), (), position, path).lines


def marked(shown):
    return [line.removeprefix(MARK).strip() for line in shown if line.startswith(MARK)]


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"totalPrice": "1,299.00"}, "$.totalPrice", 'totalPrice: "1,299.00"'),
        ({"totalPrice": "Jane"}, "$.totalPrice", "totalPrice: ‹text, 4 characters›"),
        ({"alphabeticCurrencyCode": "usd"}, "$.alphabeticCurrencyCode", 'alphabeticCurrencyCode: "usd"'),
        ({"businessId": BUSINESS}, "$.businessId", f'businessId: "{BUSINESS}"'),
        ({"businessId": "Jane"}, "$.businessId", "businessId: ‹text, 4 characters›"),
        ({"status": "HOLD"}, "$.status", 'status: "HOLD"'),
        ({"status": "Jane"}, "$.status", "status: ‹text, 4 characters›"),
        ({"customer": JANE}, "$.customer", "customer: ‹object, 4 fields›"),
        ({"customer": JANE}, "$.customer.phone", "customer: ‹object, 4 fields›"),
        ({"lineItems": [{"id": "1", "quantity": "two"}]}, "$.lineItems[0].quantity", "quantity: ‹text, 3 characters›"),
    ],
)
def test_a_value_is_shown_where_it_looks_like_its_kind(changes, path, said):
    shown = lines(an_order(1, **changes), path)
    assert marked(shown) == [said]
    assert "Jane" not in "".join(shown)
    assert "jane@" not in "".join(shown)


def test_the_order_of_a_line_is_named_by_its_id():
    shown = lines(an_order(1), "$.lineItems[0].price")
    assert f'id: "{order_id(1)}"' in "".join(shown)


def test_a_single_order_is_shown_too_and_a_place_that_is_not_there_is_said():
    page = Body(kind=ORDERS, content=json.dumps(an_order(1)).encode())
    assert marked(snippet_of(page, (), 1, "$.totalPrice").lines) == ['totalPrice: "12.99"']
    with pytest.raises(ValueError, match="shows 1 orders, and none at place 2"):
        snippet_of(page, (), 2, "$")


def test_no_field_about_a_person_is_on_the_list_and_every_listed_one_is_the_protocol_s():
    entities = {wire.Order, *(entity for of in drift.COLLECTIONS.values() for entity in of.values())}
    assert set(FIELDS) <= {name for entity in entities for name in entity.__struct_fields__}
    assert set(FIELDS) & PERSONAL == set()
