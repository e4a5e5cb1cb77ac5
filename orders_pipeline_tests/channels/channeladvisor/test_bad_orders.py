"""One bad order is quarantined with its reason and path, and its neighbours are taken over."""

import json
from pathlib import Path

import pytest

from orders_pipeline.channels.base import CONTINUATION, ORDERS, WHOLE_ORDER, Body
from orders_pipeline.channels.channeladvisor.pages import sightings
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.model.reasons import Reason

SAMPLE = json.loads((Path(__file__).parents[3] / "data" / "samples" / "channeladvisor" / "orders.json").read_text())[
    "value"
][0]
GONE = object()
MARK = "ZANZIBAR"


def an_order(order_id=1, **changes):
    return {**json.loads(json.dumps(SAMPLE)), "ID": order_id, **changes}


def with_item(**changes):
    order = an_order(2)
    order["Items"][0].update(changes)
    return order


def read(*orders, more=(), is_whole=False):
    page = json.dumps({"value": list(orders)})
    return sightings("us", Body(kind=ORDERS, content=page.encode()), more, is_whole)


def without(order, field):
    return {name: value for name, value in order.items() if name != field}


@pytest.mark.parametrize(
    ("bad", "reason", "path", "order_id"),
    [
        (without(an_order(2), "ID"), Reason.MISSING_FIELD, "$.ID", None),
        (an_order(None), Reason.MISSING_FIELD, "$.ID", None),
        (an_order("two"), Reason.WRONG_TYPE, "$.ID", None),
        (an_order(2, TotalPrice=MARK), Reason.WRONG_TYPE, "$.TotalPrice", "2"),
        (an_order(2, TotalPrice="NaN"), Reason.WRONG_TYPE, "$.TotalPrice", "2"),
        (an_order(2, TotalPrice=1.2345678), Reason.AMOUNT_TOO_FINE, "$.TotalPrice", "2"),
        (an_order(2, TotalPrice=1e15), Reason.AMOUNT_TOO_LARGE, "$.TotalPrice", "2"),
        (an_order(2, TotalPrice=None), Reason.MISSING_FIELD, "$.TotalPrice", "2"),
        (without(an_order(2), "TotalPrice"), Reason.MISSING_FIELD, "$.TotalPrice", "2"),
        (with_item(Quantity=1e30), Reason.QUANTITY_OUT_OF_RANGE, "$.Items[0].Quantity", "2"),
        (with_item(Quantity=0.0001), Reason.QUANTITY_OUT_OF_RANGE, "$.Items[0].Quantity", "2"),
        (with_item(UnitPrice=0.1234567), Reason.AMOUNT_TOO_FINE, "$.Items[0].UnitPrice", "2"),
        (with_item(UnitPrice={"x": MARK}), Reason.WRONG_TYPE, "$.Items[0].UnitPrice", "2"),
        (an_order(2, Items=MARK), Reason.WRONG_TYPE, "$.Items", "2"),
        (without(an_order(2), "Items"), Reason.MISSING_FIELD, "$.Items", "2"),
        (an_order(2, CreatedDateUtc="0001-01-01T00:00:00Z"), Reason.DATE_OUT_OF_RANGE, "$.CreatedDateUtc", "2"),
        (an_order(2, CreatedDateUtc="0001-01-01T00:00:00+09:00"), Reason.DATE_OUT_OF_RANGE, "$.CreatedDateUtc", "2"),
        (an_order(2, CreatedDateUtc="2026-08-01T00:00:00"), Reason.WRONG_TYPE, "$.CreatedDateUtc", "2"),
        (an_order(2, CreatedDateUtc=MARK), Reason.WRONG_TYPE, "$.CreatedDateUtc", "2"),
        (an_order(2, Currency="usd"), Reason.BAD_CURRENCY, "$.Currency", "2"),
        (MARK, Reason.WRONG_TYPE, "$", None),
        (None, Reason.MISSING_FIELD, "$", None),
        ([], Reason.WRONG_TYPE, "$", None),
    ],
)
def test_a_bad_order_is_set_aside_and_its_neighbours_are_not(bad, reason, path, order_id):
    before, found, after = read(an_order(1), bad, an_order(3))
    assert (before.document.order.order_id, after.document.order.order_id) == ("1", "3")
    assert (found.problem.reason, found.problem.path, found.problem.order_id) == (reason, path, order_id)
    assert found.position == 2
    assert MARK not in found.problem.message


@pytest.mark.parametrize(
    "content", [b"", b"{", b"<html>busy</html>", b"[]", b'{"value": 7}', b'{"value": [{"ID": 1}', b"\x00"]
)
def test_what_is_no_list_of_orders_is_no_page(content):
    with pytest.raises(Malformed):
        sightings("us", Body(kind=ORDERS, content=content), (), False)


def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one():
    page = json.dumps({"value": [an_order(1), an_order(2)]}).encode()
    for length in range(len(page)):
        with pytest.raises(Malformed):
            sightings("us", Body(kind=ORDERS, content=page[:length]), (), False)


def test_a_single_order_as_the_hub_answers_it_is_read_too():
    content = json.dumps(an_order(7)).encode()
    assert [one.document.order.order_id for one in sightings("us", Body(kind=ORDERS, content=content), (), False)] == [
        "7"
    ]


def test_a_collection_that_was_asked_for_and_is_not_there_is_no_empty_one():
    (found,) = read(an_order(1), is_whole=True)
    assert (found.problem.reason, found.problem.path) == (Reason.MISSING_FIELD, "$.Adjustments")


def test_a_whole_order_takes_the_place_of_what_the_list_cut():
    whole = an_order(2, SellerOrderID="whole")
    more = [Body(kind=WHOLE_ORDER, content=json.dumps(whole).encode(), order_id="2")]
    first, second = read(an_order(1), an_order(2), more=more)
    assert (first.document.order.seller_order_id, second.document.order.seller_order_id) == (None, "whole")


def test_continued_collections_are_appended_in_the_order_in_which_they_came():
    rest = [{**SAMPLE["Items"][0], "ID": number} for number in (10, 11)]
    inner = {"value": [{"ID": 77, "OrderItemID": 10, "Quantity": 1}]}
    order = an_order(1)
    order["Fulfillments"][0]["Items"] = []
    more = [
        Body(kind=CONTINUATION, content=json.dumps({"value": [one]}).encode(), order_id="1", path="Items")
        for one in rest
    ]
    more.append(
        Body(kind=CONTINUATION, content=json.dumps(inner).encode(), order_id="1", path="Fulfillments(11399141)/Items")
    )
    (found,) = read(order, more=more)
    assert [item.item_id for item in found.document.order_items] == ["12345678", "10", "11"]
    assert [item.fulfillment_item_id for item in found.document.fulfillment_items] == ["77"]


def test_a_continuation_without_a_beginning_quarantines_its_order_only():
    more = [Body(kind=CONTINUATION, content=b'{"value": []}', order_id="2", path="Fulfillments(5)/Items")]
    first, second = read(an_order(1), an_order(2), more=more)
    assert first.document is not None
    assert second.problem.reason is Reason.MISSING_FIELD


def test_an_unknown_word_is_kept_and_flagged_and_harms_nothing():
    (found,) = read(an_order(1, ShippingStatus="Teleported", SiteID=99_999, OrderTaxType="Tithe"))
    order = found.document.order
    assert (order.shipping_status, order.order_status, order.channel_shipping_status) == (None, None, "Teleported")
    assert order.unknown_words == "marketplace,order_status,shipping_status,is_tax_included"
