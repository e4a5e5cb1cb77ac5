"""What goes to the REST API for each action and marketplace, letter by letter: every line by its id, every amount."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.plans import MoneyFrom, mark
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import a_line, an_order
from orders_pipeline_tests.actions.planning import (
    UPS,
    a_plan,
    amounts,
    cancel,
    correct,
    of,
    refund,
    ship,
    two_lines,
    with_left,
)
from orders_pipeline_tests.actions.planning import mark as acknowledge

MIDNIGHT = datetime(2026, 9, 29, 0, 30, tzinfo=UTC)
HEADERS = {"Authorization": f"Bearer {mark('access_token')}", "Content-Type": "application/json"}


def on(marketplace=M.EBAY, *, shipped=True, lines=None, **more):
    return an_order(*(lines or two_lines()), marketplace=marketplace, shipped=shipped, **more)


UNSHIPPED = on(shipped=False)
LEFT = (
    '"ShippedDateUtc":"2026-09-29T17:05:09Z","TrackingNumber":"1Z999","ShippingCarrier":"UPS","ShippingClass":"GROUND"'
)
COMPLETE = '"SellerFulfillmentID":"ship-1","DeliveryStatus":"Complete","FulfillmentType":"Ship"'
FULL = (
    '"ItemAdjustment":44.85,"TaxAdjustment":3.59,"ShippingAdjustment":9.95,"ShippingTaxAdjustment":0.15,'
    '"GiftWrapAdjustment":0.00,"GiftWrapTaxAdjustment":0.00,"RecyclingFeeAdjustment":0.00'
)
UNIT = FULL.replace("44.85", "14.95").replace("3.59", "1.20").replace("9.95", "3.32").replace("0.15", "0.05")
SECOND = (
    '"ItemAdjustment":5.00,"TaxAdjustment":0.00,"ShippingAdjustment":0.00,"ShippingTaxAdjustment":0.00,'
    '"GiftWrapAdjustment":0.00,"GiftWrapTaxAdjustment":0.00,"RecyclingFeeAdjustment":0.00'
)


def told(refund_only, echo="rma-1", reason="GeneralAdjustment", restock="false"):
    return f'"Reason":"{reason}","Restock":{restock},"RefundOnly":{refund_only},"SellerAdjustmentID":"{echo}"'


A_CANCEL = told("false", reason="BuyerCancelled")
TWO = [
    ("/v1/OrderItems(7)/Adjust", '{"Quantity":3,' + told("true", "rma-1-7") + "," + FULL + "}"),
    ("/v1/OrderItems(8)/Adjust", '{"Quantity":1,' + told("true", "rma-1-8") + "," + SECOND + "}"),
]
TWO_CANCELED = [
    (path, body.replace('"RefundOnly":true', '"RefundOnly":false').replace("GeneralAdjustment", "BuyerCancelled"))
    for path, body in TWO
]


def of_order(amount, head):
    return [("/v1/Orders(1)/Adjust", f'{{"AdjustmentAmount":{amount},{head}}}')]


GOLDEN = {
    "every line of an order": (
        UNSHIPPED,
        ship(),
        [
            (
                "/v1/Orders(1)/Ship",
                f'{{"Value":{{{LEFT},{COMPLETE},'
                '"Items":[{"OrderItemID":7,"Quantity":3},{"OrderItemID":8,"Quantity":1}]}}',
            )
        ],
    ),
    "a part of a line": (
        UNSHIPPED,
        ship(of("7", "2.0")),
        [("/v1/Orders(1)/Ship", f'{{"Value":{{{LEFT},{COMPLETE},"Items":[{{"OrderItemID":7,"Quantity":2}}]}}}}')],
    ),
    "lines of one SKU": (
        on(shipped=False, lines=two_lines(sku="SKU-7")),
        ship(of("8")),
        [("/v1/Orders(1)/Ship", f'{{"Value":{{{LEFT},{COMPLETE},"Items":[{{"OrderItemID":8,"Quantity":1}}]}}}}')],
    ),
    "without tracking": (
        UNSHIPPED,
        ship(of("7"), **dict.fromkeys(UPS)),
        [("/v1/Orders(1)/Ship", f'{{"Value":{{{COMPLETE},"Items":[{{"OrderItemID":7,"Quantity":3}}]}}}}')],
    ),
    "a unit that came back": (
        on(),
        refund(of("7", 1), reason=RefundReason.CUSTOMER_RETURNED_ITEM, restock=True),
        [
            (
                "/v1/OrderItems(7)/Adjust",
                '{"Quantity":1,' + told("true", reason="CustomerReturnedItem", restock="true") + f",{UNIT}}}",
            )
        ],
    ),
    "a unit of a line that is partly shipped": (
        with_left(UNSHIPPED, line7=1),
        refund(of("7", 1)),
        [("/v1/OrderItems(7)/Adjust", '{"Quantity":1,' + told("true") + f",{UNIT}}}")],
    ),
    "a unit that is not shipped": (
        UNSHIPPED,
        cancel(of("7", 1)),
        [("/v1/OrderItems(7)/Adjust", '{"Quantity":1,' + A_CANCEL + f",{UNIT}}}")],
    ),
    "a part kept before shipment": (
        UNSHIPPED,
        cancel(of("7", 1, item="14.95", tax="1.20")),
        [
            (
                "/v1/OrderItems(7)/Adjust",
                '{"Quantity":1,'
                + told("true", reason="BuyerCancelled")
                + ","
                + UNIT.replace("3.32", "0").replace("0.05", "0").replace("0.00", "0")
                + "}",
            )
        ],
    ),
    "shipping alone": (on(), refund(amounts=amounts(shipping="9.95")), of_order("9.95", told("true"))),
    **{
        f"everything shipped on {family}": (on(family), refund(), TWO)
        for family in (M.EBAY, M.AMAZON, M.WALMART, M.DIRECT, M.RAKUTEN, M.SHOPIFY, None)
    },
    **{
        f"everything shipped on {family}": (on(family), refund(), of_order("63.54", told("true")))
        for family in (M.NEWEGG, M.WISH)
    },
    **{
        f"everything unshipped on {family}": (on(family, shipped=False), cancel(), TWO_CANCELED)
        for family in (M.EBAY, M.AMAZON, M.WALMART, M.WISH, M.DIRECT, M.RAKUTEN, M.SHOPIFY, None)
    },
    "everything unshipped on newegg": (on(M.NEWEGG, shipped=False), cancel(), of_order("63.54", A_CANCEL)),
}


@pytest.mark.parametrize(("document", "intent", "requests"), GOLDEN.values(), ids=list(GOLDEN))
def test_an_action_is_told_in_exactly_these_letters(document, intent, requests):
    plan = a_plan(document, intent)
    assert [(step.request.path, step.request.body) for step in plan.steps] == requests
    assert all(step.request.method == "POST" and step.request.headers == HEADERS for step in plan.steps)
    assert all(step.request.slots == ("access_token",) for step in plan.steps)
    json.loads(plan.steps[0].request.body)


@pytest.mark.parametrize(("exported", "method"), [(True, "POST"), (False, "DELETE")])
def test_a_mark_is_set_and_taken_away_without_a_body(exported, method):
    (step,) = a_plan(on(), acknowledge(exported=exported)).steps
    assert (step.request.method, step.request.path, step.request.body) == (method, "/v1/Orders(1)/Export", "")


@pytest.mark.parametrize(
    ("intent", "body"),
    [
        (correct(), '{"DeliveryStatus":"NoChange",' + LEFT + "}"),
        (
            correct(
                carrier=None, service=None, tracking_number=None, shipped_at=datetime(2026, 9, 29, 0, 30, tzinfo=UTC)
            ),
            '{"DeliveryStatus":"NoChange","ShippedDateUtc":"2026-09-29T00:30:00Z"}',
        ),
    ],
)
def test_a_correction_says_that_nothing_is_shipped_by_it(intent, body):
    (step,) = a_plan(on(), intent).steps
    assert (step.request.method, step.request.path, step.request.body) == ("PATCH", "/v1/Fulfillments(f1)", body)


def test_a_whole_order_in_one_request_counts_every_line_as_given_back():
    (step,) = a_plan(on(M.NEWEGG), refund()).steps
    assert step.draft.units == {"7": 3, "8": 1} and step.draft.item_ids == ()
    assert sum(step.amounts.values()) == Decimal("63.54")
    assert step.draft.echo == "rma-1"


@pytest.mark.parametrize(
    ("currency", "price", "amount"),
    [("JPY", "1E+3", "3000"), ("KWD", "1.5", "4.500"), ("USD", "10", "30.00")],
)
def test_amounts_are_plain_numbers_of_the_currency(currency, price, amount):
    document = on(lines=(a_line(price=price, currency=currency),), currency=currency)
    (step,) = a_plan(document, refund()).steps
    assert f'"ItemAdjustment":{amount},' in step.request.body


def test_an_amount_is_written_without_an_exponent_and_zero_without_a_sign():
    (step,) = a_plan(on(), refund(of("7", 1, item="1E+1", tax="-0.00", shipping="1e-1"))).steps
    assert '"ItemAdjustment":10,"TaxAdjustment":0.00,"ShippingAdjustment":0.1,' in step.request.body


@pytest.mark.parametrize("reason", list(RefundReason))
def test_every_reason_has_its_word(reason):
    (step,) = a_plan(on(), refund(of("7"), reason=reason)).steps
    word = json.loads(step.request.body)["Reason"]
    assert word.lower() == reason.replace("_", "").replace("canceled", "cancelled")


def test_money_comes_from_this_call_and_parcels_move_none():
    assert a_plan(on(), refund()).money_from is MoneyFrom.THIS_CALL
    for intent in (ship(), acknowledge()):
        plan = a_plan(UNSHIPPED, intent)
        assert (plan.money_from, plan.amount) == (MoneyFrom.NOBODY, 0), ActionKind(intent.kind)
