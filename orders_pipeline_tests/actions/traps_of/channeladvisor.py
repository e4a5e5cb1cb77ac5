"""For each trap of ChannelAdvisor REST: a case in which it closes, and a near miss. Cases are used once."""

from datetime import UTC, datetime

from msgspec.structs import replace

from orders_pipeline_tests.actions.orders import D, a_case, a_line, an_order, asked, the_seeds_line, units, with_refund

WAITING = an_order(shipped=False)
CARRIERS = frozenset({("UPS", "Ground")})
TRACKED = {"carrier": "UPS", "service": "Ground", "tracking_number": "1Z"}


def managed(status):
    return replace(WAITING, order=replace(WAITING.order, channel_shipping_status=status))


def partly_shipped():
    parcel = replace(an_order().fulfillment_items[0], quantity=D(1))
    document = an_order()
    order = replace(document.order, order_status="in_progress", shipping_status="partially_shipped")
    return replace(document, order=order, fulfillment_items=(parcel,))


CASES = {
    "REST-HALF-A-CARRIER-PAIR": (
        a_case(asked("ship", carrier="UPS", tracking_number="1Z"), WAITING),
        a_case(asked("ship", **TRACKED), WAITING),
    ),
    "REST-CARRIER-NOT-IN-THE-ACCOUNT": (
        a_case(asked("ship", **TRACKED | {"service": "Air"}), WAITING, carriers=CARRIERS),
        a_case(asked("ship", **TRACKED), WAITING, carriers=CARRIERS),
    ),
    "REST-MANAGED-ELSEWHERE": (
        a_case(asked("ship"), managed("ThirdPartyManaged")),
        a_case(asked("ship"), managed("Unshipped")),
    ),
    "REST-CORRECTION-OF-NOTHING": (
        a_case(asked("correct_shipment", **TRACKED)),
        a_case(asked("correct_shipment", fulfillment_id="f1", **TRACKED)),
    ),
    "REST-AMOUNT-WITHOUT-UNITS": (
        a_case(asked("refund", units(item="5.00"))),
        a_case(asked("refund", units(quantity=1, item="5.00"))),
    ),
    "REST-SHIP-WITHOUT-ITEMS": (a_case(asked("ship"), WAITING), a_case(asked("ship", units()), WAITING)),
    "REST-SHIP-BY-SKU": (
        a_case(asked("ship"), an_order(the_seeds_line(), a_line("8", sku="SKU-7"), shipped=False)),
        a_case(asked("ship"), an_order(the_seeds_line(), a_line("8"), shipped=False)),
    ),
    "REST-PATCH-SHIPS": (
        a_case(asked("correct_shipment", fulfillment_id="f1", **TRACKED)),
        a_case(asked("ship", **TRACKED), WAITING),
    ),
    "REST-AFTERNOON": (
        a_case(asked("ship", shipped_at=datetime(2026, 9, 2, 13, tzinfo=UTC)), WAITING),
        a_case(asked("ship", shipped_at=datetime(2026, 9, 2, 11, tzinfo=UTC)), WAITING),
    ),
    "REST-REFUND-CANCELS": (
        a_case(asked("refund", units(quantity=1)), partly_shipped()),
        a_case(asked("refund", units(quantity=1))),
    ),
    "REST-EMPTY-ADJUST": (
        a_case(asked("cancel"), WAITING),
        a_case(asked("cancel", units()), WAITING),
    ),
    "REST-OMITTED-AMOUNTS": (
        a_case(asked("refund", units(quantity=1))),
        a_case(asked("refund", units(quantity=1, item="5.00"))),
    ),
    "REST-SHARES-ADD-UP-TO-MORE": (
        a_case(asked("refund", units(quantity=1)), with_refund(an_order(), "7", units=D(1), item=D("14.95"))),
        a_case(asked("refund", units(quantity=3))),
    ),
}
