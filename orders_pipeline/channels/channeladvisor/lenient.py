"""What can still be told of an order that is malformed: its id, and whatever decodes. Pure."""

import re
from typing import Any

import msgspec

from orders_pipeline.channels.envelope import UNREADABLE

# Of an order that is no JSON, the id where it stands first, as ChannelAdvisor writes it.
_FIRST_ID = re.compile(rb'\s*\{\s*"ID"\s*:\s*(\d{1,18})\s*[,}]')


def lenient(raw: bytes | msgspec.Raw) -> Any:
    """The document as plain values; None where it is no JSON."""
    try:
        return msgspec.json.decode(raw)
    except UNREADABLE:
        return None


def order_id_of(raw: bytes | msgspec.Raw) -> str | None:
    """The order's id, where it is a whole number."""
    content = lenient(raw)
    if content is None:
        first = _FIRST_ID.match(bytes(raw))
        return first[1].decode() if first else None
    number = content.get("ID") if isinstance(content, dict) else None
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else None
