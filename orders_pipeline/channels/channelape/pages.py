"""Landed ChannelApe pages -> sightings of orders. Pure: replays what was landed, offline.

A page is decoded at once; only where that fails, or a name may stand in it twice, order by order, so that one bad order
harms no other.
"""

from collections.abc import Sequence

import msgspec

from orders_pipeline.channels.bad_json import tree
from orders_pipeline.channels.base import Body, Scope
from orders_pipeline.channels.channelape import wire
from orders_pipeline.channels.channelape.lenient import as_id, lenient, order_id_of
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
        whole = lenient(content)
        if isinstance(whole, dict) and ENTRIES not in whole and as_id(whole.get("id")) is not None:
            return [content]  # one order; what is bad in it is of its own
        raise


def _decode_one(raw: bytes | msgspec.Raw) -> Found:
    try:
        found = _order.decode(raw)
    except UNREADABLE as error:
        return problem_of(error, order_id_of(raw))
    if not may_repeat(raw):
        return found
    if lenient(raw) is None:  # in a field that is passed over
        return _problem(found, Reason.NOT_READABLE, "$", "the order is no JSON in UTF-8")
    if steps := first_repeat(tree(bytes(raw))):
        return _problem(found, Reason.REPEATED_FIELD, _path(steps), "one name stands twice in one object")
    return found


def _problem(found: wire.Order, reason: Reason, path: str, message: str) -> Problem:
    return Problem(reason=reason, path=path, message=message, order_id=as_id(found.id))


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
        return Sighting(position=position, problem=_problem(found, why.reason, why.path, why.message))
