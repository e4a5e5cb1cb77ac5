"""ChannelAdvisor's words and numbers: specs/channeladvisor-rest.md §5.9 and §9, as tables.

A word of the world that stands in no table here goes onto the wire as it is: an enum word that nobody knows yet.
"""

SITES = {  # key of the world -> SiteID, SiteName
    "amazon_us": (640, "Amazon Seller Central - US"),
    "amazon_uk": (641, "Amazon UK"),
    "amazon_de": (642, "Amazon DE"),
    "amazon_fr": (643, "Amazon FR"),
    "amazon_ca": (644, "Amazon CA"),
    "amazon_jp": (689, "Amazon JP"),
    "ebay_us": (576, "eBay Fixed Price US"),
    "ebay_uk": (581, "eBay Fixed Price UK"),
    "walmart_us": (996, "Walmart Marketplace"),
    "newegg_us": (665, "Newegg"),
    "wish": (1008, "Wish"),
    "target_plus": (1194, "Target Plus"),
    "shopify": (862, "Shopify"),
    "direct_sale": (587, "Checkout Direct"),
    "otto": (1069, "OTTO"),
    "zalando_de": (919, "Zalando DE"),
    "onbuy_uk": (1319, "OnBuy UK"),
    "temu_uk": (1507, "Temu UK"),
    "nova_bazaar": (99901, "Nova Bazaar ☆"),
}

CHECKOUT = {
    "not_visited": "NotVisited",
    "completed": "Completed",
    "visited": "Visited",
    "completed_and_visited": "CompletedAndVisited",
    "disabled": "Disabled",
    "completed_offline": "CompletedOffline",
    "on_hold": "OnHold",
}
PAYMENT = {
    "none": "NotYetSubmitted",
    "cleared": "Cleared",
    "submitted": "Submitted",
    "failed": "Failed",
    "deposited": "Deposited",
}
SHIPPING = {
    "unshipped": "Unshipped",
    "shipped": "Shipped",
    "partial": "PartiallyShipped",
    "pending": "PendingShipment",
    "canceled": "Canceled",
    "third_party": "ThirdPartyManaged",
}
TAX = {"none": "NoTax", "exclusive": "Standard", "exclusive_vat": "ExclusiveVat", "inclusive_vat": "InclusiveVat"}
ROLLUP = {"seller": "SellerManaged", "external": "ExternallyManaged", "mixed": "Mixed"}
PARCEL_KIND = {"ship": "Ship", "pickup": "Pickup", "ship_to_store": "ShipToStore", "courier": "Courier"}
DELIVERY = {
    "open": "NoChange",
    "in_transit": "InTransit",
    "ready": "ReadyForPickup",
    "shipped": "Complete",
    "canceled": "Canceled",
    "third_party": "ThirdPartyManaged",
    "held": "Held",
    "label": "LabelCreated",
}
EXTERNAL = {
    "new": "New",
    "pending": "Pending",
    "sent": "Sent",
    "processing": "Processing",
    "complete": "Complete",
    "held": "Held",
    "failed": "Failed",
}
TOLD_SITE = {
    "pending": "Pending",
    "in_progress": "InProgress",
    "complete": "Complete",
    "silent": "CompletedWithoutNotification",
    "failed": "Failed",
}
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
    "old_return": "1",
    "old_general": "2",
}
ADJUSTMENT_KIND = {"refund": "Refund", "cancellation": "Cancellation", "dispute": "Dispute"}
STEP = {
    "error": "Error",
    "submitted": "SubmittedNotProcessed",
    "new_rma": "NewRma",
    "pending_approval": "PendingApproval",
    "processing_approval": "ProcessingApproval",
    "ready_for_return": "ReadyForReturn",
    "pending_return": "PendingReturn",
    "processing_return": "ProcessingReturn",
    "pending_rejection": "PendingRejection",
    "processing_rejection": "ProcessingRejection",
    "processed": "ProcessedNotAcknowledged",
    "acknowledged": "AcknowledgedPostProcessingNotComplete",
    "done": "PostProcessingComplete",
    "rejected": "RejectionCompleted",
    "recorded": "InformationOnly",
}
SOURCE = {"channel": "Channel", "user": "UserInterface", "api": "Api", "system": "System"}
FLAG = {"none": 0, "red": 1, "question": 2, "yellow": 5, "green": 6, "blue": 7}

# What a quoted enum in a filter may be: name -> number. `Reason eq '2'` names an old code by its number.
ENUMS: dict[str, dict[str, int | None]] = {
    "CheckoutStatus": {
        "NotVisited": 0,
        "Completed": 1,
        "Visited": 2,
        "CompletedAndVisited": 3,
        "Disabled": 4,
        "CompletedOffline": 8,
        "OnHold": 16,
    },
    "PaymentStatus": {"NotYetSubmitted": 0, "Cleared": 1, "Submitted": 2, "Failed": 4, "Deposited": 8},
    "ShippingStatus": {
        "Unshipped": 0,
        "Shipped": 1,
        "PartiallyShipped": 2,
        "PendingShipment": 4,
        "Canceled": 8,
        "ThirdPartyManaged": 16,
    },
    "TaxType": {"NoTax": 0, "Standard": 1, "ExclusiveVat": 2, "InclusiveVat": 3},
    "Rollup": {"SellerManaged": None, "ExternallyManaged": None, "Mixed": None},
    "FulfillmentType": {"Ship": 1, "Pickup": 2, "ShipToStore": 3, "Courier": 4},
    "DeliveryStatus": {
        "NoChange": 1,
        "InTransit": 2,
        "ReadyForPickup": 4,
        "Complete": 8,
        "Canceled": 13,
        "ThirdPartyManaged": 26,
        "Confirmed": None,
        "PickAndPack": None,
        "LabelCreated": None,
        "Held": None,
    },
    "FulfillmentRequestStatus": dict.fromkeys(EXTERNAL.values()),
    "SiteCommunication": dict.fromkeys(TOLD_SITE.values()),
    "Reason": {
        "GeneralAdjustment": 100,
        "ItemNotAvailable": 101,
        "CustomerReturnedItem": 102,
        "CouldNotShip": 103,
        "AlternateItemProvided": 104,
        "BuyerCancelled": 105,
        "CustomerExchange": 106,
        "MerchandiseNotReceived": 107,
        "ShippingAddressUndeliverable": 108,
    },
    "AdjustmentType": {"Refund": 0, "Cancellation": 1, "Dispute": 2},
    "AsyncStatus": {
        "Error": -1,
        "SubmittedNotProcessed": 0,
        "NewRma": 1,
        "PendingApproval": 2,
        "ProcessingApproval": 3,
        "ReadyForReturn": 4,
        "PendingReturn": 5,
        "ProcessingReturn": 6,
        "PendingRejection": 7,
        "ProcessingRejection": 8,
        "ProcessedNotAcknowledged": 10,
        "PendingReturnRejection": 11,
        "ProcessingReturnRejection": 12,
        "AcknowledgedPostProcessingNotComplete": 20,
        "PostProcessingComplete": 30,
        "RejectionCompleted": 31,
        "InformationOnly": 32,
        "NoChange": -999,
    },
    "AdjustmentSource": dict.fromkeys(SOURCE.values()),
    "LabelFormat": {},
}

# Words that the hub uses and its documentation does not know yet; a filter may name them.
NEW_WORDS = frozenset(
    {"AwaitingReview", "PartiallyAuthorized", "AwaitingCourier", "OutForDelivery", "SomethingNew", "AwaitingBank"}
)
