"""Each trap of the REST interface closes on what it is about, before any request, and on nothing beside it."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from msgspec.structs import replace

from orders_pipeline.actions.policy.catalogue import OF_DIALECT
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.status import DeliveryStatus, FulfilledBy, RefundKind, RefundReason, RefundStatus
from orders_pipeline_tests.actions.orders import a_line, an_order, with_refund
from orders_pipeline_tests.actions.planning import (
    amounts,
    cancel,
    correct,
    mark,
    of,
    refund,
    ship,
    two_lines,
    with_left,
)
from orders_pipeline_tests.actions.trapping import Ask, check_it_closes, check_it_stays_open, check_the_row

D = Decimal
TRAPS = {trap.id: trap for trap in OF_DIALECT["channeladvisor"]}
UNSHIPPED, SHIPPED = an_order(*two_lines(), shipped=False), an_order(*two_lines())
PARTLY = with_left(UNSHIPPED, line7=1)
SOME_AMOUNT = amounts(shipping="5.00")
PAIRS = {"carriers": frozenset({("UPS", "GROUND")})}
EVERYTHING = amounts(item="49.85", tax="3.59", shipping="9.95", shipping_tax="0.15")


def on(marketplace, *, shipped=True, **more):
    return an_order(*two_lines(), marketplace=marketplace, shipped=shipped, **more)


def mixed(**columns):
    """Line 8 waits in a parcel of its own, which the marketplace has."""
    document = an_order(*two_lines(), shipped=False, fulfilled_by=FulfilledBy.MIXED)
    theirs = replace(document.fulfillments[0], fulfillment_id="f2", **columns)
    items = tuple(
        replace(part, fulfillment_id="f2") if part.item_id == "8" else part for part in document.fulfillment_items
    )
    return replace(document, fulfillments=(*document.fulfillments, theirs), fulfillment_items=items)


def at(hour, zone=UTC):
    return datetime(2026, 9, 29, hour, 30, tzinfo=zone)


CASES = [
    ("REST-HALF-A-CARRIER-PAIR", Ask(UNSHIPPED, ship(service=None)), Ask(UNSHIPPED, ship())),
    ("REST-HALF-A-CARRIER-PAIR", Ask(SHIPPED, correct(service=None)), Ask(SHIPPED, correct())),
    (
        "REST-CARRIER-NOT-IN-THE-ACCOUNT",
        Ask(UNSHIPPED, ship(service="GND"), PAIRS),
        Ask(UNSHIPPED, ship(), PAIRS),
    ),
    (
        "REST-MANAGED-ELSEWHERE",
        Ask(an_order(shipped=False, channel_shipping_status="ThirdPartyManaged"), ship()),
        Ask(an_order(shipped=False, channel_shipping_status="ThirdPartyManaged"), mark()),
    ),
    ("REST-CORRECTION-OF-NOTHING", Ask(SHIPPED, correct(fulfillment_id=None)), Ask(SHIPPED, correct())),
    (
        "REST-NOTHING-TO-CORRECT",
        Ask(SHIPPED, correct(carrier=None, service=None, tracking_number=None, shipped_at=None)),
        Ask(SHIPPED, correct(carrier=None, service=None, tracking_number=None)),
    ),
    ("REST-MIXED-ORDER", Ask(mixed(external_center="PHX3"), ship(of("8"))), Ask(mixed(), ship(of("8")))),
    (
        "REST-MIXED-ORDER",
        Ask(mixed(external_center="PHX3"), ship()),
        Ask(mixed(external_center="PHX3"), ship(of("7"))),
    ),
    (
        "REST-MIXED-ORDER",
        Ask(mixed(delivery_status=DeliveryStatus.EXTERNALLY_MANAGED), ship(of("7"), of("8"))),
        Ask(an_order(*two_lines(), shipped=False, fulfilled_by=FulfilledBy.SELLER), ship()),
    ),
    (
        "REST-AMAZON-NUMBERS",
        Ask(on(M.AMAZON, shipped=False), ship()),
        Ask(on(M.AMAZON, shipped=False), ship(key="20260929")),
    ),
    ("REST-AMAZON-NUMBERS", Ask(on(M.AMAZON, shipped=False), ship(key="1" * 19)), Ask(on(M.AMAZON), refund(of("7")))),
    ("REST-SHIP-WITHOUT-ITEMS", Ask(UNSHIPPED, ship()), Ask(UNSHIPPED, ship(of("7")))),
    (
        "REST-SHIP-BY-SKU",
        Ask(an_order(*two_lines(sku="SKU-7"), shipped=False), ship(of("8"))),
        Ask(UNSHIPPED, ship(of("8"))),
    ),
    ("REST-PATCH-SHIPS", Ask(SHIPPED, correct()), Ask(UNSHIPPED, ship())),
    ("REST-AFTERNOON", Ask(UNSHIPPED, ship(shipped_at=at(13))), Ask(UNSHIPPED, ship(shipped_at=at(12)))),
    ("REST-AFTERNOON", Ask(UNSHIPPED, ship(shipped_at=at(0))), Ask(UNSHIPPED, ship(shipped_at=at(1)))),
    (
        "REST-AFTERNOON",
        Ask(UNSHIPPED, ship(shipped_at=at(9, timezone(timedelta(hours=-7))))),
        Ask(UNSHIPPED, ship(shipped_at=at(16, timezone(timedelta(hours=7))))),
    ),
    ("REST-AMOUNT-WITHOUT-UNITS", Ask(SHIPPED, refund(of("7", item="1"))), Ask(SHIPPED, refund(of("7", 1, item="1")))),
    (
        "REST-REASON-NOT-TAKEN",
        Ask(
            SHIPPED,
            refund(of("7"), reason=RefundReason.CUSTOMER_EXCHANGE),
            {"reasons": frozenset({RefundReason.CUSTOMER_RETURNED_ITEM})},
        ),
        Ask(SHIPPED, refund(of("7")), {"reasons": frozenset({RefundReason.CUSTOMER_RETURNED_ITEM})}),
    ),
    (
        "REST-REASON-NOT-TAKEN",
        Ask(UNSHIPPED, cancel(of("7")), {"reasons": frozenset({RefundReason.COULD_NOT_SHIP})}),
        Ask(UNSHIPPED, cancel(of("7")), {"reasons": None}),
    ),
    (
        "REST-REFUND-WITHOUT-LINES",
        Ask(on(M.AMAZON), refund(amounts=SOME_AMOUNT)),
        Ask(on(M.AMAZON), refund(of("7", 1, shipping="5.00"))),
    ),
    (
        "REST-REFUND-WITHOUT-LINES",
        Ask(on(M.RAKUTEN), refund(amounts=SOME_AMOUNT)),
        Ask(SHIPPED, refund(amounts=SOME_AMOUNT)),
    ),
    (
        "REST-REFUND-BEFORE-SHIPMENT",
        Ask(UNSHIPPED, refund(amounts=SOME_AMOUNT)),
        Ask(SHIPPED, refund(amounts=SOME_AMOUNT)),
    ),
    (
        "REST-REFUND-BEFORE-SHIPMENT",
        Ask(PARTLY, refund(amounts=SOME_AMOUNT)),
        Ask(with_left(UNSHIPPED, line7=3, line8=1), refund(amounts=SOME_AMOUNT)),
    ),
    (
        "REST-CANCEL-BY-AMOUNT",
        Ask(UNSHIPPED, cancel(amounts=SOME_AMOUNT)),
        Ask(UNSHIPPED, cancel(of("7", 1, item="5.00"))),
    ),
    (
        "REST-REFUND-BELOW-THE-WHOLE",
        Ask(on(M.NEWEGG, total_amount=D("65.54")), refund()),
        Ask(on(M.NEWEGG, total_amount=D("63.54")), refund()),
    ),
    (
        "REST-REFUND-BELOW-THE-WHOLE",
        Ask(on(M.NEWEGG), refund(amounts=SOME_AMOUNT)),
        Ask(on(M.NEWEGG), refund(amounts=EVERYTHING)),
    ),
    (
        "REST-REFUND-BELOW-THE-WHOLE",
        Ask(with_refund(on(M.NEWEGG), item=D("1.00")), refund(amounts=SOME_AMOUNT)),
        Ask(on(M.WISH), refund(amounts=SOME_AMOUNT)),
    ),
    (
        "REST-CANCEL-BELOW-THE-WHOLE",
        Ask(on(M.NEWEGG, shipped=False, total_amount=D("65.54")), cancel()),
        Ask(on(M.NEWEGG, shipped=False, total_amount=D("63.54")), cancel()),
    ),
    (
        "REST-KEEP-A-PART",
        Ask(UNSHIPPED, cancel(of("7", 1, item="14.95", tax="1.20"))),
        Ask(UNSHIPPED, cancel(of("7", 3, item="44.85", tax="3.59", shipping="9.95", shipping_tax="0.15"))),
    ),
    ("REST-LINES-UNKNOWN", Ask(on(M.NEWEGG), refund()), Ask(on(M.EBAY), refund())),
    ("REST-LINES-UNKNOWN", Ask(on(M.NEWEGG, shipped=False), cancel()), Ask(on(M.WISH, shipped=False), cancel())),
    (
        "REST-LINES-UNKNOWN",
        Ask(on(M.EBAY), refund(), {"told": {"refund_line": False}}),
        Ask(on(M.WISH), refund(), {"told": {"refund_line": True, "refund_part_of_line": True}}),
    ),
    ("REST-REFUND-CANCELS", Ask(PARTLY, refund(of("7", 1))), Ask(SHIPPED, refund(of("7", 1)))),
    ("REST-EMPTY-ADJUST", Ask(UNSHIPPED, cancel()), Ask(UNSHIPPED, cancel(of("7")))),
    ("REST-OMITTED-AMOUNTS", Ask(SHIPPED, refund(of("7"))), Ask(SHIPPED, refund(of("7", 1, item="1")))),
    ("REST-SHARES-ADD-UP-TO-MORE", Ask(SHIPPED, refund(of("7", 1))), Ask(SHIPPED, refund(of("7")))),
]


@pytest.mark.parametrize(("trap", "met", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_trap_closes_on_what_it_is_about_and_on_nothing_beside(trap, met, near):
    check_it_closes(TRAPS[trap], met)
    check_it_stays_open(TRAPS[trap], near)


def test_every_trap_has_a_case_here_and_reads_as_a_sentence():
    assert {case[0] for case in CASES} == set(TRAPS)
    for trap in TRAPS.values():
        check_the_row(trap)


@pytest.mark.parametrize(
    "text", ["", " ", "1Z 999 ", "1Z\n999", "\u200b1Z", "1Z\ud800", "⟦access_token⟧", "⟧", "1Z\u00a0999"]
)
def test_a_text_that_a_hub_would_keep_otherwise_is_refused(text):
    assert Ask(UNSHIPPED, ship(tracking_number=text)).answered().trap == "ODD-TEXT"
    assert Ask(UNSHIPPED, ship(key=text)).answered().trap == "ODD-TEXT"


@pytest.mark.parametrize("text", ["1Z 999", "RÜCK/77", "発送-1"])
def test_any_text_that_can_be_printed_is_taken(text):
    assert Ask(UNSHIPPED, ship(tracking_number=text, key=text)).answered().steps


def test_amazon_restocks_what_is_canceled_and_not_what_is_refunded():
    assert Ask(on(M.AMAZON), refund(of("7"), restock=True)).answered().trap == "RESTOCK-IN-VAIN"
    assert Ask(on(M.AMAZON, shipped=False), cancel(restock=True)).answered().steps


def test_nothing_is_shipped_of_an_order_whose_cancellation_as_a_whole_is_under_way():
    waiting = with_refund(UNSHIPPED, kind=RefundKind.CANCELLATION, status=RefundStatus.PENDING, item=D("49.85"))
    assert Ask(waiting, ship()).answered().trap == "ALREADY-SHIPPED"
    refused = with_refund(UNSHIPPED, kind=RefundKind.CANCELLATION, status=RefundStatus.FAILED, item=D("49.85"))
    assert Ask(refused, ship()).answered().steps


def test_what_is_left_of_an_order_can_be_refunded_where_only_whole_orders_can():
    a_unit = {"item": D("14.95"), "tax": D("1.20"), "shipping": D("3.32"), "shipping_tax": D("0.05")}
    document = with_refund(on(M.NEWEGG), "7", kind=RefundKind.CANCELLATION, units=D(1), **a_unit)
    plan = Ask(document, refund()).answered()
    assert plan.amount == D("44.02") and "REST-LINES-UNKNOWN" in plan.traps
    less = with_refund(on(M.NEWEGG), "7", kind=RefundKind.CANCELLATION, units=D(1), item=D("14.95"))
    assert Ask(less, refund()).answered().trap == "REST-REFUND-BELOW-THE-WHOLE"  # its shipping would be kept


def test_a_site_that_takes_neither_orders_nor_lines_is_asked_for_nothing():
    neither = {"told": {"refund_order": False, "refund_line": False, "cancel_order": False, "cancel_line": False}}
    assert Ask(SHIPPED, refund(), neither).answered().trap == "NO-REFUND-OF-ORDERS"
    assert Ask(UNSHIPPED, cancel(), neither).answered().trap == "NO-CANCEL-OF-ORDERS"


def test_a_site_that_takes_lines_alone_is_told_every_line():
    lines = {"told": {"refund_order": False, "cancel_order": False}}
    for document, intent in ((SHIPPED, refund()), (UNSHIPPED, cancel())):
        assert [step.request.path for step in Ask(document, intent, lines).answered().steps] == [
            "/v1/OrderItems(7)/Adjust",
            "/v1/OrderItems(8)/Adjust",
        ]


def test_an_order_of_one_line_is_no_exception():
    assert Ask(an_order(a_line(), marketplace=M.NEWEGG), refund(of("7", 1))).answered().trap == "NO-REFUND-OF-LINES"
