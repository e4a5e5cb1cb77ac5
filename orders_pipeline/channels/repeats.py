"""JSON objects that have one name twice, which decoders pass over in silence. Pure.

Two ways: a fast one over a whole page that may cry wolf and never misses, and an exact one over the tree of a document.
"""

import re

import msgspec

from orders_pipeline.channels.bad_json import Node
from orders_pipeline.channels.envelope import UNREADABLE

_NAME = b'":'
# What makes the counts below incomparable: a blank before a colon, a quote or a colon written as an escape.
_BLANK_BEFORE_COLON = re.compile(rb'"[ \t\r\n]+:')
_ESCAPE, _ESCAPED = b"\\u00", re.compile(rb"\\u00(?:22|3[aA])")
_decoder = msgspec.json.Decoder(float_hook=str)  # floats are of no interest here, and stay text

Steps = list[str | int]
Way = tuple["Way", str | int] | None  # back to the root; depth costs no copies


def may_repeat(content: bytes | msgspec.Raw) -> bool:
    """Whether an object in it may have a name twice; False is certain.

    Written anew, a document lacks what a repeated name hid: it then has fewer names. What looks like a name within a
    text stands in both.
    """
    given = bytes(content)
    if _BLANK_BEFORE_COLON.search(given) or (_ESCAPE in given and _ESCAPED.search(given)):
        return True
    try:
        written = msgspec.json.encode(_decoder.decode(given))
    except UNREADABLE:
        return True
    return written.count(_NAME) != given.count(_NAME)


def first_repeat(node: Node) -> Steps | None:
    """The steps to the first name that its object has twice; None where every name is its object's only one."""
    waiting: list[tuple[Way, Node]] = [(None, node)]
    while waiting:
        way, one = waiting.pop()
        names = set()
        for name, _ in one.members:
            if name is not None and name in names:
                return _steps((way, name))
            names.add(name)
        inner = [((way, place if name is None else name), member) for place, (name, member) in enumerate(one.members)]
        waiting.extend(reversed(inner))
    return None


def _steps(way: Way) -> Steps:
    steps: Steps = []
    while way is not None:
        way, step = way
        steps.append(step)
    return steps[::-1]
