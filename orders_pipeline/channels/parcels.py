"""How a fresh read of an order shows a shipment of ours, or its correction, for the hubs of ChannelAdvisor. Pure.

By the seller's id that we gave, or by a tracking number that the order did not have before
(channeladvisor-rest.md §7, channeladvisor-soap.md §10).
"""

from datetime import UTC
from decimal import Decimal

from orders_pipeline.model.action_states import Event
from orders_pipeline.model.actions import Intent
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import Fulfillment, FulfillmentItem, OrderDocument

TRACKING = "tracking_number"
WHEN = "%Y-%m-%dT%H:%M:%SZ"  # 24 hours, UTC: channeladvisor-rest.md §12.9
NOTICES = {
    None: Event.SEEN_DONE,  # the protocol does not say: the parcel itself is all that there is to see
    "Complete": Event.SEEN_DONE,
    "CompletedWithoutNotification": Event.SEEN_DONE,
    "Failed": Event.SEEN_FAILED,
}
"""How the hub fared with telling the marketplace (channeladvisor-rest.md §7.1). What is not here is under way."""


def baseline_of(document: OrderDocument, tracking_number: str | None) -> dict[str, str]:
    """What a draft keeps: the tracking number, where no parcel of the order has it yet."""
    known = {parcel.tracking_number for parcel in document.fulfillments}
    return {} if tracking_number is None or tracking_number in known else {TRACKING: tracking_number}


def shipped(draft: Draft, document: OrderDocument) -> Seen:
    """A shipment as a whole; the hub may have made several parcels of it. Done when the marketplace knows of it."""
    ours = [parcel for parcel in document.fulfillments if parcel.is_shipped and _is_ours(draft, parcel, document)]
    if not ours:
        return Seen(event=None, sentence=f"no parcel that has left shows {draft.echo}")
    evidence = "; ".join(_told(parcel, document) for parcel in ours)
    events = {
        NOTICES.get(part.channel_marketplace_notice, Event.SEEN_PENDING)
        for parcel in ours
        for part in _parts(parcel, document)
    } or {Event.SEEN_DONE}
    if Event.SEEN_PENDING not in events and len(events) > 1:
        what = f"shipment {draft.echo} is there, and the marketplace knows a part of it"
        return Seen(event=None, sentence=f"{what}: {evidence}", evidence=evidence)
    event = Event.SEEN_PENDING if Event.SEEN_PENDING in events else events.pop()
    return Seen(event=event, sentence=f"shipment {draft.echo} is there: {evidence}", evidence=evidence)


def _parts(parcel: Fulfillment, document: OrderDocument) -> list[FulfillmentItem]:
    return [part for part in document.fulfillment_items if part.fulfillment_id == parcel.fulfillment_id]


def _is_ours(draft: Draft, parcel: Fulfillment, document: OrderDocument) -> bool:
    if parcel.seller_fulfillment_id is not None:
        return parcel.seller_fulfillment_id == draft.echo
    return draft.baseline.get(TRACKING) == parcel.tracking_number is not None and _holds(draft, parcel, document)


def _holds(draft: Draft, parcel: Fulfillment, document: OrderDocument) -> bool:
    """Every unit that we told of."""
    held: dict[str, Decimal] = {}
    for part in _parts(parcel, document):
        if part.item_id is not None:
            held[part.item_id] = held.get(part.item_id, Decimal(0)) + (part.quantity or Decimal(0))
    return all(held.get(item_id, Decimal(0)) >= units for item_id, units in draft.units.items())


def _told(parcel: Fulfillment, document: OrderDocument) -> str:
    notices = {part.channel_marketplace_notice for part in _parts(parcel, document)} - {None}
    marketplace = f", marketplace told: {', '.join(sorted(map(str, notices)))}" if notices else ""
    return f"fulfillment {parcel.fulfillment_id} {parcel.channel_delivery_status}{marketplace}"


def corrects(intent: Intent) -> dict[str, str]:
    """What a corrected parcel is to show, by its columns: what the intent names, as texts."""
    told = {
        TRACKING: intent.tracking_number,
        "carrier": intent.carrier,
        "service_class": intent.service,
        "shipped_at": intent.shipped_at.astimezone(UTC).strftime(WHEN) if intent.shipped_at else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def corrected(draft: Draft, document: OrderDocument) -> Seen:
    """A corrected parcel carries everything that it was corrected to. echo: its id at the hub."""
    parcel = next((one for one in document.fulfillments if one.fulfillment_id == draft.echo), None)
    if parcel is None or _shown_of(parcel, draft.baseline) != draft.baseline:
        return Seen(event=None, sentence=f"fulfillment {draft.echo} does not show the correction")
    evidence = ", ".join(f"{name} {value}" for name, value in draft.baseline.items())
    return Seen(event=Event.SEEN_DONE, sentence=f"fulfillment {draft.echo} shows the correction", evidence=evidence)


def _shown_of(parcel: Fulfillment, names: dict[str, str]) -> dict[str, str]:
    """The named columns as texts; instants to the second, as they are sent."""
    values = {name: getattr(parcel, name) for name in names}
    return {
        name: value.strftime(WHEN) if name == "shipped_at" and value else str(value) for name, value in values.items()
    }
