"""What a fresh read of a ChannelAdvisor order shows of a write of ours. Pure (channeladvisor-rest.md §§7, 8.5).

Refunds and cancellations are found by the seller's id that we gave, parcels by it or by their tracking number.
"""

from orders_pipeline.channels.parcels import corrected, shipped
from orders_pipeline.channels.refunds import given_back
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import OrderDocument


def seen(draft: Draft, document: OrderDocument, is_accepted: bool) -> Seen:
    if draft.request.path.endswith("/Export"):
        return _mark(is_accepted)
    if draft.request.path.endswith("/Adjust"):
        return given_back(draft, document)
    return shipped(draft, document) if draft.request.path.endswith("/Ship") else corrected(draft, document)


def _mark(is_accepted: bool) -> Seen:
    """Orders do not show their mark; setting it twice is the same as once (§6.3)."""
    if is_accepted:
        return Seen(event=Event.SEEN_DONE, sentence="the hub confirmed the mark", evidence="its own answer")
    return Seen(event=None, sentence="orders do not show their mark", is_blind=True)
