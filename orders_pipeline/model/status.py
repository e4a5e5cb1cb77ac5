"""The canonical states of orders, payments, shipments, fulfillments and refunds, and how an order's state follows.

The hubs' own words are mapped to these in each channel's `codes.py`; a word that is not there stays raw and flagged.
"""

from enum import StrEnum


class OrderStatus(StrEnum):
    """What is to be done with an order."""

    PENDING = "pending"  # not paid or not released by the marketplace: do not ship
    OPEN = "open"  # paid and released, nothing shipped yet
    HELD = "held"  # someone stopped it: reserve stock, do not ship
    IN_PROGRESS = "in_progress"  # partly shipped, or handed to the warehouse
    SHIPPED = "shipped"  # everything that was not canceled is shipped
    CLOSED = "closed"  # nothing more to do for the seller, though not known as shipped
    CANCELED = "canceled"


class CheckoutStatus(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    HELD = "held"
    DISABLED = "disabled"
    CANCELED = "canceled"


class PaymentStatus(StrEnum):
    NOT_SUBMITTED = "not_submitted"
    SUBMITTED = "submitted"
    CLEARED = "cleared"
    DEPOSITED = "deposited"
    FAILED = "failed"


class ShippingStatus(StrEnum):
    UNSHIPPED = "unshipped"
    PENDING = "pending"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    CANCELED = "canceled"
    EXTERNALLY_MANAGED = "externally_managed"


class FulfilledBy(StrEnum):
    SELLER = "seller"
    MARKETPLACE = "marketplace"
    MIXED = "mixed"


class DeliveryStatus(StrEnum):
    """State of one fulfillment."""

    UNSHIPPED = "unshipped"
    REQUESTED = "requested"  # asked of a warehouse, no parcel yet
    IN_PREPARATION = "in_preparation"
    HELD = "held"
    BACKORDERED = "backordered"
    IN_TRANSIT = "in_transit"
    READY_FOR_PICKUP = "ready_for_pickup"
    SHIPPED = "shipped"
    CANCELED = "canceled"
    EXTERNALLY_MANAGED = "externally_managed"


class RefundKind(StrEnum):
    REFUND = "refund"
    CANCELLATION = "cancellation"
    DISPUTE = "dispute"


class RefundStatus(StrEnum):
    """How far a refund or cancellation has come. Money left the seller only in COMPLETED."""

    REQUESTED = "requested"  # a buyer or person asked; nobody has decided
    PENDING = "pending"  # decided, on its way to the marketplace
    ACCEPTED = "accepted"  # the marketplace took it
    COMPLETED = "completed"
    FAILED = "failed"  # nothing was returned
    REJECTED = "rejected"  # nothing was returned
    RECORDED = "recorded"  # for information; this hub moved no money


class RefundMoney(StrEnum):
    """What a refund's state says of its money: the one rule of every view and question that speaks of money back."""

    GIVEN_BACK = "given_back"  # left the seller: counts as refunded
    UNDERWAY = "underway"  # asked for or sent: may still fail
    RECORDED = "recorded"  # for information: given back elsewhere, or not at all
    NOT_GIVEN = "not_given"  # failed or refused
    UNKNOWN = "unknown"  # the hub's word for the state is not known: neither counted nor left out silently


MONEY_OF_REFUND = {
    RefundStatus.REQUESTED: RefundMoney.UNDERWAY,
    RefundStatus.PENDING: RefundMoney.UNDERWAY,
    RefundStatus.ACCEPTED: RefundMoney.UNDERWAY,
    RefundStatus.COMPLETED: RefundMoney.GIVEN_BACK,
    RefundStatus.FAILED: RefundMoney.NOT_GIVEN,
    RefundStatus.REJECTED: RefundMoney.NOT_GIVEN,
    RefundStatus.RECORDED: RefundMoney.RECORDED,
}


def money_of(status: RefundStatus | None) -> RefundMoney:
    """None: the hub's word is not known."""
    return RefundMoney.UNKNOWN if status is None else MONEY_OF_REFUND[status]


class RefundReason(StrEnum):
    GENERAL_ADJUSTMENT = "general_adjustment"
    ITEM_NOT_AVAILABLE = "item_not_available"
    CUSTOMER_RETURNED_ITEM = "customer_returned_item"
    COULD_NOT_SHIP = "could_not_ship"
    ALTERNATE_ITEM_PROVIDED = "alternate_item_provided"
    BUYER_CANCELED = "buyer_canceled"
    CUSTOMER_EXCHANGE = "customer_exchange"
    MERCHANDISE_NOT_RECEIVED = "merchandise_not_received"
    SHIPPING_ADDRESS_UNDELIVERABLE = "shipping_address_undeliverable"


# First row that fits wins; None fits anything. For hubs that give checkout, payment and shipping apart
# (channeladvisor-rest.md §5.9, §6.5; channeladvisor-soap.md §6).
_ORDER_STATUS: tuple[tuple[CheckoutStatus | None, PaymentStatus | None, ShippingStatus | None, OrderStatus], ...] = (
    (None, None, ShippingStatus.CANCELED, OrderStatus.CANCELED),
    (CheckoutStatus.CANCELED, None, None, OrderStatus.CANCELED),
    (None, None, ShippingStatus.SHIPPED, OrderStatus.SHIPPED),
    (None, None, ShippingStatus.EXTERNALLY_MANAGED, OrderStatus.CLOSED),
    (CheckoutStatus.DISABLED, None, None, OrderStatus.CLOSED),
    (CheckoutStatus.HELD, None, None, OrderStatus.HELD),
    (None, None, ShippingStatus.PARTIALLY_SHIPPED, OrderStatus.IN_PROGRESS),
    (CheckoutStatus.OPEN, None, None, OrderStatus.PENDING),
    (None, PaymentStatus.NOT_SUBMITTED, None, OrderStatus.PENDING),
    (None, PaymentStatus.SUBMITTED, None, OrderStatus.PENDING),
    (None, PaymentStatus.FAILED, None, OrderStatus.PENDING),
    (None, None, ShippingStatus.PENDING, OrderStatus.IN_PROGRESS),
    (None, None, ShippingStatus.UNSHIPPED, OrderStatus.OPEN),
)


def order_status(
    checkout: CheckoutStatus | None, payment: PaymentStatus | None, shipping: ShippingStatus | None
) -> OrderStatus | None:
    """The order's state from its three; None where any of the three is unknown, because a guess could ship goods."""
    if checkout is None or payment is None or shipping is None:
        return None
    for a_checkout, a_payment, a_shipping, status in _ORDER_STATUS:
        if a_checkout in (None, checkout) and a_payment in (None, payment) and a_shipping in (None, shipping):
            return status
    return None
