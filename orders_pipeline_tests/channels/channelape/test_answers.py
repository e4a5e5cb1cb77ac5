"""What ChannelApe's answers to a write mean, and what a fresh read proves (channelape.md §§5.2, 7)."""

import json
from datetime import UTC, datetime

import pytest

from orders_pipeline.channels.channelape.answers import outcome
from orders_pipeline.channels.channelape.effects import seen
from orders_pipeline.channels.responses import Headers, Response
from orders_pipeline.model.action_states import Event
from orders_pipeline_tests.actions.orders import units
from orders_pipeline_tests.channels.channelape.scripted import errors, order_id
from orders_pipeline_tests.channels.channelape.writing import (
    PARCEL,
    TRACKED,
    cape_plan,
    document_of,
    page_of,
    shop_order,
)

NOW = datetime(2026, 9, 30, tzinfo=UTC)
OK, NO, DOUBT = Event.ANSWERED_OK, Event.ANSWERED_NO, Event.IN_DOUBT
ONE = units("L-1", 1)
ORDER = page_of(shop_order())


def answered(status, body):
    return Response(
        status=status,
        headers=Headers({}),
        body=body,
        requested_at=NOW,
        received_at=NOW,
        url="",
        hub_time=None,
        attempts=1,
    )


ANSWERS = [
    (202, ORDER, OK),
    (200, ORDER, OK),
    (202, page_of(shop_order(id=order_id(1).upper())), OK),
    (202, page_of(shop_order(id=order_id(2))), DOUBT),
    (202, page_of(shop_order(errors=[{"code": 174, "message": "no"}])), DOUBT),
    (202, b"", DOUBT),
    (202, ORDER[:-20], DOUBT),
    (202, b"{}", DOUBT),
    (202, b"<html></html>", DOUBT),
    (201, ORDER, DOUBT),
    (204, b"", DOUBT),
    (302, b"", DOUBT),
    *((400, errors(code), NO) for code in (22, 167, 168, 213, 226)),
    (404, errors(174), NO),
    (422, errors(226), NO),
    (400, errors(213, 226), NO),
    (400, errors(213, 0), DOUBT),
    (400, errors(999), DOUBT),
    (400, errors(), DOUBT),
    (400, b"", DOUBT),
    (404, b"<html>Not found</html>", DOUBT),
    (404, json.dumps({"message": "no"}).encode(), DOUBT),
    (401, errors(12), DOUBT),
    (401, errors(226), DOUBT),
    (403, errors(16), DOUBT),
    (408, errors(226), DOUBT),
    (409, errors(168), DOUBT),
    (429, errors(226), DOUBT),
    (500, errors(0), DOUBT),
    (500, errors(226), DOUBT),
    (502, b"", DOUBT),
    (200, errors(174), DOUBT),
]


@pytest.mark.parametrize(("status", "body", "event"), ANSWERS)
def test_an_answer_means(status, body, event):
    draft = cape_plan(shop_order(), "ship", ONE, **TRACKED).steps[0].draft
    assert outcome(draft, answered(status, body)).event is event


DONE, PENDING, FAILED = Event.SEEN_DONE, Event.SEEN_PENDING, Event.SEEN_FAILED
GONE = {**PARCEL, "id": "F-2", "lineItems": [{"id": "L-1", "quantity": 3}, {"id": "L-2", "quantity": 1}]}
SHIPPED = shop_order(fulfillments=[GONE])
OTHER = {"supplierRefundId": "rma-0", "adjustments": [{"amount": -1, "reason": "late"}]}
LINE = {"id": "L-1", "quantity": 1, "restockType": "NO_RESTOCK"}
REFUND = {"supplierRefundId": "k-1", "lineItems": [LINE]}
MINE = {
    "id": "k-1",
    "status": "OPEN",
    "trackingNumber": "1Z9",
    "shippingCompany": "UPS",
    "lineItems": [{"id": "L-1", "quantity": 1}],
}
NEW = {"id": "W-1", "status": "NEW", "lineItems": [{"id": "L-2", "quantity": 1}]}


def paid_back(status):
    return REFUND | {"channelRefundId": "c", "transactions": [{"id": "t", "amount": "10.00", "status": status}]}


# the order when it was planned, what was asked, the order now -> what is seen
EFFECTS = {
    "a refund is there": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [REFUND]}, DONE),
    "it is not": (SHIPPED, ("refund", ONE), SHIPPED, None),
    "only another one is": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [OTHER]}, None),
    "its channel returned the money": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [paid_back("SUCCESS")]}, DONE),
    "its channel is at it": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [paid_back("PENDING")]}, PENDING),
    "its channel could not": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [paid_back("FAILURE")]}, FAILED),
    "its channel says what nobody knows": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [paid_back("?")]}, PENDING),
    "it is there twice": (SHIPPED, ("refund", ONE), SHIPPED | {"refunds": [REFUND, REFUND]}, PENDING),
    "it is there with other units": (
        SHIPPED,
        ("refund", ONE),
        SHIPPED | {"refunds": [REFUND | {"lineItems": [{**LINE, "quantity": 2}]}]},
        PENDING,
    ),
    "it is there, and another one is not any more": (
        SHIPPED | {"refunds": [OTHER]},
        ("refund", ONE),
        SHIPPED | {"refunds": [REFUND]},
        PENDING,
    ),
    "both are there": (
        SHIPPED | {"refunds": [OTHER]},
        ("refund", ONE),
        SHIPPED | {"refunds": [OTHER, REFUND]},
        DONE,
    ),
    "a parcel is there": (shop_order(), ("ship", ONE), shop_order(fulfillments=[MINE]), DONE),
    "it was pushed meanwhile": (
        shop_order(),
        ("ship", ONE),
        shop_order(fulfillments=[{**MINE, "status": "SUCCESS"}]),
        DONE,
    ),
    "it is there under another tracking number": (
        shop_order(),
        ("ship", ONE),
        shop_order(fulfillments=[{**MINE, "trackingNumber": "1Z8"}]),
        None,
    ),
    "it is there and not shipped": (
        shop_order(),
        ("ship", ONE),
        shop_order(fulfillments=[{**MINE, "status": "PENDING"}]),
        None,
    ),
    "a parcel that left is lost": (
        shop_order(fulfillments=[PARCEL]),
        ("ship", ONE),
        shop_order(fulfillments=[MINE]),
        PENDING,
    ),
    "a request that the warehouse refused is gone": (
        shop_order(fulfillments=[PARCEL, NEW]),
        ("ship", ONE),
        shop_order(fulfillments=[PARCEL, MINE]),
        DONE,
    ),
    "the order is canceled": (shop_order(), ("cancel",), shop_order(status="CANCELED"), DONE),
    "the order is not": (shop_order(), ("cancel",), shop_order(status="CLOSED"), None),
    "a parcel is corrected": (
        shop_order(fulfillments=[{**PARCEL, "status": "OPEN"}]),
        ("correct_shipment",),
        shop_order(fulfillments=[{**PARCEL, "status": "OPEN", "trackingNumber": "1Z9"}]),
        DONE,
    ),
    "a parcel is as it was": (
        shop_order(fulfillments=[{**PARCEL, "status": "OPEN"}]),
        ("correct_shipment",),
        shop_order(fulfillments=[{**PARCEL, "status": "OPEN"}]),
        None,
    ),
}


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("is_accepted", [False, True])
def test_a_fresh_read_shows(name, is_accepted):
    before, asks, now, event = EFFECTS[name]
    more = {"ship": TRACKED, "correct_shipment": TRACKED | {"fulfillment_id": "F-1"}}.get(asks[0], {})
    found = seen(cape_plan(before, *asks, **more).steps[0].draft, document_of(page_of(now)), is_accepted)
    assert (found.event, found.is_blind) == (event, False)


def test_what_got_lost_is_told_by_its_id():
    draft = cape_plan(shop_order(fulfillments=[PARCEL]), "ship", ONE, **TRACKED).steps[0].draft
    found = seen(draft, document_of(page_of(shop_order(fulfillments=[MINE]))), True)
    assert "no longer there: F-1" in found.evidence
