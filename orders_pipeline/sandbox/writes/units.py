"""Where the units of an order are: unsent, sent, canceled, or asked to be canceled. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from orders_pipeline.sandbox.world.acts import UNSENT, Units, is_own
from orders_pipeline.sandbox.world.events import LOST
from orders_pipeline.sandbox.world.order import OrderState


class Count(Struct, kw_only=True):
    """Units of one line. `unsent`: the seller may ship or cancel them."""

    ordered: int
    unsent: int = 0
    sent: int = 0
    canceled: int = 0
    canceling: int = 0  # a cancellation is under way
    foreign: int = 0  # the marketplace ships them, and has not yet


def counts(state: OrderState) -> dict[int, Count]:
    """By line id, in the order of the lines."""
    found = {line.line_id: Count(ordered=line.quantity) for line in state.order.lines}
    for parcel in state.parcels:
        own = is_own(parcel)
        for item in parcel.items:
            count = found[item.line.line_id]
            if parcel.state == "canceled":
                count.canceled += item.quantity
            elif parcel.state not in UNSENT:
                count.sent += item.quantity
            elif own:
                count.unsent += item.quantity
            else:
                count.foreign += item.quantity
    for adjustment in state.adjustments:
        if adjustment.kind != "cancellation" or adjustment.step in LOST or adjustment.step == "done":
            continue
        wanted = {adjustment.line.line_id: adjustment.quantity} if adjustment.line else dict.fromkeys(found)
        for line_id, quantity in wanted.items():
            count = found[line_id]
            held = min(count.unsent, count.unsent if quantity is None else quantity)
            count.unsent -= held
            count.canceling += held
    return found


def unsent(state: OrderState) -> Units:
    """Everything that can still be shipped or canceled."""
    return {line_id: count.unsent for line_id, count in counts(state).items() if count.unsent}


def unrefunded(state: OrderState) -> Units:
    """Units of each line that no cancellation has, and no refund of the line."""
    room = {line_id: count.ordered - count.canceled - count.canceling for line_id, count in counts(state).items()}
    for adjustment in state.adjustments:
        if adjustment.kind == "refund" and adjustment.line and adjustment.step not in LOST:
            room[adjustment.line.line_id] -= adjustment.quantity or 0
    return room


def is_sent_at_all(state: OrderState) -> bool:
    return any(count.sent for count in counts(state).values())


def exceeds(units: Mapping[int, int], most: Mapping[int, int]) -> bool:
    return any(quantity > most.get(line_id, 0) for line_id, quantity in units.items())
