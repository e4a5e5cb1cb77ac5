"""Landed SOAP answers -> sightings of orders. Pure: replays what was landed, offline.

A page is parsed at once, its orders read one by one: a bad one harms no other. Answers about single orders are read
too, for people: what they say of refunds and fulfillments, on an order of which nothing else is known.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, Body, Scope
from orders_pipeline.channels.channeladvisor_soap import answers, codes, names, wire
from orders_pipeline.channels.channeladvisor_soap.completing import FULFILLMENTS, REFUNDS
from orders_pipeline.channels.channeladvisor_soap.drift import ORDER
from orders_pipeline.channels.channeladvisor_soap.elements import BLANKS, plan_of, struct_of
from orders_pipeline.channels.channeladvisor_soap.landed import MALFORMED, UNRENDERED
from orders_pipeline.channels.channeladvisor_soap.normalize import CHANNEL, currency_of, document
from orders_pipeline.channels.channeladvisor_soap.normalize_refunds import asked_for, refunds_of
from orders_pipeline.channels.channeladvisor_soap.normalize_shipping import fulfillments_of
from orders_pipeline.channels.channeladvisor_soap.skeleton import number_of, order_id_of
from orders_pipeline.channels.errors import HubError, Malformed
from orders_pipeline.channels.xml import Element, children
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import Order, OrderDocument
from orders_pipeline.model.sighting import Problem, Sighting

XSI_TYPE = f"{{{names.XSI}}}type"
COMPLETE = "Complete"
_history, _answer = plan_of(wire.RefundHistory), plan_of(wire.RefundAnswer)
_fulfilled = plan_of(wire.OrderFulfillments)
# Why an order that stands alone could not be shown -> the row of rejects.
_ALONE = {
    MALFORMED: (Reason.NOT_READABLE, "the hub's answer about this order is no XML, however often it is asked for"),
    UNRENDERED: (Reason.INCOMPLETE_ORDER, "the hub fails on this order, and shows its neighbours"),
}


class _More(NamedTuple):
    """What completes the orders of a page, by their ids; elements are read when their order's turn comes."""

    incomplete: set[str]
    fulfillments: dict[str, Element]
    refunds: dict[str, Element]


def sightings(scope: Scope, page: Body, more: Sequence[Body]) -> list[Sighting]:
    """The orders of a page in its order, with their fulfillments and refunds merged in.

    Raises Malformed: the page is no answer that shows orders.
    """
    if alone := next((body for body in more if body.kind == INCOMPLETE and body.path in _ALONE), None):
        reason, message = _ALONE[alone.path or ""]
        return [_set_aside(1, Problem(reason=reason, path="$", message=message, order_id=alone.order_id))]
    answer = _answered(page.content)
    if answer.operation == names.GET_ORDER_LIST:
        completing = _completing(more)
        return [_sighting(item, completing, scope, place) for place, item in enumerate(children(answer.data), start=1)]
    if scope.is_whole or answer.operation not in _ABOUT_SINGLE_ORDERS:
        raise Malformed("the answer shows no orders")
    elements, read = _ABOUT_SINGLE_ORDERS[answer.operation]
    return [_about(element, read, scope, place) for place, element in enumerate(elements(answer.data), start=1)]


def _answered(content: bytes) -> answers.Answer:
    try:
        return answers.answer_of(content)
    except Malformed:
        raise
    except HubError as error:
        raise Malformed(error.sentence, hub_message=error.hub_message) from None


def _completing(more: Sequence[Body]) -> _More:
    found = _More(set(), {}, {})
    for body in more:
        if body.kind == INCOMPLETE and body.order_id is not None:
            found.incomplete.add(body.order_id)
        elif body.kind == CONTINUATION and body.path == FULFILLMENTS:
            for entry in children(_answered(body.content).data):
                found.fulfillments[str(number_of(entry, "OrderID", names.WEB))] = entry
        elif body.kind == CONTINUATION and body.path == REFUNDS and body.order_id is not None:
            found.refunds[body.order_id] = _answered(body.content).data
    return found


def _sighting(item: Element, more: _More, scope: Scope, position: int) -> Sighting:
    number = order_id_of(item)
    order_id = None if number is None else str(number)
    try:
        if order_id in more.incomplete:
            raise Quarantined(
                Reason.INCOMPLETE_ORDER, "$", "the order's fulfillments or refunds could not be had from the hub"
            )
        return Sighting(position=position, document=_document(item, order_id, more, scope))
    except Quarantined as why:
        path = why.path if why.path.startswith("$") else f"${why.path}"
        problem = Problem(reason=why.reason, path=path, message=why.message, order_id=order_id)
        return _set_aside(position, problem)


def _set_aside(position: int, problem: Problem) -> Sighting:
    return Sighting(position=position, problem=problem)


def _document(item: Element, order_id: str | None, more: _More, scope: Scope) -> OrderDocument:
    level = level_of(item)
    if level is None:
        raise Quarantined(Reason.WRONG_TYPE, "$", "the entry is no order of a kind that the protocol knows")
    if scope.is_whole and level != COMPLETE:
        raise Quarantined(Reason.MISSING_FIELD, "$", "the order is shown in less detail than was asked for")
    found: wire.Order = struct_of(item, ORDER)
    parcels = more.fulfillments.get(order_id or "")
    refunds = more.refunds.get(order_id or "")
    return document(
        found,
        None if parcels is None else struct_of(parcels, _fulfilled).FulfillmentList or (),
        None if refunds is None else struct_of(refunds, _history).LineItemRefunds or (),
        scope,
    )


def level_of(item: Element) -> str | None:
    """The detail level that xsi:type names, its prefix resolved where it stands; None: it is no order's.

    Without an xsi:type the item is what the schema declares, the base (§5.3).
    """
    if item.tag != names.web("OrderResponseItem"):
        return None
    told = item.get(XSI_TYPE)
    if told is None:
        return codes.LEVELS["OrderResponseItem"]
    prefix, _, name = told.strip(BLANKS).rpartition(":")
    return codes.LEVELS.get(name) if item.nsmap.get(prefix or None) == names.ORDERS else None


def _about(element: Element, read: Callable[[Element, Scope], OrderDocument], scope: Scope, position: int) -> Sighting:
    try:
        return Sighting(position=position, document=read(element, scope))
    except Quarantined as why:
        path = why.path if why.path.startswith("$") else f"${why.path}"
        return _set_aside(position, Problem(reason=why.reason, path=path, message=why.message))


def _bare(found: Any, scope: Scope) -> Order:
    return Order(
        account=scope.account,
        order_id=str(found.OrderID),
        channel=CHANNEL,
        hub_account_id=scope.profile,
        hub_order_number=found.ClientOrderIdentifier,
        currency=currency_of(wire.Cart(), scope),
    )


def _from_history(element: Element, scope: Scope) -> OrderDocument:
    found: wire.RefundHistory = struct_of(element, _history)
    order = _bare(found, scope)
    refunds, items = refunds_of(found.LineItemRefunds or (), order)
    return OrderDocument(order=order, refunds=refunds, refund_items=items)


def _from_refund(element: Element, scope: Scope) -> OrderDocument:
    found: wire.RefundAnswer = struct_of(element, _answer)
    if found.OrderID is None:
        raise Quarantined(Reason.MISSING_FIELD, "$.OrderID", "the answer names the order by another number alone")
    order = _bare(found, scope)
    refunds, items = asked_for(found, order)
    return OrderDocument(order=order, refunds=refunds, refund_items=items)


def _from_fulfillments(element: Element, scope: Scope) -> OrderDocument:
    found: wire.OrderFulfillments = struct_of(element, _fulfilled)
    order = _bare(found, scope)
    parcels, contents = fulfillments_of(found.FulfillmentList or (), order)
    return OrderDocument(order=order, fulfillments=parcels, fulfillment_items=contents)


def _itself(data: Element) -> Iterable[Element]:
    return (data,)


_ABOUT_SINGLE_ORDERS: dict[
    str, tuple[Callable[[Element], Iterable[Element]], Callable[[Element, Scope], OrderDocument]]
] = {
    names.GET_REFUND_HISTORY: (_itself, _from_history),
    names.SUBMIT_REFUND: (_itself, _from_refund),
    names.GET_FULFILLMENTS: (children, _from_fulfillments),
}
