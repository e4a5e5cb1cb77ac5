"""ChannelAdvisor's words and numbers -> ours (channeladvisor-rest.md §§5.9, 9). Data only.

A word that is not here is kept as the hub wrote it, and flagged. There is no `else`.
"""

from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.status import (
    CheckoutStatus,
    DeliveryStatus,
    FulfilledBy,
    PaymentStatus,
    RefundKind,
    RefundReason,
    RefundStatus,
    ShippingStatus,
)

CHECKOUT_STATUS = {
    "NotVisited": CheckoutStatus.OPEN,
    "Completed": CheckoutStatus.COMPLETED,
    "Visited": CheckoutStatus.OPEN,
    "CompletedAndVisited": CheckoutStatus.COMPLETED,
    "Disabled": CheckoutStatus.DISABLED,
    "CompletedOffline": CheckoutStatus.COMPLETED,
    "OnHold": CheckoutStatus.HELD,
}
PAYMENT_STATUS = {
    "NotYetSubmitted": PaymentStatus.NOT_SUBMITTED,
    "Cleared": PaymentStatus.CLEARED,
    "Submitted": PaymentStatus.SUBMITTED,
    "Failed": PaymentStatus.FAILED,
    "Deposited": PaymentStatus.DEPOSITED,
}
SHIPPING_STATUS = {
    "Unshipped": ShippingStatus.UNSHIPPED,
    "Shipped": ShippingStatus.SHIPPED,
    "PartiallyShipped": ShippingStatus.PARTIALLY_SHIPPED,
    "PendingShipment": ShippingStatus.PENDING,
    "Canceled": ShippingStatus.CANCELED,
    "ThirdPartyManaged": ShippingStatus.EXTERNALLY_MANAGED,
}
FULFILLED_BY = {
    "SellerManaged": FulfilledBy.SELLER,
    "ExternallyManaged": FulfilledBy.MARKETPLACE,
    "Mixed": FulfilledBy.MIXED,
}
IS_TAX_INCLUDED = {"NoTax": None, "Standard": False, "ExclusiveVat": False, "InclusiveVat": True}
DELIVERY_STATUS = {
    "NoChange": DeliveryStatus.UNSHIPPED,
    "InTransit": DeliveryStatus.IN_TRANSIT,
    "ReadyForPickup": DeliveryStatus.READY_FOR_PICKUP,
    "Complete": DeliveryStatus.SHIPPED,
    "Canceled": DeliveryStatus.CANCELED,
    "ThirdPartyManaged": DeliveryStatus.EXTERNALLY_MANAGED,
    "Confirmed": DeliveryStatus.REQUESTED,
    "PickAndPack": DeliveryStatus.IN_PREPARATION,
    "LabelCreated": DeliveryStatus.IN_PREPARATION,
    "Held": DeliveryStatus.HELD,
}
_LEFT_THE_SELLER = (DeliveryStatus.SHIPPED, DeliveryStatus.IN_TRANSIT)
IS_SHIPPED = {word: status in _LEFT_THE_SELLER for word, status in DELIVERY_STATUS.items()}
REFUND_KIND = {"Refund": RefundKind.REFUND, "Cancellation": RefundKind.CANCELLATION, "Dispute": RefundKind.DISPUTE}
# Names, and the older numbers that adjustments born on a marketplace can carry.
REFUND_REASON = {
    "GeneralAdjustment": RefundReason.GENERAL_ADJUSTMENT,
    "ItemNotAvailable": RefundReason.ITEM_NOT_AVAILABLE,
    "CustomerReturnedItem": RefundReason.CUSTOMER_RETURNED_ITEM,
    "CouldNotShip": RefundReason.COULD_NOT_SHIP,
    "AlternateItemProvided": RefundReason.ALTERNATE_ITEM_PROVIDED,
    "BuyerCancelled": RefundReason.BUYER_CANCELED,
    "CustomerExchange": RefundReason.CUSTOMER_EXCHANGE,
    "MerchandiseNotReceived": RefundReason.MERCHANDISE_NOT_RECEIVED,
    "ShippingAddressUndeliverable": RefundReason.SHIPPING_ADDRESS_UNDELIVERABLE,
    "1": RefundReason.CUSTOMER_RETURNED_ITEM,
    "2": RefundReason.GENERAL_ADJUSTMENT,
    "5": RefundReason.MERCHANDISE_NOT_RECEIVED,
    "6": RefundReason.BUYER_CANCELED,
    "9": RefundReason.SHIPPING_ADDRESS_UNDELIVERABLE,
    "10": RefundReason.CUSTOMER_EXCHANGE,
}
# Whether a return is to be approved or refused is open only in the first two steps; after them it is decided.
REFUND_STATUS = {
    "Error": RefundStatus.FAILED,
    "SubmittedNotProcessed": RefundStatus.PENDING,
    "NewRma": RefundStatus.REQUESTED,
    "PendingApproval": RefundStatus.REQUESTED,
    "ProcessingApproval": RefundStatus.PENDING,
    "ReadyForReturn": RefundStatus.PENDING,
    "PendingReturn": RefundStatus.PENDING,
    "ProcessingReturn": RefundStatus.PENDING,
    "PendingRejection": RefundStatus.PENDING,
    "ProcessingRejection": RefundStatus.PENDING,
    "ProcessedNotAcknowledged": RefundStatus.PENDING,
    "PendingReturnRejection": RefundStatus.PENDING,
    "ProcessingReturnRejection": RefundStatus.PENDING,
    "AcknowledgedPostProcessingNotComplete": RefundStatus.ACCEPTED,
    "PostProcessingComplete": RefundStatus.COMPLETED,
    "RejectionCompleted": RefundStatus.REJECTED,
    "InformationOnly": RefundStatus.RECORDED,
}
# SiteID -> family, and the country where the site's name tells one.
SITE: dict[int, tuple[M, str | None]] = {
    640: (M.AMAZON, "US"),
    641: (M.AMAZON, "GB"),
    642: (M.AMAZON, "DE"),
    643: (M.AMAZON, "FR"),
    644: (M.AMAZON, "CA"),
    645: (M.AMAZON, "IT"),
    683: (M.AMAZON, "ES"),
    686: (M.AMAZON, "CN"),
    689: (M.AMAZON, "JP"),
    692: (M.AMAZON, "MX"),
    1075: (M.AMAZON, "IN"),
    1160: (M.AMAZON, "AU"),
    1430: (M.AMAZON, "AE"),
    1129: (M.AMAZON_VENDOR, None),
    1144: (M.AMAZON_VENDOR, None),
    1: (M.EBAY, "US"),
    576: (M.EBAY, None),
    577: (M.EBAY, "CA"),
    579: (M.EBAY, "DE"),
    580: (M.EBAY, "FR"),
    581: (M.EBAY, "GB"),
    582: (M.EBAY, "AU"),
    568: (M.EBAY, None),
    996: (M.WALMART, None),
    1261: (M.WALMART, "CA"),
    1151: (M.WALMART_DSV, None),
    665: (M.NEWEGG, None),
    926: (M.NEWEGG, None),
    927: (M.NEWEGG, "CA"),
    656: (M.RAKUTEN, None),
    664: (M.SEARS, None),
    930: (M.JET, None),
    1008: (M.WISH, None),
    1101: (M.OVERSTOCK, None),
    1194: (M.TARGET, None),
    1168: (M.GOOGLE, None),
    1192: (M.HOUZZ, None),
    919: (M.ZALANDO, "DE"),
    967: (M.CDISCOUNT, None),
    1069: (M.OTTO, None),
    1393: (M.ALLEGRO, None),
    1091: (M.FRUUGO, "US"),
    1072: (M.MANOMANO, "FR"),
    1319: (M.ONBUY, "GB"),
    862: (M.SHOPIFY, None),
    863: (M.BIGCOMMERCE, None),
    587: (M.DIRECT, None),
}
