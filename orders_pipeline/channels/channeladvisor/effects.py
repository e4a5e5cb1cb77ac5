"""What a fresh read of a ChannelAdvisor order shows of a write of ours. Pure (channeladvisor-rest.md §§7, 8.5).

Refunds and cancellations are found by the seller's id that we gave, parcels by it or by their tracking number.
"""

from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import OrderDocument, Refund
from orders_pipeline.model.status import RefundStatus

_STATUS = {
    RefundStatus.COMPLETED: Event.SEEN_DONE,
    RefundStatus.RECORDED: Event.SEEN_DONE,
    RefundStatus.FAILED: Event.SEEN_FAILED,
    RefundStatus.REJECTED: Event.SEEN_FAILED,
}
"""What is not here is under way, unknown words too."""


def seen(draft: Draft, document: OrderDocument, is_accepted: bool) -> Seen:
    if draft.request.path.endswith("/Export"):
        return _mark(is_accepted)
    if draft.request.path.endswith("/Adjust"):
        return _adjustment(draft, document)
    return _parcel(draft, document)


def _mark(is_accepted: bool) -> Seen:
    """Orders do not show their mark; setting it twice is the same as once (§6.3)."""
    if is_accepted:
        return Seen(event=Event.SEEN_DONE, sentence="the hub confirmed the mark", evidence="its own answer")
    return Seen(event=None, sentence="orders do not show their mark", is_blind=True)


def _adjustment(draft: Draft, document: OrderDocument) -> Seen:
    found = [refund for refund in document.refunds if refund.seller_refund_id == draft.echo]
    if not found:
        return Seen(event=None, sentence=f"no adjustment with the seller's id {draft.echo}")
    events = {
        _STATUS.get(refund.status, Event.SEEN_PENDING) if refund.status else Event.SEEN_PENDING for refund in found
    }
    event = events.pop() if len(events) == 1 else Event.SEEN_PENDING
    return Seen(event=event, sentence=f"adjustment {draft.echo}: {_told(found)}", evidence=_told(found))


def _told(found: list[Refund]) -> str:
    return "; ".join(f"{one.refund_id} {one.channel_status} {one.total_amount} {one.currency}" for one in found)


def _parcel(draft: Draft, document: OrderDocument) -> Seen:
    """A new parcel carries our id; a corrected one carries what it was corrected to."""
    if draft.baseline:
        parcel = next((one for one in document.fulfillments if one.fulfillment_id == draft.echo), None)
        is_there = parcel is not None and all(getattr(parcel, name) == value for name, value in draft.baseline.items())
    else:
        parcel = next((one for one in document.fulfillments if one.seller_fulfillment_id == draft.echo), None)
        is_there = parcel is not None and bool(parcel.is_shipped)
    if parcel is None or not is_there:
        return Seen(event=None, sentence=f"no parcel shows {draft.echo}")
    evidence = f"fulfillment {parcel.fulfillment_id} {parcel.channel_delivery_status}"
    return Seen(event=Event.SEEN_DONE, sentence=f"{draft.echo} is there", evidence=evidence)
