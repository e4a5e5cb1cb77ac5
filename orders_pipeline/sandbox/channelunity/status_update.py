"""OrderStatusUpdate: ships or cancels a whole order. channelunity.md §6, its transitions assumed.

This hub knows no steps: what it answers OK to has happened. Whether the marketplace took it is not shown.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from orders_pipeline.sandbox.channelunity.errors import bad_date, bad_status, is_cancelled, not_to_be_shipped
from orders_pipeline.sandbox.channelunity.message import Asked as Message
from orders_pipeline.sandbox.channelunity.words import CANCELLED, COMPLETE, ON_HOLD, PROCESSING, order_status
from orders_pipeline.sandbox.world import OrderState
from orders_pipeline.sandbox.world.acts import Facts, is_own
from orders_pipeline.sandbox.writes import Asked, Call, CannotWrite, Writes
from orders_pipeline.sandbox.writes.money import left, left_in_all, shares
from orders_pipeline.sandbox.writes.units import counts, unsent

WITHOUT_EFFECT = (PROCESSING, ON_HOLD)  # sent by the vendor's modules
TRACKING = {"carrier": "CarrierName", "service": "ShipmentMethod", "tracking_number": "TrackingNumber"}
DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)


def update_status(writes: Writes, call: Call, state: OrderState, asked: Message) -> None:
    """Raises Refused. A status that is there already is fine; a second Complete may bring or change tracking."""
    wanted, status = asked.payload.get("OrderStatus") or "", order_status(state)
    if wanted in WITHOUT_EFFECT:
        return
    if wanted not in (COMPLETE, CANCELLED):
        raise bad_status()
    if wanted == COMPLETE and status == CANCELLED:
        raise is_cancelled()
    if wanted == COMPLETE:
        complete(writes, call, state, asked.payload, is_first=status != COMPLETE)
    elif status != CANCELLED:
        cancel(writes, call, state)


def complete(writes: Writes, call: Call, state: OrderState, payload: Mapping[str, str], *, is_first: bool) -> None:
    facts, write = _facts(payload), writes.begin(call, state.order.order_id)
    if is_first:
        try:
            write.ship(None, Facts(**facts))
        except CannotWrite:
            raise not_to_be_shipped() from None
    elif facts.keys() - {"shipped_at"}:
        for parcel in state.parcels:
            if parcel.state != "canceled" and is_own(parcel):
                write.correct(parcel.parcel_id, Facts(**facts))
    if write.effects:
        write.commit()


def cancel(writes: Writes, call: Call, state: OrderState) -> None:
    """What has not left is canceled, what has is refunded: together all that is left of the money."""
    write, details, units = writes.begin(call, state.order.order_id), Asked(is_at_once=True), unsent(state)
    is_sent = any(count.sent for count in counts(state).values())
    if units:
        amounts = shares(state, units, prorates=True, caps=True) if is_sent else left(state)
        write.cancel(units, amounts, details)
    if left_in_all(write.state):
        write.refund(left(write.state), details)
    write.call_off()
    if write.effects:
        write.commit()


def _facts(payload: Mapping[str, str]) -> dict[str, Any]:
    """Tracking is passed on only where carrier, method and number are all there; an empty element is none."""
    told = {ours: payload.get(theirs) for ours, theirs in TRACKING.items()}
    facts: dict[str, Any] = told if all(told.values()) else {}
    if back := payload.get("ReturnTrackingNumber"):
        facts["return_tracking_number"] = back
    if date := payload.get("ShipmentDate"):
        facts["shipped_at"] = instant(date)
    return facts


def instant(text: str) -> datetime:
    """ISO with its offset, or `yyyy-mm-dd hh:mm:ss`, which is GMT. Raises Refused."""
    try:
        found = datetime.fromisoformat(text if DATE.fullmatch(text) else "")
    except ValueError:
        raise bad_date() from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
