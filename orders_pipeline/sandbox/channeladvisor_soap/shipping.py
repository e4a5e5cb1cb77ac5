"""SubmitOrderShipmentList: each entry by itself, answered by its position. Spec §10.1.

Lines are addressed by SKU alone; one SKU on several lines fills the lowest LineItemID first (assumed).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap import codes
from orders_pipeline.sandbox.channeladvisor_soap.accounts import Account
from orders_pipeline.sandbox.channeladvisor_soap.binding import Field, bind, decimal, instant, integer, text
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import SHP, WEB, Markup, in_namespace
from orders_pipeline.sandbox.channeladvisor_soap.signatures import ACCOUNT, sequence
from orders_pipeline.sandbox.world.acts import UNSENT, Facts, Units
from orders_pipeline.sandbox.world.order import OrderState
from orders_pipeline.sandbox.writes import CannotWrite
from orders_pipeline.sandbox.writes.carriers import carriers_of
from orders_pipeline.sandbox.writes.units import unsent

CARRIAGE = (
    ("DateShippedGMT", instant), ("CarrierCode", text), ("ClassCode", text), ("TrackingNumber", text),
    ("SellerFulfillmentID", text), ("ShipmentCost", decimal), ("ShipmentTaxCost", decimal), ("InsuranceCost", decimal),
)  # fmt: skip
LINE = sequence(("SKU", text), ("Quantity", integer))
LINES = Field("LineItemList", WEB, lambda element: bind(element, LINE), repeats=True)
FULL = sequence(*CARRIAGE)
PARTIAL = (LINES, *FULL, *sequence(("FulfillmentType", text), ("FulfillmentStatus", text)))
SHIPMENT = sequence(
    ("OrderID", integer),
    ("ClientOrderIdentifier", text),
    ("ShipmentType", text),
    ("PartialShipment", lambda element: bind(element, PARTIAL)),
    ("FullShipment", lambda element: bind(element, FULL)),
)
SEQUENCE = (
    *sequence(ACCOUNT),
    Field("shipmentList", WEB, lambda element: bind(element, SHIPMENT), repeats=True),
)
TEXTS = {"carrier": "CarrierCode", "service": "ClassCode", "tracking_number": "TrackingNumber"} | {
    "seller_parcel_id": "SellerFulfillmentID"
}
LISTED = frozenset((carrier, service) for *_, carrier, service, _ in codes.CARRIERS)
KINDS = {theirs: ours for ours, theirs in codes.PARCEL_KIND.items()}
STATES = {theirs: ours for ours, theirs in codes.DELIVERY.items() if ours not in UNSENT | {"canceled"}}
_M = Markup()


class NotShipped(Exception):
    """Of one entry."""


def submit_shipments(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    account, entries = caller.account(told["accountID"]), told["shipmentList"] or ()
    refused = hub.refuses_an_entry(caller, len(entries))
    answers = []
    with hub.writes.lock:
        for place, asked in enumerate(entries):
            try:
                if asked is None or place == refused:
                    raise NotShipped(_unexpected(asked or {}))
                _ship(hub, caller, account, asked)
                parts: tuple[str, ...] = (_M.flag("Success", True),)
            except NotShipped as refusal:
                parts = (_M.flag("Success", False), _M.text("Message", str(refusal)))
            answers.append(_M.wrap("ShipmentResponse", in_namespace(SHP, parts)))
    return _M.wrap("ResultData", answers)


def _unexpected(asked: Mapping[str, Any]) -> str:
    """The text as recorded, of whatever is wrong: unknown order, over-shipping, carrier and class."""
    order = asked.get("OrderID") or asked.get("ClientOrderIdentifier") or 0
    return (
        f"An unexpected error occurred involving Order {order}.  Please make sure sufficient unshipped quantity exists"
        " on the order and that the Carrier and Class Codes are valid."
    )


def _ship(hub: SoapHub, caller: Caller, account: Account, asked: dict[str, Any]) -> None:
    state, kind = hub.order_named(account, asked["OrderID"], asked["ClientOrderIdentifier"]), asked["ShipmentType"]
    if kind not in ("Full", "Partial"):
        raise NotShipped(f"{kind or ''} is not a valid value for ShipmentType")
    shipment = asked[f"{kind}Shipment"]
    if state is None or shipment is None:
        raise NotShipped(_unexpected(asked))
    units = None if kind == "Full" else units_of(shipment["LineItemList"] or (), state)
    if units is not None and not units:
        raise NotShipped(_unexpected(asked))
    write = hub.writes.begin(caller.call, state.order.order_id)
    try:
        write.ship(units, Facts(**_facts(shipment, state, asked)), is_told=not state.order.is_third_party)
        write.commit()
    except CannotWrite:
        raise NotShipped(_unexpected(asked)) from None


def units_of(lines: Sequence[Mapping[str, Any] | None], state: OrderState) -> Units:
    """None of all where a SKU is unknown or a quantity is not above zero; too many stay too many."""
    there, wanted = unsent(state), Units()
    for asked in lines:
        sku, quantity = (asked or {}).get("SKU"), (asked or {}).get("Quantity") or 0
        homes = sorted(line.line_id for line in state.order.lines if sku and line.sku == sku)
        if not homes or quantity <= 0:
            return {}
        for line_id in homes:
            room = max(there.get(line_id, 0) - wanted.get(line_id, 0), 0)
            part = quantity if line_id == homes[-1] else min(quantity, room)
            if part:
                wanted[line_id] = wanted.get(line_id, 0) + part
            quantity -= part
    return wanted


def _facts(shipment: Mapping[str, Any], state: OrderState, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Empty texts are none. Carrier and class go together, and the account must have the pair."""
    facts: dict[str, Any] = {ours: shipment[theirs] for ours, theirs in TEXTS.items() if shipment[theirs]}
    pair = shipment["CarrierCode"] or "", shipment["ClassCode"] or ""
    if pair != ("", "") and pair not in LISTED | carriers_of(state.order.profile_id):
        raise NotShipped(_unexpected(asked))
    words = (("kind", "FulfillmentType", KINDS), ("state", "FulfillmentStatus", STATES))
    for field, name, table in words:
        if word := shipment.get(name):
            if word not in table:
                raise NotShipped(f"{word} is not a valid value for {name}")
            facts[field] = table[word]
    if shipment["DateShippedGMT"] is not None:
        facts["shipped_at"] = shipment["DateShippedGMT"]
    if shipment["ShipmentCost"] is not None:
        facts["shipping_cost"] = shipment["ShipmentCost"]
    return facts
