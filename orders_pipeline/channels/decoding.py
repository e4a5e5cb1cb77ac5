"""msgspec's complaints -> problems with reason, path and a sentence. Never quotes a value of the document."""

import re

from orders_pipeline.model.reasons import Reason
from orders_pipeline.model.sighting import Problem

_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")
# The start of msgspec's text -> what it means here; first that fits.
_REASONS: tuple[tuple[str, Reason, str], ...] = (
    ("JSON is malformed", Reason.NOT_READABLE, "the order is no JSON"),
    ("Input data was truncated", Reason.NOT_READABLE, "the order is cut off"),
    ("Integer value out of range", Reason.NUMBER_OUT_OF_RANGE, "the number is out of range"),
    ("Number out of range", Reason.NUMBER_OUT_OF_RANGE, "the number is out of range"),
    ("Invalid decimal string", Reason.WRONG_TYPE, "the amount is no number"),
    ("Invalid RFC3339", Reason.WRONG_TYPE, "the date is none"),
    ("Expected `datetime` with a timezone", Reason.WRONG_TYPE, "the date has no time zone"),
)


def problem_of(error: Exception, order_id: str | None) -> Problem:
    """The row of rejects for an order that msgspec could not decode."""
    if isinstance(error, UnicodeDecodeError | RecursionError):  # their texts quote the document, or tell nothing
        return Problem(reason=Reason.NOT_READABLE, path="$", message="the order is no JSON in UTF-8", order_id=order_id)
    found = _WHERE.match(str(error))
    what, path = (found["what"], found["path"] or "$") if found else ("", "$")
    if missing := _MISSING.search(what):
        return Problem(
            reason=Reason.MISSING_FIELD,
            path=f"{path}.{missing['field']}",
            message="a required field is not there",
            order_id=order_id,
        )
    if what.endswith("got `null`"):
        return Problem(reason=Reason.MISSING_FIELD, path=path, message="a required field is null", order_id=order_id)
    for start, reason, message in _REASONS:
        if what.startswith(start):
            return Problem(reason=reason, path=path, message=message, order_id=order_id)
    return Problem(
        reason=Reason.WRONG_TYPE, path=path, message="a value of another type than the protocol's", order_id=order_id
    )
