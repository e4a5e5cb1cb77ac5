"""What ChannelAdvisor's answer to a write means. Pure: a table of what is recognised; everything else is in doubt.

channeladvisor-rest.md §§3, 7, 8.1. Neither 401 nor 429 is certified as refused before processing, so neither is.
"""

import msgspec

from orders_pipeline.channels.complaints import message_of
from orders_pipeline.channels.responses import Response
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Outcome
from orders_pipeline.model.plans import Draft

DONE = 204  # and no body: §§7.1, 7.2, 8.1, 6.3
REFUSED = frozenset({400, 404, 413, 414, 415})
"""Refusals that change nothing, where the body is one of the hub's own error shapes."""


class _Error(msgspec.Struct):
    message: str


class _Refusal(msgspec.Struct):
    """Shapes 1 and 2."""

    error: _Error | None = None
    Message: str | None = None


_decode = msgspec.json.Decoder(_Refusal).decode


def outcome(draft: Draft, response: Response) -> Outcome:
    status = response.status
    if status == DONE and not response.body:
        return Outcome(event=Event.ANSWERED_OK, sentence=f"the hub took it ({status})", evidence=f"HTTP {status}")
    if status in REFUSED and _is_the_hubs(response.body):
        said = message_of(response.body) or "no reason"
        return Outcome(
            event=Event.ANSWERED_NO, sentence=f"the hub refused it ({status}): {said}", evidence=f"HTTP {status}"
        )
    return Outcome(
        event=Event.IN_DOUBT, sentence=f"an answer that proves nothing (status {status})", evidence=f"HTTP {status}"
    )


def _is_the_hubs(body: bytes) -> bool:
    try:
        found = _decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return found.error is not None or found.Message is not None
