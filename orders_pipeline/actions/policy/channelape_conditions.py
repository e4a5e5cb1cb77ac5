"""When the traps of ChannelApe are met: what of an order's lists a write meets, and what a refund's entry can tell.

Pure. The traps themselves are the rows of `channelape`.
"""

from orders_pipeline.actions.policy.case import Case
from orders_pipeline.model.actions import MONEY, ActionKind, Amounts
from orders_pipeline.model.allocation import ZERO
from orders_pipeline.model.records import Fulfillment
from orders_pipeline.model.requested import exactly, item_id_of, requested
from orders_pipeline.model.status import DeliveryStatus, OrderStatus

MOST_FULFILLMENTS = 5000
PUSHED = "SUCCESS"
PARCELS = frozenset({ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT})
GOODS_LEAVE = frozenset({ActionKind.SHIP, ActionKind.CANCEL})


def lacks_tracking(case: Case) -> bool:
    return case.kind in PARCELS and not (case.intent.tracking_number and case.intent.carrier)


def is_closed(case: Case) -> bool:
    return case.kind in GOODS_LEAVE and case.document.order.order_status is OrderStatus.CLOSED


def is_canceled(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and case.document.order.order_status is OrderStatus.CANCELED


def takes_a_given_id(case: Case) -> bool:
    ids = {parcel.fulfillment_id for parcel in case.document.fulfillments}
    return case.kind is ActionKind.SHIP and case.intent.key in ids


def parcel_of(case: Case) -> Fulfillment | None:
    wanted = case.intent.fulfillment_id
    return next((one for one in case.document.fulfillments if one.fulfillment_id == wanted), None)


def corrects_nothing(case: Case) -> bool:
    return case.kind is ActionKind.CORRECT_SHIPMENT and case.intent.fulfillment_id is None


def corrects_what_is_pushed(case: Case) -> bool:
    parcel = parcel_of(case)
    return case.kind is ActionKind.CORRECT_SHIPMENT and parcel is not None and parcel.channel_delivery_status == PUSHED


def corrects_what_is_here(case: Case) -> bool:
    parcel = parcel_of(case)
    return case.kind is ActionKind.CORRECT_SHIPMENT and parcel is not None and not parcel.is_shipped


def leaves_old_links(case: Case) -> bool:
    parcel = parcel_of(case)
    return case.kind is ActionKind.CORRECT_SHIPMENT and parcel is not None and parcel.tracking_url is not None


def has_parcels_of_no_state(case: Case) -> bool:
    return case.kind in GOODS_LEAVE and any(one.delivery_status is None for one in case.document.fulfillments)


def has_units_of_no_line(case: Case) -> bool:
    """Of parcels: what is gone of each line cannot be told."""
    if case.kind not in (*GOODS_LEAVE, ActionKind.REFUND):
        return False
    off = {one.fulfillment_id for one in case.document.fulfillments if one.delivery_status is DeliveryStatus.CANCELED}
    return any(
        item_id_of(part, case.document) not in case.account.lines
        for part in case.document.fulfillment_items
        if part.fulfillment_id not in off
    )


def is_full(case: Case) -> bool:
    return case.kind is ActionKind.SHIP and len(case.document.fulfillments) >= MOST_FULFILLMENTS


def is_requested(case: Case) -> bool:
    """The warehouse was asked for exactly these units."""
    if case.kind is not ActionKind.SHIP or case.decision is None:
        return False
    units = {line.item_id: line.quantity for line in case.decision.lines}
    return exactly(case.document, units) is not None


def is_requested_with_tracking(case: Case) -> bool:
    if case.kind is not ActionKind.SHIP or case.decision is None:
        return False
    lines = {line.item_id for line in case.decision.lines}
    return any(one.tracking_number and lines & one.units.keys() for one in requested(case.document))


def is_requested_otherwise(case: Case) -> bool:
    """With this parcel beside what waits, more units would be on their way than were ordered."""
    if case.kind is not ActionKind.SHIP or case.decision is None or is_requested(case):
        return False
    waiting = requested(case.document)
    return any(
        line.quantity + sum((one.units.get(line.item_id, ZERO) for one in waiting), ZERO)
        > case.account.lines[line.item_id].to_ship
        for line in case.decision.lines
        if any(line.item_id in one.units for one in waiting)
    )


def rewrites_a_list(case: Case) -> bool:
    """One that others have written in."""
    if case.kind in PARCELS:
        return bool(case.document.fulfillments)
    return gives_back(case) and bool(case.document.refunds)


def gives_back(case: Case) -> bool:
    """By an entry of `refunds`."""
    return case.decision is not None and (
        case.kind is ActionKind.REFUND or (case.kind is ActionKind.CANCEL and not case.decision.is_whole)
    )


def cancels_a_part(case: Case) -> bool:
    return case.kind is ActionKind.CANCEL and case.decision is not None and not case.decision.is_whole


def names_amounts_with_units(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and any(one.amounts and one.quantity for one in case.intent.lines)


def names_amounts_of_a_cancel(case: Case) -> bool:
    return case.kind is ActionKind.CANCEL and any(one.amounts for one in case.intent.lines)


def has_money_beside_lines(case: Case) -> bool:
    if not gives_back(case) or case.decision is None:
        return False
    parts: list[Amounts] = [line.amounts for line in case.decision.lines if not line.quantity]
    shipping = [
        amount
        for line in case.decision.lines
        for component, amount in line.amounts.items()
        if component.startswith("shipping")
    ]
    return any(shipping) or any(any(one.values()) for one in (*parts, case.decision.order_amounts))


def has_lines_without_units(case: Case) -> bool:
    return gives_back(case) and case.decision is not None and any(not line.quantity for line in case.decision.lines)


def moves_no_money(case: Case) -> bool:
    return case.kind in MONEY
