"""What a correct pipeline makes of ChannelApe's words: the tables of `truth`. Spec §6.

A word that is in no table is one that nobody knows: the canonical column is NULL and is named in `unknown_words`.
"""

from collections.abc import Sequence

from orders_pipeline.model.status import DeliveryStatus, OrderStatus, RefundKind, RefundStatus
from orders_pipeline.sandbox.channelape.held import Fulfillment, Transaction

ORDER = {
    "PENDING": OrderStatus.PENDING,
    "OPEN": OrderStatus.OPEN,
    "HOLD": OrderStatus.HELD,
    "IN_PROGRESS": OrderStatus.IN_PROGRESS,
    "CLOSED": OrderStatus.CLOSED,  # fulfilled, or closed on the channel: the word does not say which
    "CANCELED": OrderStatus.CANCELED,
}
DELIVERY = {  # OPEN stands below: it means two things
    "NEW": DeliveryStatus.UNSHIPPED,
    "PENDING": DeliveryStatus.REQUESTED,  # even with a tracking number: only SUCCESS and OPEN count as shipped
    "SUCCESS": DeliveryStatus.SHIPPED,
    "CANCELED": DeliveryStatus.CANCELED,
    "BACKORDER": DeliveryStatus.BACKORDERED,
    "BACKORDERED": DeliveryStatus.BACKORDERED,
}
KIND = {None: RefundKind.REFUND, "CANCEL": RefundKind.CANCELLATION, "NO_RESTOCK": RefundKind.REFUND}
OF_SHIPPING = "shipping refund"  # in any case
FAILED = frozenset({"FAILURE", "ERROR"})


def delivery_status(fulfillment: Fulfillment) -> DeliveryStatus | None:
    if fulfillment.status == "OPEN":
        return DeliveryStatus.SHIPPED if fulfillment.tracking_number else DeliveryStatus.UNSHIPPED
    return DELIVERY.get(fulfillment.status)


def refund_kind(restocks: Sequence[str | None]) -> RefundKind | None:
    """A cancellation where every line says so; None where one says what nobody knows."""
    kinds = {KIND.get(restock) for restock in restocks or (None,)}
    if None in kinds:
        return None
    return RefundKind.CANCELLATION if kinds == {RefundKind.CANCELLATION} else RefundKind.REFUND


def counted(transactions: Sequence[Transaction]) -> Sequence[Transaction]:
    """Those that say how much was returned: a failed one counts only where every one failed, as what was asked for."""
    return [each for each in transactions if each.status not in FAILED] or transactions


def refund_status(transactions: Sequence[Transaction]) -> RefundStatus | None:
    """This hub moves no money: without a transaction nothing but the record is known. None for an unknown word."""
    told = {each.status for each in counted(transactions)}
    if not told:
        return RefundStatus.RECORDED
    if told <= FAILED:
        return RefundStatus.FAILED
    if told - {"SUCCESS", "PENDING"}:
        return None
    return RefundStatus.PENDING if "PENDING" in told else RefundStatus.COMPLETED
