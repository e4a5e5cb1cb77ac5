"""The words of this dialect: specs/channeladvisor-soap.md §5.4 and §6, as tables.

A word of the world that stands in no table here goes onto the wire as it is: a word that nobody knows yet.
"""

SITES = {  # key of the world -> token in ItemSaleSource; the list of tokens is an open one
    "amazon_us": "AMAZON_US",
    "amazon_uk": "AMAZON_UK",
    "amazon_de": "AMAZON_DE",
    "amazon_fr": "AMAZON_FR",
    "amazon_ca": "AMAZON_CA",
    "amazon_jp": "AMAZON_JP",
    "ebay_us": "EBAY_STORES",  # eBay Fixed Price, as in the REST twin
    "ebay_uk": "EBAY_UK",
    "walmart_us": "WALMART_MARKETPLACE",
    "newegg_us": "NEWEGG",
    "wish": "WISH",
    "target_plus": "TARGET_PLUS",
    "shopify": "SHOPIFY",
    "direct_sale": "DIRECT_SALE",
    "otto": "OTTO",
    "zalando_de": "ZALANDO_DE",
    "onbuy_uk": "ONBUY_UK",
    "temu_uk": "TEMU_UK",
    "nova_bazaar": "NOVA_BAZAAR",
    "buy_com": "BUY_DOT_COM",
    "yahoo_stores": "YAHOO_STORES",
    "pixmania": "PIXMANIA",
}
CHECKOUT = {
    "not_visited": "NotVisited",
    "visited": "Visited",
    "completed": "Completed",
    "completed_and_visited": "Completed",  # the newer twin tells the two apart, this list does not
    "completed_offline": "CompletedOffline",
    "on_hold": "OnHold",
    "disabled": "Cancelled",
}
PAYMENT = {
    "none": "NotSubmitted",
    "submitted": "Submitted",
    "cleared": "Cleared",
    "deposited": "Deposited",
    "failed": "Failed",
}
SHIPPING = {
    "unshipped": "Unshipped",
    "pending": "PendingShipment",
    "partial": "PartiallyShipped",
    "shipped": "Shipped",
    "canceled": "Unshipped",  # the list has no word for it: see OrderState, and the fulfillments
    "third_party": "ThirdPartyManaged",  # the newer twin's word, which this list does not know
}
VAT = {
    "none": "Unspecified",
    "exclusive": "Unspecified",  # sales tax is no VAT
    "exclusive_vat": "VAT_EXCLUSIVE",
    "inclusive_vat": "VAT_INCLUSIVE",
}
CHECKOUT_SOURCE = {0: "CA_Checkout", 3: "Site_Checkout"}
FLAG = {
    "none": "NoFlag",
    "red": "RedFlag",
    "question": "QuestionMark",
    "yellow": "YellowFlag",
    "green": "GreenFlag",
    "blue": "BlueFlag",
}
PARCEL_KIND = {"ship": "Ship", "pickup": "Pickup", "ship_to_store": "ShipToStore", "courier": "Courier"}
DELIVERY = {  # the spec names `Canceled` alone; the others are those of the REST twin
    "open": "NoChange",
    "in_transit": "InTransit",
    "ready": "ReadyForPickup",
    "shipped": "Complete",
    "canceled": "Canceled",
    "third_party": "ThirdPartyManaged",
    "held": "Held",
    "label": "LabelCreated",
}
CENTERS = {5: "MAIN", 77: "FBA-EX1"}  # 0: none
REASON = {
    "general": "GeneralAdjustment",
    "not_available": "ItemNotAvailable",
    "returned": "CustomerReturnedItem",
    "could_not_ship": "CouldNotShip",
    "alternate": "AlternateItemProvided",
    "buyer_cancelled": "BuyerCancelled",
    "exchange": "CustomerExchange",
    "not_received": "MerchandiseNotReceived",
    "undeliverable": "ShippingAddressUndeliverable",
    "old_return": "CustomerReturnedItem",
    "old_general": "GeneralAdjustment",
}
STEP = {  # six words for what the newer twin tells apart in seventeen
    "new_rma": "SubmittedNotProcessed",
    "pending_approval": "SubmittedNotProcessed",
    "submitted": "SubmittedNotProcessed",
    "ready_for_return": "SubmittedNotProcessed",
    "processed": "ProcessedNotAcknowledged",
    "processing_approval": "ProcessedNotAcknowledged",
    "pending_return": "ProcessedNotAcknowledged",
    "processing_return": "ProcessedNotAcknowledged",
    "pending_rejection": "ProcessedNotAcknowledged",
    "processing_rejection": "ProcessedNotAcknowledged",
    "acknowledged": "AcknowledgedPostProcessingNotComplete",
    "done": "PostProcessingComplete",
    "error": "Error",
    "rejected": "Error",
}
LOST = frozenset({"error", "rejected"})  # attempts that returned nothing

# What a criterion may say; `NoChange` and, for the export state, `Unknown` mean no filter: spec §5.1, §6.
FILTER_WORDS = {
    "DetailLevel": frozenset({"Low", "Medium", "High", "Complete"}),
    "ExportState": frozenset({"Unknown", "NotExported", "Exported"}),
    "OrderStateFilter": frozenset({"Active", "Archived", "Cancelled"}),
    "PaymentStatusFilter": frozenset({"NoChange", *PAYMENT.values()}),
    "CheckoutStatusFilter": frozenset({"NoChange", "Cancelled", *CHECKOUT.values()}),
    "ShippingStatusFilter": frozenset({"NoChange", "Unshipped", "PendingShipment", "PartiallyShipped", "Shipped"}),
    "RefundStatusFilter": frozenset(
        {"NoChange", "NoRefunds", "OrderLevel", "LineItemLevel", "OrderAndLineItemLevel", "FailedAttemptsOnly"}
    ),
    "FulfillmentTypeFilter": frozenset(
        {
            "All",
            "ExternalOnly",
            "SellerOnly",
            "SellerShipOnly",
            "SellerPickupOnly",
            "SellerShipToStoreOnly",
            "SellerCourierOnly",
        }
    ),
}
NO_FILTER = frozenset({"NoChange", "Unknown", "All"})
CARRIERS = (  # CarrierID, ClassID, CarrierName, CarrierCode, ClassCode, ClassName: spec §10.2
    (1, 1, "UPS", "UPS", "GROUND", "UPS Ground"),
    (2, 5, "United States Postal Service", "USPS", "PRIORITY", "Priority Mail"),
    (3, 9, "FedEx", "FEDEX", "GROUND", "FedEx Ground"),
)
