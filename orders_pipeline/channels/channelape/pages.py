"""Landed ChannelApe pages -> sightings of orders. Pure: replays what was landed, offline.

A page is decoded at once; only where that fails, or a name may stand in it twice, order by order, so that one bad order
harms no other.
"""

from collections.abc import Sequence

import msgspec

from orders_pipeline.channels.bad_json import tree
from orders_pipeline.channels.base import Body, Scope
from orders_pipeline.channels.channelape import wire
from orders_pipeline.channels.channelape.lenient import as_id, order_id_of
from orders_pipeline.channels.channelape.normalize import document
from orders_pipeline.channels.channelape.skeleton import ENTRIES, entries
from orders_pipeline.channels.decoding import problem_of
from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.repeats import Steps, first_repeat, may_repeat
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.sighting import Problem, Sighting

_page = wire.decoder(wire.OrderPage)
_order = wire.decoder(wire.Order)

Found = wire.Order | Problem
_NAMES = frozenset(name for entity in wire.Wire.__subclasses__() for name in entity.__struct_fields__)


def sightings(scope: Scope, page: Body, more: Sequence[Body]) -> list[Sighting]:
    """The orders of a page in its order; `more` is nothing that this hub has.

    Also reads a single order as `GET orders/{id}` answers it. Raises Malformed: the page is no list of orders.
    """
    return [_sighting(one, scope, place + 1) for place, one in enumerate(_decode(page.content))]


def _decode(content: bytes) -> Sequence[Found]:
    try:
        whole = _page.decode(content).orders
    except UNREADABLE:
        whole = None
    if whole is not None and not may_repeat(content):
        return whole
    return [_decode_one(raw) for raw in _entries(content)]


def _entries(content: bytes) -> Sequence[bytes | msgspec.Raw]:
    try:
        return entries(content)
    except Malformed:
        if isinstance(whole := _decode_one(content), wire.Order) or (whole.order_id and _is_whole(content)):
            return [content]
        raise


def _is_whole(content: bytes) -> bool:
    """Whether it is one object to its end, and no page; what is bad in it is of its order."""
    return content.rstrip().endswith(b"}") and tree(content).member(ENTRIES) is None


def _decode_one(raw: bytes | msgspec.Raw) -> Found:
    try:
        found = _order.decode(raw)
    except UNREADABLE as error:
        return problem_of(error, order_id_of(raw))
    if may_repeat(raw) and (steps := first_repeat(tree(bytes(raw)))):
        return Problem(
            reason=Reason.REPEATED_FIELD,
            path=_path(steps),
            message="one name stands twice in one object",
            order_id=as_id(found.id),
        )
    return found


def _path(steps: Steps) -> str:
    """As far as it leads along names of the protocol."""
    path = "$"
    for step in steps:
        if isinstance(step, str) and step not in _NAMES:
            break
        path += f".{step}" if isinstance(step, str) else f"[{step}]"
    return path


def _sighting(found: Found, scope: Scope, position: int) -> Sighting:
    if isinstance(found, Problem):
        return Sighting(position=position, problem=found)
    try:
        return Sighting(position=position, document=document(found, scope))
    except Quarantined as why:
        problem = Problem(reason=why.reason, path=why.path, message=why.message, order_id=as_id(found.id))
        return Sighting(position=position, problem=problem)
