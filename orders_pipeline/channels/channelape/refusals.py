"""What the errors of an answer mean for us, by their codes (channelape.md §7). Pure.

Branches on codes and statuses, never on texts. An empty list of errors is none.
"""

from typing import Any

import msgspec

from orders_pipeline.channels.channelape import codes
from orders_pipeline.channels.complaints import codes_of, message_of
from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.channels.errors import HubError, Rejected, Retriable, Unauthorized

# Of several codes the first of these that one of them means.
GRAVITY: tuple[type[HubError], ...] = (Unauthorized, Rejected, codes.UNKNOWN_ERROR, Retriable)


class _Errors(msgspec.Struct):
    errors: list[Any] | None = None


_errors = msgspec.json.Decoder(_Errors)


def refusal_of(content: bytes) -> HubError | None:
    """The errors that stand in an answer of status 2xx; None where there are none."""
    try:
        given = _errors.decode(content).errors
    except UNREADABLE:
        return None
    if not given:
        return None
    small = msgspec.json.encode({"errors": given})
    found = codes_of(small)
    refusal = _worst(found)("the hub answers with errors where it was asked for orders", hub_message=message_of(small))
    refusal.hub_codes = found
    return refusal


def judged(error: HubError) -> HubError:
    """A refusal with a status, renamed where its code tells more than the status does."""
    if not isinstance(error, Rejected) or not any(code in codes.ERRORS for code in error.hub_codes):
        return error
    kind = _worst(tuple(code for code in error.hub_codes if code in codes.ERRORS))
    if isinstance(error, kind):
        return error
    renamed = kind(
        error.sentence,
        account=error.account,
        order_id=error.order_id,
        url=error.url,
        status=error.status,
        hub_message=error.hub_message,
    )
    renamed.hub_codes = error.hub_codes
    return renamed


def _worst(found: tuple[int, ...]) -> type[HubError]:
    kinds = {codes.ERRORS.get(code, codes.UNKNOWN_ERROR) for code in found} or {codes.UNKNOWN_ERROR}
    return next(kind for kind in GRAVITY if kind in kinds)
