"""DoPartialAction: some units ship, some money goes back; all of a message or nothing of it. channelunity.md §7.

A refund is a sum for the affected units, tax included: this hub knows no components but shipping.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from orders_pipeline.sandbox.channelunity.amounts import sku_of
from orders_pipeline.sandbox.channelunity.errors import (
    bad_action,
    bad_amount,
    bad_quantity,
    is_cancelled,
    no_such_sku,
    too_many_units,
    too_much_money,
)
from orders_pipeline.sandbox.channelunity.message import Asked as Message
from orders_pipeline.sandbox.channelunity.status_update import instant
from orders_pipeline.sandbox.channelunity.words import CANCELLED, order_status
from orders_pipeline.sandbox.world import OrderState
from orders_pipeline.sandbox.world.acts import Facts, Units
from orders_pipeline.sandbox.world.order import ZERO, Line
from orders_pipeline.sandbox.writes import Asked, Call, CannotWrite, Write, Writes
from orders_pipeline.sandbox.writes.money import is_too_fine, left_in_all, minor_unit
from orders_pipeline.sandbox.writes.units import counts, unrefunded

ITEM, SHIPPING = "PartialActionItem", "ShippingRefund"
PLAIN = re.compile(r"\d{1,12}(?:\.\d+)?", re.ASCII)
WITH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
Parcels = dict[tuple[str | None, str | None], Units]  # by carrier and tracking number


def act_partially(writes: Writes, call: Call, state: OrderState, asked: Message) -> None:
    """Raises Refused; then nothing of the message has happened."""
    items = [texts for name, texts in asked.parts if name == ITEM]
    date = asked.payload.get("PartialActionDate")
    write = writes.begin(call, state.order.order_id)
    acted_at = instant(date) if date else write.at
    takes_thousands, parcels = writes.settings.channelunity_thousands, Parcels()
    for item in items:
        lines = _lines(item, state)
        quantity = _quantity(item)
        if item.get("Action") == "Ship":
            _add(parcels, item, _filled(lines, quantity, _unsent(state, parcels)))
        elif item.get("Action") == "Refund":
            _refund(write, lines, quantity, _amount(item.get("Amount"), state, takes_thousands))
        else:
            raise bad_action()
    if parcels and order_status(state) == CANCELLED:
        raise is_cancelled()
    for (carrier, tracking), units in parcels.items():
        told = {"carrier": carrier} if carrier else {}
        write.ship(units, Facts(tracking_number=tracking, shipped_at=acted_at, **told))
    if _is_given(asked.payload.get(SHIPPING)):
        shipping = _amount(asked.payload[SHIPPING], state, takes_thousands)
        _check_left(write, shipping)
        write.refund({"item": ZERO, "shipping": shipping}, Asked(is_at_once=True))
    try:
        write.commit()
    except CannotWrite:
        raise bad_action() from None


def _lines(item: Mapping[str, str], state: OrderState) -> list[Line]:
    """All lines that this hub shows as one: the SKU letter by letter."""
    lines = [line for line in state.order.lines if sku_of(line) == item.get("SKU")]
    if not lines:
        raise no_such_sku()
    return lines


def _quantity(item: Mapping[str, str]) -> int:
    """Whole, though it may be written with decimals."""
    text = item.get("QtyAffected") or ""
    quantity = Decimal(text) if PLAIN.fullmatch(text) else ZERO
    if quantity <= 0 or quantity != quantity.to_integral_value():
        raise bad_quantity()
    return int(quantity)


def _is_given(text: str | None) -> bool:
    """Modules send the element even where nothing of the shipping goes back (assumed)."""
    return bool(text) and not (PLAIN.fullmatch(text or "") and Decimal(text or 0) == 0)


def _amount(text: str | None, state: OrderState, takes_thousands: bool) -> Decimal:
    """In the order's currency. Thousands separators are refused, or read by a setting."""
    told = text or ""
    if takes_thousands and WITH_THOUSANDS.fullmatch(told):
        told = told.replace(",", "")
    value = Decimal(told) if PLAIN.fullmatch(told) else ZERO
    if value <= 0 or is_too_fine(value, state.order.currency):
        raise bad_amount()
    return value


def _unsent(state: OrderState, parcels: Parcels) -> dict[int, int]:
    """What the message so far leaves of each line."""
    there = {line_id: count.unsent for line_id, count in counts(state).items()}
    for units in parcels.values():
        for line_id, quantity in units.items():
            there[line_id] -= quantity
    return there


def _filled(lines: list[Line], quantity: int, room: Mapping[int, int]) -> Units:
    """The first lines first. Raises Refused where there is not so much room."""
    units: Units = {}
    for line in lines:
        part = min(quantity, max(room[line.line_id], 0))
        if part:
            units[line.line_id] = part
        quantity -= part
    if quantity:
        raise too_many_units()
    return units


def _add(parcels: Parcels, item: Mapping[str, str], units: Units) -> None:
    """Items with one carrier and number travel together."""
    parcel = parcels.setdefault((item.get("ShipCarrier") or None, item.get("ShipTracking") or None), {})
    for line_id, quantity in units.items():
        parcel[line_id] = parcel.get(line_id, 0) + quantity


def _refund(write: Write, lines: list[Line], quantity: int, amount: Decimal) -> None:
    """Shipped or not; the order keeps its status and its units. Over several lines the sum is shared by units."""
    units = _filled(lines, quantity, unrefunded(write.state))
    _check_left(write, amount)
    minor, before, upto = minor_unit(write.state.order.currency), ZERO, 0
    for line_id, part in units.items():
        upto += part
        given = (amount * upto / quantity).quantize(minor, ROUND_HALF_UP) if upto < quantity else amount
        if given > before:
            write.refund({"item": given - before}, Asked(is_at_once=True), line_id=line_id, quantity=part)
        before = given


def _check_left(write: Write, amount: Decimal) -> None:
    if amount > left_in_all(write.state):
        raise too_much_money()
