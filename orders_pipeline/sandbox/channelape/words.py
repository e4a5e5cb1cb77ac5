"""ChannelApe's words for the states of the world: spec §6, as tables.

A word of the world that stands in no table here goes onto the wire as it is: an enum word that nobody knows yet.
"""

FULFILLMENT_STATUS = ("NEW", "PENDING", "OPEN", "SUCCESS", "CANCELED", "BACKORDER", "BACKORDERED")
TRANSACTION_STATUS = ("PENDING", "SUCCESS", "FAILURE", "ERROR")
ORDER_STATUS = ("PENDING", "OPEN", "HOLD", "IN_PROGRESS", "CLOSED", "CANCELED")

# First row that fits wins: shipping, checkout, payment of the world; None fits anything. Spec §6.1.
STATUS: tuple[tuple[str | None, str | None, str | None, str], ...] = (
    ("canceled", None, None, "CANCELED"),
    ("shipped", None, None, "CLOSED"),
    ("third_party", None, None, "CLOSED"),
    (None, "on_hold", None, "HOLD"),
    (None, "not_visited", None, "PENDING"),
    (None, "visited", None, "PENDING"),
    (None, None, "none", "PENDING"),
    (None, None, "submitted", "PENDING"),
    (None, None, "failed", "PENDING"),
    ("partial", None, None, "IN_PROGRESS"),
    ("pending", None, None, "IN_PROGRESS"),
    ("unshipped", None, None, "OPEN"),
)
SHIPPING = frozenset({"unshipped", "partial", "shipped", "canceled", "pending", "third_party"})
CHECKOUT = frozenset(
    {"not_visited", "visited", "completed", "completed_and_visited", "completed_offline", "disabled", "on_hold"}
)
PAYMENT = frozenset({"none", "submitted", "cleared", "deposited", "failed"})

# A parcel that left: by whether the marketplace was told. Spec §5.3: OPEN until the channel pushed it, then SUCCESS.
SENT = {
    "pending": "OPEN",
    "in_progress": "OPEN",
    "failed": "OPEN",
    "complete": "SUCCESS",
    "silent": "SUCCESS",
}
LEFT = frozenset({"shipped", "in_transit"})
WAITS = frozenset({"open", "ready", "held", "label"})
# A parcel that waits, by turns. None: nobody has asked the warehouse, so there is no fulfillment. Spec §6.2.
WAITING = (None, "PENDING", "OPEN", "NEW", "PENDING", "BACKORDER", None, "BACKORDERED")
HANDED_OVER = frozenset({"PENDING", "BACKORDER", "BACKORDERED", "SUCCESS"})

# How far the money of a refund is. Spec §4: PENDING, SUCCESS, FAILURE, ERROR.
TRANSACTION = {
    "submitted": "PENDING",
    "new_rma": "PENDING",
    "pending_approval": "PENDING",
    "processing_approval": "PENDING",
    "ready_for_return": "PENDING",
    "pending_return": "PENDING",
    "processing_return": "PENDING",
    "pending_rejection": "PENDING",
    "processing_rejection": "PENDING",
    "processed": "PENDING",
    "acknowledged": "PENDING",
    "done": "SUCCESS",
    "error": "ERROR",
    "rejected": "FAILURE",
}
MESSAGE = {"SUCCESS": "Refund approved", "FAILURE": "Declined by the card issuer", "ERROR": "No answer from the bank"}
CANCELED_REASON = {
    "general": "Other",
    "not_available": "Out of stock",
    "returned": "Customer returned the items",
    "could_not_ship": "Could not ship",
    "buyer_cancelled": "Customer changed or canceled order",
    "undeliverable": "Undeliverable address",
}
FINANCIAL_STATUS = {
    "none": "pending",
    "submitted": "authorized",
    "cleared": "paid",
    "deposited": "paid",
    "failed": "voided",
}
COUNTRY = {
    "US": "United States",
    "CA": "Canada",
    "GB": "United Kingdom",
    "DE": "Germany",
    "FR": "France",
    "JP": "Japan",
    "KW": "Kuwait",
}
