"""Each trap of the SOAP interface closes on what it is about, before any request, and on nothing beside it."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from orders_pipeline.actions.policy.catalogue import OF_DIALECT
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.records import AdditionalField
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import a_line, with_refund
from orders_pipeline_tests.actions.planning import (
    a_soap_order,
    amounts,
    cancel,
    correct,
    mark,
    of,
    on_sites,
    refund,
    ship,
    two_lines,
    with_left,
)
from orders_pipeline_tests.actions.trapping import Ask, check_it_closes, check_it_stays_open, check_the_row

D = Decimal
TRAPS = {trap.id: trap for trap in OF_DIALECT["channeladvisor_soap"]}
UNSHIPPED = a_soap_order(*two_lines(), shipped=False)
SHIPPED = a_soap_order(*two_lines())
ONE_SKU = a_soap_order(*two_lines(sku="sku-7 "), shipped=False)  # neither case nor blanks tell them apart
NO_SKU = a_soap_order(*two_lines(sku=None), shipped=False)
AMAZON = a_soap_order(*two_lines(), marketplace=M.AMAZON)
AMAZON_UNSHIPPED = a_soap_order(*two_lines(), marketplace=M.AMAZON, shipped=False)
AMAZON_OF_A_SITE_UNKNOWN = a_soap_order(*two_lines(), marketplace=None, site="AMAZON_ATLANTIS")
PIXMANIA = a_soap_order(*two_lines(), marketplace=None, site="PIXMANIA_FR")
YAHOO = a_soap_order(*two_lines(), marketplace=None, site="YAHOO_STORE")
PARTLY = with_left(UNSHIPPED, line7=1)
SOME_AMOUNT = amounts(shipping="5.00")


def by_paypal(**more):
    return a_soap_order(*two_lines(), payment_method="PayPal", **more)


def with_field(document, name):
    field = AdditionalField(account="us", order_id="1", owner="order", owner_id="1", number=1, name=name, value="-1.00")
    return replace(document, additional_fields=(field,))


COUPON = by_paypal(discount_amount=D("2.00"))
CASES = [
    ("SOAP-HALF-A-CARRIER-PAIR", Ask(UNSHIPPED, ship(service=None)), Ask(UNSHIPPED, ship())),
    ("SOAP-HALF-A-CARRIER-PAIR", Ask(SHIPPED, correct(service=None)), Ask(SHIPPED, correct())),
    ("SOAP-CORRECTION-OF-NOTHING", Ask(SHIPPED, correct(fulfillment_id=None)), Ask(SHIPPED, correct())),
    (
        "SOAP-NOTHING-TO-CORRECT",
        Ask(SHIPPED, correct(carrier=None, service=None, tracking_number=None, shipped_at=None)),
        Ask(SHIPPED, correct(carrier=None, service=None, tracking_number=None)),
    ),
    ("SOAP-CORRECTION-OF-UNSHIPPED", Ask(UNSHIPPED, correct()), Ask(SHIPPED, correct())),
    (
        "SOAP-ORDER-LEVEL-UNSEEN",
        Ask(a_soap_order(*two_lines(), channel_refund_status="OrderLevel"), refund(of("7", 1))),
        Ask(a_soap_order(*two_lines(), channel_refund_status="LineItemLevel"), refund(of("7", 1))),
    ),
    (
        "SOAP-ORDER-LEVEL-UNSEEN",
        Ask(a_soap_order(*two_lines(), channel_refund_status="OrderAndLineItemLevel"), refund(amounts=SOME_AMOUNT)),
        Ask(a_soap_order(*two_lines(), channel_refund_status="FailedAttemptsOnly"), refund(amounts=SOME_AMOUNT)),
    ),
    ("SOAP-CORRECTION-LEAVES-OUT", Ask(SHIPPED, correct()), Ask(UNSHIPPED, ship())),
    (
        "SOAP-CARRIER-NOT-IN-THE-ACCOUNT",
        Ask(SHIPPED, correct(service="GND"), {"carriers": frozenset({("UPS", "GROUND")})}),
        Ask(SHIPPED, correct(), {"carriers": frozenset({("UPS", "GROUND")})}),
    ),
    (
        "SOAP-CARRIER-NOT-IN-THE-ACCOUNT",
        Ask(UNSHIPPED, ship(service="GND"), {"carriers": frozenset({("UPS", "GROUND")})}),
        Ask(UNSHIPPED, ship(), {"carriers": frozenset({("UPS", "GROUND")})}),
    ),
    (
        "SOAP-CARRIER-NOT-IN-THE-ACCOUNT",
        Ask(UNSHIPPED, ship(), {"carriers": frozenset({("UPS", "GND"), ("FEDEX", "GROUND")})}),
        Ask(UNSHIPPED, ship(service="GND"), {"carriers": None}),
    ),
    (
        "SOAP-REFUNDED-UNSHIPPED",
        Ask(with_refund(UNSHIPPED, "7", kind=None, units=D(1), item=D("14.95")), ship(of("7", 1))),
        Ask(with_refund(UNSHIPPED, "7", kind=None, units=D(1), item=D("14.95")), ship(of("8"))),
    ),
    (
        "SOAP-REFUNDED-UNSHIPPED",
        Ask(with_refund(PARTLY, "7", kind=None, units=D(2), item=D("29.90")), ship(of("7", 1))),
        Ask(with_refund(PARTLY, "7", kind=None, units=D(1), item=D("14.95")), ship(of("7", 1))),
    ),
    ("SOAP-SKU-TWICE", Ask(ONE_SKU, ship(of("7", 1))), Ask(UNSHIPPED, ship(of("7", 1)))),
    ("SOAP-SKU-TWICE", Ask(NO_SKU, ship(of("8"))), Ask(NO_SKU, ship(of("7")))),
    ("SOAP-SKU-TWICE", Ask(ONE_SKU, ship(of("7"))), Ask(ONE_SKU, ship(of("7"), of("8")))),
    ("SOAP-SKU-TWICE-IN-A-WHOLE", Ask(ONE_SKU, ship()), Ask(UNSHIPPED, ship())),
    ("SOAP-FULL-SHIPS-EVERYTHING", Ask(UNSHIPPED, ship()), Ask(UNSHIPPED, ship(of("7", 1)))),
    ("SOAP-TIME-WITHOUT-ZONE", Ask(UNSHIPPED, ship()), Ask(UNSHIPPED, ship(shipped_at=None))),
    ("SOAP-OLD-NAMES", Ask(UNSHIPPED, ship()), Ask(UNSHIPPED, mark())),
    ("SOAP-SUCCESS-IS-OF-THE-CALL", Ask(UNSHIPPED, mark()), Ask(SHIPPED, refund())),
    ("SOAP-AMAZON-NUMBERS", Ask(AMAZON_UNSHIPPED, ship()), Ask(AMAZON_UNSHIPPED, ship(key="4711"))),
    ("SOAP-AMAZON-NUMBERS", Ask(AMAZON_UNSHIPPED, ship(key="0042")), Ask(UNSHIPPED, ship())),
    ("SOAP-YAHOO", Ask(YAHOO, refund()), Ask(SHIPPED, refund())),
    (
        "SOAP-YAHOO",
        Ask(a_soap_order(checkout_source="YahooStores_Checkout"), refund()),
        Ask(a_soap_order(checkout_source="Site_Checkout"), refund()),
    ),
    (
        "SOAP-REFUND-WITHOUT-ITEMS",
        Ask(AMAZON, refund(amounts=SOME_AMOUNT)),
        Ask(AMAZON, refund(of("7", 1, shipping="5.00"))),
    ),
    (
        "SOAP-REFUND-WITHOUT-ITEMS",
        Ask(AMAZON_OF_A_SITE_UNKNOWN, refund(amounts=SOME_AMOUNT)),
        Ask(SHIPPED, refund(amounts=SOME_AMOUNT)),
    ),
    (
        "SOAP-REFUND-WITHOUT-ITEMS",
        Ask(a_soap_order(marketplace=M.RAKUTEN), refund(amounts=SOME_AMOUNT)),
        Ask(a_soap_order(marketplace=M.RAKUTEN), refund(of("7", 1))),
    ),
    (
        "SOAP-REFUND-BEFORE-SHIPMENT",
        Ask(UNSHIPPED, refund(amounts=SOME_AMOUNT)),
        Ask(SHIPPED, refund(amounts=SOME_AMOUNT)),
    ),
    (
        "SOAP-REFUND-BEFORE-SHIPMENT",
        Ask(with_left(UNSHIPPED, line7=3), refund(amounts=SOME_AMOUNT)),
        Ask(with_left(UNSHIPPED, line7=3, line8=1), refund(amounts=SOME_AMOUNT)),
    ),
    (
        "SOAP-REFUND-CANCELS",
        Ask(PARTLY, refund(of("7", 1))),
        Ask(with_left(UNSHIPPED, line7=3), refund(of("7", 1))),
    ),
    (
        "SOAP-AMOUNT-WITHOUT-UNITS",
        Ask(SHIPPED, refund(of("7", item="1.00"))),
        Ask(SHIPPED, refund(of("7", 1, item="1.00"))),
    ),
    (
        "SOAP-RESTOCK",
        Ask(PIXMANIA, refund(of("7", 1), restock=True)),
        Ask(SHIPPED, refund(of("7", 1), restock=True)),
    ),
    (
        "SOAP-RESTOCK",
        Ask(AMAZON_OF_A_SITE_UNKNOWN, refund(of("7", 1), restock=True)),
        Ask(AMAZON_OF_A_SITE_UNKNOWN, refund(of("7", 1))),
    ),
    (
        "SOAP-SEVERAL-SITES",
        Ask(on_sites(SHIPPED, "EBAY_US", "DIRECT_SALE"), refund(of("7", 1))),
        Ask(on_sites(SHIPPED, "EBAY_US", None), refund(of("7", 1))),
    ),
    ("SOAP-CANCEL-OF-SHIPPED", Ask(with_left(AMAZON_UNSHIPPED, line8=1), cancel()), Ask(AMAZON_UNSHIPPED, cancel())),
    (
        "SOAP-CANCEL-OF-REFUNDED",
        Ask(with_refund(AMAZON_UNSHIPPED, item=D("1.00")), cancel()),
        Ask(with_refund(AMAZON_UNSHIPPED, item=D("1.00"), status="failed"), cancel()),
    ),
    (
        "SOAP-CANCEL-WITHOUT-REASON",
        Ask(AMAZON_UNSHIPPED, cancel(reason=None)),
        Ask(AMAZON_UNSHIPPED, cancel(reason=RefundReason.ITEM_NOT_AVAILABLE)),
    ),
    (
        "SOAP-CANCEL-WITHOUT-REASON",
        Ask(AMAZON_UNSHIPPED, cancel(reason=RefundReason.CUSTOMER_RETURNED_ITEM)),
        Ask(AMAZON_UNSHIPPED, cancel(reason=RefundReason.COULD_NOT_SHIP)),
    ),
    ("SOAP-PAYPAL-COUPON", Ask(COUPON, refund(of("7", 1))), Ask(COUPON, refund())),
    (
        "SOAP-PAYPAL-COUPON",
        Ask(by_paypal(additional_amount=D("-2.00")), refund(amounts=SOME_AMOUNT)),
        Ask(by_paypal(additional_amount=D("2.00")), refund(amounts=SOME_AMOUNT)),
    ),
    (
        "SOAP-PAYPAL-COUPON",
        Ask(by_paypal(promotion_code="TEN"), refund(of("7"))),
        Ask(a_soap_order(*two_lines(), payment_method="Visa", promotion_code="TEN"), refund(of("7"))),
    ),
    (
        "SOAP-PAYPAL-COUPON",
        Ask(with_field(by_paypal(), "LineItemPromoList.BuyerOptInIncentive"), refund(of("7"))),
        Ask(with_field(by_paypal(), "LineItemInvoiceList.Listing"), refund(of("7"))),
    ),
    (
        "SOAP-PAYPAL-COUPON",
        Ask(with_refund(COUPON, "7", item=D("1.00")), refund()),
        Ask(with_refund(by_paypal(), "7", item=D("1.00")), refund()),
    ),
    (
        "SOAP-PAYPAL-COUPON",
        Ask(a_soap_order(a_line(), checkout_source="PayPal", discount_amount=D(1)), refund(of("7", 1))),
        Ask(
            a_soap_order(a_line(discount_amount="1.00"), checkout_source="PayPal"), refund(of("7", 1))
        ),  # of the line alone: the seller's
    ),
    ("SOAP-EMPTY-ITEMS", Ask(SHIPPED, refund()), Ask(SHIPPED, refund(of("7")))),
    ("SOAP-ORDER-FIELDS-IGNORED", Ask(SHIPPED, refund(of("7"))), Ask(SHIPPED, refund(amounts=SOME_AMOUNT))),
    ("SOAP-OMITTED-AMOUNTS", Ask(SHIPPED, refund(of("7", 1))), Ask(SHIPPED, refund(of("7", 1, item="14.95")))),
    ("SOAP-SHARES-ADD-UP-TO-MORE", Ask(SHIPPED, refund(of("7", 1))), Ask(SHIPPED, refund(of("7")))),
    (
        "SOAP-REFUND-BY-SKU",
        Ask(a_soap_order(*two_lines(sku="SKU-7")), refund(of("8"))),
        Ask(SHIPPED, refund(of("8"))),
    ),
    ("SOAP-SUCCESS-MOVES-NO-MONEY", Ask(SHIPPED, refund()), Ask(UNSHIPPED, ship())),
]


@pytest.mark.parametrize(("trap", "met", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_trap_closes_on_what_it_is_about_and_on_nothing_beside(trap, met, near):
    check_it_closes(TRAPS[trap], met)
    check_it_stays_open(TRAPS[trap], near)


def test_every_trap_has_a_case_here_and_reads_as_a_sentence():
    assert {case[0] for case in CASES} == set(TRAPS) and len(TRAPS) >= 12
    for trap in TRAPS.values():
        check_the_row(trap)


@pytest.mark.parametrize("marketplace", [M.EBAY, M.WALMART, M.DIRECT, None])
def test_only_amazon_and_buy_com_are_canceled_through_this_api(marketplace):
    document = a_soap_order(*two_lines(), marketplace=marketplace, shipped=False)
    refusal = Ask(document, cancel()).answered()
    assert refusal.trap == "NO-CANCEL-OF-ORDERS"


@pytest.mark.parametrize(
    ("intent", "trap"),
    [
        (cancel(of("7")), "NO-CANCEL-OF-LINES"),
        (cancel(of("7", 3, item="1.00"), of("8")), "PARTIAL-PRICE-CANCEL"),
        (cancel(restock=True), "RESTOCK-IN-VAIN"),
    ],
)
def test_amazon_is_canceled_whole_or_not_at_all(intent, trap):
    assert Ask(AMAZON_UNSHIPPED, intent).answered().trap == trap


def test_a_correction_without_any_parcel_of_that_id_is_refused():
    assert Ask(SHIPPED, correct(fulfillment_id="f9")).answered().trap == "NO-SUCH-PARCEL"
