"""Keys of children for which the hub gives no id, or one that repeats (DESIGN §3). Pure.

An id from a content is made of what does not change later, so that the row keeps its key while the rest is filled in.
"""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from orders_pipeline.channels.channelape import wire
from orders_pipeline.channels.values import trimmed

DIGITS = 16  # of the hash in hexadecimal: within one order that is plenty
LARGEST = 30  # decimal places before or behind the point

Content = Sequence[object]  # text, None, and lists of them


class Keys:
    """Gives each child of an order a key: its own id, with #2 and on where it repeats, or one from its content."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def named(self, name: str) -> str:
        """The name, with its ordinal from the second one on."""
        ordinal = self._count(name)
        return name if ordinal == 1 else f"{name}#{ordinal}"

    def of_content(self, content: Content) -> str:
        """A hash of the content, always with its ordinal."""
        digest = hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:DIGITS]
        return f"{digest}#{self._count(digest)}"

    def _count(self, name: str) -> int:
        self._seen[name] = ordinal = self._seen.get(name, 0) + 1
        return ordinal


def plain(number: Decimal | None) -> str | None:
    """One spelling of a number: 1, "1" and 1.00 are the same. What no column can hold is quarantined later."""
    if number is None or abs(number.adjusted()) > LARGEST:
        return None
    return format(number.normalize() + 0, "f")


def lines_of(lines: Iterable[wire.PartLine] | None) -> list[list[str | None]]:
    """What is in a fulfillment or refund, as content."""
    return [[trimmed(line.id), trimmed(line.sku), plain(line.quantity), line.restockType] for line in lines or ()]


def line_key(keys: Keys, line: wire.PartLine, place: int) -> str:
    """Of a line within a fulfillment or refund: the line's id, else its SKU, else its place from 1."""
    return keys.named(trimmed(line.id) or trimmed(line.sku) or str(place + 1))
