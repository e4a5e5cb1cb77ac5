"""What a hub of ChannelAdvisor shows after a write, for tables of effects: parcels and refunds added to an order."""

from decimal import Decimal

from msgspec.structs import replace

from orders_pipeline.model.records import Fulfillment, FulfillmentItem, Refund, RefundItem

IDS = {"account": "us", "order_id": "1"}


def with_parcel(document, units, number="f9", **columns):
    """units: by line. Shipped, unless told otherwise."""
    parcel = Fulfillment(
        **IDS, fulfillment_id=number, **{"is_shipped": True, "channel_delivery_status": "Complete", **columns}
    )
    items = tuple(
        FulfillmentItem(
            **IDS, fulfillment_id=number, fulfillment_item_id=line, item_id=line, quantity=Decimal(quantity)
        )
        for line, quantity in units.items()
    )
    return replace(
        document,
        fulfillments=(*document.fulfillments, parcel),
        fulfillment_items=(*document.fulfillment_items, *items),
    )


def with_row(document, seller_id, status, *, line=None, level="item", total="19.52"):
    """A row of the adjustments, or of the refund history."""
    number = f"{level}-{len(document.refunds) + 1}"
    row = Refund(
        **IDS,
        refund_id=number,
        level=level,
        status=status,
        channel_status=str(status),
        seller_refund_id=seller_id,
        currency="USD",
        total_amount=Decimal(total),
    )
    items = () if level == "order" else (RefundItem(**IDS, refund_id=number, refund_item_id=number, item_id=line),)
    return replace(document, refunds=(*document.refunds, row), refund_items=(*document.refund_items, *items))
