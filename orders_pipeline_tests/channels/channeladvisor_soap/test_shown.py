"""What `quarantine show` prints of a SOAP page: the place and its neighbours, and never a word about a person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, ORDERS, Body
from orders_pipeline.channels.channeladvisor_soap import codes, wire
from orders_pipeline.channels.channeladvisor_soap.normalize_people import ADDRESS
from orders_pipeline.channels.channeladvisor_soap.shown import FIELDS, WORDS, snippet_of
from orders_pipeline.channels.showable import Kind
from orders_pipeline_tests.channels.channeladvisor_soap.making import (
    a_cart,
    a_failure,
    a_history,
    a_line,
    a_page,
    a_parcel,
    a_refund,
    an_order,
    charges,
    fulfilled,
    states,
)

PERSONAL = {
    *ADDRESS.values(),
    *("BuyerEmailAddress", "BuyerUserID", "PayPalID", "CreditCardLast4", "GiftMessage", "GiftWrapLevel", "Title"),
    *("TransactionNotes", "ShippingInstructions", "FlagDescription", "Value", "BuyerIpAddress", "UserName"),
}
PEOPLE = {
    "BuyerEmailAddress": "jane@example.com",
    "PaymentInfo": {"PayPalID": "jane@example.com"},
    "ShippingInfo": {"FirstName": "Jane", "LastName": "Doe", "City": "Janeville", "ShippingInstructions": "ask Jane"},
    "TransactionNotes": "Jane called",
}


def lines_of(order, path, more=()):
    return snippet_of(Body(kind=ORDERS, content=a_page(order)), more, 1, path).lines


def marked(lines):
    return [line.removeprefix("→").strip() for line in lines if line.startswith("→")]


@pytest.mark.parametrize(
    ("order", "path", "said"),
    [
        (an_order(2, TotalOrderAmount="1.23456"), "$.TotalOrderAmount", "TotalOrderAmount: 1.23456"),
        (an_order(2, TotalOrderAmount="1,234.50"), "$.TotalOrderAmount", 'TotalOrderAmount: "1,234.50"'),
        (an_order(2, TotalOrderAmount="Jane"), "$.TotalOrderAmount", "TotalOrderAmount: ‹text, 4 characters›"),
        (an_order(2, TotalOrderAmount=None), "$.TotalOrderAmount", "TotalOrderAmount: null"),
        (an_order(2, LastUpdateDate="01/09/2026"), "$.LastUpdateDate", 'LastUpdateDate: "01/09/2026"'),
        (
            an_order(2, OrderStatus=states(PaymentStatus="Jane")),
            "$.OrderStatus.PaymentStatus",
            "PaymentStatus: ‹text, 4 characters›",
        ),
        (
            an_order(2, ShoppingCart=a_cart(a_line(1), a_line(2, Quantity="2.5"))),
            "$.ShoppingCart.LineItemSKUList[1].Quantity",
            "Quantity: 2.5",
        ),
        (
            an_order(2, ShoppingCart=a_cart(LineItemInvoiceList=charges(("Shipping", "x y")))),
            "$.ShoppingCart.LineItemInvoiceList[0].UnitPrice",
            "UnitPrice: ‹text, 3 characters›",
        ),
    ],
)
def test_the_place_is_marked_with_the_value_where_it_looks_like_what_it_may_be(order, path, said):
    assert marked(lines_of({**order, **PEOPLE}, path)) == [said]


def test_an_element_that_is_missing_is_said_to_be():
    order = an_order(2)
    del order["OrderStatus"]["PaymentStatus"]
    assert marked(lines_of(order, "$.OrderStatus.PaymentStatus")) == ["PaymentStatus is not there"]


def test_what_completes_the_order_is_shown_as_part_of_it():
    more = [
        Body(
            kind=CONTINUATION, content=fulfilled({2: [a_parcel(Cost="1e3")], 3: [a_parcel()]}), path="FulfillmentList"
        ),
        Body(kind=CONTINUATION, content=a_history(2, a_refund(Amount="x")), order_id="2", path="LineItemRefunds"),
    ]
    assert marked(lines_of(an_order(2), "$.FulfillmentList[0].Cost", more)) == ["Cost: ‹text, 3 characters›"]
    assert marked(lines_of(an_order(2), "$.LineItemRefunds[0].Amount", more)) == ["Amount: ‹text, 1 character›"]


@pytest.mark.parametrize("path", ["$", "$.OrderID", "$.ShippingInfo.City", "$.TransactionNotes", "$.BuyerEmailAddress"])
def test_nobody_is_named(path):
    assert "Jane" not in "".join(lines_of(an_order(2, **PEOPLE), path))


def test_nothing_can_be_shown_of_an_order_that_the_hub_does_not_show():
    marker = Body(kind=INCOMPLETE, content=b"", path="Unrendered")
    for content, more in ((a_failure(), [marker]), (b"<a", [marker]), (b"<a", [])):
        with pytest.raises(ValueError, match="shows nothing"):
            snippet_of(Body(kind=ORDERS, content=content), more, 1, "$")
    with pytest.raises(ValueError, match="shows 1 orders, and none at place 2"):
        snippet_of(Body(kind=ORDERS, content=a_page(an_order(1))), (), 2, "$")


def test_no_field_about_people_is_on_the_list_and_every_field_on_it_is_one_of_the_protocol():
    known = {name for struct in all_structs(wire.Wire) for name in (*struct.__struct_fields__, *struct.NOT_KEPT)}
    assert not PERSONAL & set(FIELDS)
    assert set(FIELDS) <= known
    assert {*codes.SITE, *codes.PAYMENT_STATUS} <= WORDS


def all_structs(struct):
    return [struct, *(one for below in struct.__subclasses__() for one in all_structs(below))]


@given(
    st.sampled_from(sorted(name for name, kind in FIELDS.items() if kind is Kind.WORD)),
    st.sampled_from(["Jane", "Doe", "JANE", "+1 919 555 0100"]),
)
@settings(max_examples=40, deadline=None)
def test_a_word_that_nobody_knows_is_masked(name, value):
    order = an_order(2, ShoppingCart=a_cart(a_line(**{name: value})), **{name: value})
    assert value not in "".join(lines_of(order, f"$.{name}"))
