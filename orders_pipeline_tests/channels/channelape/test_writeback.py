"""What is sent to ChannelApe for each action, word for word, and what of the order goes back (channelape.md §5)."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from orders_pipeline.actions.policy.accounting import Own, account_of
from orders_pipeline.channels.channelape.lists import appended, as_read, filled
from orders_pipeline.model.actions import ActionKind, Component
from orders_pipeline.model.plans import MoneyFrom, Request
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import D, by_name, units
from orders_pipeline_tests.channels.channelape.scripted import order_id
from orders_pipeline_tests.channels.channelape.writing import (
    PARCEL,
    TRACKED,
    cape_plan,
    document_of,
    page_of,
    shop_order,
)

AT = datetime(2026, 3, 1, 12, 30, 1, tzinfo=UTC)
ONE = units("L-1", 1)
WAITING = {"id": "W-1", "status": "PENDING", "supplierId": "S-1", "lineItems": [{"sku": "SHIRT", "quantity": 2}]}
GONE = {**PARCEL, "id": "F-2", "lineItems": [{"id": "L-1", "quantity": 3}, {"id": "L-2", "quantity": 1}]}
MINE = {
    "id": "k-1",
    "status": "OPEN",
    "shippingCompany": "UPS",
    "shippingMethod": "GROUND",
    "trackingNumber": "1Z9",
    "shippedAt": "2026-03-01T12:30:01.000Z",
}
OLD_REFUND = {"supplierRefundId": "rma-0", "lineItems": [{"id": "L-1", "quantity": 1, "restockType": "NO_RESTOCK"}]}


def body_of(plan, order):
    """The only request as it would go out on the order as it stands."""
    (step,) = plan.steps
    values = filled(step.request.slots, page_of(order)) | {"sent_at": "2026-03-02T00:00:00.000Z"}
    return json.loads(step.request.filled(values)[0])


GOLDEN = {
    "a parcel, the first": (
        shop_order(),
        ("ship", ONE),
        {"shipped_at": AT, **TRACKED},
        {"fulfillments": [{**MINE, "lineItems": [{"id": "L-1", "sku": "SHIRT", "quantity": 1}]}]},
    ),
    "a parcel beside another, which goes back as it stands": (
        shop_order(fulfillments=[PARCEL]),
        ("ship", ONE),
        {"shipped_at": AT, **TRACKED},
        {"fulfillments": [PARCEL, {**MINE, "lineItems": [{"id": "L-1", "sku": "SHIRT", "quantity": 1}]}]},
    ),
    "what a warehouse was asked for, in its place": (
        shop_order(fulfillments=[PARCEL, WAITING, {**WAITING, "status": "CANCELED"}]),
        ("ship", units("L-1", 2)),
        TRACKED,
        {
            "fulfillments": [
                PARCEL,
                {
                    **MINE,
                    "shippedAt": "2026-03-02T00:00:00.000Z",
                    "supplierId": "S-1",
                    "lineItems": [{"sku": "SHIRT", "quantity": 2}],
                },
                {**WAITING, "status": "CANCELED"},
            ]
        },
    ),
    "a corrected parcel": (
        shop_order(fulfillments=[{**PARCEL, "status": "OPEN", "trackingUrls": ["https://track.example/1Z1"]}]),
        ("correct_shipment",),
        {"fulfillment_id": "F-1", "carrier": "DHL", "tracking_number": "D1"},
        {
            "fulfillments": [
                {**PARCEL, "status": "OPEN", "trackingUrls": [], "shippingCompany": "DHL", "trackingNumber": "D1"}
            ]
        },
    ),
    "a whole order canceled": (
        shop_order(status="OPEN"),
        ("cancel",),
        {"reason": RefundReason.BUYER_CANCELED},
        {"status": "CANCELED", "canceledAt": "2026-03-02T00:00:00.000Z", "canceledReason": "buyer canceled"},
    ),
    "a line canceled": (
        shop_order(refunds=[OLD_REFUND]),
        ("cancel", units("L-2", 1)),
        {},
        {
            "refunds": [
                OLD_REFUND,
                {
                    "supplierRefundId": "k-1",
                    "lineItems": [{"id": "L-2", "sku": "MUG", "quantity": 1, "restockType": "CANCEL"}],
                },
            ]
        },
    ),
    "a unit refunded, with its share of the shipping": (
        shop_order(fulfillments=[GONE]),
        ("refund", ONE),
        {},
        {
            "refunds": [
                {
                    "supplierRefundId": "k-1",
                    "lineItems": [{"id": "L-1", "sku": "SHIRT", "quantity": 1, "restockType": "NO_RESTOCK"}],
                    "adjustments": [{"amount": -2.00, "reason": "Shipping refund"}],
                }
            ]
        },
    ),
    "an amount without units": (
        shop_order(fulfillments=[GONE]),
        ("refund", units("L-2", item="2.50")),
        {},
        {
            "refunds": [
                {"supplierRefundId": "k-1", "adjustments": [{"amount": -2.50, "reason": "Goods refund"}]},
            ]
        },
    ),
    "shipping alone": (
        shop_order(fulfillments=[GONE]),
        ("refund",),
        {"amounts": {Component.SHIPPING: D("1.00")}},
        {"refunds": [{"supplierRefundId": "k-1", "adjustments": [{"amount": -1.00, "reason": "Shipping refund"}]}]},
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_an_action_is_written_so(name):
    order, asks, more, body = GOLDEN[name]
    plan = cape_plan(order, *asks, **more)
    assert body_of(plan, order) == body
    (step,) = plan.steps
    assert (step.request.method, step.request.path) == ("PATCH", f"/v1/orders/{order_id(1)}")


def test_amounts_are_numbers_with_the_digits_that_were_decided():
    order = shop_order(fulfillments=[GONE])
    body = cape_plan(order, "refund", ONE).steps[0].request.body
    assert '"amount":-2.00' in body


def test_a_refund_returns_nothing_here_and_says_so():
    plan = cape_plan(shop_order(fulfillments=[GONE]), "refund", ONE)
    assert (plan.money_from, plan.amount) == (MoneyFrom.ELSEWHERE, D("12.00"))
    assert "returned by nobody here" in plan.steps[0].draft.sentence


def test_what_channels_would_not_take_up_yet_is_told():
    waits, goes = (cape_plan(shop_order(status=word), "ship", ONE, **TRACKED) for word in ("OPEN", "IN_PROGRESS"))
    assert "IN_PROGRESS; it is OPEN" in waits.steps[0].draft.sentence
    assert "IN_PROGRESS" not in goes.steps[0].draft.sentence


def test_nothing_of_what_others_wrote_is_kept_with_the_plan():
    told = msgspec.json.encode(cape_plan(shop_order(fulfillments=[PARCEL]), "ship", ONE, **TRACKED))
    assert b"Ann Example" not in told
    assert b"newThing" not in told


def test_entries_go_back_byte_for_byte():
    entry = b'{"id": "F-1",\n "price":12.9900, "name":"Zo\\u00eb \xc3\xab"}'
    page = b'{"id":"x","fulfillments":[' + entry + b"]}"
    body, slots = appended("fulfillments", as_read(page, "x")["fulfillments"], 1, {"id": "k-1"})
    request = Request(method="PATCH", path="/", body=body, slots=slots)
    assert request.filled(filled(slots, page))[0] == b"[" + entry + b',{"id":"k-1"}]'


CHANGES = {
    "another entry": lambda order: order | {"fulfillments": [PARCEL, {**PARCEL, "id": "F-9"}]},
    "an entry less": lambda order: order | {"fulfillments": []},
    "another state": lambda order: order | {"fulfillments": [{**PARCEL, "status": "OPEN"}]},
    "a field that we do not read": lambda order: order | {"fulfillments": [{**PARCEL, "newThing": {"price": 13}}]},
    "a refund": lambda order: order | {"refunds": [OLD_REFUND]},
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_approval_dies_with_a_change_of_a_list(name):
    order = shop_order(fulfillments=[PARCEL])
    before = cape_plan(order, "ship", ONE, **TRACKED).steps[0].digest
    assert cape_plan(CHANGES[name](order), "ship", ONE, **TRACKED).steps[0].digest != before


def test_an_approval_outlives_blanks_the_order_of_names_and_an_empty_list_that_is_left_out():
    order = shop_order(fulfillments=[PARCEL])
    again = {name: value for name, value in order.items() if name != "refunds"}
    again["fulfillments"] = [dict(reversed(PARCEL.items()))]
    assert as_read(page_of(again), "") == as_read(json.dumps(order, indent=3).encode(), "")


def test_units_that_others_returned_count_at_what_they_cost():
    order = shop_order(fulfillments=[GONE], refunds=[OLD_REFUND])
    account = account_of(document_of(page_of(order)), ())
    assert by_name(account.lines["L-1"].spent) == {"item": D("10.00")}
    assert account.left_in_all == D("34.00")


def test_units_that_we_returned_count_as_the_journal_has_them_and_once():
    order = shop_order(fulfillments=[GONE], refunds=[OLD_REFUND])
    share = {Component.ITEM: D("10.00"), Component.SHIPPING: D("2.00")}
    own = Own(kind=ActionKind.REFUND, echo="rma-0", units={"L-1": D(1)}, amounts={"L-1": share})
    account = account_of(document_of(page_of(order)), (own,))
    assert by_name(account.lines["L-1"].spent) == {"item": D("10.00"), "shipping": D("2.00")}
    assert account.lines["L-1"].refunded == 1


def test_money_that_a_channel_moved_is_of_lines_and_adjustments_together():
    moved = OLD_REFUND | {
        "adjustments": [{"amount": "-2.00", "reason": "Shipping refund"}],
        "transactions": [{"id": "T", "amount": "12.50", "status": "SUCCESS"}],
    }
    account = account_of(document_of(page_of(shop_order(fulfillments=[GONE], refunds=[moved]))), ())
    assert account.left(Component.SHIPPING) == D("4.00")
    assert account.spent_without_parts == D("0.50")
    assert account.left_in_all == D("31.50")


def test_three_single_unit_refunds_return_exactly_what_was_paid():
    order, given = shop_order(fulfillments=[GONE]), D(0)
    for number in range(3):
        plan = cape_plan(order, "refund", ONE, key=f"rma-{number}")
        given += plan.amount
        order = order | body_of(plan, order)
    assert given == D("36.00")


def test_a_parcel_of_ours_is_counted_once_when_the_hub_shows_it():
    mine = {**MINE, "lineItems": [{"id": "L-1", "quantity": 1}]}
    own = Own(kind=ActionKind.SHIP, echo="k-1", units={"L-1": D(1)})
    shown = account_of(document_of(page_of(shop_order(fulfillments=[mine]))), (own,))
    assert shown.lines["L-1"].shipped == 1
    assert account_of(document_of(page_of(shop_order())), (own,)).lines["L-1"].shipped == 1
