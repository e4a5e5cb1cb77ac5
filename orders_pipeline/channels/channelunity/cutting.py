"""A page that is no XML as a whole, taken apart: its orders cut out by their tags, and what is left around them. Pure.

One garbled text makes no XML of a whole page. An order is cut out only where its end stands; what is left must be a
whole document, so a page that was cut off stays none.
"""

import re
from collections.abc import Iterator

_OPENS = re.compile(rb"<!\[CDATA\[|<!--|<\?|</Order\s*>|<Order(?=[\s/>])")
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^<>]*\?>)")
_ID = re.compile(rb"<RemoteOrderId>\s*(?:<!\[CDATA\[)?\s*([A-Za-z0-9][A-Za-z0-9_.:/#-]{0,99})\s*(?:\]\]>)?\s*</")


def cut(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands around the orders, and each order as a document of its own.

    Raises ValueError: an order, a comment or a CDATA section has no end.
    """
    declared = _DECLARATION.match(content)
    head = declared[1] if declared else b""
    around, orders, depth, begin, kept = list[bytes](), list[bytes](), 0, 0, 0
    for opens, start, end in _tags(content):
        if opens:
            if depth == 0:
                around.append(content[kept:start])
                begin = start
            depth += not _is_empty(content, end)
        else:
            depth -= 1
        if depth < 0:
            raise ValueError("an order ends that did not begin")
        if depth == 0:
            orders.append(head + content[begin:end])
            kept = end
    if depth:
        raise ValueError("an order has no end")
    around.append(content[kept:])
    return b"".join(around), orders


def order_id_in(order: bytes) -> str | None:
    """The marketplace's number of an order that is no XML, where it can be read."""
    found = _ID.search(order)
    return found[1].decode("ascii") if found else None


def _tags(content: bytes) -> Iterator[tuple[bool, int, int]]:
    """Opening and closing tags of orders with their bounds; what stands within CDATA and comments is none."""
    at = 0
    while found := _OPENS.search(content, at):
        token = found[0]
        closing = _ENDS.get(token, b">")
        end = found.end() if token.startswith(b"</") else content.find(closing, found.end())
        if end < 0:
            raise ValueError("the page is cut off")
        at = end if token.startswith(b"</") else end + len(closing)
        if token not in _ENDS:
            yield not token.startswith(b"</"), found.start(), at


def _is_empty(content: bytes, end: int) -> bool:
    return content[end - 2 : end] == b"/>"
