"""What ChannelUnity's answer to a write means. Pure: a Status of a whole document, or doubt (channelunity.md §3).

Nothing is documented of HTTP statuses, so 200 alone carries an answer: neither a redirect nor 401, 429 or 5xx proves
anything. The hub's texts are not documented either, and are never looked into.
"""

from orders_pipeline.channels.channelunity import message
from orders_pipeline.channels.channelunity.answer import ORDER, STATUS, NotOk, refuse_foreign, refuse_not_ok, value_of
from orders_pipeline.channels.complaints import message_of
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.xml import root_of
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Outcome
from orders_pipeline.model.plans import Draft

ANSWERED = 200

# Calls for which a Status with other words than OK is a refusal that changed nothing, and why that is believed. Without
# its row a call's refusals are in doubt.
REFUSES = {
    message.ORDER_STATUS_UPDATE: "the vendor's clients take it for a failure (§3), and an order has one status",
    message.DO_PARTIAL_ACTION: (
        "the vendor's clients take it for a failure (§3); that a message is done whole or not at all is assumed (§7), "
        "and ours is of one line"
    ),
}


def outcome(draft: Draft, response: Response) -> Outcome:
    evidence = f"HTTP {response.status}"
    if response.status != ANSWERED:
        return _doubt(f"an answer that proves nothing (status {response.status})", evidence)
    try:
        root = root_of(response.body)
        refuse_foreign(root)
        if any(child.tag == ORDER for child in root):
            raise Malformed("the answer is a page of orders")
        refuse_not_ok(root)
    except NotOk:
        said = value_of(root, STATUS)
        if said is None or _call_of(draft) not in REFUSES:
            return _doubt("a Status that says nothing", evidence)
        return Outcome(
            event=Event.ANSWERED_NO,
            sentence=f"the hub refused it: {message_of(response.body) or 'no reason'}",
            evidence=f"{evidence}, a Status that is not OK",
        )
    except Malformed as error:
        return _doubt(f"an answer that proves nothing: {error.sentence}", evidence)
    return Outcome(event=Event.ANSWERED_OK, sentence="the hub took it", evidence=f"{evidence}, Status OK")


def _call_of(draft: Draft) -> str | None:
    return next((call for call in REFUSES if f"<RequestType>{call}</RequestType>" in draft.request.body), None)


def _doubt(sentence: str, evidence: str) -> Outcome:
    return Outcome(event=Event.IN_DOUBT, sentence=sentence, evidence=evidence)
