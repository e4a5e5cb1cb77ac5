"""An intent and an order in, a plan or a refusal out, as policy and the dialect make it: no journal, no hub."""

from datetime import UTC, datetime
from decimal import Decimal

from msgspec.structs import replace

from orders_pipeline.actions.policy.accounting import account_of
from orders_pipeline.actions.policy.capability import capability_of
from orders_pipeline.actions.policy.case import Case
from orders_pipeline.actions.policy.catalogue import OF_DIALECT
from orders_pipeline.actions.policy.planning import planned
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.model.actions import ActionKind, Component, Intent, Wanted
from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.plans import Plan, Refusal
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import a_line, an_order

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
AT = datetime(2026, 9, 29, 17, 5, 9, tzinfo=UTC)
ACCOUNT_ID = "00000000-0000-0000-0000-00000000a11c"
SITES = {
    Marketplace.AMAZON: "AMAZON_US",
    Marketplace.EBAY: "EBAY_US",
    Marketplace.RAKUTEN: "BUY_DOT_COM",
    Marketplace.NEWEGG: "NEWEGG",
    Marketplace.WALMART: "WALMART_MARKETPLACE",
    Marketplace.DIRECT: "DIRECT_SALE",
}
UPS = {"carrier": "UPS", "service": "GROUND", "tracking_number": "1Z999", "shipped_at": AT}


def an_intent(kind, *lines, key="rma-1", **more):
    return Intent(kind=kind, account="us", order_id="1", key=key, lines=lines, **more)


def ship(*lines, key="ship-1", **more):
    return an_intent(ActionKind.SHIP, *lines, key=key, **{**UPS, **more})


def refund(*lines, **more):
    return an_intent(ActionKind.REFUND, *lines, **more)


def cancel(*lines, reason=RefundReason.BUYER_CANCELED, **more):
    return an_intent(ActionKind.CANCEL, *lines, reason=reason, **more)


def correct(**more):
    return an_intent(ActionKind.CORRECT_SHIPMENT, key="fix-1", **{"fulfillment_id": "f1", **UPS, **more})


def mark(**more):
    return an_intent(ActionKind.ACKNOWLEDGE, key="ack-1", **more)


def of(item_id="7", quantity=None, **amounts):
    """A wanted line: units, and amounts by component where they are named."""
    named = {Component(name): Decimal(amount) for name, amount in amounts.items()}
    return Wanted(item_id=item_id, quantity=None if quantity is None else Decimal(quantity), amounts=named or None)


def amounts(**named):
    return {Component(name): Decimal(amount) for name, amount in named.items()}


def a_soap_order(*lines, marketplace=Marketplace.EBAY, site=None, **more):
    """As the SOAP API shows one: an account's id, a site at every line."""
    site = site or SITES.get(marketplace)
    document = an_order(
        *lines,
        marketplace=marketplace,
        channel="channeladvisor_soap",
        **{"hub_account_id": ACCOUNT_ID, "channel_marketplace": site, **more},
    )
    return on_sites(document, *[site] * len(document.order_items))


def on_sites(document, *sites):
    lines = zip(document.order_items, sites, strict=True)
    return replace(document, order_items=tuple(replace(line, channel_marketplace=site) for line, site in lines))


def two_lines(**more):
    return (
        a_line("7", "3", "14.95", tax_amount="3.59", shipping_amount="9.95", shipping_tax_amount="0.15"),
        a_line("8", "1", "5.00", **more),
    )


def with_left(document, **units):
    """The same order with so many units of each line (`line7=1`) gone, in one parcel; the rest waits in another."""
    gone = {name.removeprefix("line"): Decimal(count) for name, count in units.items()}
    parcel, waiting = document.fulfillments[0], []
    left = []
    for part in document.fulfillment_items:
        left.append(replace(part, fulfillment_id="f0", quantity=gone.get(part.item_id, Decimal(0))))
        waiting.append(replace(part, quantity=part.quantity - gone.get(part.item_id, Decimal(0))))
    shipped = replace(parcel, fulfillment_id="f0", delivery_status="shipped", is_shipped=True, tracking_number="1Z000")
    return replace(
        document, fulfillments=(shipped, parcel), fulfillment_items=tuple(part for part in (*left, *waiting))
    )


def case_of(document, intent, *, own=(), told=None, **more):
    channel = document.order.channel
    return Case(
        intent=intent,
        channel=channel,
        document=document,
        account=account_of(document, own),
        capability=capability_of(channel, document.order.marketplace, told=told),
        now=NOW,
        **more,
    )


def asked(document, intent, **more) -> Plan | Refusal:
    channel = document.order.channel
    return planned(case_of(document, intent, **more), dialect_of(channel).writeback.drafts, OF_DIALECT.get(channel, ()))


def a_plan(document, intent, **more) -> Plan:
    made = asked(document, intent, **more)
    assert isinstance(made, Plan), made.sentence
    return made
