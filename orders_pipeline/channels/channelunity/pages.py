"""Landed ChannelUnity pages -> sightings of orders. Pure: replays what was landed, offline."""

from collections.abc import Sequence

from orders_pipeline.channels.base import Body, Scope
from orders_pipeline.channels.channelunity.answer import opened
from orders_pipeline.channels.channelunity.cutting import order_id_in
from orders_pipeline.channels.channelunity.normalize import document
from orders_pipeline.channels.channelunity.wire import order_id_of, order_of
from orders_pipeline.channels.xml import Element
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.sighting import Problem, Sighting


def sightings(scope: Scope, page: Body, more: Sequence[Body]) -> list[Sighting]:
    """The orders of a page in its order; one that is no XML harms no other.

    `more` is empty: orders come whole. Raises Malformed: a refusal, another document, or a page that is not whole.
    """
    return [_sighting(one, scope, place) for place, one in enumerate(opened(page.content).orders, start=1)]


def _sighting(found: Element | bytes, scope: Scope, position: int) -> Sighting:
    if isinstance(found, bytes):
        return Sighting(
            position=position,
            problem=Problem(
                reason=Reason.NOT_READABLE, path="$", message="the order is no XML", order_id=order_id_in(found)
            ),
        )
    try:
        return Sighting(position=position, document=document(order_of(found), scope))
    except Quarantined as why:
        problem = Problem(reason=why.reason, path=why.path, message=why.message, order_id=order_id_of(found))
        return Sighting(position=position, problem=problem)
