"""What can still be told of an order that is malformed: its id. Pure.

An id is shown to people and stands in URLs, so only what looks like one is taken for one.
"""

import re
from typing import Any

import msgspec

from orders_pipeline.channels.envelope import UNREADABLE

ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
# Of an order that is no JSON, the id where it stands first, as ChannelApe writes it.
_FIRST_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"\s*([0-9A-Za-z_-]{1,64})\s*"\s*[,}]')
_UNTYPED = msgspec.json.Decoder(float_hook=str)  # floats are of no interest here, and stay text


def lenient(raw: bytes | msgspec.Raw) -> Any:
    """The document as plain values, numbers with a point as text; None where it is no JSON."""
    try:
        return _UNTYPED.decode(raw)
    except UNREADABLE:
        return None


def order_id_of(raw: bytes | msgspec.Raw) -> str | None:
    """The order's id, where it looks like one."""
    content = lenient(raw)
    if content is None:
        first = _FIRST_ID.match(bytes(raw))
        return first[1].decode() if first else None
    return as_id(content.get("id")) if isinstance(content, dict) else None


def as_id(value: object) -> str | None:
    """The value without blanks around it, where it looks like an id."""
    found = value.strip() if isinstance(value, str) else ""
    return found if ID.fullmatch(found) else None
