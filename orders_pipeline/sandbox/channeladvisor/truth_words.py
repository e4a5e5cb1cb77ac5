"""The world's words in the model's terms, as the ChannelAdvisor dialect can tell them: the tables of `truth`.

A word that is in no table is one that nobody knows: the canonical column is NULL and is named in `unknown_words`.
"""

from orders_pipeline.model.marketplaces import Marketplace
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

MARKETPLACES: dict[str, tuple[Marketplace, str | None]] = {  # family, country where the list of spec §9 names one
    "amazon_us": (Marketplace.AMAZON, "US"),
    "amazon_uk": (Marketplace.AMAZON, "GB"),
    "amazon_de": (Marketplace.AMAZON, "DE"),
    "amazon_fr": (Marketplace.AMAZON, "FR"),
    "amazon_ca": (Marketplace.AMAZON, "CA"),
    "amazon_jp": (Marketplace.AMAZON, "JP"),
    "ebay_us": (Marketplace.EBAY, None),  # 576 is eBay Fixed Price: the list names no country, only the SiteName does
    "ebay_uk": (Marketplace.EBAY, "GB"),
    "walmart_us": (Marketplace.WALMART, None),
    "newegg_us": (Marketplace.NEWEGG, None),
    "wish": (Marketplace.WISH, None),
    "target_plus": (Marketplace.TARGET, None),
    "shopify": (Marketplace.SHOPIFY, None),
    "direct_sale": (Marketplace.DIRECT, None),
    "otto": (Marketplace.OTTO, None),
    "zalando_de": (Marketplace.ZALANDO, "DE"),
    "onbuy_uk": (Marketplace.ONBUY, "GB"),
}
CHECKOUT = {
    "not_visited": CheckoutStatus.OPEN,
    "visited": CheckoutStatus.OPEN,
    "completed": CheckoutStatus.COMPLETED,
    "completed_and_visited": CheckoutStatus.COMPLETED,
    "completed_offline": CheckoutStatus.COMPLETED,
    "disabled": CheckoutStatus.DISABLED,
    "on_hold": CheckoutStatus.HELD,
}
PAYMENT = {
    "none": PaymentStatus.NOT_SUBMITTED,
    "submitted": PaymentStatus.SUBMITTED,
    "cleared": PaymentStatus.CLEARED,
    "deposited": PaymentStatus.DEPOSITED,
    "failed": PaymentStatus.FAILED,
}
SHIPPING = {
    "unshipped": ShippingStatus.UNSHIPPED,
    "pending": ShippingStatus.PENDING,
    "partial": ShippingStatus.PARTIALLY_SHIPPED,
    "shipped": ShippingStatus.SHIPPED,
    "canceled": ShippingStatus.CANCELED,
    "third_party": ShippingStatus.EXTERNALLY_MANAGED,
}
FULFILLED_BY = {"seller": FulfilledBy.SELLER, "external": FulfilledBy.MARKETPLACE, "mixed": FulfilledBy.MIXED}
DELIVERY = {
    "open": DeliveryStatus.UNSHIPPED,
    "in_transit": DeliveryStatus.IN_TRANSIT,
    "ready": DeliveryStatus.READY_FOR_PICKUP,
    "shipped": DeliveryStatus.SHIPPED,
    "canceled": DeliveryStatus.CANCELED,
    "third_party": DeliveryStatus.EXTERNALLY_MANAGED,
    "held": DeliveryStatus.HELD,
    "label": DeliveryStatus.IN_PREPARATION,
}
LEFT = frozenset({DeliveryStatus.SHIPPED, DeliveryStatus.IN_TRANSIT})
IS_TAX_INCLUDED = {"none": None, "exclusive": False, "exclusive_vat": False, "inclusive_vat": True}
KIND = {"refund": RefundKind.REFUND, "cancellation": RefundKind.CANCELLATION, "dispute": RefundKind.DISPUTE}
STEP = {
    "new_rma": RefundStatus.REQUESTED,
    "pending_approval": RefundStatus.REQUESTED,
    "submitted": RefundStatus.PENDING,
    "processed": RefundStatus.PENDING,
    "processing_approval": RefundStatus.PENDING,
    "ready_for_return": RefundStatus.PENDING,
    "pending_return": RefundStatus.PENDING,
    "processing_return": RefundStatus.PENDING,
    "pending_rejection": RefundStatus.PENDING,
    "processing_rejection": RefundStatus.PENDING,
    "acknowledged": RefundStatus.ACCEPTED,
    "done": RefundStatus.COMPLETED,
    "error": RefundStatus.FAILED,
    "rejected": RefundStatus.REJECTED,
    "recorded": RefundStatus.RECORDED,
}
REASON = {
    "general": RefundReason.GENERAL_ADJUSTMENT,
    "not_available": RefundReason.ITEM_NOT_AVAILABLE,
    "returned": RefundReason.CUSTOMER_RETURNED_ITEM,
    "could_not_ship": RefundReason.COULD_NOT_SHIP,
    "alternate": RefundReason.ALTERNATE_ITEM_PROVIDED,
    "buyer_cancelled": RefundReason.BUYER_CANCELED,
    "exchange": RefundReason.CUSTOMER_EXCHANGE,
    "not_received": RefundReason.MERCHANDISE_NOT_RECEIVED,
    "undeliverable": RefundReason.SHIPPING_ADDRESS_UNDELIVERABLE,
    "old_return": RefundReason.CUSTOMER_RETURNED_ITEM,  # the older code 1
    "old_general": RefundReason.GENERAL_ADJUSTMENT,  # the older code 2
}
