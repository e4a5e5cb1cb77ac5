"""The body of a write: its parameters by name and type, each as a table; what is no such parameter is refused.

A property without value is as good as none. Names count letter by letter: channeladvisor-rest.md §1.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.sandbox.channeladvisor import codes
from orders_pipeline.sandbox.channeladvisor.errors import Refused, malformed

Arguments = dict[str, Any]
Shape = Mapping[str, Callable[[Any], Any]]  # name -> what makes its value of the JSON one; raises ValueError
DECODER = msgspec.json.Decoder(float_hook=Decimal)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
MOST = 2**31


def body_of(body: bytes, content_type: str) -> Any:
    """The JSON of a body; an empty body is an empty object. Raises Refused: 415, or 400 where it is no JSON."""
    if not body.strip():
        return {}
    if "json" not in content_type.lower():
        raise Refused(415, "The request entity's media type is not supported for this resource.", shape="webapi")
    try:
        return DECODER.decode(body)
    except (msgspec.DecodeError, ValueError):
        raise malformed("The request body is not valid JSON.") from None


def read(told: Any, shape: Shape) -> Arguments:
    if not isinstance(told, dict):
        raise malformed("An object is expected.")
    found: Arguments = {}
    for name, value in told.items():
        if name not in shape:
            raise malformed(f"The property '{name}' does not exist or cannot be set here.")
        if value is None:
            continue
        try:
            found[name] = shape[name](value)
        except (ValueError, TypeError, KeyError):
            raise malformed(f"The value of the property '{name}' cannot be converted.") from None
    return found


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def text_up_to(most: int) -> Callable[[Any], str]:
    def shorter(value: Any) -> str:
        if len(text(value)) > most:
            raise ValueError("too long")
        return value

    return shorter


def whole(value: Any) -> int:
    if type(value) is not int or not -MOST <= value < MOST:
        raise TypeError("no Edm.Int32")
    return value


def key(value: Any) -> int:
    """An id, which a move writes as a text."""
    return whole(int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value)


def amount(value: Any) -> Decimal:
    if type(value) is int:
        return Decimal(value)
    if not isinstance(value, Decimal):
        raise TypeError("no Edm.Decimal")
    return value


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("no Edm.Boolean")
    return value


def instant(value: Any) -> datetime:
    """UTC. Without an offset it is taken for UTC (assumed)."""
    if not INSTANT.fullmatch(text(value)):
        raise ValueError("no Edm.DateTimeOffset")
    found = datetime.fromisoformat(value)  # digits of the fraction beyond the sixth are cut
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def word(table: Mapping[str, str], numbers: str | None = None) -> Callable[[Any], str]:
    """Our word for the hub's; the name of an enum, or its number."""
    ours = {theirs: own for own, theirs in table.items()}
    for name, number in (codes.ENUMS[numbers] if numbers else {}).items():
        if number is not None and name in ours:
            ours[str(number)] = ours[name]
    return lambda value: ours[str(value) if type(value) is int else text(value)]


def anything(value: Any) -> Any:
    return value
