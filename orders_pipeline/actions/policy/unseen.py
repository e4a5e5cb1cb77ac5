"""Traps of money that was given back and whose amount the hub does not show: nobody knows then what is left. Pure."""

from orders_pipeline.actions.policy.accounting import GAVE_NOTHING, column_of
from orders_pipeline.actions.policy.case import Trap
from orders_pipeline.model.actions import MONEY, Component
from orders_pipeline.model.records import OrderDocument, Refund
from orders_pipeline.model.status import RefundKind

OF_THE_ORDER = frozenset({"OrderLevel", "OrderAndLineItemLevel"})
"""SOAP's OrderRefundStatus: an amount of the order as a whole was refunded (channeladvisor-soap.md §6)."""


def _gives_no_amount(refund: Refund, document: OrderDocument) -> bool:
    """Neither it nor its lines, nor units that would tell it. A cancellation without amounts is one of what is left."""
    if refund.status in GAVE_NOTHING or refund.kind is RefundKind.CANCELLATION:
        return False
    parts = [part for part in document.refund_items if part.refund_id == refund.refund_id]
    if any(part.quantity for part in parts):
        return False
    amounts = [getattr(one, column_of(component)) for one in (refund, *parts) for component in Component]
    return all(amount is None for amount in (refund.total_amount, *amounts))


def is_hidden(document: OrderDocument) -> bool:
    """Money was given back of which the hub shows no amount.

    Also where a refund of ours is among those of the order: what else was given with it shows no more than before.
    """
    return any(_gives_no_amount(refund, document) for refund in document.refunds) or _is_nowhere(document)


def _is_nowhere(document: OrderDocument) -> bool:
    if document.order.channel_refund_status not in OF_THE_ORDER:
        return False
    return not any(one.level == "order" and one.status not in GAVE_NOTHING for one in document.refunds)


TRAPS = (
    Trap(
        "GIVEN-BACK-UNKNOWN",
        "Something was given back already, and the hub does not show how much: nobody can say what is left. Look at "
        "the marketplace, and refund it there.",
        "DESIGN §4; channelape.md §8.9",
        lambda case: case.kind in MONEY and any(_gives_no_amount(one, case.document) for one in case.document.refunds),
    ),
)
SOAP_TRAPS = (
    Trap(
        "SOAP-ORDER-LEVEL-UNSEEN",
        "An amount of the order as a whole was refunded before, and this API shows it nowhere: nobody can say what is "
        "left. Ask the account that speaks REST, or refund it at the hub.",
        "channeladvisor-soap.md §6, §8.3",
        lambda case: case.kind in MONEY and _is_nowhere(case.document),
        channels=frozenset({"channeladvisor_soap"}),
    ),
)
