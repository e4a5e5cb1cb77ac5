"""How it was or will be shipped: fulfillments and the line items within them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from orders_pipeline.model.columns import Record, key, money, says, units
from orders_pipeline.model.records.items import ACCOUNT, CURRENCY, ORDER
from orders_pipeline.model.status import DeliveryStatus

Text = str | None
Amount = Decimal | None
Instant = datetime | None


class Fulfillment(Record, frozen=True, kw_only=True):
    """One parcel, or the plan of one. The list of an order is the hub's current state: entries can disappear."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    fulfillment_id: Annotated[
        str,
        key(
            "The fulfillment's id",
            "REST Fulfillment.ID · SOAP FulfillmentID · CApe id, with #2 and on for a repeated one, "
            "or hash of supplier and lines, and ordinal",
        ),
    ]
    delivery_status: Annotated[
        DeliveryStatus | None,
        says(
            "State of the parcel; NULL where the hub's word is unknown",
            "REST DeliveryStatus · SOAP FulfillmentStatus · CApe status, OPEN by whether there is a tracking number",
        ),
    ] = None
    channel_delivery_status: Annotated[
        Text, says("The hub's word", "REST DeliveryStatus · SOAP FulfillmentStatus · CApe status")
    ] = None
    is_shipped: Annotated[
        bool | None,
        says(
            "The parcel has left: delivery_status shipped or in_transit; NULL where delivery_status is NULL. "
            "CApe: SUCCESS, or OPEN with a tracking number"
        ),
    ] = None
    channel_type: Annotated[
        Text, says("The hub's word for the way of delivery", "REST Type · SOAP FulfillmentType")
    ] = None
    carrier: Annotated[Text, says("Carrier", "REST ShippingCarrier · SOAP CarrierCode · CApe shippingCompany")] = None
    service_class: Annotated[
        Text, says("Service of the carrier", "REST ShippingClass · SOAP ClassCode · CApe shippingMethod")
    ] = None
    tracking_number: Annotated[Text, says("Tracking number", "REST, SOAP TrackingNumber · CApe trackingNumber")] = None
    tracking_url: Annotated[
        Text, says("Tracking page; several separated by a blank", "REST TrackingUrl · CApe trackingUrls")
    ] = None
    return_tracking_number: Annotated[
        Text, says("Tracking number of the return label", "REST ReturnTrackingNumber")
    ] = None
    distribution_center: Annotated[
        Text,
        says(
            "Distribution centre; the hub's 0 means none and is NULL",
            "REST DistributionCenterID · SOAP DistributionCenterCode · CApe locationId",
        ),
    ] = None
    supplier_id: Annotated[Text, says("Supplier that ships", "CApe supplierId")] = None
    seller_fulfillment_id: Annotated[Text, says("The seller's own id", "REST, SOAP SellerFulfillmentID")] = None
    external_center: Annotated[Text, says("Centre of an external fulfiller", "REST ExternalFulfillmentCenterCode")] = (
        None
    )
    channel_external_status: Annotated[
        Text, says("State at the external fulfiller, the hub's word", "REST ExternalFulfillmentStatus")
    ] = None
    external_number: Annotated[Text, says("Number at the external fulfiller", "REST ExternalFulfillmentNumber")] = None
    external_reference: Annotated[
        Text, says("Reference at the external fulfiller", "REST ExternalFulfillmentReferenceNumber")
    ] = None
    currency: Annotated[Text, CURRENCY] = None
    shipping_cost_amount: Annotated[
        Amount, money("The seller's own cost of shipping", "REST ShippingCost · SOAP Cost")
    ] = None
    insurance_cost_amount: Annotated[
        Amount, money("The seller's own cost of insurance", "REST, SOAP InsuranceCost")
    ] = None
    tax_cost_amount: Annotated[Amount, money("The seller's own tax on shipping", "REST, SOAP TaxCost")] = None
    created_at: Annotated[Instant, says("When the hub created it", "REST CreatedDateUtc · SOAP CreatedDateGMT")] = None
    updated_at: Annotated[
        Instant, says("When the hub last changed it", "REST UpdatedDateUtc · SOAP UpdatedDateGMT")
    ] = None
    shipped_at: Annotated[
        Instant, says("When it was shipped", "REST ShippedDateUtc · SOAP ShippedDateGMT · CApe shippedAt")
    ] = None
    earliest_ship_at: Annotated[Instant, says("Not to ship before", "REST EarliestShipDateUtc")] = None
    estimated_ship_at: Annotated[Instant, says("Expected shipping", "REST EstimatedShipDateUtc")] = None
    earliest_delivery_at: Annotated[Instant, says("Not to deliver before", "REST EarliestDeliveryDateUtc")] = None
    estimated_delivery_at: Annotated[Instant, says("Expected delivery", "REST EstimatedDeliveryDateUtc")] = None
    has_shipping_label: Annotated[bool | None, says("The hub holds a label", "REST HasShippingLabel")] = None
    has_packing_slip: Annotated[bool | None, says("The hub holds a packing slip", "REST HasChannelPackingSlip")] = None
    has_return_label: Annotated[bool | None, says("The hub holds a return label", "REST HasReturnLabel")] = None
    has_marketplace_return_label: Annotated[
        bool | None, says("The hub holds the marketplace's return label", "REST HasChannelReturnLabel")
    ] = None
    shipping_label_request_id: Annotated[Text, says("Request for a label", "REST ShippingLabelRequestID")] = None
    label_format: Annotated[Text, says("The hub's word", "REST LabelFormat")] = None
    return_label_format: Annotated[Text, says("The hub's word", "REST ReturnLabelFormat")] = None
    marketplace_return_label_format: Annotated[Text, says("The hub's word", "REST ChannelReturnLabelFormat")] = None
    staging_location: Annotated[Text, says("Place where it waits", "REST StagingLocation")] = None
    unknown_words: Annotated[
        Text, says("Names of this row's columns that are NULL because the hub's word is unknown; NULL where none")
    ] = None
    sscc: Annotated[Text, says("Serial shipping container code", "REST SerialShippingContainerCode")] = None


class FulfillmentItem(Record, frozen=True, kw_only=True):
    """Units of a line within a fulfillment."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    fulfillment_id: Annotated[str, key("The fulfillment, as in fulfillments.fulfillment_id")]
    fulfillment_item_id: Annotated[
        str,
        key(
            "Id within the fulfillment",
            "REST FulfillmentItem.ID · SOAP FulfillmentItemID · CApe the line's id, else its SKU, with #2 and on",
        ),
    ]
    item_id: Annotated[
        Text, says("The line, as in order_items.item_id", "REST OrderItemID · SOAP LineItemID · CApe id")
    ] = None
    sku: Annotated[Text, says("SKU", "REST Sku · SOAP SKU · CApe sku")] = None
    quantity: Annotated[Amount, units("Units in the parcel", "REST, SOAP Quantity · CApe quantity")] = None
    product_id: Annotated[Text, says("The hub's product id", "REST ProductID")] = None
    seller_fulfillment_item_id: Annotated[Text, says("The seller's own id", "REST SellerFulfillmentItemID")] = None
    channel_marketplace_notice: Annotated[
        Text, says("Whether the marketplace was told, the hub's word", "REST MarketplaceShippingStatus")
    ] = None
    warehouse_location: Annotated[Text, says("Place in the warehouse", "REST WarehouseLocation")] = None
    reference_sku: Annotated[Text, says("SKU in a linked account", "REST ReferenceSku")] = None
    reference_product_id: Annotated[Text, says("Product in a linked account", "REST ReferenceProductID")] = None
    currency: Annotated[Text, CURRENCY] = None
    unit_cost_amount: Annotated[Amount, money("Centre's cost of a unit", "REST DistributionCenterItemUnitCost")] = None
    shipping_cost_amount: Annotated[
        Amount, money("Centre's cost of shipping", "REST DistributionCenterShippingCost")
    ] = None
    calculated_unit_cost_amount: Annotated[
        Amount, money("The same, calculated by the hub", "REST DistributionCenterCalculatedItemUnitCost")
    ] = None
    calculated_shipping_cost_amount: Annotated[
        Amount, money("The same, calculated by the hub", "REST DistributionCenterCalculatedShippingCost")
    ] = None
