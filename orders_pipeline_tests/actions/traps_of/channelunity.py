"""For each trap of ChannelUnity: a case in which it closes, and a near miss. Cases are used once."""

from datetime import UTC, datetime, timedelta, timezone

from orders_pipeline.actions.policy.accounting import Own
from orders_pipeline.model.actions import ActionKind, Component
from orders_pipeline_tests.actions.orders import D, a_case, a_line, a_unity_order, asked, units

SHIRT = a_line("TS-1", "2", "10.00", sku="TS-1", tax_amount="1.60")
MUG = a_line("MUG", "1", "8.00", sku="MUG", tax_amount="0.00")
TWO = (SHIRT, MUG)
TRACKED = {"carrier": "DPD", "service": "Next day", "tracking_number": "DPD1"}
ONE, BOTH = units("TS-1", 1), units("TS-1", 2)
SHIPPED_ONE = (Own(kind=ActionKind.SHIP, echo=None, units={"TS-1": D(1)}),)
SHIPPED_ALL = (Own(kind=ActionKind.SHIP, echo=None, units={"TS-1": D(2)}),)
AT = datetime(2026, 9, 20, 12, tzinfo=UTC)


def refunded(quantity, goods, tax):
    return (
        Own(
            kind=ActionKind.REFUND,
            echo=None,
            units={"TS-1": D(quantity)},
            amounts={"TS-1": {Component.ITEM: D(goods), Component.TAX: D(tax)}},
        ),
    )


def complete(*lines, **more):
    return a_unity_order(*lines, status="Complete", **more)


FREE = {"shipping_amount": D("0.00")}

CASES = {
    "CU-NO-SUBSCRIPTION": (
        a_case(asked("ship"), a_unity_order(hub_channel_id=None)),
        a_case(asked("ship"), a_unity_order()),
    ),
    "CU-TRACKING-TRIO": (
        a_case(asked("ship", carrier="DPD", tracking_number="DPD1"), a_unity_order()),
        a_case(asked("ship", **TRACKED), a_unity_order()),
    ),
    "CU-CORRECTION-WITHOUT-TRIO": (
        a_case(asked("correct_shipment", carrier="DPD", tracking_number="DPD1"), complete()),
        a_case(asked("correct_shipment", **TRACKED), complete()),
    ),
    "CU-CORRECTION-SHIPS": (
        a_case(asked("correct_shipment", **TRACKED), a_unity_order()),
        a_case(asked("correct_shipment", **TRACKED), complete()),
    ),
    "CU-CORRECTION-OF-PARCELS": (
        a_case(asked("correct_shipment", **TRACKED), complete(), own=SHIPPED_ONE),
        a_case(asked("correct_shipment", **TRACKED), complete(), own=SHIPPED_ALL),
    ),
    "CU-COMPLETE-OVER-PARCELS": (
        a_case(asked("ship"), a_unity_order(), own=SHIPPED_ONE),
        a_case(asked("ship"), a_unity_order()),
    ),
    "CU-NO-METHOD-OF-PARTS": (
        a_case(asked("ship", ONE, **TRACKED), a_unity_order()),
        a_case(asked("ship", BOTH, **TRACKED), a_unity_order()),
    ),
    "CU-CANCELLED-IS-REFUNDED": (
        a_case(asked("refund", ONE), a_unity_order(status="Cancelled")),
        a_case(asked("refund", ONE), complete()),
    ),
    "CU-CANCEL-AFTER-REFUND": (
        a_case(asked("cancel"), a_unity_order(), own=refunded(0, "1.00", "0.00")),
        a_case(asked("cancel"), a_unity_order()),
    ),
    "CU-FULL-REFUND-IN-PARTS": (
        a_case(asked("refund"), complete()),
        a_case(asked("refund", ONE), complete()),
    ),
    "CU-LAST-REFUND": (
        a_case(asked("refund", ONE), complete(**FREE), own=refunded(1, "10.00", "0.80")),
        a_case(asked("refund", ONE), complete(), own=refunded(1, "10.00", "0.80")),
    ),
    "CU-AMOUNT-WITHOUT-UNITS": (
        a_case(asked("refund", units("TS-1", item="1.00")), complete()),
        a_case(asked("refund", units("TS-1", 1, item="1.00")), complete()),
    ),
    "CU-SHIPPING-IN-A-LINE": (
        a_case(asked("refund", units("TS-1", 1, item="10.00", shipping="1.00")), complete()),
        a_case(asked("refund", units("TS-1", 1, item="10.00", tax="0.80")), complete()),
    ),
    "CU-ORDER-AMOUNT": (
        a_case(asked("refund", amounts={Component.ITEM: D("1.00")}), complete(), able={"refund_shipping_alone": True}),
        a_case(
            asked("refund", amounts={Component.SHIPPING: D("1.00")}), complete(), able={"refund_shipping_alone": True}
        ),
    ),
    "CU-SHIPPING-STAYS": (
        a_case(asked("refund", ONE), complete()),
        a_case(asked("refund", ONE), complete(**FREE)),
    ),
    "CU-AMOUNT-OF-ALL-UNITS": (
        a_case(asked("refund", BOTH), complete(*TWO)),
        a_case(asked("refund", ONE), complete(*TWO)),
    ),
    "CU-THOUSANDS": (
        a_case(asked("refund", ONE), complete(a_line("TS-1", "2", "1000.00", sku="TS-1"))),
        a_case(asked("refund", ONE), complete(a_line("TS-1", "2", "999.99", sku="TS-1"))),
    ),
    "CU-SEVERAL-ITEMS": (
        a_case(asked("refund", ONE, units("MUG", 1)), complete(*TWO)),
        a_case(asked("refund", ONE), complete(*TWO)),
    ),
    "CU-NO-SKU": (
        a_case(asked("ship", units("#1", 1)), a_unity_order(a_line("#1", "2", "10.00", sku=None))),
        a_case(asked("ship", units("#1", 2)), a_unity_order(a_line("#1", "2", "10.00", sku=None))),
    ),
    "CU-SKU-TWICE": (
        a_case(asked("ship", ONE), a_unity_order(SHIRT, a_line("TS-1#2", "1", "9.00", sku="TS-1"))),
        a_case(asked("ship", ONE), a_unity_order(*TWO)),
    ),
    "CU-BUNDLE-SKU": (
        a_case(asked("ship", units("A^B^C", 1)), a_unity_order(a_line("A^B^C", "2", "9.00", sku="A^B^C"))),
        a_case(asked("ship", units("A^B^C", 2)), a_unity_order(a_line("A^B^C", "2", "9.00", sku="A^B^C"))),
    ),
    "CU-ORDER-NUMBER": (
        a_case(asked("ship"), a_unity_order()),
        a_case(asked("ship"), a_unity_order(hub_order_number=None)),
    ),
    "CU-DATES-IN-GMT": (
        a_case(asked("ship", shipped_at=AT.astimezone(timezone(timedelta(hours=1)))), a_unity_order()),
        a_case(asked("ship", shipped_at=AT), a_unity_order()),
    ),
    "CU-PLUS-AND-PERCENT": (
        a_case(asked("ship", **TRACKED | {"tracking_number": "DPD+1"}), a_unity_order()),
        a_case(asked("ship", **TRACKED), a_unity_order()),
    ),
}
