"""What a fresh read of a ChannelUnity order shows of a write of ours: its status, against the one before. Pure.

Orders show no shipments, no refunds and no id of ours (channelunity.md §5.3): what does not change the status is
proven by the hub's own OK alone, and without that stays in doubt.
"""

from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.records import OrderDocument

# Of a baseline: the status when it was planned; that which the request gives the order; that which the order has when
# everything of it is shipped, this part too.
WAS, BECOMES, SHIPS = "order_status_before", "order_status_after", "order_status_when_all_is_shipped"


def seen(draft: Draft, document: OrderDocument, is_accepted: bool) -> Seen:
    before, now = draft.baseline[WAS], document.order.channel_order_status
    after = draft.baseline.get(BECOMES) or draft.baseline.get(SHIPS)
    if after is not None and now == after != before:
        told = f"OrderStatus {now}, before it was sent {before}"
        return Seen(event=Event.SEEN_DONE, sentence=f"the order is {now}", evidence=told)
    if BECOMES in draft.baseline and after != before:
        return Seen(event=None, sentence=f"the order is {now}, not {after}")
    if is_accepted:
        return Seen(
            event=Event.SEEN_DONE,
            sentence="the hub confirmed it, and shows nothing of the kind",
            evidence="its own answer, Status OK",
        )
    return Seen(event=None, sentence="orders of this hub show nothing of the kind", is_blind=True)
