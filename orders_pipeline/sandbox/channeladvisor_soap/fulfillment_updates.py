"""UpdateOrderFulfillments: fields of one fulfillment, each entry by itself. Spec §10.4."""

from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap import codes
from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.binding import Field, bind, decimal, instant, integer, list_of, text
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import WEB, Markup
from orders_pipeline.sandbox.channeladvisor_soap.shipping import KINDS, LISTED
from orders_pipeline.sandbox.channeladvisor_soap.signatures import ACCOUNT, sequence
from orders_pipeline.sandbox.world.acts import UNSENT, Facts, is_own
from orders_pipeline.sandbox.world.order import OrderState
from orders_pipeline.sandbox.writes import Write
from orders_pipeline.sandbox.writes.carriers import carriers_of

UPDATE = sequence(
    ("FulfillmentID", integer), ("FulfillmentType", text), ("FulfillmentStatus", text), ("CarrierCode", text),
    ("ClassCode", text), ("TrackingNumber", text), ("Cost", decimal), ("TaxCost", decimal), ("InsuranceCost", decimal),
    ("ShippedDateGMT", instant), ("SellerFulfillmentID", text),
)  # fmt: skip
SEQUENCE: tuple[Field, ...] = sequence(
    ACCOUNT,
    ("orderID", integer),
    ("clientOrderIdentifier", text),
    ("fulfillmentUpdateList", list_of("FulfillmentUpdateSubmit", WEB, lambda element: bind(element, UPDATE))),
)
FIELDS = {  # ours -> the hub's; what did not come stays as it is (assumed)
    "carrier": "CarrierCode", "service": "ClassCode", "tracking_number": "TrackingNumber", "shipping_cost": "Cost",
    "shipped_at": "ShippedDateGMT", "seller_parcel_id": "SellerFulfillmentID",
}  # fmt: skip
STATES = {theirs: ours for ours, theirs in codes.DELIVERY.items() if ours not in ("open", "third_party")}
_M = Markup()


class NotUpdated(Exception):
    """Of one entry."""


def update_fulfillments(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    account, answers = caller.account(told["accountID"]), []
    with hub.writes.lock:
        state = hub.order_named(account, told["orderID"], told["clientOrderIdentifier"])
        if state is None:
            raise Failed(1, f"Order {told['orderID'] or told['clientOrderIdentifier'] or 0} was not found.")
        for asked in told["fulfillmentUpdateList"] or ():
            write = hub.writes.begin(caller.call, state.order.order_id)
            try:
                _update(write, state, asked)
                refusal = ""
            except NotUpdated as error:
                refusal = str(error)
            parts = (
                _M.plain("FulfillmentID", asked["FulfillmentID"] or 0),
                _M.flag("Success", not refusal),
                _M.text("Message", refusal or None),
            )
            answers.append(_M.wrap("UpdateFulfillmentResponse", parts))
    return _M.wrap("ResultData", answers)


def _update(write: Write, state: OrderState, asked: dict[str, Any]) -> None:
    parcel = next((each for each in write.state.parcels if each.parcel_id == asked["FulfillmentID"]), None)
    if parcel is None or not is_own(parcel):
        raise NotUpdated("The order has no such fulfillment that the seller manages.")
    facts = {ours: asked[theirs] for ours, theirs in FIELDS.items() if asked[theirs] not in (None, "")}
    pair = facts.get("carrier", parcel.carrier), facts.get("service", parcel.service)
    if {"carrier", "service"} & facts.keys() and pair not in LISTED | carriers_of(state.order.profile_id):
        raise NotUpdated("The carrier and class codes are not valid.")
    for field, name, table in (("kind", "FulfillmentType", KINDS), ("state", "FulfillmentStatus", STATES)):
        if word := asked[name]:
            if word == "NoChange":
                continue
            if word not in table:
                raise NotUpdated(f"{word} is not a valid value for {name}")
            facts[field] = table[word]
    if parcel.state == "canceled" and facts.get("state", "canceled") != "canceled":
        raise NotUpdated("The fulfillment is canceled.")
    if parcel.state in UNSENT and facts.get("state", "open") not in UNSENT | {"canceled"}:
        facts.setdefault("shipped_at", write.at)
    write.correct(parcel.parcel_id, Facts(**facts))
    write.commit()
