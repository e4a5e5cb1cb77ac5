"""Shipments: Ship, and the fulfillments behind it. channeladvisor-rest.md §7, messages assumed but for one."""

from collections.abc import Mapping
from typing import Any

from orders_pipeline.sandbox.channeladvisor import codes
from orders_pipeline.sandbox.channeladvisor.arguments import (
    Arguments,
    anything,
    instant,
    key,
    read,
    text,
    truth,
    whole,
    word,
)
from orders_pipeline.sandbox.channeladvisor.errors import Refused, malformed, no_such_thing
from orders_pipeline.sandbox.channeladvisor.hub import Hub
from orders_pipeline.sandbox.channeladvisor.oauth import Access
from orders_pipeline.sandbox.world.acts import UNSENT, Facts, Units, is_own
from orders_pipeline.sandbox.world.order import Line, OrderState
from orders_pipeline.sandbox.writes import Call, CannotWrite
from orders_pipeline.sandbox.writes.carriers import carriers_of
from orders_pipeline.sandbox.writes.units import Count, counts

NO_CHANGE = "NoChange"
_DELIVERY = word(codes.DELIVERY | {"no_change": NO_CHANGE}, "DeliveryStatus")  # NoChange is no state of its own here
_PARCEL = {
    "ShippedDateUtc": instant, "TrackingNumber": text, "TrackingUrl": text, "ReturnTrackingNumber": text,
    "ShippingCarrier": text, "ShippingClass": text, "DistributionCenterID": whole, "SellerFulfillmentID": text,
    "DeliveryStatus": _DELIVERY,
}  # fmt: skip
SHIPMENT = _PARCEL | {
    "FulfillmentType": word(codes.PARCEL_KIND, "FulfillmentType"),
    "PreventMarketplaceCommunication": truth,
    "SerialShippingContainerCode": text,
    "Items": anything,
}
SHIPMENT_ITEM = {
    "OrderItemID": whole, "ProductID": whole, "Sku": text, "Quantity": whole, "SellerFulfillmentItemID": text,
    "ReferenceSku": text,
}  # fmt: skip
FULFILLMENT = _PARCEL | {"Type": word(codes.PARCEL_KIND, "FulfillmentType")}
NEW_FULFILLMENT = {"OrderID": whole, "ProfileID": whole, "Type": word(codes.PARCEL_KIND, "FulfillmentType")}
FIELDS = {  # ours -> the hub's
    "shipped_at": "ShippedDateUtc", "tracking_number": "TrackingNumber", "tracking_url": "TrackingUrl",
    "return_tracking_number": "ReturnTrackingNumber", "carrier": "ShippingCarrier", "service": "ShippingClass",
    "center_id": "DistributionCenterID", "seller_parcel_id": "SellerFulfillmentID",
}  # fmt: skip
NAMES = {  # how an item of a shipment may be named -> the line's field
    "OrderItemID": "line_id", "ProductID": "product_id", "Sku": "sku",
}  # fmt: skip
NOT_ENOUGH = "Sufficient unshipped quantity does not exist."
FOREIGN = "The fulfillment is externally managed."


def ship(hub: Hub, access: Access, call: Call, order_id: int, told: Any) -> None:
    state = hub.state_of(access, "Orders", order_id)
    asked = read(read(told, {"Value": anything}).get("Value"), SHIPMENT)
    items = asked.get("Items")
    units = None if items is None else _units(items, state)
    there = counts(state)
    meant = there if units is None else {line_id: there[line_id] for line_id in units}
    is_foreign = any(count.foreign and not count.unsent for count in meant.values())
    if is_foreign and (units is not None or not any(count.unsent for count in meant.values())):
        raise malformed(FOREIGN)
    facts = _facts(asked, state)
    status = asked.get("DeliveryStatus", "shipped")
    if status in UNSENT or status in ("canceled", "no_change"):
        raise malformed("The delivery status does not report a shipment.")
    kind = {"kind": asked["FulfillmentType"]} if "FulfillmentType" in asked else {}
    is_told = not asked.get("PreventMarketplaceCommunication") and not state.order.is_third_party
    write = hub.writes.begin(call, order_id)
    try:
        write.ship(units, Facts(state=status, **facts, **kind), is_told=is_told)
    except CannotWrite:
        raise malformed(NOT_ENOUGH) from None
    write.commit()


def create_fulfillment(hub: Hub, access: Access, call: Call, nothing: int, told: Any) -> int:
    """An empty one: items cannot be given in the same call."""
    asked = read(told, NEW_FULFILLMENT)
    if "OrderID" not in asked or "ProfileID" not in asked:
        raise malformed("OrderID and ProfileID are required.")
    state = hub.state_of(access, "Orders", asked["OrderID"])
    if state.order.profile_id != asked["ProfileID"]:
        raise no_such_thing()
    write = hub.writes.begin(call, asked["OrderID"])
    made = write.make_parcel(asked.get("Type", "ship"))
    write.commit()
    return made


def edit_fulfillment(hub: Hub, access: Access, call: Call, parcel_id: int, told: Any) -> None:
    """Without DeliveryStatus the order is marked shipped: the trap of §7.2."""
    state = hub.state_of(access, "Fulfillments", parcel_id)
    asked = read(told, FULFILLMENT)
    parcel = next(parcel for parcel in state.parcels if parcel.parcel_id == parcel_id)
    if not is_own(parcel) or state.order.managed_by == "external":
        raise malformed(FOREIGN)
    facts, status = _facts(asked, state), asked.get("DeliveryStatus")
    if "Type" in asked:
        facts["kind"] = asked["Type"]
    write = hub.writes.begin(call, state.order.order_id)
    if status is not None and status != "no_change":
        if parcel.state == "canceled" and status != "canceled":
            raise malformed("The fulfillment is canceled.")
        facts["state"] = status
    elif status is None and parcel.state in UNSENT:
        facts["state"] = "shipped"
    if facts.get("state") == "shipped" and parcel.state in UNSENT:
        facts.setdefault("shipped_at", write.at)
    write.correct(parcel_id, Facts(**facts))
    if status is None and hub.settings.channeladvisor_patch_ships == "order":
        for other in state.parcels:
            if other.parcel_id != parcel_id and other.state in UNSENT and is_own(other) and other.items:
                write.correct(other.parcel_id, Facts(state="shipped", shipped_at=facts.get("shipped_at", write.at)))
    write.commit()


def move_item(hub: Hub, access: Access, call: Call, item_id: int, told: Any) -> None:
    asked = read(told, {"DestinationFulfillmentID": key, "Quantity": whole})
    _move(hub, call, hub.state_of(access, "FulfillmentItems", item_id), [item_id], asked)


def move_fulfillment(hub: Hub, access: Access, call: Call, parcel_id: int, told: Any) -> None:
    asked = read(told, {"DestinationFulfillmentID": key})
    state = hub.state_of(access, "Fulfillments", parcel_id)
    parcel = next(parcel for parcel in state.parcels if parcel.parcel_id == parcel_id)
    _move(hub, call, state, [item.item_id for item in parcel.items], asked)


def _move(hub: Hub, call: Call, state: OrderState, item_ids: list[int], asked: Arguments) -> None:
    if "DestinationFulfillmentID" not in asked:
        raise malformed("DestinationFulfillmentID is required.")
    write = hub.writes.begin(call, state.order.order_id)
    for item_id in item_ids:
        write.move(item_id, asked["DestinationFulfillmentID"], asked.get("Quantity"))
    write.commit()


def _facts(asked: Arguments, state: OrderState) -> dict[str, Any]:
    """Carrier and class go together, and the account must have the pair."""
    pair = asked.get("ShippingCarrier"), asked.get("ShippingClass")
    if pair != (None, None) and pair not in carriers_of(state.order.profile_id):
        raise Refused(400, "Carrier and Class is invalid.")
    return {ours: asked[theirs] for ours, theirs in FIELDS.items() if theirs in asked}


def _units(items: Any, state: OrderState) -> Units:
    """The items of a shipment; one SKU on several lines fills the lowest line first."""
    if not isinstance(items, list) or not items:
        raise malformed("Items must be a list of order items.")
    wanted: Units = {}
    for told in items:
        asked = read(told, SHIPMENT_ITEM)
        quantity, lines = asked.get("Quantity"), _named(asked, state)
        if quantity is None or quantity <= 0:
            raise malformed("The quantity of an item must be above zero.")
        _fill(wanted, lines, quantity, counts(state))
    return wanted


def _named(asked: Arguments, state: OrderState) -> list[Line]:
    names = {field: asked[name] for name, field in NAMES.items() if name in asked}
    lines = [line for line in state.order.lines if all(getattr(line, field) == told for field, told in names.items())]
    if not names or not lines:
        raise malformed("The order has no such item.")
    return sorted(lines, key=lambda line: line.line_id)


def _fill(wanted: Units, lines: list[Line], quantity: int, there: Mapping[int, Count]) -> None:
    for line in lines:
        room = max(there[line.line_id].unsent - wanted.get(line.line_id, 0), 0)
        part = quantity if line is lines[-1] else min(quantity, room)
        if part:
            wanted[line.line_id] = wanted.get(line.line_id, 0) + part
        quantity -= part
