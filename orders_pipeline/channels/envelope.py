"""A JSON page of the shape {"value": [...], ...} taken apart, entry by entry, however bad one entry is. Pure.

A page is either whole or refused: an entry that is no JSON is cut out by its brackets, a page that is cut off has no
closing ones. Walks the text with one pattern, so that depth costs no stack.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

# A decoder raises these for a document that it cannot take; the second quotes the document, so never chain it.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{},]', re.DOTALL)
_OPENS, _CLOSES = b"[{", b"]}"
_VALUE = b'"value"'


class Envelope(msgspec.Struct, frozen=True):
    """The entries of a page as bytes, and the page without them."""

    entries: Sequence[bytes | msgspec.Raw]
    around: bytes | None  # None: nothing had to be cut, the page decodes as it is


class _Page(msgspec.Struct):
    value: list[msgspec.Raw]


_page = msgspec.json.Decoder(_Page)


def opened(content: bytes) -> Envelope:
    """Raises ValueError: no page of that shape, or not the whole of it."""
    try:
        return Envelope(_page.decode(content).value, None)
    except UNREADABLE:
        return _cut(content)


def _cut(content: bytes) -> Envelope:
    tokens = list(_tokens(content))
    start = _start_of_value(tokens)
    depth, begin, entries = 2, start + 1, []
    for position, token in ((at, token) for at, token in tokens if at > start):
        if token in _OPENS:
            depth += 1
        elif token in _CLOSES:
            depth -= 1
        if (token == b"," and depth == 2) or depth == 1:
            entries.append(content[begin:position].strip())
            begin = position + 1
        if depth == 1:
            around = content[: start + 1] + content[position:]
            break
    else:
        raise ValueError("the page is cut off")
    try:
        msgspec.json.decode(around)
    except UNREADABLE:
        raise ValueError("the page around its entries is no JSON, or is cut off") from None
    return Envelope([] if entries == [b""] else entries, around)


def _tokens(content: bytes) -> Iterator[tuple[int, bytes]]:
    for found in _TOKEN.finditer(content):
        if found[0] == b'"':
            raise ValueError("the page is cut off within a text")
        yield found.start(), found[0]


def _start_of_value(tokens: list[tuple[int, bytes]]) -> int:
    """Where the list of entries opens: the bracket after the name "value" of the outermost object."""
    depth = 0
    for (_, token), (position, following) in pairwise(tokens):
        if token in _OPENS:
            depth += 1
        elif token in _CLOSES:
            depth -= 1
        elif token == _VALUE and depth == 1 and following == b"[" and tokens[0][1] == b"{":
            return position
    raise ValueError("the page is no list of orders")
