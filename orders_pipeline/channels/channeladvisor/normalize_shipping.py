"""Fulfillments of a ChannelAdvisor order -> records. Pure (channeladvisor-rest.md §§5.6, 5.7)."""

from msgspec import UnsetType

from orders_pipeline.channels.channeladvisor import codes, wire
from orders_pipeline.channels.values import Words, amount, instant, text, units
from orders_pipeline.model.records import Fulfillment, FulfillmentItem, Order


def fulfillments_of(found: wire.Order, order: Order) -> tuple[tuple[Fulfillment, ...], tuple[FulfillmentItem, ...]]:
    """The order's parcels, planned ones included, and the units in them."""
    if isinstance(found.Fulfillments, UnsetType):
        return (), ()
    parcels = tuple(_fulfillment(parcel, order, number) for number, parcel in enumerate(found.Fulfillments))
    contents = tuple(
        _item(item, parcel, order, f"$.Fulfillments[{number}].Items[{place}]")
        for number, parcel in enumerate(found.Fulfillments)
        if not isinstance(parcel.Items, UnsetType)
        for place, item in enumerate(parcel.Items)
    )
    return parcels, contents


def _fulfillment(found: wire.Fulfillment, order: Order, number: int) -> Fulfillment:
    path, words = f"$.Fulfillments[{number}]", Words()
    status = words.read("delivery_status", found.DeliveryStatus, codes.DELIVERY_STATUS)
    is_shipped = words.read("is_shipped", found.DeliveryStatus, codes.IS_SHIPPED)
    return Fulfillment(
        account=order.account,
        order_id=order.order_id,
        fulfillment_id=str(found.ID),
        delivery_status=status,
        channel_delivery_status=found.DeliveryStatus or None,
        is_shipped=is_shipped,
        channel_type=found.Type or None,
        carrier=found.ShippingCarrier or None,
        service_class=found.ShippingClass or None,
        tracking_number=found.TrackingNumber or None,
        tracking_url=found.TrackingUrl or None,
        return_tracking_number=found.ReturnTrackingNumber or None,
        distribution_center=text(found.DistributionCenterID or None),
        seller_fulfillment_id=found.SellerFulfillmentID or None,
        external_center=found.ExternalFulfillmentCenterCode or None,
        channel_external_status=found.ExternalFulfillmentStatus or None,
        external_number=found.ExternalFulfillmentNumber or None,
        external_reference=found.ExternalFulfillmentReferenceNumber or None,
        currency=order.currency,
        shipping_cost_amount=amount(found.ShippingCost, path, "ShippingCost"),
        insurance_cost_amount=amount(found.InsuranceCost, path, "InsuranceCost"),
        tax_cost_amount=amount(found.TaxCost, path, "TaxCost"),
        created_at=instant(found.CreatedDateUtc),
        updated_at=instant(found.UpdatedDateUtc),
        shipped_at=instant(found.ShippedDateUtc),
        earliest_ship_at=instant(found.EarliestShipDateUtc),
        estimated_ship_at=instant(found.EstimatedShipDateUtc),
        earliest_delivery_at=instant(found.EarliestDeliveryDateUtc),
        estimated_delivery_at=instant(found.EstimatedDeliveryDateUtc),
        has_shipping_label=found.HasShippingLabel,
        has_packing_slip=found.HasChannelPackingSlip,
        has_return_label=found.HasReturnLabel,
        has_marketplace_return_label=found.HasChannelReturnLabel,
        shipping_label_request_id=found.ShippingLabelRequestID or None,
        label_format=found.LabelFormat or None,
        return_label_format=found.ReturnLabelFormat or None,
        marketplace_return_label_format=found.ChannelReturnLabelFormat or None,
        staging_location=found.StagingLocation or None,
        unknown_words=words.unknown,
        sscc=found.SerialShippingContainerCode or None,
    )


def _item(found: wire.FulfillmentItem, parcel: wire.Fulfillment, order: Order, path: str) -> FulfillmentItem:
    return FulfillmentItem(
        account=order.account,
        order_id=order.order_id,
        fulfillment_id=str(parcel.ID),
        fulfillment_item_id=str(found.ID),
        item_id=text(found.OrderItemID),
        sku=found.Sku or None,
        quantity=units(found.Quantity, path, "Quantity"),
        product_id=text(found.ProductID),
        seller_fulfillment_item_id=found.SellerFulfillmentItemID or None,
        channel_marketplace_notice=found.MarketplaceShippingStatus or None,
        warehouse_location=found.WarehouseLocation or None,
        reference_sku=found.ReferenceSku or None,
        reference_product_id=text(found.ReferenceProductID),
        currency=order.currency,
        unit_cost_amount=amount(found.DistributionCenterItemUnitCost, path, "DistributionCenterItemUnitCost"),
        shipping_cost_amount=amount(found.DistributionCenterShippingCost, path, "DistributionCenterShippingCost"),
        calculated_unit_cost_amount=amount(
            found.DistributionCenterCalculatedItemUnitCost, path, "DistributionCenterCalculatedItemUnitCost"
        ),
        calculated_shipping_cost_amount=amount(
            found.DistributionCenterCalculatedShippingCost, path, "DistributionCenterCalculatedShippingCost"
        ),
    )
