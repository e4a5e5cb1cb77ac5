"""What a fresh read of a ChannelApe order shows of a write of ours, and whether other entries got lost. Pure.

channelape.md §§5.2, 6.2. Refunds are found by supplierRefundId, parcels by the id that we gave with their tracking
number. Two writers of a list can lose each other's entries: ours counts as done where those that stood there still do.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from orders_pipeline.channels.channelape.lists import FULFILLMENTS, REFUNDS
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.decisions import Decision
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.requested import WAITS
from orders_pipeline.model.status import OrderStatus, RefundStatus

LIST, OTHERS, REPLACES = "list", "others", "replaces"  # names of a baseline
TRACKING, CARRIER = "tracking_number", "carrier"
_STATUS = {
    RefundStatus.RECORDED: Event.SEEN_DONE,
    RefundStatus.COMPLETED: Event.SEEN_DONE,
    RefundStatus.FAILED: Event.SEEN_FAILED,
    RefundStatus.REJECTED: Event.SEEN_FAILED,
}
"""By what the channel made of its money since; what is not here is under way, unknown words too."""


def baseline_of(decision: Decision, name: str | None, replaces: str | None) -> dict[str, str]:
    """Which list it is, and the ids in it that must stay. name: None where the order's status is changed.

    What waits may go: the hub takes what its warehouse refused off the list (§6.2).
    """
    document, intent = decision.document, decision.intent
    if name is None:
        return {}
    if name == REFUNDS:
        others = [refund.refund_id for refund in document.refunds]
    else:
        others = [one.fulfillment_id for one in document.fulfillments if one.delivery_status not in WAITS]
    told = {LIST: name, OTHERS: msgspec.json.encode([one for one in others if one != replaces]).decode()}
    given = {REPLACES: replaces}
    if name == FULFILLMENTS:
        given |= {TRACKING: intent.tracking_number, CARRIER: intent.carrier}
    return told | {key: value for key, value in given.items() if value is not None}


def seen(draft: Draft, document: OrderDocument, is_accepted: bool) -> Seen:
    name = draft.baseline.get(LIST)
    if name is None:
        return _status(document)
    found = _refund(draft, document) if name == REFUNDS else _parcel(draft, document)
    lost = _lost(draft, document)
    if found.event is Event.SEEN_DONE and lost:
        told = f"{found.evidence}; no longer there: {', '.join(lost)}"
        return Seen(event=Event.SEEN_PENDING, sentence=f"{draft.echo} is there, other entries are not", evidence=told)
    return found


def _status(document: OrderDocument) -> Seen:
    order = document.order
    if order.order_status is OrderStatus.CANCELED:
        evidence = f"status {order.channel_order_status}"
        return Seen(event=Event.SEEN_DONE, sentence="the order is canceled", evidence=evidence)
    return Seen(event=None, sentence=f"the order is {order.channel_order_status}, not canceled")


def _refund(draft: Draft, document: OrderDocument) -> Seen:
    found = [refund for refund in document.refunds if refund.seller_refund_id == draft.echo]
    if not found:
        return Seen(event=None, sentence=f"no refund with the supplier's id {draft.echo}")
    evidence = "; ".join(f"refund {one.refund_id} {one.channel_status or one.status}" for one in found)
    if len(found) > 1:
        return Seen(event=Event.SEEN_PENDING, sentence=f"{draft.echo} is there {len(found)} times", evidence=evidence)
    units: dict[str, Decimal] = {}
    for item in document.refund_items:
        if item.refund_id == found[0].refund_id and item.item_id is not None:
            units[item.item_id] = units.get(item.item_id, Decimal(0)) + (item.quantity or Decimal(0))
    if units != draft.units:
        return Seen(event=Event.SEEN_PENDING, sentence=f"{draft.echo} is there with other units", evidence=evidence)
    status = found[0].status
    event = _STATUS.get(status, Event.SEEN_PENDING) if status is not None else Event.SEEN_PENDING
    return Seen(event=event, sentence=f"{draft.echo} is there: {evidence}", evidence=evidence)


def _parcel(draft: Draft, document: OrderDocument) -> Seen:
    parcel = next((one for one in document.fulfillments if one.fulfillment_id == draft.echo), None)
    told = (draft.baseline.get(TRACKING), draft.baseline.get(CARRIER))
    if parcel is None or not parcel.is_shipped or (parcel.tracking_number, parcel.carrier) != told:
        return Seen(event=None, sentence=f"no fulfillment {draft.echo} with tracking number {told[0]}")
    evidence = f"fulfillment {parcel.fulfillment_id} {parcel.channel_delivery_status} {parcel.tracking_number}"
    return Seen(event=Event.SEEN_DONE, sentence=f"{draft.echo} is there", evidence=evidence)


def _lost(draft: Draft, document: OrderDocument) -> Sequence[str]:
    there = {refund.refund_id for refund in document.refunds}
    there |= {parcel.fulfillment_id for parcel in document.fulfillments}
    others = msgspec.json.decode(draft.baseline[OTHERS], type=list[str])
    return [one for one in others if one not in there]
