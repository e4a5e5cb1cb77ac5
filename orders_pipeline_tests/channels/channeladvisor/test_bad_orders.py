"""One bad order is quarantined with its reason and path, and its neighbours are taken over."""

import json
from pathlib import Path

import pytest

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, ORDERS, WHOLE_ORDER, Body, Scope
from orders_pipeline.channels.channeladvisor import skeleton
from orders_pipeline.channels.channeladvisor.pages import sightings
from orders_pipeline.channels.channeladvisor.shown import snippet_of
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
    return read_page(json.dumps({"value": list(orders)}).encode(), more, is_whole)


def read_page(content, more=(), is_whole=False, profile=None):
    scope = Scope(account="us", profile=profile, is_whole=is_whole)
    return sightings(scope, Body(kind=ORDERS, content=content), more)


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
        read_page(content)


def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one():
    page = json.dumps({"value": [an_order(1), an_order(2)]}).encode()
    for length in range(len(page)):
        with pytest.raises(Malformed):
            read_page(page[:length])


def test_a_single_order_as_the_hub_answers_it_is_read_too():
    content = json.dumps(an_order(7)).encode()
    assert [one.document.order.order_id for one in read_page(content)] == ["7"]


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


def continued(path, *entries):
    return Body(kind=CONTINUATION, content=json.dumps({"value": entries}).encode(), order_id="1", path=path)


def test_what_is_bad_beyond_the_page_is_told_by_its_place_in_the_whole_order():
    item = SAMPLE["Items"][0]
    more = [continued("Items", {**item, "ID": 10}), continued("Items", {**item, "ID": 11}, {**item, "Quantity": "two"})]
    (found,) = read(an_order(1), more=more)
    assert (found.problem.reason, found.problem.path) == (Reason.WRONG_TYPE, "$.Items[3].Quantity")
    page = Body(kind=ORDERS, content=json.dumps({"value": [an_order(1)]}).encode())
    (shown,) = [line for line in snippet_of(page, more, 1, found.problem.path).lines if "→" in line]
    assert shown.endswith("Quantity: ‹text, 3 characters›")


@pytest.mark.parametrize(
    ("path", "entry", "told"),
    [
        ("Fulfillments(11399141)/Items", {"ID": 7, "Quantity": "two"}, "$.Fulfillments[0].Items[1].Quantity"),
        ("Items", {"Quantity": 2}, "$.Items[1].ID"),
        ("Items", "no item", "$.Items[1]"),
        ("Fulfillments(5)/Items", {"ID": 7}, "$.Fulfillments"),
        ("Fulfillments(Jane Doe)/Items", {"ID": 7}, "$.Fulfillments"),
        ("Fulfillments[0]/Items", {"ID": 7}, "$.Fulfillments"),
    ],
)
def test_a_path_into_a_continued_collection_is_one_of_the_order(path, entry, told):
    order = an_order(1)
    order["Fulfillments"][0]["Items"] = [{"ID": 6, "OrderItemID": 12345678, "Quantity": 1}]
    (found,) = read(order, more=[continued(path, entry)])
    assert (found.problem.path, found.problem.order_id) == (told, "1")


def test_a_rest_that_is_no_list_is_told_of_its_collection():
    more = [Body(kind=CONTINUATION, content=b'{"value": "none"}', order_id="1", path="Items")]
    (found,) = read(an_order(1), more=more)
    assert found.problem.path == "$.Items"


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


LEXICALLY_BAD = {
    "half an emoji": rb'"\ud83d"',
    "a byte that is no UTF-8": b'"\xe9"',
    "NaN": b"NaN",
    "a control character": b'"\x01"',
    "no value at all": b"",
}


@pytest.mark.parametrize("value", LEXICALLY_BAD.values(), ids=list(LEXICALLY_BAD))
def test_an_order_that_is_no_json_is_cut_out_and_its_neighbours_are_read(value):
    bad = json.dumps(an_order(2, PrivateNotes="@")).encode().replace(b'"@"', value)
    page = b'{"@odata.count": 3, "value": [%s, %s ,%s], "x": {"value": [1]}}' % (
        json.dumps(an_order(1, PublicNotes='he said: "value": [{,}]')).encode(),
        bad,
        json.dumps(an_order(3)).encode(),
    )
    before, found, after = read_page(page)
    assert (before.document.order.order_id, after.document.order.order_id) == ("1", "3")
    assert (found.problem.reason, found.problem.order_id) == (Reason.NOT_READABLE, "2")
    shown = skeleton.page(page)
    assert ([entry.order_id for entry in shown.entries], shown.count) == ([1, 2, 3], 3)
    for length in range(len(page) - 1, len(page) - 200, -1):
        with pytest.raises(Malformed):
            skeleton.page(page[:length])


def test_an_order_of_a_hundred_thousand_brackets_harms_no_neighbour():
    deep = json.dumps(an_order(2, New="@")).encode().replace(b'"@"', b"[" * 100_000 + b"]" * 100_000)
    before, found, after = read_page(
        b'{"value": [%s]}' % b",".join([json.dumps(an_order(1)).encode(), deep, json.dumps(an_order(3)).encode()])
    )
    assert (before.document.order.order_id, after.document.order.order_id) == ("1", "3")
    assert (found.problem.reason, found.problem.order_id) == (Reason.NOT_READABLE, "2")


def test_an_order_of_another_profile_is_not_taken_for_the_account_s():
    page = json.dumps({"value": [an_order(1), an_order(2, ProfileID=99_999_999)]}).encode()
    first, second = read_page(page, profile="12345678")
    assert first.document is not None
    assert second.problem.reason is Reason.OTHER_PROFILE


@pytest.mark.parametrize(
    "more",
    [
        Body(kind=INCOMPLETE, content=b"", order_id="2", path="Rejected"),
        Body(kind=WHOLE_ORDER, content=json.dumps(an_order(7)).encode(), order_id="2"),
    ],
    ids=["the rest could not be read", "another order was answered"],
)
def test_an_order_whose_rest_is_missing_is_set_aside_by_itself(more):
    first, second = read(an_order(1), an_order(2), more=[more])
    assert first.document.order.order_id == "1"
    assert (second.problem.reason, second.problem.order_id) == (Reason.INCOMPLETE_ORDER, "2")


@pytest.mark.parametrize(
    ("changed", "reason", "path"),
    [
        ('"TotalPrice": 1.00, "TotalPrice": 2.00', Reason.REPEATED_FIELD, "$.TotalPrice"),
        ('"TotalPrice": 1.00, "Zanzibar": {"a": 1, "a": 2}', Reason.REPEATED_FIELD, "$"),
        *(
            (f'"TotalPrice": "{odd}"', Reason.WRONG_TYPE, "$.TotalPrice")
            for odd in ("1_000", " 1 ", "\uff11\uff10", "1e3", "+1", "1,000", ".5", "Infinity", "")
        ),
    ],
)
def test_what_a_decoder_would_take_in_silence_sets_its_order_alone_aside(changed, reason, path):
    odd = an_order(2)
    del odd["TotalPrice"]
    page = json.dumps({"value": [an_order(1), odd, an_order(3)]}).replace('"ID": 2, ', f'"ID": 2, {changed}, ', 1)
    before, found, after = read_page(page.encode())
    assert before.document is not None and after.document is not None
    assert (found.problem.reason, found.problem.path, found.problem.order_id) == (reason, path, "2")
    assert not skeleton.page(page.encode()).is_plain
    assert skeleton.page(json.dumps({"value": [an_order(1)]}).encode()).is_plain


def test_an_amount_as_plain_text_is_read():
    (found,) = read(an_order(1, TotalPrice="12.50"))
    assert str(found.document.order.total_amount) == "12.50"
