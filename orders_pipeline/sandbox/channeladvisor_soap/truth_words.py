"""The world's words in the model's terms, as the SOAP dialect can tell them: the tables of `truth`.

A word that is in no table is one that the lists of spec §6 do not know: the canonical column is NULL and is named in
`unknown_words`. Tokens of marketplaces are known where §6 lists them, and where they are those of another country.
"""

from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.status import (
    CheckoutStatus,
    DeliveryStatus,
    FulfilledBy,
    PaymentStatus,
    RefundReason,
    RefundStatus,
    ShippingStatus,
)

MARKETPLACES: dict[str, tuple[Marketplace, str | None]] = {
    "amazon_us": (Marketplace.AMAZON, "US"),
    "amazon_uk": (Marketplace.AMAZON, "GB"),
    "amazon_de": (Marketplace.AMAZON, "DE"),
    "amazon_fr": (Marketplace.AMAZON, "FR"),
    "amazon_ca": (Marketplace.AMAZON, "CA"),
    "amazon_jp": (Marketplace.AMAZON, "JP"),
    "ebay_us": (Marketplace.EBAY, None),  # EBAY_STORES: eBay Fixed Price, of no country
    "ebay_uk": (Marketplace.EBAY, "GB"),
    "newegg_us": (Marketplace.NEWEGG, None),
    "walmart_us": (Marketplace.WALMART, None),
    "direct_sale": (Marketplace.DIRECT, None),
}
FULFILLED_BY = {  # by what the lines say; an order without lines says nothing
    frozenset(): None,
    frozenset({False}): FulfilledBy.SELLER,
    frozenset({True}): FulfilledBy.MARKETPLACE,
    frozenset({False, True}): FulfilledBy.MIXED,
}
CHECKOUT = {
    "not_visited": CheckoutStatus.OPEN,
    "visited": CheckoutStatus.OPEN,
    "completed": CheckoutStatus.COMPLETED,
    "completed_and_visited": CheckoutStatus.COMPLETED,
    "completed_offline": CheckoutStatus.COMPLETED,
    "on_hold": CheckoutStatus.HELD,
    "disabled": CheckoutStatus.CANCELED,  # the hub writes `Cancelled` for it
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
    "canceled": ShippingStatus.UNSHIPPED,  # all that the word says; the order's state says more
}
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
IS_TAX_INCLUDED = {"exclusive_vat": False, "inclusive_vat": True}  # Unspecified tells nothing
STEP = {
    "new_rma": RefundStatus.PENDING,  # this wire has no word for what nobody has decided yet
    "pending_approval": RefundStatus.PENDING,
    "submitted": RefundStatus.PENDING,
    "ready_for_return": RefundStatus.PENDING,
    "processed": RefundStatus.PENDING,
    "processing_approval": RefundStatus.PENDING,
    "pending_return": RefundStatus.PENDING,
    "processing_return": RefundStatus.PENDING,
    "pending_rejection": RefundStatus.PENDING,
    "processing_rejection": RefundStatus.PENDING,
    "acknowledged": RefundStatus.ACCEPTED,
    "done": RefundStatus.COMPLETED,
    "error": RefundStatus.FAILED,
    "rejected": RefundStatus.FAILED,
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
    "old_return": RefundReason.CUSTOMER_RETURNED_ITEM,
    "old_general": RefundReason.GENERAL_ADJUSTMENT,
}
