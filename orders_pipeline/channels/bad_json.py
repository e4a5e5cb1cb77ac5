"""Text that may be no JSON, read as far as its brackets, quotes and commas tell: for showing what is wrong with it.

Never refuses and never recurses, so that neither half a letter nor a hundred thousand brackets stop it. Not for
loading: what is loaded is decoded strictly.
"""

import re
from collections.abc import Iterator
from enum import Enum

import msgspec

from orders_pipeline.channels.envelope import UNREADABLE

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_WORD = re.compile(rb"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_text = msgspec.json.Decoder(str)


class Shape(Enum):
    OBJECT = "object"
    LIST = "list"
    TEXT = "text"
    WORD = "word"  # a number, true, false, null, or what stands where one of them belongs
    NOTHING = "nothing"  # a name without a value


class Node(msgspec.Struct):
    """A value as it stands: `raw` of a text or word, `members` by name of an object, without names of a list."""

    shape: Shape
    raw: bytes = b""
    members: list[tuple[str | None, "Node"]] = msgspec.field(default_factory=list)
    name: str | None = None  # while it is read: the name whose value comes next
    waits: bool = False

    def member(self, name: str) -> "Node | None":
        """The last of that name, as decoders take it."""
        return next((node for known, node in reversed(self.members) if known == name), None)

    def add(self, node: "Node") -> None:
        self.members.append((self.name, node))
        self.name, self.waits = None, False


def tree(content: bytes) -> Node:
    """The first value of `content`; NOTHING where there is none."""
    root = Node(Shape.LIST)
    open_nodes = [root]
    for found in _TOKEN.finditer(content):
        token, top = found[0], open_nodes[-1]
        if token == b":":
            top.waits = top.shape is Shape.OBJECT
        elif token in (b",", b"]", b"}"):
            if top.waits:
                top.add(Node(Shape.NOTHING))
            top.name = None
            if token != b"," and top is not root:
                open_nodes.pop()
        elif token in (b"[", b"{"):
            top.add(node := Node(Shape.LIST if token == b"[" else Shape.OBJECT))
            open_nodes.append(node)
        elif top.shape is Shape.OBJECT and not top.waits:
            top.name = said(token)
        else:
            top.add(Node(Shape.TEXT if token[:1] == b'"' else Shape.WORD, token))
    return root.members[0][1] if root.members else Node(Shape.NOTHING)


def said(raw: bytes) -> str:
    """The text of a token, as far as it can be read."""
    try:
        return _text.decode(raw)
    except UNREADABLE:
        return raw.strip(b'"').decode("utf-8", "replace")


def is_json(node: Node) -> bool:
    """Whether a text or word is one by itself; of others their brackets say that they are."""
    if node.shape is Shape.TEXT:
        try:
            _text.decode(node.raw)
        except UNREADABLE:
            return False
        return True
    return node.shape is not Shape.NOTHING and (node.shape is not Shape.WORD or _WORD.fullmatch(node.raw) is not None)


def first_bad(node: Node) -> list[str | int] | None:
    """The steps to the first value that is no JSON; None where each by itself is."""
    waiting: list[tuple[list[str | int], Node]] = [([], node)]
    while waiting:
        steps, one = waiting.pop()
        if not is_json(one):
            return steps
        if len(steps) < _DEEPEST:
            waiting.extend(reversed([([*steps, step], member) for step, member in _steps(one)]))
    return None


_DEEPEST = 20  # levels; no hub's order is deeper


def _steps(node: Node) -> Iterator[tuple[str | int, Node]]:
    for place, (name, member) in enumerate(node.members):
        yield place if name is None else name, member
