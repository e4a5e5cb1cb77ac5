"""What a fresh read of a ChannelAdvisor order shows of a write of ours. Pure (channeladvisor-rest.md §§7, 8.5).

Refunds and cancellations are found by the seller's id that we gave, parcels by it or by their tracking number.
"""

from orders_pipeline.channels.parcels import shipped
from orders_pipeline.channels.refunds import given_back
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import Fulfillment, OrderDocument

WHEN = "%Y-%m-%dT%H:%M:%SZ"  # 24 hours, UTC: §12.9


def seen(draft: Draft, document: OrderDocument, is_accepted: bool) -> Seen:
    if draft.request.path.endswith("/Export"):
        return _mark(is_accepted)
    if draft.request.path.endswith("/Adjust"):
        return given_back(draft, document)
    return shipped(draft, document) if draft.request.path.endswith("/Ship") else _corrected(draft, document)


def _mark(is_accepted: bool) -> Seen:
    """Orders do not show their mark; setting it twice is the same as once (§6.3)."""
    if is_accepted:
        return Seen(event=Event.SEEN_DONE, sentence="the hub confirmed the mark", evidence="its own answer")
    return Seen(event=None, sentence="orders do not show their mark", is_blind=True)


def _corrected(draft: Draft, document: OrderDocument) -> Seen:
    """A corrected parcel carries everything that it was corrected to."""
    parcel = next((one for one in document.fulfillments if one.fulfillment_id == draft.echo), None)
    if parcel is None or shown_of(parcel, draft.baseline) != draft.baseline:
        return Seen(event=None, sentence=f"fulfillment {draft.echo} does not show the correction")
    evidence = ", ".join(f"{name} {value}" for name, value in draft.baseline.items())
    return Seen(event=Event.SEEN_DONE, sentence=f"fulfillment {draft.echo} shows the correction", evidence=evidence)


def shown_of(parcel: Fulfillment, names: dict[str, str]) -> dict[str, str]:
    """The named columns as texts; instants to the second, as they are sent."""
    values = {name: getattr(parcel, name) for name in names}
    return {
        name: value.strftime(WHEN) if name == "shipped_at" and value else str(value) for name, value in values.items()
    }
