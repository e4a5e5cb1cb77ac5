"""ChannelApe's words and numbers -> ours (channelape.md §§4, 6, 7). Data only.

A word that is not here is kept as the hub wrote it, and flagged. There is no `else`.
"""

from orders_pipeline.channels.errors import HubError, Incomplete, Rejected, Retriable, Unauthorized
from orders_pipeline.model.status import DeliveryStatus, OrderStatus, RefundKind, RefundStatus

# §6.1; the eBay page writes two l.
ORDER_STATUS = {
    "PENDING": OrderStatus.PENDING,
    "OPEN": OrderStatus.OPEN,
    "HOLD": OrderStatus.HELD,
    "IN_PROGRESS": OrderStatus.IN_PROGRESS,
    "CLOSED": OrderStatus.CLOSED,  # fulfilled, or closed on the channel: the word does not tell which
    "CANCELED": OrderStatus.CANCELED,
    "CANCELLED": OrderStatus.CANCELED,
}
# §6.2. OPEN means 'not yet sent to the supplier' in one document and 'shipped, to be pushed to the channel' in another:
# the tracking number decides. PENDING stays PENDING even with one.
DELIVERY_STATUS = {
    "NEW": DeliveryStatus.UNSHIPPED,
    "PENDING": DeliveryStatus.REQUESTED,
    "OPEN": DeliveryStatus.UNSHIPPED,
    "SUCCESS": DeliveryStatus.SHIPPED,
    "CANCELED": DeliveryStatus.CANCELED,
    "CANCELLED": DeliveryStatus.CANCELED,
    "BACKORDER": DeliveryStatus.BACKORDERED,
    "BACKORDERED": DeliveryStatus.BACKORDERED,
}
DELIVERY_STATUS_WITH_TRACKING = {**DELIVERY_STATUS, "OPEN": DeliveryStatus.SHIPPED}

# §4, §5.4: what a refund's line says about stock tells whether units were canceled or returned. The list is not known
# whole.
KIND_BY_RESTOCK: dict[str | None, RefundKind] = {
    None: RefundKind.REFUND,
    "CANCEL": RefundKind.CANCELLATION,
    "NO_RESTOCK": RefundKind.REFUND,
}
# §4: the four states of a refund's transaction.
TRANSACTION_STATUS = {
    "PENDING": RefundStatus.PENDING,
    "SUCCESS": RefundStatus.COMPLETED,
    "FAILURE": RefundStatus.FAILED,
    "ERROR": RefundStatus.FAILED,
}
# Of several transactions the first of these that one of them has: a failed attempt may have been followed by another.
STATUS_OF_SEVERAL = (RefundStatus.PENDING, RefundStatus.COMPLETED, RefundStatus.FAILED)
WITHOUT_TRANSACTIONS = RefundStatus.RECORDED  # §5.5: this hub returns no money
# What an adjustment gives back, by its reason in lower case -> columns of its amount and its tax.
ADJUSTMENT = {
    "shipping refund": ("shipping_amount", "shipping_tax_amount"),
    "shipping_refund": ("shipping_amount", "shipping_tax_amount"),
    "shipping": ("shipping_amount", "shipping_tax_amount"),
}

NO_SUCH_ORDER = 174
# §7: code of an error -> what to do next. Codes that are not here are judged by the status they came with; in an answer
# of status 200 they are Incomplete.
ERRORS: dict[int, type[HubError]] = {
    0: Retriable,
    **dict.fromkeys((4, 11, 12), Unauthorized),  # malformed, expired, invalid token
    **dict.fromkeys((1, 2, 3, 5, 6, 7, 8, 9, 10, 13, 14), Rejected),
    15: Rejected,  # no such business
    **dict.fromkeys((16, 17), Unauthorized),  # for owners or members only
    **dict.fromkeys((21, 22, 70, 100, 101, 111, 167, 168, NO_SUCH_ORDER, 207, 213, 226), Rejected),
}
UNKNOWN_ERROR = Incomplete
