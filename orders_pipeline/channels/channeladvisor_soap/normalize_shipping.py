"""Fulfillments of a SOAP order -> records. Pure (channeladvisor-soap.md §10.4)."""

from collections.abc import Sequence

from orders_pipeline.channels.channeladvisor_soap import codes, wire
from orders_pipeline.channels.values import Words, text
from orders_pipeline.model.records import Fulfillment, FulfillmentItem, Order


def fulfillments_of(
    found: Sequence[wire.Fulfillment], order: Order
) -> tuple[tuple[Fulfillment, ...], tuple[FulfillmentItem, ...]]:
    """The order's parcels, planned ones included, and the units in them."""
    parcels = tuple(_fulfillment(parcel, order) for parcel in found)
    contents = tuple(_item(item, parcel, order) for parcel in found for item in parcel.ItemList or ())
    return parcels, contents


def _fulfillment(found: wire.Fulfillment, order: Order) -> Fulfillment:
    words = Words()
    return Fulfillment(
        account=order.account,
        order_id=order.order_id,
        fulfillment_id=str(found.FulfillmentID),
        delivery_status=words.read("delivery_status", found.FulfillmentStatus, codes.DELIVERY_STATUS),
        channel_delivery_status=found.FulfillmentStatus,
        is_shipped=words.read("is_shipped", found.FulfillmentStatus, codes.IS_SHIPPED),
        channel_type=found.FulfillmentType,
        carrier=found.CarrierCode,
        service_class=found.ClassCode,
        tracking_number=found.TrackingNumber,
        distribution_center=found.DistributionCenterCode,
        seller_fulfillment_id=found.SellerFulfillmentID,
        currency=order.currency,
        shipping_cost_amount=found.Cost,
        insurance_cost_amount=found.InsuranceCost,
        tax_cost_amount=found.TaxCost,
        created_at=found.CreatedDateGMT,
        updated_at=found.UpdatedDateGMT,
        shipped_at=found.ShippedDateGMT,
        unknown_words=words.unknown,
    )


def _item(found: wire.FulfillmentItem, parcel: wire.Fulfillment, order: Order) -> FulfillmentItem:
    return FulfillmentItem(
        account=order.account,
        order_id=order.order_id,
        fulfillment_id=str(parcel.FulfillmentID),
        fulfillment_item_id=str(found.FulfillmentItemID),
        item_id=text(found.LineItemID or None),
        sku=found.SKU,
        quantity=found.Quantity,
        currency=order.currency,
    )
