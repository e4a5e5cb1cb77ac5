"""What the words, the lines and the dates of an order become, rule by rule."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orders_pipeline.channels.base import CONTINUATION, ORDERS, Body, Scope
from orders_pipeline.channels.channeladvisor_soap import drift, wire
from orders_pipeline.channels.channeladvisor_soap.elements import plan_of, struct_of
from orders_pipeline.channels.channeladvisor_soap.pages import sightings
from orders_pipeline.channels.channeladvisor_soap.skeleton import page
from orders_pipeline.channels.xml import children, root_of
from orders_pipeline_tests.channels.channeladvisor_soap.making import (
    ORD,
    a_cart,
    a_history,
    a_line,
    a_page,
    a_parcel,
    a_refund,
    an_order,
    charges,
    fulfilled,
    item,
    promotions,
    states,
)


def document_of(order, parcels=(), refunds=None, currency="USD"):
    order_id = str(order["OrderID"])
    more = [Body(kind=CONTINUATION, content=fulfilled({order_id: list(parcels)}), path="FulfillmentList")]
    if refunds is not None:
        history = a_history(order_id, *refunds)
        more.append(Body(kind=CONTINUATION, content=history, order_id=order_id, path="LineItemRefunds"))
    scope = Scope(account="us", profile="a-guid", is_whole=True, currency=currency)
    (found,) = sightings(scope, Body(kind=ORDERS, content=a_page(order)), more)
    assert found.problem is None, found.problem
    return found.document


def order_of(**changes):
    return document_of(an_order(7, **changes)).order


def with_lines(*lines, **changes):
    return document_of(an_order(7, ShoppingCart=a_cart(*lines, **changes)))


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (charges(("SalesTax", "1.5000")), {"tax_amount": "1.5"}),
        (
            charges(("SalesTax", "1.5"), ("VATShipping", "0.2"), ("VATGiftWrap", "0.1")),
            {
                "tax_amount": "1.8",
                "shipping_tax_amount": "0.2",
                "gift_wrap_tax_amount": "0.1",
                "derived": "fulfilled_by,tax_amount",
            },
        ),
        (charges(("Shipping", "4"), ("Shipping", "1.5")), {"shipping_amount": "5.5", "tax_amount": None}),
        (charges(("ShippingInsurance", "2")), {"insurance_amount": "2"}),
        (
            charges(("GiftWrap", "3"), ("RecyclingFee", "0.01")),
            {"gift_wrap_amount": "3", "recycling_fee_amount": "0.01"},
        ),
        ([], {"tax_amount": None, "shipping_amount": None, "insurance_amount": None, "gift_wrap_amount": None}),
    ],
)
def test_each_line_of_the_invoice_is_an_amount_of_the_order(lines, columns):
    order = with_lines(LineItemInvoiceList=lines).order
    for column, value in columns.items():
        told = getattr(order, column)
        assert told == (Decimal(value) if column.endswith("_amount") and value is not None else value), column


def test_promotions_are_savings_and_further_costs_keep_their_sign():
    lines = promotions(
        ("Promotion", "-2.50", "SPRING"), ("Promotion", "-1", "FALL"), ("AdditionalCostOrDiscount", "-0.75", "")
    )
    order = with_lines(LineItemPromoList=lines).order
    assert (order.discount_amount, order.additional_amount, order.promotion_code) == (
        Decimal("3.5"),
        Decimal("-0.75"),
        "SPRING,FALL",
    )


def test_an_amount_that_no_column_is_for_is_kept_by_its_name():
    found = with_lines(
        LineItemInvoiceList=charges(("Listing", "0.35")),
        LineItemPromoList=promotions(("BuyerOptInIncentive", "-1", "")),
    )
    assert [(one.number, one.name, one.value) for one in found.additional_fields] == [
        (1, "LineItemInvoiceList.Listing", "0.35"),
        (2, "LineItemPromoList.BuyerOptInIncentive", "-1"),
    ]


@pytest.mark.parametrize(
    ("changes", "status", "derived"),
    [
        ({}, "open", None),
        ({"OrderState": "Cancelled"}, "canceled", None),
        ({"OrderState": "Archived"}, "open", None),
        ({"OrderStatus": states(CheckoutStatus="Cancelled")}, "canceled", None),
        ({"OrderStatus": states(CheckoutStatus="OnHold")}, "held", None),
        ({"OrderStatus": states(PaymentStatus="NotSubmitted")}, "pending", None),
        ({"OrderStatus": states(ShippingStatus="PendingShipment")}, "in_progress", None),
    ],
)
def test_the_state_of_an_order_follows_from_its_words(changes, status, derived):
    assert order_of(**changes).order_status == status


def test_an_active_order_with_refunds_whose_parcels_are_all_canceled_is_canceled():
    refunded = an_order(7, OrderStatus=states(OrderRefundStatus="OrderLevel"))
    canceled = [a_parcel(FulfillmentStatus="Canceled"), a_parcel(901, FulfillmentStatus="Canceled")]
    order = document_of(refunded, canceled, [a_refund()]).order
    assert (order.order_status, order.derived) == ("canceled", "order_status,fulfilled_by")
    assert document_of(refunded, [*canceled, a_parcel(902)], [a_refund()]).order.order_status == "open"
    assert document_of(an_order(7), canceled).order.order_status == "open", "nothing was refunded"


def test_a_word_that_is_not_known_is_kept_and_flagged():
    order = order_of(OrderStatus=states(PaymentStatus="Frozen"), ShoppingCart=a_cart(a_line(ItemSaleSource="NOVA")))
    assert (order.channel_payment_status, order.payment_status, order.order_status) == ("Frozen", None, None)
    assert (order.channel_marketplace, order.marketplace) == ("NOVA", None)
    assert order.unknown_words == "marketplace,order_status,payment_status"


@pytest.mark.parametrize(
    ("sites", "setting", "currency"),
    [
        (["AMAZON_US"], "USD", "USD"),
        (["AMAZON_UK"], "USD", "GBP"),
        (["EBAY_STORES"], "EUR", "EUR"),
        (["WALMART_MARKETPLACE"], "USD", "USD"),
        (["AMAZON_DE", "AMAZON_FR"], "USD", "EUR"),
        (["AMAZON_UK", "DIRECT_SALE"], "USD", "USD"),
    ],
)
def test_the_currency_is_the_site_s_where_its_token_names_a_country_else_the_account_s(sites, setting, currency):
    lines = [a_line(number, ItemSaleSource=site) for number, site in enumerate(sites, start=1)]
    found = document_of(an_order(7, ShoppingCart=a_cart(*lines)), currency=setting)
    assert {found.order.currency, *(line.currency for line in found.order_items)} == {currency}


def test_an_order_of_several_sites_names_none_and_its_lines_do():
    found = with_lines(a_line(1, ItemSaleSource="AMAZON_US"), a_line(2, ItemSaleSource="EBAY_US"))
    assert (found.order.marketplace, found.order.channel_marketplace) == (None, None)
    assert [line.channel_marketplace for line in found.order_items] == ["AMAZON_US", "EBAY_US"]


@pytest.mark.parametrize(
    ("flags", "by"), [(("true",), "marketplace"), (("false",), "seller"), (("true", "false"), "mixed"), ((None,), None)]
)
def test_who_ships_follows_from_the_lines(flags, by):
    lines = [a_line(number, IsExternallyFulfilled=flag) for number, flag in enumerate(flags, start=1)]
    assert with_lines(*lines).order.fulfilled_by == by


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-09-01T10:00:00", datetime(2026, 9, 1, 10, tzinfo=UTC)),
        ("2026-09-01T17:34:34.4", datetime(2026, 9, 1, 17, 34, 34, 400_000, tzinfo=UTC)),
        ("2026-09-01T17:34:34.1234567", datetime(2026, 9, 1, 17, 34, 34, 123_457, tzinfo=UTC)),
        ("2026-09-01T10:00:00Z", datetime(2026, 9, 1, 10, tzinfo=UTC)),
        ("2026-09-01T10:00:00-04:00", datetime(2026, 9, 1, 14, tzinfo=UTC)),
        ("1900-01-01T00:00:00", None),
        ("0001-01-01T00:00:00", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_utc_and_what_has_not_happened_is_none(text, instant):
    assert order_of(LastUpdateDate=text).updated_at == instant
    assert order_of(DateCancelledGMT=text).canceled_at == instant


@pytest.mark.parametrize("prefix", ["q", "zz", "ord", "soap2"])
def test_a_prefix_means_nothing(prefix):
    content = a_page(item(an_order(7), 42, prefix=prefix))
    assert page(content).entries[0].order_id == 7
    scope = Scope(account="us", currency="USD")
    assert sightings(scope, Body(kind=ORDERS, content=content), ())[0].document.order.order_id == "7"


def test_an_element_of_another_namespace_is_none_of_ours_and_told_as_drift():
    other = (
        item(an_order(7), 1)
        .replace("<q1:SellerOrderID>", "")
        .replace("</OrderResponseItem>", '<SellerOrderID xmlns="urn:x">1</SellerOrderID></OrderResponseItem>')
    )
    scope = Scope(account="us", currency="USD")
    (found,) = sightings(scope, Body(kind=ORDERS, content=a_page(other)), ())
    assert found.document.order.seller_order_id is None
    assert page(a_page(other)).unknown_fields == ("SellerOrderID",)


def test_elements_that_the_protocol_has_not_are_told_and_do_no_harm():
    new = an_order(
        7,
        NewThing="1",
        ShoppingCart=a_cart(a_line(Colour="red")),
        CustomValueList=[("CustomValue", {"ID": 1, "Kind": "x"})],
    )
    assert page(a_page(new)).unknown_fields == (
        "CustomValueList.Kind",
        "NewThing",
        "ShoppingCart.LineItemSKUList.Colour",
    )
    assert page(a_page(an_order(7))).unknown_fields == ()


def test_people_and_texts_go_where_they_may():
    found = document_of(
        an_order(
            7,
            BuyerEmailAddress="avery@example.com",
            EmailOptIn="true",
            PaymentInfo={"PayPalID": "payer@example.com", "CreditCardLast4": "0000"},
            ShippingInfo={"City": "Sampletown", "CountryCode": "US", "ShippingInstructions": "porch"},
            TransactionNotes="a note",
            ShoppingCart=a_cart(a_line(BuyerUserID="u-1", GiftMessage="hi", GiftWrapLevel="gold")),
        )
    )
    assert [(one.kind, one.email, one.user_id, one.email_opt_in) for one in found.order_contacts] == [
        ("buyer", "avery@example.com", "u-1", True),
        ("shipping", None, None, None),
        ("billing", None, None, None),
    ]
    assert found.order_contacts[2].payment_account == "payer@example.com"
    assert [(one.kind, one.about_id) for one in found.order_texts] == [
        ("private_notes", "7"),
        ("special_instructions", "7"),
        ("gift_message", "501"),
        ("gift_notes", "501"),
    ]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("SubmittedNotProcessed", "pending"),
        ("ProcessedNotAcknowledged", "pending"),
        ("AcknowledgedPostProcessingNotComplete", "accepted"),
        ("PostProcessingComplete", "completed"),
        ("Error", "failed"),
        ("NoChange", None),
    ],
)
def test_how_far_a_refund_has_come(word, status):
    order = an_order(7, OrderStatus=states(OrderRefundStatus="LineItemLevel"))
    (refund,) = document_of(order, refunds=[a_refund(RefundRequestStatus=word)]).refunds
    assert (refund.status, refund.unknown_words, refund.total_amount) == (status, None, Decimal("10.8"))


def test_refunds_without_an_id_of_their_own_are_told_apart_and_those_of_charges_are_the_order_s():
    order = an_order(7, OrderStatus=states(OrderRefundStatus="OrderAndLineItemLevel"))
    shipping = a_refund(0, SKU=None, LineItemID=0, InvoiceItemID=12, Amount="0", ShippingAmount="4")
    found = document_of(order, refunds=[a_refund(0), a_refund(0), shipping])
    assert [(one.refund_id, one.level) for one in found.refunds] == [
        ("item-0", "item"),
        ("item-0#2", "item"),
        ("order-0", "order"),
    ]
    assert [(one.refund_id, one.refund_item_id) for one in found.refund_items] == [("item-0", "0"), ("item-0#2", "0#2")]


def test_a_comment_within_a_value_does_not_cut_it():
    content = a_page(an_order(7, SellerOrderID="AB@CD")).replace(b"AB@CD", b"AB<!-- x -->C<![CDATA[&D]]>")
    (found,) = sightings(Scope(account="us", currency="USD"), Body(kind=ORDERS, content=content), ())
    assert found.document.order.seller_order_id == "ABC&D"


def test_every_element_of_the_spec_s_order_is_read_or_known_as_left_out():
    for struct in (wire.Order, wire.LineItem, wire.Cart, wire.ShipTo, wire.LineItemRefund, wire.Fulfillment):
        assert not struct.NOT_KEPT & set(struct.__struct_fields__)
    order = next(children(root_of(f'<r><o xmlns="{ORD}"><OrderID>1</OrderID></o></r>'.encode())))
    assert drift.unknown_fields(order) == ()
    with pytest.raises(ValueError, match=r"\.OrderTimeGMT"):
        struct_of(order, plan_of(wire.Order))
