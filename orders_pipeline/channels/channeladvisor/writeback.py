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
from orders_pipeline.model.actions import ActionKind, Amounts, Component
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
_WHEN = "%Y-%m-%dT%H:%M:%SZ"  # 24 hours, UTC: §12.9


def drafts(decision: Decision) -> Sequence[Draft]:
    """One request for each line that money is returned for; one for everything else."""
    return _DRAFTS[decision.intent.kind](decision)


def _ship(decision: Decision) -> list[Draft]:
    """Everything is named, also where all of it goes: without items the hub would ship what came in meanwhile, too."""
    intent = decision.intent
    value = {
        "ShippedDateUtc": intent.shipped_at.astimezone(UTC).strftime(_WHEN) if intent.shipped_at else None,
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
        )
    ]


def _correct(decision: Decision) -> list[Draft]:
    """NoChange is always said: without it the hub would ship the fulfillment (§7.2)."""
    intent = decision.intent
    value = {
        "DeliveryStatus": "NoChange",
        "ShippedDateUtc": intent.shipped_at.astimezone(UTC).strftime(_WHEN) if intent.shipped_at else None,
        "TrackingNumber": intent.tracking_number,
        "ShippingCarrier": intent.carrier,
        "ShippingClass": intent.service,
    }
    return [
        Draft(
            request=_request("PATCH", f"/v1/Fulfillments({intent.fulfillment_id})", _given(value)),
            sentence=f"correct fulfillment {intent.fulfillment_id}",
            echo=intent.fulfillment_id,
            baseline=_given({"tracking_number": intent.tracking_number, "carrier": intent.carrier}),
        )
    ]


def _adjust(decision: Decision) -> list[Draft]:
    intent = decision.intent
    is_refund = intent.kind is ActionKind.REFUND
    told = {
        "Reason": _REASONS[intent.reason or RefundReason.GENERAL_ADJUSTMENT],
        "Restock": intent.restock,
        "RefundOnly": is_refund,
    }
    made = []
    for line in decision.lines:
        echo = decision.echo if len(decision.lines) == 1 else f"{decision.echo}-{line.item_id}"
        body = {"Quantity": int(line.quantity), **told, "SellerAdjustmentID": echo, **_amounts(line.amounts)}
        made.append(
            Draft(
                request=_request("POST", f"/v1/OrderItems({line.item_id})/Adjust", body),
                sentence=_sentence(intent.kind, line, decision),
                item_ids=(line.item_id,),
                units={line.item_id: line.quantity},
                line_amounts={line.item_id: line.amounts},
                echo=echo,
            )
        )
    if decision.order_amounts:
        whole = sum(decision.order_amounts.values(), Decimal(0))
        body = {"AdjustmentAmount": whole, **told, "SellerAdjustmentID": decision.echo}
        made.append(
            Draft(
                request=_request("POST", f"/v1/Orders({intent.order_id})/Adjust", body),
                sentence=f"{intent.kind} {whole} {decision.document.order.currency} of the order as a whole",
                order_amounts=decision.order_amounts,
                echo=decision.echo,
            )
        )
    return made


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
    return {field: amounts.get(component, Decimal(0)) for component, field in _FIELDS.items()}


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
