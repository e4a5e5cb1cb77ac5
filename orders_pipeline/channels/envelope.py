"""A JSON page of the shape {"value": [...], ...} taken apart, entry by entry, however bad one entry is. Pure.

How a dialect calls the list (`value`, `orders`) is an argument.

A page is either whole or refused: an entry that is no JSON is cut out by its brackets, a page that is cut off has no
closing ones. Walks the text with one pattern, so that depth costs no stack.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

# A decoder raises these for a document that it cannot take; the second quotes the document, so never chain it.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

# A text, a run of brackets that open, one of brackets that close, a comma. Possessive: a bomb costs no memory.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]++|[\]}]++|[",]', re.DOTALL)
_OPENS, _CLOSES = b"[{", b"]}"
_BLANKS = b" \t\r\n"  # of JSON
VALUE = "value"  # OData's name of the list


class Envelope(msgspec.Struct, frozen=True):
    """The entries of a page as bytes, and the page without them."""

    entries: Sequence[bytes | msgspec.Raw]
    around: bytes | None  # None: nothing had to be cut, the page decodes as it is


@cache
def _decoder(name: str) -> "msgspec.json.Decoder[Any]":
    page = msgspec.defstruct("Page", [("entries", list[msgspec.Raw], msgspec.field(name=name))])
    return msgspec.json.Decoder(page)


def opened(content: bytes, name: str = VALUE) -> Envelope:
    """The list `name` of the page. Raises ValueError: no page of that shape, or not the whole of it."""
    try:
        return Envelope(_decoder(name).decode(content).entries, None)
    except UNREADABLE:
        return cut(content, name)


def cut(content: bytes, name: str = VALUE) -> Envelope:
    """The same by brackets alone, always with the page around its entries; slow. Raises ValueError."""
    tokens = _tokens(content)
    start, depth = _start_of(tokens, b'"%s"' % name.encode())
    begin, entries = start + 1, []
    for position, token in tokens:
        if token[0] in _OPENS:
            depth += len(token)
        elif token[0] in _CLOSES:
            end, depth = position + depth - 2, max(depth - len(token), 1)  # what closes more is of the page around
            position = end if depth == 1 else position
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


def without(content: bytes, entries: Sequence[bytes | msgspec.Raw]) -> bytes:
    """The page without its entries, which a decoder has found in it; all of it where their places cannot be told.

    Looks for the last entry first, and each before it: they must stand side by side.
    """
    start = end = len(content)
    for place, raw in enumerate(map(bytes, reversed(entries))):
        at = content.rfind(raw, 0, start)
        after = at + len(raw)
        if at < 0 or (place and content[after:start].strip(_BLANKS) != b","):
            return content
        start, end = at, after if place == 0 else end
    return content[:start] + content[end:]


def _tokens(content: bytes) -> Iterator[tuple[int, bytes]]:
    for found in _TOKEN.finditer(content):
        if found[0] == b'"':
            raise ValueError("the page is cut off within a text")
        yield found.start(), found[0]


def _start_of(tokens: Iterator[tuple[int, bytes]], name: bytes) -> tuple[int, int]:
    """Where the list of entries opens, and how deep its run of brackets leads.

    It is the bracket after its name in the outermost object. Takes the tokens up to there.
    """
    depth, before = 0, b""
    for position, token in tokens:
        if not before and token != b"{":
            break
        if token[0] in _OPENS:
            depth += len(token)
            if before == name and depth == 1 + len(token) and token[:1] == b"[":
                return position, depth
        elif token[0] in _CLOSES:
            depth -= len(token)
        before = token
    raise ValueError("the page is no list of orders")
