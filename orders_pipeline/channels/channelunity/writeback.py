"""Actions as ChannelUnity takes them: a whole order by its status, a part of it by one message a line. Pure.

channelunity.md §§6, 7. What returns the whole of an order is Cancelled, never a partial action. A request holds the
message as XML; how that travels in a form is the client's, for reading and writing alike.
"""

from collections.abc import Sequence
from decimal import Decimal

from orders_pipeline.channels.base import Writeback
from orders_pipeline.channels.channelunity.answers import outcome
from orders_pipeline.channels.channelunity.effects import BECOMES, SHIPS, WAS, seen
from orders_pipeline.channels.channelunity.message import (
    DO_PARTIAL_ACTION,
    ORDER_STATUS_UPDATE,
    PATH,
    Payload,
    as_instant,
    as_stamp,
    envelope,
)
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.decisions import DecidedLine, Decision
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.plans import Draft, Request, mark

MERCHANT, AUTHORIZATION, API_KEY, SENT_AT = "merchant_name", "authorization", "api_key", "sent_at"  # names of slots
COMPLETE, CANCELLED = "Complete", "Cancelled"
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def drafts(decision: Decision) -> Sequence[Draft]:
    """One request for an order as a whole; one for each line of a part of it."""
    return _DRAFTS[decision.intent.kind](decision)


def _ship(decision: Decision) -> list[Draft]:
    """Complete is of a whole order in one parcel: what went before would get this parcel's number."""
    if decision.is_of_every_unit:
        return [_status(decision, COMPLETE, f"ship the whole order{_parcel(decision)}")]
    return [_shipped(decision, line) for line in decision.lines]


def _correct(decision: Decision) -> list[Draft]:
    """A second Complete with the new three: repeats are normal, and change the tracking (§6)."""
    return [_status(decision, COMPLETE, f"correct the shipment of the whole order:{_parcel(decision)}")]


def _cancel(decision: Decision) -> list[Draft]:
    return [_status(decision, CANCELLED, f"cancel the whole order: {_money(decision, decision.amount)}")]


def _refund(decision: Decision) -> list[Draft]:
    """The whole at once is Cancelled, as the vendor's own modules send it (§7)."""
    if decision.is_whole and not decision.was_touched:
        return [_status(decision, CANCELLED, f"refund the whole order: {_money(decision, decision.amount)}")]
    if decision.order_amounts:
        return [_shipping(decision)]
    return [_refunded(decision, line) for line in decision.lines]


def _status(decision: Decision, status: str, sentence: str) -> Draft:
    """An OrderStatusUpdate. Of the tracking the three go together, or none (§6)."""
    intent, lines = decision.intent, decision.lines
    told: dict[str, str | None] = {
        "OrderStatus": status,
        "ShipmentDate": as_instant(intent.shipped_at) if intent.shipped_at else None,
        "CarrierName": intent.carrier,
        "ShipmentMethod": intent.service,
        "TrackingNumber": intent.tracking_number,
    }
    return Draft(
        request=_request(decision, ORDER_STATUS_UPDATE, {name: value for name, value in told.items() if value}),
        sentence=sentence,
        units={line.item_id: line.quantity for line in lines},
        line_amounts={line.item_id: line.amounts for line in lines if line.amounts},
        baseline={**_was(decision), BECOMES: status},
    )


def _shipped(decision: Decision, line: DecidedLine) -> Draft:
    intent = decision.intent
    tracking = {"ShipCarrier": intent.carrier, "ShipTracking": intent.tracking_number}
    item = {**_part("Ship", line), **{name: value for name, value in tracking.items() if value}}
    when = mark(SENT_AT) if intent.shipped_at is None else as_stamp(intent.shipped_at)
    return Draft(
        request=_request(decision, DO_PARTIAL_ACTION, {"PartialActionDate": when, "PartialActionItem": item}),
        sentence=f"ship {int(line.quantity)} of SKU {line.sku}{_parcel(decision)}",
        item_ids=(line.item_id,),
        units={line.item_id: line.quantity},
        baseline={**_was(decision), SHIPS: COMPLETE},
    )


def _refunded(decision: Decision, line: DecidedLine) -> Draft:
    """Amount is of all the units together, their tax included (§7)."""
    amount = sum(line.amounts.values(), Decimal(0))
    item = {**_part("Refund", line), "Amount": _plain(decision, amount)}
    return Draft(
        request=_request(decision, DO_PARTIAL_ACTION, {"PartialActionDate": mark(SENT_AT), "PartialActionItem": item}),
        sentence=f"refund {int(line.quantity)} of SKU {line.sku}: {_money(decision, amount)}",
        item_ids=(line.item_id,),
        units={line.item_id: line.quantity},
        line_amounts={line.item_id: line.amounts},
        baseline=_was(decision),
    )


def _shipping(decision: Decision) -> Draft:
    """Only where settings say that the hub takes it: the element stands in the vendor's module alone (§7)."""
    amount = sum(decision.order_amounts.values(), Decimal(0))
    told = {"PartialActionDate": mark(SENT_AT), "ShippingRefund": _plain(decision, amount)}
    return Draft(
        request=_request(decision, DO_PARTIAL_ACTION, told),
        sentence=f"refund {_money(decision, amount)} of the shipping",
        order_amounts=decision.order_amounts,
        baseline=_was(decision),
    )


def _part(action: str, line: DecidedLine) -> dict[str, str]:
    return {"Action": action, "SKU": line.sku or "", "QtyAffected": str(int(line.quantity))}


def _request(decision: Decision, call: str, told: Payload) -> Request:
    order = decision.document.order
    payload = {"SubscriptionID": order.hub_channel_id or "", "OrderID": order.order_id, **told}
    slots = (MERCHANT, AUTHORIZATION, API_KEY)
    message = envelope(mark(MERCHANT), mark(AUTHORIZATION), call, mark(API_KEY), payload)
    timed = (SENT_AT,) if mark(SENT_AT) in message else ()
    return Request(method="POST", path=PATH, body=message, headers=_HEADERS, slots=(*slots, *timed))


def _was(decision: Decision) -> dict[str, str]:
    return {WAS: decision.document.order.channel_order_status or ""}


def _parcel(decision: Decision) -> str:
    intent = decision.intent
    return f" with {intent.carrier} {intent.tracking_number}" if intent.tracking_number else ""


def _plain(decision: Decision, amount: Decimal) -> str:
    """The digits of the currency, a point, and nothing between the thousands."""
    return format(amount.quantize(minor_unit(decision.document.order.currency or "")), "f")


def _money(decision: Decision, amount: Decimal) -> str:
    return f"{amount} {decision.document.order.currency}"


_DRAFTS = {
    ActionKind.SHIP: _ship,
    ActionKind.CORRECT_SHIPMENT: _correct,
    ActionKind.CANCEL: _cancel,
    ActionKind.REFUND: _refund,
}
WRITEBACK = Writeback(drafts=drafts, outcome=outcome, seen=seen)
