"""Actions as ChannelApe takes them: a PATCH of one whole list of the order, or of its status. Pure.

channelape.md §§5.2-5.5. A refund is recorded and moves no money. Only what changes is named: what cannot be changed,
and the other list, stay out.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.channels.base import Writeback
from orders_pipeline.channels.channelape import query
from orders_pipeline.channels.channelape.answers import outcome
from orders_pipeline.channels.channelape.effects import baseline_of, seen
from orders_pipeline.channels.channelape.lists import FULFILLMENTS, REFUNDS, appended, as_read, replaced
from orders_pipeline.model.actions import ActionKind, Amounts, Component, Intent
from orders_pipeline.model.decisions import DecidedLine, Decision
from orders_pipeline.model.plans import Draft, Request, mark
from orders_pipeline.model.requested import exactly
from orders_pipeline.model.status import OrderStatus

SENT_AT = "sent_at"  # the name of a slot
SHIPPED = "OPEN"  # with a tracking number: shipped, to be pushed to the channel (§6.2)
CANCELED, NO_RESTOCK, CANCEL = "CANCELED", "NO_RESTOCK", "CANCEL"
_JSON = {"Content-Type": "application/json"}
# Money beside the lines: components, and what the hub's adjustments call it. Units tell their goods themselves.
_ADJUSTMENTS = (
    (Component.SHIPPING, Component.SHIPPING_TAX, "Shipping refund"),
    (Component.GIFT_WRAP, Component.GIFT_WRAP_TAX, "Gift wrap refund"),
    (Component.RECYCLING_FEE, None, "Recycling fee refund"),
)
_GOODS = ((Component.ITEM, Component.TAX, "Goods refund"), *_ADJUSTMENTS)


def drafts(decision: Decision) -> Sequence[Draft]:
    """Always one request: two would each make the list of the other a stale one."""
    return [_DRAFTS[decision.intent.kind](decision)]


def _ship(decision: Decision) -> Draft:
    """Appended; where the warehouse was asked for exactly these units, that entry is the one that is shipped (§5.3)."""
    units = {line.item_id: line.quantity for line in decision.lines}
    asked_for = exactly(decision.document, units)
    parcel = {"id": decision.echo, "status": SHIPPED, **_tracking(decision.intent, is_new=True)}
    if asked_for is None:
        parcel["lineItems"] = [_units(line) for line in decision.lines]
        count = len(decision.document.fulfillments)
        body, slots = appended(FULFILLMENTS, decision.as_read[FULFILLMENTS], count, parcel)
    else:
        body, slots = replaced(FULFILLMENTS, decision.as_read[FULFILLMENTS], asked_for.place, parcel)
    what = _lines(decision)
    return Draft(
        request=_request(decision, f'{{"{FULFILLMENTS}":{body}}}', slots),
        sentence=f"ship {what} with {decision.intent.carrier} {decision.intent.tracking_number}{_only_here(decision)}",
        units=units,
        echo=decision.echo,
        baseline=baseline_of(decision, FULFILLMENTS, asked_for.fulfillment_id if asked_for else None),
    )


def _correct(decision: Decision) -> Draft:
    """The links lead to the parcel with the old number: they go."""
    intent = decision.intent
    ids = [parcel.fulfillment_id for parcel in decision.document.fulfillments]
    changes = {**_tracking(intent, is_new=False), "trackingUrls": []}
    place = ids.index(intent.fulfillment_id or "")
    body, slots = replaced(FULFILLMENTS, decision.as_read[FULFILLMENTS], place, changes)
    return Draft(
        request=_request(decision, f'{{"{FULFILLMENTS}":{body}}}', slots),
        sentence=f"correct fulfillment {intent.fulfillment_id}{_only_here(decision)}",
        echo=intent.fulfillment_id,
        baseline=baseline_of(decision, FULFILLMENTS, intent.fulfillment_id),
    )


def _cancel(decision: Decision) -> Draft:
    """The whole order by its status; a part as a refund whose lines say so (§5.4)."""
    return _canceled(decision) if decision.is_whole else _give_back(decision, CANCEL)


def _canceled(decision: Decision) -> Draft:
    reason = decision.intent.reason
    body = {
        "status": CANCELED,
        "canceledAt": mark(SENT_AT),
        **({"canceledReason": _words(reason)} if reason is not None else {}),
    }
    return Draft(
        request=_request(decision, msgspec.json.encode(body).decode(), ()),
        sentence=f"cancel the whole order: {_money(decision)}, returned by nobody here",
        units={line.item_id: line.quantity for line in decision.lines},
        line_amounts={line.item_id: line.amounts for line in decision.lines},
        baseline=baseline_of(decision, None, None),
    )


def _refund(decision: Decision) -> Draft:
    return _give_back(decision, NO_RESTOCK)


def _give_back(decision: Decision, restock: str) -> Draft:
    """Our id, never the channel's: what has that is taken for pushed (§5.5). Adjustments are negative."""
    lines = [{**_units(line), "restockType": restock} for line in decision.lines if line.quantity]
    entry: dict[str, Any] = {"supplierRefundId": decision.echo}
    if lines:
        entry["lineItems"] = lines
    if adjustments := _adjusted(decision):
        entry["adjustments"] = adjustments
    count = len(decision.document.refunds)
    body, slots = appended(REFUNDS, decision.as_read[REFUNDS], count, entry)
    what = (
        ", ".join(f"{int(line.quantity)} of line {line.item_id}" for line in decision.lines) or "the order as a whole"
    )
    return Draft(
        request=_request(decision, f'{{"{REFUNDS}":{body}}}', slots),
        sentence=f"record a {decision.intent.kind} of {what}: {_money(decision)}, returned by nobody here"
        f"{_only_here(decision)}",
        units={line.item_id: line.quantity for line in decision.lines if line.quantity},
        line_amounts={line.item_id: line.amounts for line in decision.lines},
        order_amounts=decision.order_amounts,
        echo=decision.echo,
        baseline=baseline_of(decision, REFUNDS, None),
    )


def _adjusted(decision: Decision) -> list[dict[str, Any]]:
    beside, alone = dict[Component, Decimal](), dict[Component, Decimal]()
    for line in decision.lines:
        _add(beside if line.quantity else alone, line.amounts)
    _add(alone, decision.order_amounts)
    return [
        *_given(beside, _ADJUSTMENTS, decision.intent),
        *_given(alone, _GOODS, decision.intent),
    ]


def _given(
    amounts: Amounts, parts: Sequence[tuple[Component, Component | None, str]], intent: Intent
) -> list[dict[str, Any]]:
    told = []
    for component, of_tax, name in parts:
        amount, tax = amounts.get(component, Decimal(0)), amounts.get(of_tax, Decimal(0)) if of_tax else Decimal(0)
        if amount or tax:
            one: dict[str, Any] = {"amount": -amount if amount else Decimal(0)}
            if tax:
                one["taxAmount"] = -tax
            told.append({**one, "reason": name})
    return told


def _add(to: dict[Component, Decimal], amounts: Amounts) -> None:
    for component, amount in amounts.items():
        to[component] = to.get(component, Decimal(0)) + amount


def _units(line: DecidedLine) -> dict[str, Any]:
    told: dict[str, Any] = {"id": line.item_id, "sku": line.sku, "quantity": int(line.quantity)}
    return {name: value for name, value in told.items() if value is not None}


def _tracking(intent: Intent, *, is_new: bool) -> dict[str, Any]:
    when = query.stamp(intent.shipped_at.astimezone(UTC)) if intent.shipped_at else mark(SENT_AT) if is_new else None
    told = {
        "shippingCompany": intent.carrier,
        "shippingMethod": intent.service,
        "trackingNumber": intent.tracking_number,
        "shippedAt": when,
    }
    return {name: value for name, value in told.items() if value is not None}


def _request(decision: Decision, body: str, slots: Sequence[str]) -> Request:
    """The header with the token is added by the client, in the way that the hub takes."""
    timed = (SENT_AT,) if mark(SENT_AT) in body else ()
    path = query.order(decision.intent.order_id)
    return Request(method="PATCH", path=path, body=body, headers=_JSON, slots=(*slots, *timed))


def _lines(decision: Decision) -> str:
    return ", ".join(f"{int(line.quantity)} of line {line.item_id}" for line in decision.lines)


def _words(word: str) -> str:
    return str(word).replace("_", " ")


def _money(decision: Decision) -> str:
    return f"{decision.amount} {decision.document.order.currency}"


def _only_here(decision: Decision) -> str:
    """Channels take up what is in progress, and nothing else (§5.3, §5.5)."""
    order = decision.document.order
    if order.order_status is OrderStatus.IN_PROGRESS:
        return ""
    return f" (channels take it up when the order is IN_PROGRESS; it is {order.channel_order_status})"


_DRAFTS: Mapping[ActionKind, Any] = {
    ActionKind.SHIP: _ship,
    ActionKind.CORRECT_SHIPMENT: _correct,
    ActionKind.CANCEL: _cancel,
    ActionKind.REFUND: _refund,
}
WRITEBACK = Writeback(drafts=drafts, outcome=outcome, seen=seen, as_read=as_read)
