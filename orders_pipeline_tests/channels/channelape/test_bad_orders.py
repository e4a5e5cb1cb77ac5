"""One bad order is quarantined with its reason and path, its neighbours are taken over, and half a page is no page."""

import codecs
import json
import random
from pathlib import Path

import pytest

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.channelape import skeleton
from orders_pipeline.channels.channelape.drift import unknown_fields
from orders_pipeline.channels.channelape.pages import sightings
from orders_pipeline.channels.errors import HubError, Malformed
from orders_pipeline.model.reasons import Reason
from orders_pipeline_tests.channels.channelape.scripted import BUSINESS, a_page, an_order, order_id

MARK = "ZANZIBAR"
PART = "$.fulfillments[0].lineItems[0].quantity"


def read(content, profile=None):
    return sightings(Scope(account="us", profile=profile), Body(kind=ORDERS, content=content), ())


def with_line(**changes):
    return an_order(2, lineItems=[{"id": "L-1", "quantity": 1, **changes}])


def without(field):
    return {name: value for name, value in an_order(2).items() if name != field}


TEXT_AMOUNTS = ("1,299.00", "1_000", "NaN", "Infinity", "1e3", "١٢", "", "12.", ".5", "+5", "0x10", "$5", MARK)


@pytest.mark.parametrize(
    ("bad", "reason", "path", "known"),
    [
        (without("id"), Reason.MISSING_FIELD, "$.id", False),
        (an_order(2, id=7), Reason.WRONG_TYPE, "$.id", False),
        (an_order(2, id=f"{MARK} Street"), Reason.WRONG_TYPE, "$.id", False),
        *((without(name), Reason.MISSING_FIELD, f"$.{name}", True) for name in ("status", "purchasedAt", "lineItems")),
        (an_order(2, lineItems=None), Reason.MISSING_FIELD, "$.lineItems", True),
        (an_order(2, lineItems=MARK), Reason.WRONG_TYPE, "$.lineItems", True),
        *((an_order(2, totalPrice=text), Reason.WRONG_TYPE, "$.totalPrice", True) for text in TEXT_AMOUNTS),
        *((an_order(2, totalPrice=value), Reason.WRONG_TYPE, "$.totalPrice", True) for value in (True, [1], {MARK: 1})),
        (an_order(2, totalPrice="1.23456"), Reason.AMOUNT_TOO_FINE, "$.totalPrice", True),
        (an_order(2, totalPrice="9" * 15), Reason.AMOUNT_TOO_LARGE, "$.totalPrice", True),
        (an_order(2, totalPrice=1e300), Reason.AMOUNT_TOO_LARGE, "$.totalPrice", True),
        (an_order(2, fulfillments=[{"lineItems": [{"quantity": 1e300}]}]), Reason.QUANTITY_OUT_OF_RANGE, PART, True),
        (with_line(price="1,2"), Reason.WRONG_TYPE, "$.lineItems[0].price", True),
        (with_line(price="0.12345"), Reason.AMOUNT_TOO_FINE, "$.lineItems[0].price", True),
        (with_line(quantity="0.0001"), Reason.QUANTITY_OUT_OF_RANGE, "$.lineItems[0].quantity", True),
        (with_line(quantity=None), Reason.MISSING_FIELD, "$.lineItems[0].quantity", True),
        (with_line(id=" "), Reason.MISSING_FIELD, "$.lineItems[0].id", True),
        (an_order(2, purchasedAt="2026-03-01T00:00:00"), Reason.WRONG_TYPE, "$.purchasedAt", True),
        (an_order(2, purchasedAt="1901-01-01T00:00:00Z"), Reason.DATE_OUT_OF_RANGE, "$.purchasedAt", True),
        (an_order(2, alphabeticCurrencyCode="usd"), Reason.BAD_CURRENCY, "$.alphabeticCurrencyCode", True),
        (an_order(2, businessId=MARK), Reason.OTHER_PROFILE, "$.businessId", True),
        (without("businessId"), Reason.MISSING_FIELD, "$.businessId", True),
        (MARK, Reason.WRONG_TYPE, "$", False),
        (None, Reason.MISSING_FIELD, "$", False),
        ([], Reason.WRONG_TYPE, "$", False),
    ],
)
def test_a_bad_order_is_set_aside_and_its_neighbours_are_not(bad, reason, path, known):
    before, found, after = read(a_page(an_order(1), bad, an_order(3)), profile=BUSINESS)
    assert (before.document.order.order_id, after.document.order.order_id) == (order_id(1), order_id(3))
    assert (found.problem.reason, found.problem.path) == (reason, path)
    assert found.problem.order_id == (order_id(2) if known else None)
    assert found.position == 2
    assert MARK not in found.problem.message + found.problem.path


LEXICALLY_BAD = {
    "half an emoji": rb'"\ud83d"',
    "a byte that is no UTF-8": b'"\xe9"',
    "NaN": b"NaN",
    "minus infinity": b"-Infinity",
    "a control character": b'"\x01"',
    "NUL": b'"\x00"',
    "no value at all": b"",
    "a number with separators": b"1,299.00",
    "a number in hexadecimal": b"0x10",
    "a comment": b"/* nothing */ 1",
    "depth": b"[" * 100_000 + b"]" * 100_000,
}


@pytest.mark.parametrize("value", LEXICALLY_BAD.values(), ids=list(LEXICALLY_BAD))
def test_an_order_that_is_no_json_is_cut_out_and_its_neighbours_are_read(value):
    page = a_page(an_order(1), an_order(2, new="@"), an_order(3), total=3).replace(b'"@"', value)
    before, found, after = read(page)
    assert (before.document.order.order_id, after.document.order.order_id) == (order_id(1), order_id(3))
    assert (found.problem.reason, found.problem.order_id) == (Reason.NOT_READABLE, order_id(2))
    shown = skeleton.page(page)
    assert [entry.order_id for entry in shown.entries] == [order_id(number) for number in (1, 2, 3)]
    assert (shown.is_last, shown.count) == (True, 3)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (b"1e999999999", Reason.AMOUNT_TOO_LARGE),
        (b"1e-999999999", Reason.AMOUNT_TOO_FINE),
        (b"1e99999999999999999999", Reason.WRONG_TYPE),
        (b"9" * 100_000, Reason.NUMBER_OUT_OF_RANGE),
        (b'"%s"' % (b"9" * 100_000), Reason.AMOUNT_TOO_LARGE),
    ],
)
def test_a_number_without_measure_sets_its_order_aside_wherever_it_stands(number, reason):
    refund = {"adjustments": [{"amount": "@"}], "lineItems": [{"id": "L-1", "quantity": 1}]}
    for order in (an_order(2, totalPrice="@"), an_order(2, refunds=[refund])):
        first, found = read(a_page(an_order(1), order).replace(b'"@"', number))
        assert first.document.order.order_id == order_id(1)
        assert (found.problem.reason, found.problem.order_id) == (reason, order_id(2))


@pytest.mark.parametrize(
    ("twice", "path"),
    [
        (b'"totalPrice": "1.00", "totalPrice"', "$.totalPrice"),
        (b'"totalPrice" : "1.00", "totalPrice"', "$.totalPrice"),
        (rb'"total\u0050rice": "1.00", "totalPrice"', "$.totalPrice"),
        (rb'"ZANZIBAR": "\u0022:", "ZANZIBAR": 1, "totalPrice"', "$"),
        (b'"x": {"y": [{"z": 1, "z": 2}]}, "totalPrice"', "$"),
        (b'"refunds": [{"transactions": [{"amount": 1, "amount": 2}]}], "r": "totalPrice"', None),
    ],
)
def test_a_name_that_stands_twice_sets_its_order_aside(twice, path):
    page = a_page(an_order(1), an_order(2), an_order(3))
    start = page.index(order_id(2).encode())
    page = page[:start] + page[start:].replace(b'"totalPrice"', twice, 1)
    if path is None:
        page = page.replace(b'"r": "totalPrice": "12.99", ', b"").replace(b'"refunds": [], ', b"", 3)
        path = "$.refunds[0].transactions[0].amount"
    before, found, after = read(page)
    assert (before.document.order.order_id, after.document.order.order_id) == (order_id(1), order_id(3))
    assert (found.problem.reason, found.problem.path) == (Reason.REPEATED_FIELD, path)
    assert found.problem.order_id == order_id(2)


@pytest.mark.parametrize("name", ["orders", "pagination", "errors"])
def test_a_page_with_a_list_or_its_pagination_twice_is_no_page(name):
    page = json.dumps({"orders": [], "pagination": {"lastPage": True}, "errors": []}).encode()
    value = json.dumps(json.loads(page)[name]).encode()
    twice = page[:-1] + b', "%s": %s}' % (name.encode(), value)
    with pytest.raises(Malformed):
        skeleton.page(twice)
    with pytest.raises(Malformed):
        read(twice)


NO_PAGES = {
    "nothing": b"",
    "blanks": b" \n",
    "HTML": b"<html><body>busy</body></html>",
    "XML": b'<?xml version="1.0"?><orders/>',
    "a list": b"[]",
    "a list of orders without a page": json.dumps([an_order()]).encode(),
    "orders that are no list": b'{"orders": 7, "pagination": {"lastPage": true}}',
    "another root": b'{"actions": [], "pagination": {"lastPage": true}}',
    "two roots": a_page(an_order()) + a_page(an_order()),
    "text behind it": a_page(an_order()) + b"x",
    "NUL": b"\x00",
    "NUL bytes behind it": a_page(an_order()) + b"\x00\x00",
    "a byte order mark": codecs.BOM_UTF8 + a_page(an_order()),
    "UTF-16": a_page(an_order()).decode().encode("utf-16"),
    "UTF-32": a_page(an_order()).decode().encode("utf-32"),
    "brackets": b"[" * 200_000,
    "braces": b'{"orders":' * 100_000,
}


@pytest.mark.parametrize("content", NO_PAGES.values(), ids=list(NO_PAGES))
def test_what_is_no_list_of_orders_is_no_page(content):
    with pytest.raises(Malformed):
        read(content)
    with pytest.raises(Malformed):
        skeleton.page(content)


@pytest.mark.parametrize(
    "pagination",
    [None, {}, {"lastPage": None}, {"lastPage": "true"}, {"lastPage": 1}, {"lastPage": True, "totalItems": -1}, []],
)
def test_a_page_that_does_not_say_whether_it_is_the_last_is_no_page(pagination):
    with pytest.raises(Malformed):
        skeleton.page(json.dumps({"orders": [], "pagination": pagination}).encode())


@pytest.mark.parametrize("bad", [b"", b"NaN"], ids=["a good page", "a page with a bad order"])
def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one(bad):
    page = a_page(an_order(1), an_order(2, new="@"))
    page = page.replace(b'"@"', bad or b'"@"')
    for length in range(len(page)):
        with pytest.raises(Malformed):
            skeleton.page(page[:length])
        with pytest.raises(Malformed):
            read(page[:length])


def test_an_order_cut_anywhere_is_never_taken_for_a_whole_one():
    order = json.dumps(an_order()).encode()
    for length in range(len(order)):
        with pytest.raises(Malformed):
            skeleton.single(order[:length])
        with pytest.raises(Malformed):
            read(order[:length])


def test_a_single_order_as_the_hub_answers_it_is_read_and_if_it_is_bad_it_is_set_aside():
    (found,) = read(json.dumps(an_order(7)).encode())
    assert found.document.order.order_id == order_id(7)
    (found,) = read(json.dumps(an_order(7, totalPrice="1,2")).encode())
    assert (found.problem.reason, found.problem.order_id) == (Reason.WRONG_TYPE, order_id(7))


def test_fields_that_the_protocol_does_not_know_are_told_and_known_ones_are_not():
    order = an_order(
        1,
        newThing=1,
        actionId="x",
        channelSync=True,
        customer={"nick": 1, "shippingAddress": {"planet": 1}},
        lineItems=[{"id": "1", "giftCardCode": 1, "colour": 1}],
        refunds=[{"when": 1, "lineItems": [{"price": 1, "taxes": []}]}],
    )
    told = ("customer.nick", "customer.shippingAddress.planet", "lineItems.colour", "newThing", "refunds.when")
    assert unknown_fields(json.dumps(order).encode()) == told


TOKENS = (
    *(b'"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"1e5", b"-", b"\\", b"\x00", b"\xff", b"NaN", b" "),
    *(b'"id":"x",', b'"a":1,"a":2,', b"9" * 25, rb"\u0022", rb"\ud800", b'"orders":[],', b'"lastPage":true', b"{}"),
)


def mutated(page, rng):
    for _ in range(rng.randint(1, 3)):
        at, way = rng.randrange(len(page)), rng.random()
        if way < 0.3:
            page = page[:at] + bytes([rng.randrange(256)]) + page[at + 1 :]
        elif way < 0.5:
            page = page[:at] + page[at + rng.randint(1, 20) :]
        else:
            page = page[:at] + rng.choice(TOKENS) + page[at:]
    return page


@pytest.mark.parametrize("seed", range(4))
def test_a_page_that_was_taken_for_one_is_read_whole_when_it_is_loaded_however_garbled_it_is(seed):
    rng = random.Random(seed)
    sample = (Path(__file__).parents[3] / "data" / "samples" / "channelape" / "orders.json").read_bytes()
    for _ in range(100):
        content = mutated(sample, rng)
        try:
            taken = skeleton.page(content)
        except HubError:
            continue
        found = read(content)
        ids = [one.document.order.order_id if one.document else one.problem.order_id for one in found]
        assert ids == [entry.order_id for entry in taken.entries], content
