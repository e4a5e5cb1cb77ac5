"""What ChannelApe's answer to a write means. Pure: a table of what is recognised; everything else is in doubt.

channelape.md §§2, 7. Neither 401 nor 429 nor 5xx is certified as refused before processing, so none is.
"""

import msgspec

from orders_pipeline.channels.channelape import codes, skeleton
from orders_pipeline.channels.channelape.between import changed
from orders_pipeline.channels.channelape.effects import LIST, REPLACES
from orders_pipeline.channels.complaints import codes_of, message_of
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.responses import Response
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Outcome
from orders_pipeline.model.plans import Draft

ACCEPTED = frozenset({200, 202})  # 202 is documented; a new client accepts 200 too (§7.1)
NO_ANSWER = frozenset({401, 403, 408, 409, 425, 429})
"""Of 4xx: about who asks, or when. The same request may be taken at another time, or has been already."""

REFUSES = {
    15: "no such business",
    22: "the parameters are refused",
    70: "no such object of the business",
    167: "the channel order id is blank",
    168: "the channel order id exists",
    codes.NO_SUCH_ORDER: "no such order",
    213: "a required attribute is missing",
    226: "an attribute is invalid",
}
"""Codes that refuse the request for what it is, with a status of 4xx. One code that is not here leaves all in doubt."""


def outcome(draft: Draft, response: Response) -> Outcome:
    status, evidence = response.status, f"HTTP {response.status}"
    if status in ACCEPTED:
        if _is_the_order(draft, response.body):
            others = _of_others(draft, response)
            return Outcome(event=Event.ANSWERED_OK, sentence=f"the hub took it ({status}){others}", evidence=evidence)
        return Outcome(
            event=Event.IN_DOUBT, sentence=f"an answer that is not the order (status {status})", evidence=evidence
        )
    found = codes_of(response.body)
    if 400 <= status <= 499 and status not in NO_ANSWER and found and set(found) <= REFUSES.keys():
        said = message_of(response.body) or "; ".join(REFUSES[code] for code in found)
        told = f"{evidence}, code {', '.join(map(str, found))}"
        return Outcome(event=Event.ANSWERED_NO, sentence=f"the hub refused it ({status}): {said}", evidence=told)
    return Outcome(event=Event.IN_DOUBT, sentence=f"an answer that proves nothing (status {status})", evidence=evidence)


def _of_others(draft: Draft, response: Response) -> str:
    """Whether somebody else wrote between our read and our write, as far as it shows: told, and undoes nothing."""
    told = draft.baseline
    if response.before is None:
        return ""
    found = changed(response.before, response.body, told.get(LIST), draft.echo, told.get(REPLACES))
    if not found:
        return ""
    lost = f"what they put into {told[LIST]} then may be lost: " if LIST in told else ""
    return f"; between our read and our write the order changed in {', '.join(found)}, not by us: {lost}compare it"


def _is_the_order(draft: Draft, body: bytes) -> bool:
    """A whole order, without errors, and the one that was written to."""
    try:
        found = skeleton.single(body).entries[0].order_id or ""
        msgspec.json.decode(body, type=msgspec.Raw)
    except (HubError, msgspec.MsgspecError):
        return False
    return draft.request.path.lower().endswith(f"/{found.lower()}")
