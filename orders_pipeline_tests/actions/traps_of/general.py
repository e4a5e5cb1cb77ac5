"""For each trap of every hub: a case in which it closes, and a near miss. Cases are used once."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.status import FulfilledBy, OrderStatus, PaymentStatus, RefundStatus
from orders_pipeline_tests.actions.orders import (
    NOW,
    D,
    a_case,
    a_line,
    a_unity_order,
    an_order,
    asked,
    the_seeds_line,
    units,
    with_refund,
)


def waiting(*lines, **more):
    return an_order(*lines, shipped=False, **more)


def with_order(document, **changes):
    return replace(document, order=replace(document.order, **changes))


def at_an_external_center():
    line = replace(the_seeds_line(), is_externally_fulfilled=True)
    return an_order(line, shipped=False)


def of_no_amount(document):
    (refund,) = document.refunds
    return replace(document, refunds=(replace(refund, total_amount=None, item_amount=None),))


SHIP = asked("ship")
REFUND = asked("refund", units(quantity=1))
AMAZON = {"marketplace": Marketplace.AMAZON}

NEW_TRACKING = {"carrier": "UPS", "service": "GROUND", "tracking_number": "1Z999"}
CASES = {
    "EXCHANGE": (a_case(asked("exchange")), a_case(REFUND)),
    "ODD-TEXT": (
        a_case(asked("ship", carrier="UPS", service="Ground", tracking_number="\u27e6access_token\u27e7"), waiting()),
        a_case(asked("ship", carrier="UPS", service="Ground", tracking_number="[access_token]"), waiting()),
    ),
    "NOT-THE-WRITER": (a_case(SHIP, waiting(), is_writer=False), a_case(SHIP, waiting())),
    "CANNOT-ACKNOWLEDGE": (a_case(asked("acknowledge"), a_unity_order()), a_case(asked("acknowledge"))),
    "CANNOT-CORRECT": (
        a_case(
            asked("correct_shipment", fulfillment_id="f1", **NEW_TRACKING),
            able={"correct_shipment": False},
        ),
        a_case(asked("correct_shipment", fulfillment_id="f1", **NEW_TRACKING)),
    ),
    "ALREADY-CANCELED": (
        a_case(SHIP, with_order(waiting(), order_status=OrderStatus.CANCELED)),
        a_case(SHIP, with_order(waiting(), order_status=OrderStatus.IN_PROGRESS)),
    ),
    "STATE-UNKNOWN": (
        a_case(SHIP, with_order(waiting(), order_status=None)),
        a_case(asked("acknowledge"), with_order(waiting(), order_status=None)),
    ),
    "NOT-PAID": (
        a_case(SHIP, with_order(waiting(), payment_status=PaymentStatus.SUBMITTED)),
        a_case(asked("cancel"), with_order(waiting(), payment_status=PaymentStatus.SUBMITTED)),
    ),
    "HELD": (
        a_case(SHIP, with_order(waiting(), order_status=OrderStatus.HELD)),
        a_case(asked("cancel"), with_order(waiting(), order_status=OrderStatus.HELD)),
    ),
    "SHIPPED-BY-THE-MARKETPLACE": (
        a_case(SHIP, at_an_external_center()),
        a_case(SHIP, waiting(fulfilled_by=FulfilledBy.SELLER)),
    ),
    "LINE-TWICE": (
        a_case(asked("refund", units(quantity=1), units(quantity=2))),
        a_case(
            asked("refund", units(quantity=1), units("8", 1)),
            an_order(the_seeds_line(), a_line("8", "1", "5.00")),
        ),
    ),
    "NO-UNITS": (a_case(asked("refund", units(quantity=0))), a_case(REFUND)),
    "ALREADY-SHIPPED": (a_case(SHIP), a_case(SHIP, waiting())),
    "MORE-THAN-IS-LEFT-TO-SHIP": (
        a_case(asked("ship", units(quantity=4)), waiting()),
        a_case(asked("ship", units(quantity=3)), waiting()),
    ),
    "HALF-A-TRACKING-NUMBER": (
        a_case(asked("ship", tracking_number="1Z"), waiting()),
        a_case(asked("ship", tracking_number="1Z", carrier="UPS", service="Ground"), waiting()),
    ),
    "SHIPPED-IN-THE-FUTURE": (
        a_case(asked("ship", shipped_at=NOW + timedelta(seconds=1)), waiting()),
        a_case(asked("ship", shipped_at=NOW), waiting()),
    ),
    "SHIPPED-BEFORE-IT-WAS-BOUGHT": (
        a_case(
            asked("ship", shipped_at=datetime(2026, 9, 1, 11, 59, tzinfo=UTC)),
            waiting(purchased_at=datetime(2026, 9, 1, 12, tzinfo=UTC)),
        ),
        a_case(
            asked("ship", shipped_at=datetime(2026, 9, 1, 12, tzinfo=UTC)),
            waiting(purchased_at=datetime(2026, 9, 1, 12, tzinfo=UTC)),
        ),
    ),
    "NO-SUCH-PARCEL": (
        a_case(asked("correct_shipment", fulfillment_id="f2", **NEW_TRACKING)),
        a_case(asked("correct_shipment", fulfillment_id="f1", **NEW_TRACKING)),
    ),
    "NO-CURRENCY": (
        a_case(REFUND, with_order(an_order(), currency=None)),
        a_case(SHIP, with_order(waiting(), currency=None)),
    ),
    "OTHER-CURRENCY": (
        a_case(asked("refund", units(quantity=1), currency="EUR")),
        a_case(asked("refund", units(quantity=1), currency="USD")),
    ),
    "AMOUNTS-FOR-NO-MONEY": (
        a_case(asked("ship", units(quantity=1, item="5.00")), waiting()),
        a_case(asked("refund", units(quantity=1, item="5.00"))),
    ),
    "AMOUNTS-OF-ORDER-AND-LINES": (
        a_case(asked("refund", units(quantity=1), amounts={"shipping": D("1.00")})),
        a_case(asked("refund", amounts={"shipping": D("1.00")})),
    ),
    "RESTOCK-IN-VAIN": (
        a_case(asked("refund", units(quantity=1), restock=True), an_order(**AMAZON)),
        a_case(asked("refund", units(quantity=1), restock=True)),
    ),
    "ID-ALREADY-THERE": (
        a_case(REFUND, with_refund(an_order(), "7", units=D(1), item=D("14.95"), seller_id="k-1")),
        a_case(REFUND, with_refund(an_order(), "7", units=D(1), item=D("14.95"), seller_id="k-10")),
    ),
    "GIVEN-BACK-UNKNOWN": (
        a_case(REFUND, of_no_amount(with_refund(an_order(), item=D("1.00")))),
        a_case(REFUND, of_no_amount(with_refund(an_order(), item=D("1.00"), status=RefundStatus.FAILED))),
    ),
    "NOTHING-LEFT-TO-CANCEL": (a_case(asked("cancel")), a_case(asked("cancel"), waiting())),
    "RETURNS-NOTHING": (
        a_case(REFUND, an_order(a_line(price="0.00"))),
        a_case(REFUND, an_order(a_line(price="0.01"))),
    ),
}
