"""Orders for policy, in one line; a test changes the one thing that it is about."""

from decimal import Decimal

from msgspec.structs import replace

from orders_pipeline.model.actions import Component
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
