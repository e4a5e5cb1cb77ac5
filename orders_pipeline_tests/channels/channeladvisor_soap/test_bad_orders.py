"""One bad order is quarantined with its reason and path, its neighbours are taken over; a bad page is no page."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, ORDERS, Body, Scope
from orders_pipeline.channels.channeladvisor_soap import skeleton
from orders_pipeline.channels.channeladvisor_soap.answers import Unrendered
from orders_pipeline.channels.channeladvisor_soap.pages import sightings
from orders_pipeline.channels.channeladvisor_soap.shown import snippet_of
from orders_pipeline.channels.errors import HubError, Malformed
from orders_pipeline.model.reasons import Reason
from orders_pipeline_tests.channels.channeladvisor_soap.making import (
    GONE,
    Raw,
    a_cart,
    a_failure,
    a_fault,
    a_history,
    a_line,
    a_page,
    a_parcel,
    a_refund,
    an_order,
    charges,
    enveloped,
    fulfilled,
    item,
    states,
)

MARK = "ZANZIBAR"


def read(*orders, more=(), is_whole=True, currency="USD"):
    return read_page(a_page(*orders), more, is_whole, currency)


def read_page(content, more=(), is_whole=True, currency="USD"):
    scope = Scope(account="us", profile="a-guid", is_whole=is_whole, currency=currency)
    return sightings(scope, Body(kind=ORDERS, content=content), more)


def with_line(**changes):
    return an_order(2, ShoppingCart=a_cart(a_line(**changes)))


BAD = [
    (an_order(GONE), Reason.MISSING_FIELD, "$.OrderID", None),
    (an_order(None), Reason.MISSING_FIELD, "$.OrderID", None),
    (an_order("two"), Reason.WRONG_TYPE, "$.OrderID", None),
    (an_order("99999999999"), Reason.NUMBER_OUT_OF_RANGE, "$.OrderID", None),
    (an_order(2, OrderTimeGMT=None), Reason.MISSING_FIELD, "$.OrderTimeGMT", "2"),
    (an_order(2, OrderTimeGMT="1900-01-01T00:00:00"), Reason.DATE_OUT_OF_RANGE, "$.OrderTimeGMT", "2"),
    (an_order(2, OrderTimeGMT="0001-01-01T00:00:00"), Reason.DATE_OUT_OF_RANGE, "$.OrderTimeGMT", "2"),
    (an_order(2, OrderTimeGMT="2026-02-30T00:00:00"), Reason.WRONG_TYPE, "$.OrderTimeGMT", "2"),
    (an_order(2, OrderTimeGMT="20260901T100000"), Reason.WRONG_TYPE, "$.OrderTimeGMT", "2"),
    (an_order(2, LastUpdateDate=MARK), Reason.WRONG_TYPE, "$.LastUpdateDate", "2"),
    (an_order(2, TotalOrderAmount=GONE), Reason.MISSING_FIELD, "$.TotalOrderAmount", "2"),
    (an_order(2, TotalOrderAmount=None), Reason.MISSING_FIELD, "$.TotalOrderAmount", "2"),
    (an_order(2, TotalOrderAmount=""), Reason.MISSING_FIELD, "$.TotalOrderAmount", "2"),
    *(
        (an_order(2, TotalOrderAmount=bad), Reason.WRONG_TYPE, "$.TotalOrderAmount", "2")
        for bad in (
            MARK,
            "NaN",
            "INF",
            "1,234.50",
            "1_000",
            "1e3",
            "0x10",
            ".5",
            "5.",
            "--1",
            "١٢",
            "12,50",
            "$5",
            "1 0",
        )
    ),
    (an_order(2, TotalOrderAmount="1.23456"), Reason.AMOUNT_TOO_FINE, "$.TotalOrderAmount", "2"),
    (an_order(2, TotalOrderAmount="100000000000000.0000"), Reason.AMOUNT_TOO_LARGE, "$.TotalOrderAmount", "2"),
    (an_order(2, TotalOrderAmount=Raw("<x>5</x>")), Reason.WRONG_TYPE, "$.TotalOrderAmount", "2"),
    (an_order(2, TotalOrderAmount=Raw("5<x/>6")), Reason.WRONG_TYPE, "$.TotalOrderAmount", "2"),
    (an_order(2, OrderStatus=GONE), Reason.MISSING_FIELD, "$.OrderStatus.CheckoutStatus", "2"),
    (an_order(2, OrderStatus=states(PaymentStatus=GONE)), Reason.MISSING_FIELD, "$.OrderStatus.PaymentStatus", "2"),
    (an_order(2, OrderStatus=MARK), Reason.MISSING_FIELD, "$.OrderStatus.CheckoutStatus", "2"),
    (an_order(2, ShoppingCart=GONE), Reason.MISSING_FIELD, "$.ShoppingCart.LineItemSKUList", "2"),
    (an_order(2, ShoppingCart={"LineItemSKUList": MARK}), Reason.WRONG_TYPE, "$.ShoppingCart.LineItemSKUList", "2"),
    (
        an_order(2, ShoppingCart={"LineItemSKUList": [("OrderLineItemOther", a_line())]}),
        Reason.WRONG_TYPE,
        "$.ShoppingCart.LineItemSKUList[0]",
        "2",
    ),
    (with_line(Quantity="2.5"), Reason.WRONG_TYPE, "$.ShoppingCart.LineItemSKUList[0].Quantity", "2"),
    (with_line(Quantity=None), Reason.MISSING_FIELD, "$.ShoppingCart.LineItemSKUList[0].Quantity", "2"),
    (with_line(Quantity="3000000000"), Reason.NUMBER_OUT_OF_RANGE, "$.ShoppingCart.LineItemSKUList[0].Quantity", "2"),
    (with_line(LineItemID=GONE), Reason.MISSING_FIELD, "$.ShoppingCart.LineItemSKUList[0].LineItemID", "2"),
    (with_line(TaxCost="0.00001"), Reason.AMOUNT_TOO_FINE, "$.ShoppingCart.LineItemSKUList[0].TaxCost", "2"),
    (with_line(VATRate="1.23456"), Reason.QUANTITY_OUT_OF_RANGE, "$.ShoppingCart.LineItemSKUList[0].VATRate", "2"),
    (
        with_line(IsExternallyFulfilled="yes"),
        Reason.WRONG_TYPE,
        "$.ShoppingCart.LineItemSKUList[0].IsExternallyFulfilled",
        "2",
    ),
    (
        an_order(2, ShoppingCart=a_cart(LineItemInvoiceList=charges(("Shipping", "1"), ("SalesTax", "x")))),
        Reason.WRONG_TYPE,
        "$.ShoppingCart.LineItemInvoiceList[1].UnitPrice",
        "2",
    ),
    (
        an_order(2, ShoppingCart=a_cart(a_line(1), a_line(2, ItemSaleSource="AMAZON_UK"))),
        Reason.BAD_CURRENCY,
        "$.ShoppingCart.LineItemSKUList",
        "2",
    ),
    (an_order(2, OrderStatus=states(ShippingStatus="Shipped")), Reason.INCOMPLETE_ORDER, "$.FulfillmentList", "2"),
    (
        an_order(2, OrderStatus=states(OrderRefundStatus="OrderLevel")),
        Reason.INCOMPLETE_ORDER,
        "$.LineItemRefunds",
        "2",
    ),
    (an_order(2, OrderStatus=states(OrderRefundStatus="New")), Reason.INCOMPLETE_ORDER, "$.LineItemRefunds", "2"),
    ("<Other>Jane</Other>", Reason.WRONG_TYPE, "$", None),
    (item(an_order(2), 9, level="Jane"), Reason.WRONG_TYPE, "$", "2"),
    (item(an_order(2), 9, level=None), Reason.MISSING_FIELD, "$", "2"),
    (item(an_order(2), 9, level="OrderResponseDetailHigh"), Reason.MISSING_FIELD, "$", "2"),
    (item(an_order(2), 9).replace('xsi:type="q9:', 'xsi:type="'), Reason.WRONG_TYPE, "$", "2"),
]


@pytest.mark.parametrize(("bad", "reason", "path", "order_id"), BAD)
def test_a_bad_order_is_set_aside_and_its_neighbours_are_not(bad, reason, path, order_id):
    before, found, after = read(an_order(1), bad, an_order(3))
    assert (before.document.order.order_id, after.document.order.order_id) == ("1", "3")
    assert (found.problem.reason, found.problem.path, found.problem.order_id) == (reason, path, order_id)
    assert found.position == 2
    assert MARK not in found.problem.message


@pytest.mark.parametrize(("bad", "reason", "path", "order_id"), BAD)
def test_what_is_set_aside_can_be_shown_and_names_nobody(bad, reason, path, order_id):
    page = Body(kind=ORDERS, content=a_page(an_order(1), bad, an_order(3)))
    shown = snippet_of(page, (), 2, path)
    assert "Jane" not in "".join(shown.lines)
    assert MARK not in "".join(shown.lines)


def test_an_element_that_stands_twice_is_no_order_that_could_be_trusted():
    twice = item(an_order(2), 9).replace(
        "</q9:TotalOrderAmount>", "</q9:TotalOrderAmount><q9:TotalOrderAmount>9</q9:TotalOrderAmount>"
    )
    _, found = read(an_order(1), twice)
    assert (found.problem.reason, found.problem.path) == (Reason.WRONG_TYPE, "$.TotalOrderAmount")


def test_two_lines_with_one_id_are_left_to_the_load_to_see():
    (found,) = read(an_order(2, ShoppingCart=a_cart(a_line(1), a_line(1))))
    assert [line.item_id for line in found.document.order_items] == ["1", "1"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ([Body(kind=INCOMPLETE, content=b"", order_id="2", path="Rejected")], "$"),
        (
            [Body(kind=CONTINUATION, content=a_history(2, a_refund(Amount="x")), order_id="2", path="LineItemRefunds")],
            "$.LineItemRefunds[0].Amount",
        ),
        (
            [
                Body(
                    kind=CONTINUATION,
                    content=fulfilled({2: [a_parcel(), a_parcel(901, Cost="1e3")]}),
                    path="FulfillmentList",
                )
            ],
            "$.FulfillmentList[1].Cost",
        ),
    ],
)
def test_what_completes_an_order_can_spoil_that_order_alone(more, path):
    before, found, after = read(an_order(1), an_order(2), an_order(3), more=more)
    assert before.document and after.document
    assert (found.problem.path, found.problem.order_id) == (path, "2")
    assert snippet_of(Body(kind=ORDERS, content=a_page(an_order(1), an_order(2), an_order(3))), more, 2, path).lines


PAGE = a_page(an_order(1))


def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one():
    assert skeleton.page(PAGE).entries[0].order_id == 1
    for cut_at in range(len(PAGE)):
        with pytest.raises(Malformed):
            skeleton.page(PAGE[:cut_at])
        with pytest.raises(Malformed):
            read_page(PAGE[:cut_at])


TEXT = PAGE.decode()
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
NO_PAGES = {
    "empty": b"",
    "blank": b" \r\n",
    "html": b"<html><body>Service Unavailable</body></html>",
    "html that is no xml": b"<!DOCTYPE html><html><br></html>",
    "json": b'{"value": []}',
    "another root": enveloped("<Other/>"),
    "no root of ours": b"<Orders/>",
    "two roots": PAGE + b"<a/>",
    "two bodies": TEXT.replace("</soap:Envelope>", "<soap:Body/></soap:Envelope>").encode(),
    "two answers": TEXT.replace("</soap:Body>", '<a xmlns="x"/></soap:Body>').encode(),
    "an empty body": enveloped(""),
    "no status": TEXT.replace("<Status>Success</Status>", "").encode(),
    "two statuses": TEXT.replace("<Status>Success</Status>", "<Status>Success</Status>" * 2).encode(),
    "another status": TEXT.replace("<Status>Success</Status>", "<Status>Maybe</Status>").encode(),
    "no code": TEXT.replace("<MessageCode>0</MessageCode>", "").encode(),
    "a code that is none": TEXT.replace("<MessageCode>0<", "<MessageCode>zero<").encode(),
    "no result data": re.sub("<ResultData>.*</ResultData>", "", TEXT).encode(),
    "another operation": a_history(1),
    "another namespace": TEXT.replace("http://api.channeladvisor.com/webservices/", "urn:x").encode(),
    "doctype": TEXT.replace("?><", "?><!DOCTYPE x><", 1).encode(),
    "entities": TEXT.replace("?><", f"?>{BOMB}<", 1).replace("SKU-501", "&b;").encode(),
    "external": TEXT.replace("?><", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><', 1)
    .replace("Cup", "&e;")
    .encode(),
    "an entity that nobody declared": TEXT.replace("Cup", "&nbsp;").encode(),
    "nul": PAGE.replace(b"Cup", b"C\x00p"),
    "a control sign": PAGE.replace(b"Cup", b"C\x07p"),
    "no utf-8": PAGE.replace(b"Cup", b"C\xe9p"),
    "another encoding than it says": TEXT.replace('"utf-8"', '"utf-16"').encode(),
    "an encoding that is none": TEXT.replace('"utf-8"', '"utf-99"').encode(),
    "deep": TEXT.replace("Cup", "<x>" * 20_000 + "</x>" * 20_000).encode(),
    "a prefix of nobody": TEXT.replace("<q1:SKU>", "<q7:SKU>").replace("</q1:SKU>", "</q7:SKU>").encode(),
}


@pytest.mark.parametrize("content", NO_PAGES.values(), ids=list(NO_PAGES))
def test_what_is_no_page_is_told_so_and_never_quoted(content):
    for look in (skeleton.page, read_page):
        with pytest.raises(Malformed) as told:
            look(content)
        assert "passwd" not in str(told.value)


@pytest.mark.parametrize(
    "content",
    [PAGE, b"\xef\xbb\xbf" + PAGE, TEXT.replace('"utf-8"', '"utf-16"').encode("utf-16"), PAGE + b"\r\n"],
    ids=["as it is", "with a BOM", "in another encoding that it says", "with a line end"],
)
def test_what_is_a_page_is_one_in_any_dress(content):
    assert [one.document.order_items[0].title for one in read_page(content)] == ["Cup"]


def test_soap_1_2_is_read_too():
    content = TEXT.replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
    assert len(read_page(content.encode())) == 1


@pytest.mark.parametrize("content", [a_failure(), a_failure(code=12), a_fault()])
def test_a_refusal_is_never_taken_for_an_empty_page(content):
    with pytest.raises(HubError):
        skeleton.page(content)
    with pytest.raises(Malformed):
        read_page(content)


def test_a_refusal_in_an_order_s_place_stands_for_it():
    marker = Body(kind=INCOMPLETE, content=b"", order_id="7", path="Unrendered")
    with pytest.raises(Unrendered):
        skeleton.page(a_failure())
    (found,) = read_page(a_failure(), [marker])
    assert (found.problem.reason, found.problem.order_id) == (Reason.INCOMPLETE_ORDER, "7")


def test_answers_about_single_orders_are_no_pages_of_a_window():
    assert len(read_page(a_history(1, a_refund()), is_whole=False)) == 1
    with pytest.raises(Malformed):
        read_page(a_history(1, a_refund()))


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4, allow_nan=False).filter(lambda n: abs(n) < 10**14))
@settings(max_examples=60, deadline=None)
def test_an_amount_is_kept_to_the_last_digit(value):
    (found,) = read(an_order(2, TotalOrderAmount=f"{value:f}"))
    assert found.document.order.total_amount == value
    assert isinstance(found.document.order.total_amount, Decimal)


@given(st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_an_amount_is_an_amount_or_a_reject(text):
    content = "".join(sign for sign in text if sign.isprintable())
    before, found = read(an_order(1), an_order(2, TotalOrderAmount=content))
    assert before.document is not None
    if found.document is not None:
        assert re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", content.strip())
    else:
        assert found.problem.path == "$.TotalOrderAmount"
