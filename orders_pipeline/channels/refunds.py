"""How a fresh read of an order shows what became of money of ours, for the hubs of ChannelAdvisor. Pure.

Found by the seller's id that we gave: the hub echoes it (channeladvisor-rest.md §8.5, channeladvisor-soap.md §8.3).
"""

from decimal import Decimal

from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import OrderDocument, Refund
from orders_pipeline.model.status import RefundStatus

STATUS = {
    RefundStatus.COMPLETED: Event.SEEN_DONE,
    RefundStatus.FAILED: Event.SEEN_FAILED,
    RefundStatus.REJECTED: Event.SEEN_FAILED,
}
"""What is not here is under way, unknown words too. RECORDED moved no money, and is no end that we asked for."""


def given_back(draft: Draft, document: OrderDocument) -> Seen:
    """Settled where all of it came to one end. Some of it done and some refused is for a person to see."""
    found = [refund for refund in document.refunds if refund.seller_refund_id == draft.echo]
    if not found:
        return Seen(event=None, sentence=f"nothing shows the seller's id {draft.echo}")
    evidence, missing = _told(draft, found), _missing(draft, document, found)
    events = {STATUS.get(one.status, Event.SEEN_PENDING) if one.status else Event.SEEN_PENDING for one in found}
    if missing or events == {Event.SEEN_DONE, Event.SEEN_FAILED}:
        what = f"nothing of line {', '.join(missing)}" if missing else "one part done and another refused"
        return Seen(event=None, sentence=f"{draft.echo} shows {what}: {evidence}", evidence=evidence)
    event = events.pop() if len(events) == 1 else Event.SEEN_PENDING
    return Seen(event=event, sentence=f"{draft.echo}: {evidence}", evidence=evidence)


def _missing(draft: Draft, document: OrderDocument, found: list[Refund]) -> list[str]:
    """Lines that are not shown, of those that money was asked for; a row of no line that we know is of all."""
    rows = {refund.refund_id for refund in found if refund.level != "order"}
    if len(rows) < len(found):
        return []
    shown = {item.item_id for item in document.refund_items if item.refund_id in rows}
    return [] if None in shown else [item_id for item_id in draft.line_amounts if item_id not in shown]


def _told(draft: Draft, found: list[Refund]) -> str:
    told = "; ".join(f"{one.refund_id} {one.channel_status} {one.total_amount} {one.currency}" for one in found)
    planned = sum(
        (amount for amounts in (*draft.line_amounts.values(), draft.order_amounts) for amount in amounts.values()),
        Decimal(0),
    )
    shown = [one.total_amount for one in found if one.total_amount is not None]
    differs = len(shown) == len(found) and sum(shown, Decimal(0)) != planned
    return f"{told}; planned were {planned}" if differs else told
