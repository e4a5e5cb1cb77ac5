"""Landed ChannelAdvisor pages -> sightings of orders. Pure: replays what was landed, offline.

A page is decoded at once; only where that fails order by order, so that one bad order harms no other.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import UnsetType

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, WHOLE_ORDER, Body, Scope
from orders_pipeline.channels.channeladvisor import wire
from orders_pipeline.channels.channeladvisor.lenient import order_id_of
from orders_pipeline.channels.channeladvisor.normalize import document
from orders_pipeline.channels.channeladvisor.plain import first_oddity, is_plain
from orders_pipeline.channels.decoding import problem_of
from orders_pipeline.channels.envelope import UNREADABLE, opened
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.sighting import Problem, Sighting

_page = msgspec.json.Decoder(wire.OrderPage)
_order = msgspec.json.Decoder(wire.Order)
_rest = msgspec.json.Decoder(wire.RestOfCollection)

Found = wire.Order | Problem
_ENTRY = re.compile(r"\$\[(\d+)\]")


def sightings(scope: Scope, page: Body, more: Sequence[Body]) -> list[Sighting]:
    """The orders of a page in its order, whole orders and continued collections merged in.

    Also reads a single order as `GET Orders(id)` answers it. Raises Malformed: the page is no list of orders.
    """
    found = _decode(page.content, page.is_plain)
    if more:
        found = _completed(found, more)
    return [_sighting(one, scope, place + 1) for place, one in enumerate(found)]


def _decode(content: bytes, is_known_plain: bool) -> list[Found]:
    whole: list[Found] | None
    try:
        whole = list(_page.decode(content).value)
    except UNREADABLE:
        whole = None
    if whole is not None and (is_known_plain or is_plain(content)):
        return whole
    return [_decode_one(raw) for raw in _entries(content)]


def _entries(content: bytes) -> Sequence[bytes | msgspec.Raw]:
    try:
        return opened(content).entries
    except ValueError as error:
        why = str(error)
    if isinstance(whole := _decode_one(content), wire.Order) or whole.order_id is not None:
        return [content]
    raise Malformed(why)


def _decode_one(raw: bytes | msgspec.Raw) -> Found:
    try:
        found = _order.decode(raw)
    except UNREADABLE as error:
        return problem_of(error, order_id_of(raw))
    return found if is_plain(raw) else first_oddity(raw, str(found.ID)) or found


def _completed(found: list[Found], more: Sequence[Body]) -> list[Found]:
    """Whole orders take the place of what the page showed; continued collections are appended as they came."""
    for body in more:
        for place, one in enumerate(found):
            if _id_of(one) != body.order_id:
                continue
            if body.kind == INCOMPLETE:
                found[place] = _incomplete(body)
            elif body.kind == WHOLE_ORDER:
                whole = _decode_one(body.content)
                found[place] = whole if _id_of(whole) == body.order_id else _incomplete(body)
            elif body.kind == CONTINUATION and isinstance(one, wire.Order):
                found[place] = _continued(one, body)
    return found


def _incomplete(body: Body) -> Problem:
    return Problem(
        reason=Reason.INCOMPLETE_ORDER,
        path="$",
        message="the list cut the order's collections, and the rest could not be read",
        order_id=body.order_id,
    )


def _id_of(one: Found) -> str | None:
    return one.order_id if isinstance(one, Problem) else str(one.ID)


def _continued(order: wire.Order, body: Body) -> Found:
    owner, name, path = _owner_of(order, body.path or "")
    held = getattr(owner, name, None) if owner is not None else None
    if isinstance(held, UnsetType) or held is None:
        return Problem(
            reason=Reason.MISSING_FIELD,
            path=path,
            message="a continued collection has no beginning",
            order_id=str(order.ID),
        )
    try:
        rest = CONTINUATIONS[name if owner is order else f"{type(owner).__name__}.{name}"](body.content)
    except UNREADABLE as error:
        problem = problem_of(error, str(order.ID))
        return msgspec.structs.replace(problem, path=_joined(problem.path, path, len(held)))
    if not is_plain(body.content) and (odd := first_oddity(body.content, str(order.ID))):
        return msgspec.structs.replace(odd, path=path)
    held.extend(rest)
    return order


def _owner_of(order: wire.Order, path: str) -> tuple[Any, str, str]:
    """Whose collection is continued, its name there, and where it stands in the order.

    `Items` is the order's own, `$.Items`; `Fulfillments(9)/Items` is its fulfillment 9's, `$.Fulfillments[0].Items`.
    """
    head, _, name = path.rpartition("/")
    if not head:
        return order, name, f"$.{name}"
    collection, _, number = head.rstrip(")").partition("(")
    for place, entry in enumerate(getattr(order, collection, None) or ()):
        if str(entry.ID) == number:
            return entry, name, f"$.{collection}[{place}].{name}"
    return None, name, f"$.{collection.partition('[')[0]}"


def _joined(path: str, collection: str, before: int) -> str:
    """A path into a continuation as one into the whole: `$[3].Quantity` is `$.Items[23].Quantity` after 20 items."""
    entry = _ENTRY.match(path)
    return f"{collection}[{before + int(entry[1])}]{path[entry.end() :]}" if entry else collection


def _list_of(entry: Any) -> Callable[[bytes], list[Any]]:
    decoder = msgspec.json.Decoder(list[entry])
    return lambda content: decoder.decode(_rest.decode(content).value)


CONTINUATIONS = {
    "Items": _list_of(wire.OrderItem),
    "Fulfillments": _list_of(wire.Fulfillment),
    "Adjustments": _list_of(wire.Adjustment),
    "CustomFields": _list_of(wire.CustomField),
    "OrderItem.Promotions": _list_of(wire.Promotion),
    "OrderItem.BundleComponents": _list_of(wire.BundleComponent),
    "OrderItem.Adjustments": _list_of(wire.Adjustment),
    "Fulfillment.Items": _list_of(wire.FulfillmentItem),
}


def _sighting(found: Found, scope: Scope, position: int) -> Sighting:
    if isinstance(found, Problem):
        return Sighting(position=position, problem=found)
    try:
        return Sighting(position=position, document=document(found, scope))
    except Quarantined as why:
        problem = Problem(reason=why.reason, path=why.path, message=why.message, order_id=str(found.ID))
        return Sighting(position=position, problem=problem)
