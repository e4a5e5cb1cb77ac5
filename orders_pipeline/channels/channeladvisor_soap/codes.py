"""The SOAP API's words and codes -> ours (channeladvisor-soap.md §§2, 3, 5.4, 6). Data only.

A word that is not here is kept as the hub wrote it, and flagged. There is no `else`.
"""

from orders_pipeline.channels.channeladvisor import codes as rest
from orders_pipeline.channels.errors import HubError, Rejected, Unauthorized
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.status import (
    CheckoutStatus,
    PaymentStatus,
    RefundStatus,
    ShippingStatus,
)

UNEXPECTED = "1"  # transient, or an order that the hub cannot show; see `answers.Unrendered`
# §2: everything but 0 and 1 is for good. What 2 means is not found; the simulator's proposal is a refused account.
MESSAGE_CODES: dict[str, type[HubError]] = {"2": Unauthorized, "3": Rejected, "11": Rejected, "12": Rejected}
# §3: a part of the fault's text -> what it means.
FAULTS: tuple[tuple[str, type[HubError]], ...] = (("Authentication failed", Unauthorized),)
AUTHENTICATION_FAILED = FAULTS[0][0]

# xsi:type of an OrderResponseItem, its namespace aside -> detail level; each has all that stands above it.
LEVELS = {
    "OrderResponseItem": "Base",
    "OrderResponseDetailLow": "Low",
    "OrderResponseDetailMedium": "Medium",
    "OrderResponseDetailHigh": "High",
    "OrderResponseDetailComplete": "Complete",
}
CANCELED_STATE = "Cancelled"
# Words that say of a whole order that there is nothing in the refund history (§6).
NO_REFUNDS = frozenset({None, "NoRefunds", "NoChange"})

# `NoChange` is meant for writes; a reader accepts it, and it says nothing.
CHECKOUT_STATUS = {
    "NoChange": None,
    "NotVisited": CheckoutStatus.OPEN,
    "Completed": CheckoutStatus.COMPLETED,
    "Visited": CheckoutStatus.OPEN,
    "Cancelled": CheckoutStatus.CANCELED,
    "CompletedOffline": CheckoutStatus.COMPLETED,
    "OnHold": CheckoutStatus.HELD,
}
PAYMENT_STATUS = {
    "NoChange": None,
    "NotSubmitted": PaymentStatus.NOT_SUBMITTED,
    "Cleared": PaymentStatus.CLEARED,
    "Submitted": PaymentStatus.SUBMITTED,
    "Failed": PaymentStatus.FAILED,
    "Deposited": PaymentStatus.DEPOSITED,
}
SHIPPING_STATUS = {
    "NoChange": None,
    "Unshipped": ShippingStatus.UNSHIPPED,
    "PendingShipment": ShippingStatus.PENDING,
    "PartiallyShipped": ShippingStatus.PARTIALLY_SHIPPED,
    "Shipped": ShippingStatus.SHIPPED,
}
PARCELS_EXIST = frozenset({"Shipped", "PartiallyShipped"})
IS_TAX_INCLUDED = {"Unspecified": None, "VAT_EXCLUSIVE": False, "VAT_INCLUSIVE": True}
# Not listed by the SOAP documents: the words of the REST twin, which sits on the same orders. [assumed]
DELIVERY_STATUS, IS_SHIPPED = rest.DELIVERY_STATUS, rest.IS_SHIPPED
REFUND_STATUS = {
    "NoChange": None,
    "SubmittedNotProcessed": RefundStatus.PENDING,
    "ProcessedNotAcknowledged": RefundStatus.PENDING,
    "AcknowledgedPostProcessingNotComplete": RefundStatus.ACCEPTED,
    "PostProcessingComplete": RefundStatus.COMPLETED,
    "Error": RefundStatus.FAILED,
}
REFUND_REASON = {word: reason for word, reason in rest.REFUND_REASON.items() if not word.isdigit()}  # the same words

# LineItemType of a line of the order as a whole -> column. Each line is one part of the order's sum (§5.4).
TAX, SHIPPING, SHIPPING_TAX = "tax_amount", "shipping_amount", "shipping_tax_amount"
GIFT_WRAP, GIFT_WRAP_TAX = "gift_wrap_amount", "gift_wrap_tax_amount"
INVOICE_LINES = {
    "SalesTax": TAX,
    "Shipping": SHIPPING,
    "ShippingInsurance": "insurance_amount",
    "VATShipping": SHIPPING_TAX,
    "GiftWrap": GIFT_WRAP,
    "VATGiftWrap": GIFT_WRAP_TAX,
    "RecyclingFee": "recycling_fee_amount",
}
PROMO_LINES = {"Promotion": "discount_amount", "AdditionalCostOrDiscount": "additional_amount"}
TAXES = (TAX, SHIPPING_TAX, GIFT_WRAP_TAX)  # what together is all tax of the order

# ItemSaleSource -> family, and the country where the token names one (§6): an open list. Of the sites of Amazon and
# eBay two each are documented; the others follow the pattern of theirs. [assumed]
_COUNTRIES_OF = {
    (M.AMAZON, "AMAZON"): ("US", "UK", "CA", "DE", "FR", "IT", "ES", "JP", "CN", "MX", "IN", "AU", "AE"),
    (M.EBAY, "EBAY"): ("US", "UK", "CA", "DE", "FR", "AU"),
}
SITE: dict[str, tuple[M, str | None]] = {
    **{
        f"{token}_{country}": (family, "GB" if country == "UK" else country)
        for (family, token), countries in _COUNTRIES_OF.items()
        for country in countries
    },
    "EBAY_STORES": (M.EBAY, None),
    "NEWEGG": (M.NEWEGG, None),
    "WALMART_MARKETPLACE": (M.WALMART, None),
    "BUY_DOT_COM": (M.RAKUTEN, None),
    "DIRECT_SALE": (M.DIRECT, None),
    "JET": (M.JET, None),
    "SELL_ON_SEARS": (M.SEARS, None),
}
# What is sold for on a site whose token names its country. §5.3: the currency is the site token's or the account's.
CURRENCY_OF = {
    "US": "USD",
    "GB": "GBP",
    "CA": "CAD",
    "JP": "JPY",
    "CN": "CNY",
    "MX": "MXN",
    "IN": "INR",
    "AU": "AUD",
    "AE": "AED",
    **dict.fromkeys(("DE", "FR", "IT", "ES"), "EUR"),
}
CURRENCY_OF_SITE = {token: CURRENCY_OF[country] for token, (_, country) in SITE.items() if country is not None}
