"""Actions as ChannelAdvisor takes them: requests with every amount written out, and what its answers mean. Pure.

channeladvisor-rest.md §§7, 8, 6.3. A line is always named by its id, a refund always says that it is one.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.channels.base import Writeback
from orders_pipeline.channels.channeladvisor.answers import outcome
from orders_pipeline.channels.channeladvisor.codes import REFUND_REASON
from orders_pipeline.channels.channeladvisor.effects import seen
from orders_pipeline.channels.parcels import WHEN, baseline_of, corrects
from orders_pipeline.model.actions import ActionKind, Amounts, Component, Intent
from orders_pipeline.model.decisions import DecidedLine, Decision
from orders_pipeline.model.plans import Draft, Request, mark
from orders_pipeline.model.status import RefundReason

TOKEN = "access_token"  # noqa: S105  the name of a slot
_HEADERS = {"Authorization": f"Bearer {mark(TOKEN)}", "Content-Type": "application/json"}
_REASONS = {ours: theirs for theirs, ours in reversed(REFUND_REASON.items()) if not theirs.isdigit()}
_FIELDS = {
    Component.ITEM: "ItemAdjustment",
    Component.TAX: "TaxAdjustment",
    Component.SHIPPING: "ShippingAdjustment",
    Component.SHIPPING_TAX: "ShippingTaxAdjustment",
    Component.GIFT_WRAP: "GiftWrapAdjustment",
    Component.GIFT_WRAP_TAX: "GiftWrapTaxAdjustment",
    Component.RECYCLING_FEE: "RecyclingFeeAdjustment",
}


def drafts(decision: Decision) -> Sequence[Draft]:
    """One request for each line that money is returned for; one for everything else.

    Where the marketplace knows no lines, one for the order, with everything that is left as its amount (§8.4).
    """
    return _DRAFTS[decision.intent.kind](decision)


def _ship(decision: Decision) -> list[Draft]:
    """Everything is named, also where all of it goes: without items the hub would ship what came in meanwhile, too."""
    intent = decision.intent
    value = {
        "ShippedDateUtc": _shipped_at(intent),
        "TrackingNumber": intent.tracking_number,
        "ShippingCarrier": intent.carrier,
        "ShippingClass": intent.service,
        "SellerFulfillmentID": decision.echo,
        "DeliveryStatus": "Complete",
        "FulfillmentType": "Ship",
        "Items": [{"OrderItemID": int(line.item_id), "Quantity": int(line.quantity)} for line in decision.lines],
    }
    units = {line.item_id: line.quantity for line in decision.lines}
    what = ", ".join(f"{line.quantity} of line {line.item_id}" for line in decision.lines)
    return [
        Draft(
            request=_request("POST", f"/v1/Orders({intent.order_id})/Ship", {"Value": _given(value)}),
            sentence=f"ship {what}" + (f" with {intent.carrier} {intent.tracking_number}" if intent.carrier else ""),
            item_ids=tuple(units),
            units=units,
            echo=decision.echo,
            baseline=baseline_of(decision.document, intent.tracking_number),
        )
    ]


def _correct(decision: Decision) -> list[Draft]:
    """NoChange is always said: without it the hub would ship the fulfillment (§7.2)."""
    intent = decision.intent
    value = {
        "DeliveryStatus": "NoChange",
        "ShippedDateUtc": _shipped_at(intent),
        "TrackingNumber": intent.tracking_number,
        "ShippingCarrier": intent.carrier,
        "ShippingClass": intent.service,
    }
    return [
        Draft(
            request=_request("PATCH", f"/v1/Fulfillments({intent.fulfillment_id})", _given(value)),
            sentence=f"correct fulfillment {intent.fulfillment_id}",
            echo=intent.fulfillment_id,
            baseline=corrects(intent),
        )
    ]


def _adjust(decision: Decision) -> list[Draft]:
    if decision.is_of_order:
        return [_order_adjusted(decision, decision.amount, decision.lines, {})]
    made = [_line_adjusted(decision, line) for line in decision.lines]
    if decision.order_amounts:
        made.append(_order_adjusted(decision, decision.amount, (), decision.order_amounts))
    return made


def _line_adjusted(decision: Decision, line: DecidedLine) -> Draft:
    """RefundOnly is also what lets a part of the money be kept before shipment: without it all is returned (§8.3)."""
    echo = decision.echo if len(decision.lines) == 1 else f"{decision.echo}-{line.item_id}"
    is_refund = decision.intent.kind is ActionKind.REFUND or line.is_for_less
    body = {
        "Quantity": int(line.quantity),
        **_told(decision.intent, is_refund),
        "SellerAdjustmentID": echo,
        **_amounts(line.amounts),
    }
    return Draft(
        request=_request("POST", f"/v1/OrderItems({line.item_id})/Adjust", body),
        sentence=_sentence(decision.intent.kind, line, decision),
        item_ids=(line.item_id,),
        units={line.item_id: line.quantity},
        line_amounts={line.item_id: line.amounts},
        echo=echo,
    )


def _order_adjusted(decision: Decision, amount: Decimal, lines: Sequence[DecidedLine], order_amounts: Amounts) -> Draft:
    intent = decision.intent
    body = {
        "AdjustmentAmount": _number(amount),
        **_told(intent, intent.kind is ActionKind.REFUND),
        "SellerAdjustmentID": decision.echo,
    }
    what = "the whole order" if lines else "the order as a whole"
    return Draft(
        request=_request("POST", f"/v1/Orders({intent.order_id})/Adjust", body),
        sentence=f"{intent.kind} {what}: {amount} {decision.document.order.currency}",
        units={line.item_id: line.quantity for line in lines},
        line_amounts={line.item_id: line.amounts for line in lines},
        order_amounts=order_amounts,
        echo=decision.echo,
    )


def _told(intent: Intent, is_refund: bool) -> dict[str, Any]:
    return {
        "Reason": _REASONS[intent.reason or RefundReason.GENERAL_ADJUSTMENT],
        "Restock": intent.restock,
        "RefundOnly": is_refund,
    }


def _mark(decision: Decision) -> list[Draft]:
    intent = decision.intent
    method, what = ("POST", "mark as exported") if intent.exported else ("DELETE", "take the export mark away")
    path = f"/v1/Orders({intent.order_id})/Export"
    return [Draft(request=Request(method=method, path=path, headers=_HEADERS, slots=(TOKEN,)), sentence=what)]


def _sentence(kind: ActionKind, line: DecidedLine, decision: Decision) -> str:
    amount = sum(line.amounts.values(), Decimal(0))
    return f"{kind} {line.quantity} of line {line.item_id}: {amount} {decision.document.order.currency}"


def _request(method: str, path: str, body: Mapping[str, Any]) -> Request:
    """Amounts as JSON numbers with the digits that were decided."""
    text = _encoder.encode(body).decode()
    return Request(method=method, path=path, body=text, headers=_HEADERS, slots=(TOKEN,))


def _amounts(amounts: Amounts) -> dict[str, Decimal]:
    return {field: _number(amounts.get(component, Decimal(0))) for component, field in _FIELDS.items()}


def _number(amount: Decimal) -> Decimal:
    """Without an exponent, and zero without a sign."""
    return Decimal(format(amount + 0, "f"))


def _shipped_at(intent: Intent) -> str | None:
    return intent.shipped_at.astimezone(UTC).strftime(WHEN) if intent.shipped_at else None


def _given(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


_encoder = msgspec.json.Encoder(decimal_format="number")
_DRAFTS = {
    ActionKind.SHIP: _ship,
    ActionKind.CORRECT_SHIPMENT: _correct,
    ActionKind.CANCEL: _adjust,
    ActionKind.REFUND: _adjust,
    ActionKind.ACKNOWLEDGE: _mark,
}
WRITEBACK = Writeback(drafts=drafts, outcome=outcome, seen=seen)
