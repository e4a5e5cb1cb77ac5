"""Orders for policy, in one line; a test changes the one thing that it is about."""

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
from orders_pipeline.model.records import (
    Fulfillment,
    FulfillmentItem,
    Order,
    OrderDocument,
    OrderItem,
    Refund,
    RefundItem,
)
from orders_pipeline.model.status import (
    DeliveryStatus,
    OrderStatus,
    PaymentStatus,
    RefundKind,
    RefundStatus,
    ShippingStatus,
)

IDS = {"account": "us", "order_id": "1"}
D = Decimal


def a_line(item_id="7", quantity="3", price="14.95", **more):
    return OrderItem(
        **IDS,
        item_id=item_id,
        line_number=1,
        sku=more.pop("sku", f"SKU-{item_id}"),
        quantity=D(quantity),
        currency=more.pop("currency", "USD"),
        unit_price_amount=D(price),
        **{name: None if value is None else D(value) for name, value in more.items()},
    )


def the_seeds_line():
    return a_line(tax_amount="3.59", shipping_amount="9.95", shipping_tax_amount="0.15")


def an_order(*lines, shipped=True, marketplace=Marketplace.EBAY, channel="channeladvisor", **more):
    """Paid, and shipped whole or not at all; the seed's three units where no line is given."""
    lines = lines or (the_seeds_line(),)
    order = Order(
        **IDS,
        channel=channel,
        marketplace=marketplace,
        currency=more.pop("currency", "USD"),
        order_status=OrderStatus.SHIPPED if shipped else OrderStatus.OPEN,
        payment_status=PaymentStatus.CLEARED,
        shipping_status=ShippingStatus.SHIPPED if shipped else ShippingStatus.UNSHIPPED,
        **more,
    )
    parcel = Fulfillment(
        **IDS,
        fulfillment_id="f1",
        delivery_status=DeliveryStatus.SHIPPED if shipped else DeliveryStatus.UNSHIPPED,
    )
    items = tuple(
        FulfillmentItem(
            **IDS, fulfillment_id="f1", fulfillment_item_id=line.item_id, item_id=line.item_id, quantity=line.quantity
        )
        for line in lines
    )
    return OrderDocument(order=order, order_items=tuple(lines), fulfillments=(parcel,), fulfillment_items=items)


def with_refund(
    document, line=None, *, status=RefundStatus.COMPLETED, kind=RefundKind.REFUND, seller_id=None, units=None, **amounts
):
    """The same order after somebody gave something back: amounts by component."""
    number = f"r{len(document.refunds) + 1}"
    columns = {f"{name}_amount": value for name, value in amounts.items()}
    total = sum(amounts.values(), D(0))
    refund = Refund(
        **IDS,
        refund_id=number,
        kind=kind,
        status=status,
        level="order" if line is None else "item",
        seller_refund_id=seller_id,
        total_amount=total,
        **columns,
    )
    item = RefundItem(
        **IDS, refund_id=number, refund_item_id=number, item_id=line, quantity=units, total_amount=total, **columns
    )
    return replace(
        document,
        refunds=(*document.refunds, refund),
        refund_items=document.refund_items if line is None else (*document.refund_items, item),
    )


def by_name(amounts):
    return {
        str(component): amount for component, amount in amounts.items() if isinstance(component, Component) and amount
    }


NOW = datetime(2026, 9, 30, tzinfo=UTC)
AS_READ = {"fulfillments": "f" * 64, "refunds": "e" * 64}


def asked(kind, *lines, **more):
    """An intent about order 1 of account us, under the key k-1."""
    told = {"account": "us", "order_id": "1", "key": "k-1"} | more
    return Intent(kind=ActionKind(kind), lines=lines, **told)


def units(item_id="7", quantity=None, **amounts):
    """A wanted line: so many of its units, and amounts by component where any are named."""
    named = {Component(name): D(amount) for name, amount in amounts.items()}
    return Wanted(item_id=item_id, quantity=None if quantity is None else D(quantity), amounts=named or None)


def a_case(intent, document=None, *, own=(), able=None, **more):
    """What policy looks at. `able`: cells of the capability table that settings change."""
    document = document or an_order()
    order = document.order
    return Case(
        intent=intent,
        channel=order.channel,
        document=document,
        account=account_of(document, own),
        capability=capability_of(order.channel, order.marketplace, {"*": able} if able else None),
        now=NOW,
        own=own,
        as_read=AS_READ,
        **more,
    )


def planned_at(channel, intent, document, as_read=AS_READ, *, own=(), able=None):
    """The plan, or the refusal, as the dialect would send it."""
    case = a_case(intent, document, own=own, able=able)
    case.as_read = as_read
    return planned(case, dialect_of(channel).writeback.drafts, OF_DIALECT[channel])


UNITY_STATES = {
    "Processing": OrderStatus.OPEN,
    "OnHold": OrderStatus.HELD,
    "Complete": OrderStatus.SHIPPED,
    "Cancelled": OrderStatus.CANCELED,
}


def a_unity_order(*lines, status="Processing", **more):
    """As ChannelUnity shows one: neither parcels nor refunds. Two shirts with tax beside the price where none is."""
    lines = lines or (a_line("TS-1", "2", "10.00", sku="TS-1", tax_amount="1.60", currency="USD"),)
    told = {"hub_channel_id": "12", "hub_order_number": "106", "currency": "USD", "shipping_amount": D("3.99")} | more
    order = Order(
        **IDS,
        channel="channelunity",
        marketplace=Marketplace.AMAZON,
        order_status=UNITY_STATES[status],
        channel_order_status=status,
        **told,
    )
    return OrderDocument(order=order, order_items=lines)


CAPE_STATES = {
    "OPEN": OrderStatus.OPEN,
    "IN_PROGRESS": OrderStatus.IN_PROGRESS,
    "CLOSED": OrderStatus.CLOSED,
    "CANCELED": OrderStatus.CANCELED,
}
CAPE_PARCELS = {
    "NEW": DeliveryStatus.UNSHIPPED,
    "PENDING": DeliveryStatus.REQUESTED,
    "OPEN": DeliveryStatus.SHIPPED,
    "SUCCESS": DeliveryStatus.SHIPPED,
    "CANCELED": DeliveryStatus.CANCELED,
}


def a_cape_order(*parcels, lines=None, status="IN_PROGRESS", **more):
    """As ChannelApe shows one; three shirts where no line is given."""
    order = Order(
        **IDS,
        channel="channelape",
        currency="USD",
        order_status=CAPE_STATES.get(status),
        channel_order_status=status,
        **more,
    )
    document = OrderDocument(order=order, order_items=lines or (a_line("L-1", "3", "10.00", shipping_amount="6.00"),))
    for parcel, items in parcels:
        document = replace(
            document,
            fulfillments=(*document.fulfillments, parcel),
            fulfillment_items=(*document.fulfillment_items, *items),
        )
    return document


def a_parcel(fulfillment_id="F-1", status="OPEN", tracking="1Z1", quantity=1, item_id="L-1", **more):
    parcel = Fulfillment(
        **IDS,
        fulfillment_id=fulfillment_id,
        delivery_status=CAPE_PARCELS.get(status),
        channel_delivery_status=status,
        is_shipped=CAPE_PARCELS.get(status) is DeliveryStatus.SHIPPED,
        tracking_number=tracking,
        carrier="UPS" if tracking else None,
        **more,
    )
    item = FulfillmentItem(
        **IDS,
        fulfillment_id=fulfillment_id,
        fulfillment_item_id=item_id or "by SKU",
        item_id=item_id,
        sku=None if item_id else "SKU-L-1",
        quantity=D(quantity),
    )
    return parcel, (item,)
