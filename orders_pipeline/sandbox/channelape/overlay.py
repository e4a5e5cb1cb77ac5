"""What this hub shows of an order that was written to: the written members over those of the world. Spec §5.

What happened since at another hub, or by the channel's integration, shows through: a parcel pushed, a number filled in,
a refund by hand, an order closed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from orders_pipeline.sandbox.channelape import words
from orders_pipeline.sandbox.channelape.held import Fulfillment, HeldOrder, Refund
from orders_pipeline.sandbox.channelape.returns import refunds_of
from orders_pipeline.sandbox.channelape.written import (
    NOTHING,
    FulfillmentTie,
    RefundTie,
    Written,
    seen,
    written_of,
)
from orders_pipeline.sandbox.world.acts import UNSENT
from orders_pipeline.sandbox.world.events import LOST
from orders_pipeline.sandbox.world.order import OrderState, Parcel


class ShownFulfillment(NamedTuple):
    tie: FulfillmentTie
    entry: Fulfillment


class ShownRefund(NamedTuple):
    tie: RefundTie
    entry: Refund


def laid_over(order: HeldOrder, state: OrderState, of_world: Mapping[int, Fulfillment]) -> HeldOrder:
    """`of_world`: the fulfillments as the world alone makes them, by parcel."""
    written = written_of(state)
    if written is NOTHING:
        return order
    fulfillments = shown_fulfillments(written, state, of_world)
    return replace(
        order,
        **written.members(),
        status=_status(written, state, derived_status(order.status, fulfillments)),
        fulfillments=tuple(each.entry for each in fulfillments),
        refunds=tuple(each.entry for each in shown_refunds(written, state)),
    )


def derived_status(of_world: str, fulfillments: list[ShownFulfillment]) -> str:
    """The channel closes an order when everything has left and nothing waits to be pushed: spec §5.3."""
    waits = any(each.tie.entry is not None and each.entry.status == "OPEN" for each in fulfillments)
    return "IN_PROGRESS" if of_world == "CLOSED" and waits else of_world


def _status(written: Written, state: OrderState, derived: str) -> str:
    """The written one, until the order moves on. CANCELED stays, unless the channel refused it and set it back."""
    if written.status == "CANCELED":
        steps = {each.step for each in state.adjustments if each.adjustment_id == written.canceled_by}
        return derived if steps & LOST else written.status
    return written.status if written.status and derived == written.status_before else derived


def shown_fulfillments(
    written: Written, state: OrderState, of_world: Mapping[int, Fulfillment]
) -> list[ShownFulfillment]:
    """In the order of the list as it was written; what came since follows it."""
    parcels = {parcel.parcel_id: parcel for parcel in state.parcels}
    shown = [
        each
        for tie in written.fulfillments or ()
        if (each := _shown(tie, [parcels[key] for key in tie.parcel_ids if key in parcels], of_world)) is not None
    ]
    tied = {key for tie in written.fulfillments or () for key in tie.parcel_ids}
    for key, entry in of_world.items():
        is_hidden = written.hidden_parcels.get(key) == parcels[key].state
        if key not in tied and not is_hidden:
            shown.append(ShownFulfillment(FulfillmentTie(parcel_ids=(key,)), entry))
    return shown


def _shown(tie: FulfillmentTie, parcels: list[Parcel], of_world: Mapping[int, Fulfillment]) -> ShownFulfillment | None:
    if not tie.parcel_ids:
        return ShownFulfillment(tie, tie.entry) if tie.entry else None
    if not parcels:
        return None
    parcel = parcels[0]
    if tie.entry is None:
        entry = of_world.get(parcel.parcel_id)
        return None if entry is None else ShownFulfillment(tie, entry)
    told = {item.told_site for item in parcel.items}
    is_pushed = tie.entry.status == "OPEN" and parcel.state not in UNSENT and told == {"complete"}
    entry = replace(tie.entry, status="SUCCESS") if is_pushed else tie.entry
    return ShownFulfillment(tie, entry if seen(parcel) == tie.seen else _changed(entry, parcel))


def _changed(entry: Fulfillment, parcel: Parcel) -> Fulfillment:
    """As another hub has made the parcel meanwhile."""
    word = entry.status
    if parcel.state == "canceled":
        word = "CANCELED"
    elif parcel.state not in UNSENT and entry.status != "SUCCESS":
        word = words.SENT.get(parcel.items[0].told_site if parcel.items else "pending", entry.status)
    return replace(
        entry,
        status=word,
        company=parcel.carrier,
        method=parcel.service,
        tracking_number=parcel.tracking_number,
        shipped_at=parcel.shipped_at,
    )


def shown_refunds(written: Written, state: OrderState) -> list[ShownRefund]:
    """The channel fills its number in where it is empty: spec §5.5."""
    of_world = refunds_of(state)
    shown = []
    for tie in written.refunds or ():
        numbers = [of_world[key].channel_refund_id for key in tie.adjustment_ids if key in of_world]
        entry = tie.entry
        if entry is None:
            entry = next((of_world[key] for key in tie.adjustment_ids if key in of_world), None)
        elif not entry.channel_refund_id:
            entry = replace(entry, channel_refund_id=next((number for number in numbers if number), None))
        if entry is not None:
            shown.append(ShownRefund(tie, entry))
    tied = {key for tie in written.refunds or () for key in tie.adjustment_ids} | set(written.hidden_adjustments)
    for key, entry in of_world.items():
        if key not in tied:
            shown.append(ShownRefund(RefundTie(adjustment_ids=(key,)), entry))
    return shown
