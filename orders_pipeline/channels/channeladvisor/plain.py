"""What decoders take in silence and a page must not have: a name twice in one object, an amount as odd text. Pure.

Looked for when a page is landed, so that a load that decodes it need not; a page of which that is not known is looked
through again.
"""

import re
from decimal import Decimal
from typing import get_type_hints

import msgspec

from orders_pipeline.channels.bad_json import Node, Shape, said, tree
from orders_pipeline.channels.channeladvisor import wire
from orders_pipeline.channels.repeats import Steps, first_repeat, may_repeat
from orders_pipeline.model.reasons import Reason
from orders_pipeline.model.sighting import Problem

_HINTS = [(name, hint) for one in wire.Wire.__subclasses__() for name, hint in get_type_hints(one).items()]
AMOUNTS = frozenset(name for name, hint in _HINTS if hint is Decimal or Decimal in getattr(hint, "__args__", ()))
_NAMES = frozenset(name for name, _ in _HINTS)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
# Python's Decimal takes "1_000", " 1 ", "1e3", "NaN" and digits of any script. Few texts follow a name that ends as an
# amount's does, so that this is fast over a whole page; whose name it is, is looked at then.
_ENDINGS = "|".join(sorted({name[-3:] for name in AMOUNTS}))
_MAYBE_ODD = re.compile(rb'":(?<=(?:%s)":)\s*"(?!-?[0-9]+(?:\.[0-9]+)?")' % _ENDINGS.encode())
_NAMES_OF_AMOUNTS = frozenset(name.encode() for name in AMOUNTS)
_LONGEST = max(map(len, AMOUNTS)) + 1


def is_plain(content: bytes | msgspec.Raw) -> bool:
    """True is certain, but for names of amounts that are written with escapes."""
    return not may_repeat(content) and not _has_odd_amount(bytes(content))


def _has_odd_amount(content: bytes) -> bool:
    """Where a blank stands before a colon it is not asked: such a page may repeat."""
    names = (content[max(found.start() - _LONGEST, 0) : found.start()] for found in _MAYBE_ODD.finditer(content))
    return any(name.rpartition(b'"')[2] in _NAMES_OF_AMOUNTS for name in names)


def first_oddity(raw: bytes | msgspec.Raw, order_id: str | None) -> Problem | None:
    """The problem of an order that decodes and is not plain; None: it only looked so."""
    root = tree(bytes(raw))
    if steps := first_repeat(root):
        sentence = "one name stands twice in one object"
        return Problem(reason=Reason.REPEATED_FIELD, path=_path(steps), message=sentence, order_id=order_id)
    if steps := _odd_amount(root):
        return Problem(
            reason=Reason.WRONG_TYPE, path=_path(steps), message="the amount is no plain number", order_id=order_id
        )
    return None


def _odd_amount(root: Node) -> Steps | None:
    waiting: list[tuple[Steps, Node]] = [([], root)]
    while waiting:
        steps, node = waiting.pop()
        for place, (name, member) in enumerate(node.members):
            way: Steps = [*steps, place if name is None else name]
            if name in AMOUNTS and member.shape is Shape.TEXT and not _PLAIN.fullmatch(said(member.raw)):
                return way
            if member.members:
                waiting.append((way, member))
    return None


def _path(steps: Steps) -> str:
    """As far as it leads along names of the protocol."""
    path = "$"
    for step in steps:
        if isinstance(step, str) and step not in _NAMES:
            break
        path += f".{step}" if isinstance(step, str) else f"[{step}]"
    return path
