"""For each trap of ChannelApe: a case in which it closes, and a near miss. Cases are used once."""

from msgspec.structs import replace

from orders_pipeline_tests.actions.orders import (
    D,
    a_cape_order,
    a_case,
    a_line,
    a_parcel,
    asked,
    units,
    with_refund,
)

TRACKED = {"carrier": "UPS", "tracking_number": "1Z9"}
ONE = units("L-1", 1)
SHIP = asked("ship", ONE, **TRACKED)
PLAIN = a_cape_order(lines=(a_line("L-1", "3", "10.00"),))
TWINS = (a_line("L-1", "3", "10.00"), a_line("L-2", "3", "10.00", sku="SKU-L-1"))


def shipped(**more):
    return a_cape_order(a_parcel(quantity=3), **more)


def waiting(quantity, tracking=None, **more):
    return a_cape_order(a_parcel("W-1", "PENDING", tracking, quantity), **more)


def of_many(count):
    """An order of a great many units, each in a parcel of its own; built without the slow way of adding one by one."""
    parcel, _ = a_parcel()
    document = a_cape_order(lines=(a_line("L-1", "9000", "0.01"),))
    parcels = tuple(replace(parcel, fulfillment_id=f"F-{number}") for number in range(count))
    return replace(document, fulfillments=parcels)


CORRECTED = asked("correct_shipment", fulfillment_id="F-1", **TRACKED)
REFUNDED = with_refund(shipped(), "L-1", units=D(1), seller_id="rma-0")

CASES = {
    "CAPE-SHIP-WITHOUT-TRACKING": (a_case(asked("ship", ONE), a_cape_order()), a_case(SHIP, a_cape_order())),
    "CAPE-CLOSED": (a_case(SHIP, a_cape_order(status="CLOSED")), a_case(SHIP, a_cape_order(status="OPEN"))),
    "CAPE-REFUND-OF-CANCELED": (
        a_case(asked("refund", ONE), shipped(status="CANCELED")),
        a_case(asked("refund", ONE), shipped(status="CLOSED")),
    ),
    "CAPE-FULFILLMENT-ID-TAKEN": (
        a_case(SHIP, a_cape_order(a_parcel("k-1"))),
        a_case(SHIP, a_cape_order(a_parcel("k-10"))),
    ),
    "CAPE-CORRECTION-OF-NOTHING": (
        a_case(asked("correct_shipment", **TRACKED), shipped()),
        a_case(CORRECTED, shipped()),
    ),
    "CAPE-CORRECTION-OF-PUSHED": (
        a_case(CORRECTED, a_cape_order(a_parcel(status="SUCCESS"))),
        a_case(CORRECTED, a_cape_order(a_parcel(status="OPEN"))),
    ),
    "CAPE-CORRECTION-SHIPS": (
        a_case(CORRECTED, a_cape_order(a_parcel(status="PENDING", tracking=None))),
        a_case(CORRECTED, shipped()),
    ),
    "CAPE-PARCEL-OF-NO-STATE": (
        a_case(SHIP, a_cape_order(a_parcel(status="ON_A_BOAT"))),
        a_case(SHIP, a_cape_order(a_parcel(status="CANCELED"))),
    ),
    "CAPE-PARCEL-OF-NO-LINE": (
        a_case(SHIP, a_cape_order(a_parcel(item_id=None), lines=TWINS)),
        a_case(SHIP, a_cape_order(a_parcel(item_id=None))),
    ),
    "CAPE-TOO-MANY-FULFILLMENTS": (a_case(SHIP, of_many(5000)), a_case(SHIP, of_many(4999))),
    "CAPE-REQUESTED-WITH-TRACKING": (a_case(SHIP, waiting(1, "1Z1")), a_case(SHIP, waiting(1))),
    "CAPE-REQUESTED-OTHERWISE": (a_case(SHIP, waiting(3)), a_case(SHIP, waiting(2))),
    "CAPE-REQUESTED-ALREADY": (a_case(SHIP, waiting(1)), a_case(SHIP, waiting(2))),
    "CAPE-LIST-IS-REPLACED": (
        a_case(asked("refund", ONE), REFUNDED),
        a_case(asked("refund", ONE), shipped()),
    ),
    "CAPE-PUT-CLEARS": (a_case(SHIP, a_cape_order()), a_case(asked("acknowledge"), able={"acknowledge": True})),
    "CAPE-OPEN-MEANS-TWO": (a_case(SHIP, a_cape_order()), a_case(CORRECTED, shipped())),
    "CAPE-OLD-LINKS": (
        a_case(CORRECTED, a_cape_order(a_parcel(tracking_url="https://track.example/1Z1"))),
        a_case(CORRECTED, shipped()),
    ),
    "CAPE-CANCEL-OF-A-PART": (
        a_case(asked("cancel", ONE), a_cape_order()),
        a_case(asked("cancel"), a_cape_order()),
    ),
    "CAPE-MOVES-NO-MONEY": (a_case(asked("refund", ONE), shipped()), a_case(SHIP, a_cape_order())),
    "CAPE-CHANNEL-REFUND-ID": (
        a_case(asked("cancel", ONE), a_cape_order()),
        a_case(asked("cancel"), a_cape_order()),
    ),
    "CAPE-ADJUSTMENT-SIGN": (
        a_case(asked("refund", ONE), shipped()),
        a_case(asked("refund", ONE), shipped(lines=PLAIN.order_items)),
    ),
    "CAPE-ZERO-UNITS": (
        a_case(asked("refund", units("L-1", item="2.00")), shipped()),
        a_case(asked("refund", ONE), shipped()),
    ),
    "CAPE-AMOUNTS-WITH-UNITS": (
        a_case(asked("refund", units("L-1", 1, item="2.00")), shipped()),
        a_case(asked("refund", units("L-1", item="2.00")), shipped()),
    ),
    "CAPE-AMOUNTS-OF-A-CANCEL": (
        a_case(asked("cancel", units("L-1", item="2.00")), a_cape_order()),
        a_case(asked("cancel", ONE), a_cape_order()),
    ),
}
