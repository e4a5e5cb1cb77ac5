"""Which properties and collections each entity has, and where the world holds their values: spec §5 as tables."""

from collections.abc import Callable
from typing import Any

from orders_pipeline.sandbox.channeladvisor import codes
from orders_pipeline.sandbox.channeladvisor.schema import Collection, Entity, nothing, word
from orders_pipeline.sandbox.world.order import Contact, Line, OrderState, Parcel, ParcelItem

CONTACT_PARTS = {
    "Title": "title", "FirstName": "first_name", "LastName": "last_name", "Suffix": "suffix", "CompanyName": "company",
    "CompanyJobTitle": "job_title", "DaytimePhone": "day_phone", "EveningPhone": "evening_phone",
    "AddressLine1": "address_1", "AddressLine2": "address_2", "City": "city", "StateOrProvince": "region",
    "StateOrProvinceName": "region_name", "PostalCode": "postal_code", "Country": "country",
}  # fmt: skip


def _contact(prefix: str, get: Callable[[OrderState], Contact]) -> list[tuple]:
    return [(prefix + name, "S", lambda s, x, part=part: getattr(get(s), part)) for name, part in CONTACT_PARTS.items()]


def _lead(state: OrderState, thing: Any) -> int:
    return state.order.order_id


def _profile(state: OrderState, thing: Any) -> int:
    return state.order.profile_id


ORDER = Entity("Orders", "ID", [
    ("ID", "I", _lead),
    ("ProfileID", "I", _profile),
    ("SiteID", "I", lambda s, x: codes.SITES[s.order.marketplace][0]),
    ("SiteName", "S", lambda s, x: codes.SITES[s.order.marketplace][1]),
    ("UserDataPresent", "Y", lambda s, x: 0 if s.personal_data_removed_at else 1),
    ("UserDataRemovalDateUTC", "T", lambda s, x: s.personal_data_removed_at),
    ("SiteAccountID", "I", lambda s, x: s.order.site_account_id),
    ("SiteOrderID", "S", lambda s, x: s.order.site_order_id),
    ("SecondarySiteOrderID", "S", lambda s, x: s.order.secondary_site_order_id),
    ("SellerOrderID", "S", lambda s, x: s.order.seller_order_id),
    ("CheckoutSourceID", "Y", lambda s, x: s.order.checkout_source),
    ("Currency", "S", lambda s, x: s.order.currency),
    ("CreatedDateUtc", "T", lambda s, x: s.order.purchased_at),
    ("ImportDateUtc", "T", lambda s, x: s.imported_at),
    ("UpdatedDateUtc", "T", lambda s, x: s.updated_at),
    ("PublicNotes", "S", lambda s, x: s.public_notes),
    ("PrivateNotes", "S", lambda s, x: s.private_notes),
    ("SpecialInstructions", "S", lambda s, x: s.instructions),
    ("TotalPrice", "D", lambda s, x: s.order.total),
    ("TotalTaxPrice", "D", lambda s, x: s.order.tax),
    ("TotalShippingPrice", "D", lambda s, x: s.order.shipping),
    ("TotalShippingTaxPrice", "D", lambda s, x: s.order.shipping_tax),
    ("TotalInsurancePrice", "D", lambda s, x: s.order.insurance),
    ("TotalGiftOptionPrice", "D", lambda s, x: s.order.gift),
    ("TotalGiftOptionTaxPrice", "D", lambda s, x: s.order.gift_tax),
    ("AdditionalCostOrDiscount", "D", lambda s, x: s.order.extra),
    ("EstimatedShipDateUtc", "T", lambda s, x: s.order.ship_by_at),
    ("DeliverByDateUtc", "T", lambda s, x: s.order.deliver_by_at),
    ("RequestedShippingCarrier", "S", lambda s, x: s.order.asked_carrier),
    ("RequestedShippingClass", "S", lambda s, x: s.order.asked_service),
    ("ResellerID", "S", lambda s, x: s.order.reseller_id),
    ("FlagID", "I", lambda s, x: codes.FLAG[s.flag]),
    ("FlagDescription", "S", lambda s, x: s.flag_text),
    ("OrderTags", "S", lambda s, x: ",".join(s.tags) or None, "unfilterable"),
    ("DistributionCenterTypeRollup", "E:Rollup", word(codes.ROLLUP, lambda s, x: s.order.managed_by)),
    ("CheckoutStatus", "E:CheckoutStatus", word(codes.CHECKOUT, lambda s, x: s.checkout)),
    ("PaymentStatus", "E:PaymentStatus", word(codes.PAYMENT, lambda s, x: s.payment)),
    ("ShippingStatus", "E:ShippingStatus", word(codes.SHIPPING, lambda s, x: s.shipping)),
    ("CheckoutDateUtc", "T", lambda s, x: s.checkout_at),
    ("PaymentDateUtc", "T", lambda s, x: s.payment_at),
    ("ShippingDateUtc", "T", lambda s, x: s.shipping_at),
    ("BuyerUserId", "S", lambda s, x: s.order.buyer_user),
    ("BuyerEmailAddress", "S", lambda s, x: s.order.buyer_email),
    ("BuyerEmailOptIn", "B", lambda s, x: s.order.wants_mail),
    ("OrderTaxType", "E:TaxType", word(codes.TAX, lambda s, x: s.order.goods_tax)),
    ("ShippingTaxType", "E:TaxType", word(codes.TAX, lambda s, x: s.order.shipping_tax_kind)),
    ("GiftOptionsTaxType", "E:TaxType", word(codes.TAX, lambda s, x: s.order.gift_tax_kind)),
    ("PaymentMethod", "S", lambda s, x: s.order.payment.method),
    ("PaymentTransactionID", "S", lambda s, x: s.order.payment.transaction_id),
    ("PaymentPaypalAccountID", "S", lambda s, x: s.order.payment.paypal_account),
    ("PaymentCreditCardLast4", "S", lambda s, x: s.order.payment.card_last4),
    ("PaymentMerchantReferenceNumber", "S", lambda s, x: s.order.payment.merchant_reference),
    *_contact("Shipping", lambda s: s.ship_to),
    *_contact("Billing", lambda s: s.order.billing),
    ("PromotionCode", "S", lambda s, x: s.order.promotion_code),
    ("PromotionAmount", "D", lambda s, x: s.order.promotion),
], [
    Collection("Items", "OrderItems", lambda s, x: s.order.lines),
    Collection("Fulfillments", "Fulfillments", lambda s, x: s.parcels),
    Collection("Adjustments", "OrderAdjustments", lambda s, x: [a for a in s.adjustments if a.line is None]),
    Collection("CustomFields", "CustomFields", lambda s, x: s.order.custom_fields),
    Collection("OrderAttributes", "OrderAttributes", lambda s, x: s.order.attributes),
    Collection("Exports", "Exports", lambda s, x: ()),
    Collection("ChannelDocuments", "ChannelDocuments", lambda s, x: ()),
])  # fmt: skip


def _items_of(state: OrderState, line: Line) -> list[tuple[Parcel, ParcelItem]]:
    return [(p, i) for p in state.parcels for i in p.items if i.line.line_id == line.line_id]


ITEM = Entity("OrderItems", "ID", [
    ("ID", "I", lambda s, x: x.line_id),
    ("ProfileID", "I", _profile),
    ("OrderID", "I", _lead),
    ("ProductID", "I", lambda s, x: x.product_id),
    ("SiteOrderItemID", "S", lambda s, x: x.site_line_id),
    ("SellerOrderItemID", "S", lambda s, x: x.seller_line_id),
    ("SiteListingID", "S", lambda s, x: x.listing_id),
    ("Sku", "S", lambda s, x: x.sku),
    ("Title", "S", lambda s, x: x.title),
    ("Quantity", "I", lambda s, x: x.quantity),
    ("UnitPrice", "D", lambda s, x: x.unit_price),
    ("TaxPrice", "D", lambda s, x: x.tax),
    ("ShippingPrice", "D", lambda s, x: x.shipping),
    ("ShippingTaxPrice", "D", lambda s, x: x.shipping_tax),
    ("RecyclingFee", "D", lambda s, x: x.recycling_fee),
    ("UnitEstimatedShippingCost", "D", nothing),
    ("GiftMessage", "S", lambda s, x: x.gift_message),
    ("GiftNotes", "S", lambda s, x: x.gift_notes),
    ("GiftPrice", "D", lambda s, x: x.gift_price),
    ("GiftTaxPrice", "D", lambda s, x: x.gift_tax),
    ("IsBundle", "B", lambda s, x: bool(x.components)),
    ("ItemURL", "S", lambda s, x: x.url),
    ("HarmonizedCode", "S", lambda s, x: x.harmonized_code),
    ("ReferenceSku", "S", nothing),
    ("ReferenceProductID", "I", nothing),
], [
    Collection("BundleComponents", "BundleComponents", lambda s, x: [(x, part) for part in x.components]),
    Collection("FulfillmentItems", "FulfillmentItems", _items_of),
    Collection("Promotions", "Promotions", lambda s, x: x.promotions),
    Collection("Adjustments", "OrderItemAdjustments", lambda s, x: [
        a for a in s.adjustments if a.line is not None and a.line.line_id == x.line_id]),
    Collection("OrderItemAttributes", "OrderItemAttributes", lambda s, x: ()),
])  # fmt: skip

BUNDLE_COMPONENT = Entity("BundleComponents", None, [
    ("OrderID", "I", _lead),
    ("OrderItemID", "I", lambda s, x: x[0].line_id),
    ("ProductID", "I", lambda s, x: x[1].product_id),
    ("ProfileID", "I", _profile),
    ("BundleProductID", "I", lambda s, x: x[0].product_id),
    ("Sku", "S", lambda s, x: x[1].sku),
    ("BundleSku", "S", lambda s, x: x[0].sku),
    ("Title", "S", lambda s, x: x[1].title),
    ("Quantity", "I", lambda s, x: x[1].quantity),
    ("ReferenceProductID", "I", nothing),
    ("ReferenceSku", "S", nothing),
], [])  # fmt: skip

PROMOTION = Entity("Promotions", "ID", [
    ("ID", "I", lambda s, x: x.promotion_id),
    ("Code", "S", lambda s, x: x.code),
    ("Amount", "D", lambda s, x: x.amount),
    ("ShippingAmount", "D", lambda s, x: x.shipping_amount),
], [])  # fmt: skip

CUSTOM_FIELD = Entity("CustomFields", None, [
    ("FieldID", "I", lambda s, x: x[0]),
    ("OrderID", "I", _lead),
    ("ProfileID", "I", _profile),
    ("Value", "S", lambda s, x: x[1]),
], [])  # fmt: skip

ORDER_ATTRIBUTE = Entity("OrderAttributes", None, [
    ("Name", "S", lambda s, x: x[0]),
    ("Value", "S", lambda s, x: x[1]),
    ("ProfileID", "I", _profile),
    ("OrderID", "I", _lead),
], [])  # fmt: skip

FULFILLMENT = Entity("Fulfillments", "ID", [
    ("ID", "I", lambda s, x: x.parcel_id),
    ("ProfileID", "I", _profile),
    ("OrderID", "I", _lead),
    ("CreatedDateUtc", "T", lambda s, x: x.created_at),
    ("UpdatedDateUtc", "T", lambda s, x: x.updated_at),
    ("Type", "E:FulfillmentType", word(codes.PARCEL_KIND, lambda s, x: x.kind)),
    ("DeliveryStatus", "E:DeliveryStatus", word(codes.DELIVERY, lambda s, x: x.state)),
    ("TrackingNumber", "S", lambda s, x: x.tracking_number),
    ("TrackingUrl", "S", lambda s, x: x.tracking_url),
    ("ReturnTrackingNumber", "S", lambda s, x: x.return_tracking_number),
    ("ShippingCarrier", "S", lambda s, x: x.carrier),
    ("ShippingClass", "S", lambda s, x: x.service),
    ("DistributionCenterID", "I", lambda s, x: x.center_id),
    ("ExternalFulfillmentCenterCode", "S", lambda s, x: x.external_center),
    ("ExternalFulfillmentStatus", "E:FulfillmentRequestStatus", word(codes.EXTERNAL, lambda s, x: x.external_state)),
    ("ShippingCost", "D", lambda s, x: x.shipping_cost),
    ("InsuranceCost", "D", nothing),
    ("TaxCost", "D", nothing),
    ("ShippedDateUtc", "T", lambda s, x: x.shipped_at),
    ("SellerFulfillmentID", "S", lambda s, x: x.seller_parcel_id),
    ("HasShippingLabel", "B", lambda s, x: x.tracking_number is not None),
    ("HasChannelPackingSlip", "B", lambda s, x: False),
    ("HasReturnLabel", "B", lambda s, x: x.return_tracking_number is not None),
    ("HasChannelReturnLabel", "B", lambda s, x: False),
    ("ExternalFulfillmentNumber", "S", nothing),
    ("ExternalFulfillmentReferenceNumber", "S", nothing),
    ("ShippingLabelRequestID", "S", nothing),
    ("StagingLocation", "S", nothing),
    ("SerialShippingContainerCode", "S", nothing),
    ("EarliestDeliveryDateUtc", "T", nothing),
    ("EarliestShipDateUtc", "T", nothing),
    ("EstimatedDeliveryDateUtc", "T", lambda s, x: x.promised_at),
    ("EstimatedShipDateUtc", "T", lambda s, x: x.due_at),
    ("LabelFormat", "E:LabelFormat", nothing),
    ("ReturnLabelFormat", "E:LabelFormat", nothing),
    ("ChannelReturnLabelFormat", "E:LabelFormat", nothing),
], [
    Collection("Items", "FulfillmentItems", lambda s, x: [(x, item) for item in x.items]),
])  # fmt: skip

FULFILLMENT_ITEM = Entity("FulfillmentItems", "ID", [
    ("ID", "I", lambda s, x: x[1].item_id),
    ("Sku", "S", lambda s, x: x[1].line.sku),
    ("ProfileID", "I", _profile),
    ("FulfillmentID", "I", lambda s, x: x[0].parcel_id),
    ("OrderID", "I", _lead),
    ("OrderItemID", "I", lambda s, x: x[1].line.line_id),
    ("Quantity", "I", lambda s, x: x[1].quantity),
    ("ProductID", "I", lambda s, x: x[1].line.product_id),
    ("SellerFulfillmentItemID", "S", nothing),
    ("MarketplaceShippingStatus", "E:SiteCommunication", word(codes.TOLD_SITE, lambda s, x: x[1].told_site)),
    ("ReferenceSku", "S", nothing),
    ("ReferenceProductID", "I", nothing),
    ("WarehouseLocation", "S", nothing),
    ("DistributionCenterItemUnitCost", "D", nothing),
    ("DistributionCenterShippingCost", "D", nothing),
    ("DistributionCenterCalculatedItemUnitCost", "D", nothing),
    ("DistributionCenterCalculatedShippingCost", "D", nothing),
], [])  # fmt: skip

_ADJUSTMENT = [
    ("CreatedSource", "E:AdjustmentSource", word(codes.SOURCE, lambda s, x: x.source)),
    ("LastUpdatedSource", "E:AdjustmentSource", word(codes.SOURCE, lambda s, x: x.last_source)),
    ("ID", "I", lambda s, x: x.adjustment_id),
    ("ProfileID", "I", _profile),
    ("OrderID", "I", _lead),
    ("IsRestock", "B", lambda s, x: x.is_restock),
    ("Reason", "E:Reason", word(codes.REASON, lambda s, x: x.reason)),
    ("ItemAdjustment", "D", lambda s, x: x.item),
    ("TaxAdjustment", "D", lambda s, x: x.tax),
    ("ShippingAdjustment", "D", lambda s, x: x.shipping),
    ("ShippingTaxAdjustment", "D", lambda s, x: x.shipping_tax),
    ("GiftWrapAdjustment", "D", lambda s, x: x.gift),
    ("GiftWrapTaxAdjustment", "D", lambda s, x: x.gift_tax),
    ("RecyclingFeeAdjustment", "D", lambda s, x: x.recycling_fee),
    ("Type", "E:AdjustmentType", word(codes.ADJUSTMENT_KIND, lambda s, x: x.kind)),
    ("SellerAdjustmentID", "S", lambda s, x: x.seller_adjustment_id),
    ("SiteAdjustmentID", "S", lambda s, x: x.site_adjustment_id),
    ("SiteRefundDateUtc", "T", lambda s, x: x.site_refunded_at),
    ("AdjustmentTransactionID", "S", lambda s, x: x.transaction_id),
    ("PublicNotes", "S", lambda s, x: x.public_notes),
    ("Comment", "S", lambda s, x: x.comment),
    ("CreatedDateUtc", "T", lambda s, x: x.created_at),
    ("RequestStatus", "E:AsyncStatus", word(codes.STEP, lambda s, x: x.step)),
    ("RestockStatus", "E:AsyncStatus", word(codes.STEP, lambda s, x: x.restock_step)),
    ("RmaNumber", "S", lambda s, x: x.rma_number),
    ("ReturnShippingFee", "D", lambda s, x: x.return_shipping_fee),
    ("RestockingFee", "D", lambda s, x: x.restocking_fee),
    ("ReturnTrackingNumberOrUrl", "S", lambda s, x: x.return_tracking),
    ("ReturnShippingMethod", "S", lambda s, x: x.return_method),
]
ORDER_ADJUSTMENT = Entity("OrderAdjustments", "ID", _ADJUSTMENT, [])
ITEM_ADJUSTMENT = Entity("OrderItemAdjustments", "ID", [
    *_ADJUSTMENT,
    ("OrderItemID", "I", lambda s, x: x.line.line_id),
    ("Quantity", "I", lambda s, x: x.quantity),
    ("ReferenceSku", "S", nothing),
    ("ReferenceProductID", "I", nothing),
], [])  # fmt: skip

ENTITIES = {
    entity.name: entity
    for entity in (
        ORDER, ITEM, BUNDLE_COMPONENT, PROMOTION, CUSTOM_FIELD, ORDER_ATTRIBUTE, FULFILLMENT, FULFILLMENT_ITEM,
        ORDER_ADJUSTMENT, ITEM_ADJUSTMENT, Entity("Exports", None, [], []), Entity("ChannelDocuments", None, [], []),
        Entity("OrderItemAttributes", None, [], []),
    )
}  # fmt: skip
