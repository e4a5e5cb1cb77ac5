"""What is sent to ChannelUnity for each action, word for word (channelunity.md §§6, 7)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from orders_pipeline.actions.policy.accounting import Own, account_of
from orders_pipeline.actions.policy.digest import digest
from orders_pipeline.model.actions import ActionKind, Component
from orders_pipeline.model.plans import MoneyFrom, Plan, Refusal
from orders_pipeline_tests.actions.orders import AS_READ, D, a_line, a_unity_order, asked, planned_at, units

SHIRT = a_line("TS-1", "2", "10.00", sku="TS-1", tax_amount="1.60")
BUNDLE = a_line("A^B", "1", "1234.50", sku="A^B", tax_amount="0.00")
TRACKED = {"carrier": "DPD & Co", "service": "Next day", "tracking_number": "DPD+1%2"}
AT = datetime(2026, 9, 20, 12, 30, 1, tzinfo=UTC)
ONE = units("TS-1", 1)

ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8" ?>\n<ChannelUnity><MerchantName>⟦merchant_name⟧</MerchantName>'
    "<Authorization>⟦authorization⟧</Authorization><ApiKey>⟦api_key⟧</ApiKey><RequestType>{}</RequestType>"
    "<Payload><SubscriptionID>12</SubscriptionID><OrderID>1</OrderID>{}</Payload></ChannelUnity>"
)


def status_update(inner):
    return ENVELOPE.format("OrderStatusUpdate", inner)


def partial(inner):
    return ENVELOPE.format("DoPartialAction", inner)


def complete(*lines, **more):
    return a_unity_order(*(lines or (SHIRT,)), status="Complete", **more)


GOLDEN = {
    "the whole order with its parcel": (
        asked("ship", shipped_at=AT, **TRACKED),
        a_unity_order(SHIRT),
        [
            status_update(
                "<OrderStatus>Complete</OrderStatus><ShipmentDate>2026-09-20T12:30:01+00:00</ShipmentDate>"
                "<CarrierName>DPD &amp; Co</CarrierName><ShipmentMethod>Next day</ShipmentMethod>"
                "<TrackingNumber>DPD+1%2</TrackingNumber>"
            )
        ],
    ),
    "the whole order without tracking": (
        asked("ship"),
        a_unity_order(SHIRT, BUNDLE),
        [status_update("<OrderStatus>Complete</OrderStatus>")],
    ),
    "a part in a parcel of its own": (
        asked("ship", ONE, shipped_at=AT, **TRACKED),
        a_unity_order(SHIRT),
        [
            partial(
                "<PartialActionDate>2026-09-20 12:30:01</PartialActionDate><PartialActionItem><Action>Ship</Action>"
                "<SKU>TS-1</SKU><QtyAffected>1</QtyAffected><ShipCarrier>DPD &amp; Co</ShipCarrier>"
                "<ShipTracking>DPD+1%2</ShipTracking></PartialActionItem>"
            )
        ],
    ),
    "a part of two lines, a message each": (
        asked("ship", ONE, units("A^B", 1)),
        a_unity_order(SHIRT, BUNDLE),
        [
            partial(
                "<PartialActionDate>⟦sent_at⟧</PartialActionDate><PartialActionItem><Action>Ship</Action>"
                f"<SKU>{sku}</SKU><QtyAffected>1</QtyAffected></PartialActionItem>"
            )
            for sku in ("TS-1", "A^B")
        ],
    ),
    "a second Complete with the new three": (
        asked("correct_shipment", **TRACKED),
        complete(),
        [
            status_update(
                "<OrderStatus>Complete</OrderStatus><CarrierName>DPD &amp; Co</CarrierName>"
                "<ShipmentMethod>Next day</ShipmentMethod><TrackingNumber>DPD+1%2</TrackingNumber>"
            )
        ],
    ),
    "a cancellation": (
        asked("cancel"),
        a_unity_order(SHIRT),
        [status_update("<OrderStatus>Cancelled</OrderStatus>")],
    ),
    "a refund of all units of a line": (
        asked("refund", units("TS-1", 2)),
        complete(SHIRT, BUNDLE),
        [
            partial(
                "<PartialActionDate>⟦sent_at⟧</PartialActionDate><PartialActionItem><Action>Refund</Action>"
                "<SKU>TS-1</SKU><QtyAffected>2</QtyAffected><Amount>21.60</Amount></PartialActionItem>"
            )
        ],
    ),
    "a refund of thousands, without separators": (
        asked("refund", units("A^B", 1)),
        complete(SHIRT, BUNDLE),
        [
            partial(
                "<PartialActionDate>⟦sent_at⟧</PartialActionDate><PartialActionItem><Action>Refund</Action>"
                "<SKU>A^B</SKU><QtyAffected>1</QtyAffected><Amount>1234.50</Amount></PartialActionItem>"
            )
        ],
    ),
    "a refund of everything at once": (
        asked("refund"),
        complete(SHIRT),
        [status_update("<OrderStatus>Cancelled</OrderStatus>")],
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_an_action_is_written_so(name):
    intent, document, bodies = GOLDEN[name]
    plan = planned_at("channelunity", intent, document)
    assert isinstance(plan, Plan), plan
    assert [step.request.body for step in plan.steps] == bodies
    assert {(step.request.method, step.request.path) for step in plan.steps} == {("POST", "/event.php")}


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "<Amount>500</Amount>"), ("KWD", "<Amount>1.250</Amount>")])
def test_an_amount_has_the_digits_of_its_currency(currency, amount):
    price = {"JPY": "500", "KWD": "1.250"}[currency]
    document = complete(a_line("TS-1", "2", price, sku="TS-1"), currency=currency)
    plan = planned_at("channelunity", asked("refund", ONE), document)
    assert amount in plan.steps[0].request.body


def test_the_refund_of_a_line_returns_goods_and_tax_and_that_of_the_order_its_shipping_too():
    part = planned_at("channelunity", asked("refund", ONE), complete())
    whole = planned_at("channelunity", asked("refund"), complete())
    assert (part.amount, part.money_from) == (D("10.80"), MoneyFrom.THIS_CALL)
    assert whole.amount == D("25.59")
    assert whole.steps[0].amounts[Component.SHIPPING] == D("3.99")


def test_shipping_alone_is_refunded_where_settings_say_that_the_hub_takes_it():
    intent = asked("refund", amounts={Component.SHIPPING: D("1.00")})
    assert planned_at("channelunity", intent, complete()).trap == "NO-REFUND-OF-SHIPPING-ALONE"
    plan = planned_at("channelunity", intent, complete(), able={"refund_shipping_alone": True})
    assert "<ShippingRefund>1.00</ShippingRefund>" in plan.steps[0].request.body
    assert "<PartialActionItem>" not in plan.steps[0].request.body


SHARE = {Component.ITEM: D("10.00"), Component.TAX: D("0.80")}
REFUNDED = Own(kind=ActionKind.REFUND, echo=None, units={"TS-1": D(1)}, amounts={"TS-1": SHARE})


@pytest.mark.parametrize(
    ("shipping", "asks", "becomes"),
    [
        ("0.00", asked("refund", ONE), "CU-LAST-REFUND"),
        ("0.00", asked("refund"), "CU-LAST-REFUND"),
        ("3.99", asked("refund", ONE), "10.80"),
        ("3.99", asked("refund"), "10.80"),
    ],
)
def test_the_last_of_several_refunds_never_reaches_the_total(shipping, asks, becomes):
    """The hub shows no refunds: that the first was made is known from the journal alone."""
    document = complete(shipping_amount=Decimal(shipping))
    plan = planned_at("channelunity", asks, document, own=(REFUNDED,))
    assert (plan.trap if isinstance(plan, Refusal) else str(plan.amount)) == becomes


def test_units_that_were_shipped_in_parts_are_not_shipped_again():
    own = (Own(kind=ActionKind.SHIP, echo=None, units={"TS-1": D(1)}),)
    plan = planned_at("channelunity", asked("ship"), a_unity_order(SHIRT), own=own)
    assert "<QtyAffected>1</QtyAffected>" in plan.steps[0].request.body
    refusal = planned_at("channelunity", asked("ship", units("TS-1", 2)), a_unity_order(SHIRT), own=own)
    assert refusal.trap == "MORE-THAN-IS-LEFT-TO-SHIP"


def test_a_step_of_one_line_dies_when_the_order_is_canceled_and_not_when_its_neighbour_is_shipped():
    document = a_unity_order(SHIRT, BUNDLE)
    planned = planned_at("channelunity", asked("ship", ONE), document).steps[0].digest

    def now(document, *own):
        return digest(document, account_of(document, own), ("TS-1",), AS_READ)

    assert now(document, Own(kind=ActionKind.SHIP, echo=None, units={"A^B": D(1)})) == planned
    assert now(a_unity_order(SHIRT, BUNDLE, status="Cancelled")) != planned
    assert now(replace(document, order=replace(document.order, order_status=None))) != planned
