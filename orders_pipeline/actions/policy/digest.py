"""What policy looked at for a step, as one hash: where a fresh read gives another, the approval is of another order.

Pure. Of a step about some lines only these lines and what was returned for the order as a whole count, so that one step
of an intent does not end the approval of the next.
"""

import hashlib
from collections.abc import Collection, Mapping

import msgspec

from orders_pipeline.actions.policy.accounting import OrderAccount
from orders_pipeline.actions.policy.unseen import is_hidden
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.status import OrderStatus

STOPPED = frozenset({None, OrderStatus.PENDING, OrderStatus.HELD, OrderStatus.CANCELED})
"""States that no step about a line may meet unawares. The others follow each other as its neighbours are sent."""


def digest(
    document: OrderDocument, account: OrderAccount, item_ids: Collection[str], as_read: Mapping[str, str]
) -> str:
    """item_ids: the lines that the step is about; none of them: all. as_read: as in the decision."""
    order = document.order
    lines = [line for line in account.lines.values() if not item_ids or line.item_id in item_ids]
    parcels = [
        (parcel.fulfillment_id, parcel.delivery_status, parcel.tracking_number)
        for parcel in document.fulfillments
        if not item_ids or _holds(document, parcel.fulfillment_id, item_ids)
    ]
    state: object = (order.order_status, order.shipping_status)
    if item_ids:
        state = order.order_status if order.order_status in STOPPED else "not stopped"
    told = (
        state,
        order.payment_status,
        order.currency,
        order.total_amount,
        account.order_spent,
        account.spent_without_parts.normalize(),
        is_hidden(document),
        lines,
        sorted(parcels),
        as_read,
    )
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


def _holds(document: OrderDocument, fulfillment_id: str, item_ids: Collection[str]) -> bool:
    return any(part.item_id in item_ids for part in document.fulfillment_items if part.fulfillment_id == fulfillment_id)
