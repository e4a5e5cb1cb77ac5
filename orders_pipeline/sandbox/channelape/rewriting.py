"""One write to an order: its members over what is there, and what that does to the shared world. Spec §5.

There is no version to compare: what is written last is there, and `updatedAt` is set by every write.
"""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from orders_pipeline.sandbox.channelape import words
from orders_pipeline.sandbox.channelape.errors import Invalid
from orders_pipeline.sandbox.channelape.held import HeldOrder
from orders_pipeline.sandbox.channelape.holding import from_world, fulfillments_from_world
from orders_pipeline.sandbox.channelape.overlay import derived_status, shown_fulfillments, shown_refunds
from orders_pipeline.sandbox.channelape.reading import INVALID
from orders_pipeline.sandbox.channelape.recording import Recording
from orders_pipeline.sandbox.channelape.shipments import Rewriting
from orders_pipeline.sandbox.channelape.update import Members
from orders_pipeline.sandbox.channelape.values import kept
from orders_pipeline.sandbox.channelape.written import HUB, MEMBERS, Written, text_of, written_of
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.writes import Asked, Effect, Write
from orders_pipeline.sandbox.writes.units import unsent

ENDS = frozenset({"CLOSED", "CANCELED"})
REASONS = {text: word for word, text in words.CANCELED_REASON.items()}


def rewrite(write: Write, order: HeldOrder, members: Members, settings: Settings) -> None:
    """`order`: as it is shown now. Raises Invalid, and then nothing has happened; does not commit."""
    written = written_of(write.state)
    status = members.get("status", order.status)
    if settings.channelape_strict and order.status in ENDS and status != order.status:
        raise Invalid([(INVALID, "status")])
    if "fulfillments" in members:
        rewriting = Rewriting(write, settings)
        of_world = fulfillments_from_world(write.state)
        shown = shown_fulfillments(written, write.state, of_world)
        rewriting.fulfillments(members["fulfillments"], shown)
        hidden = written.hidden_parcels | rewriting.hidden
        hidden |= {p.parcel_id: p.state for p in write.state.parcels if p.parcel_id not in of_world}
        written = replace(written, fulfillments=tuple(rewriting.ties), hidden_parcels=_untied(hidden, rewriting))
    if "refunds" in members:
        recording = Recording(write, settings, status)
        recording.refunds(members["refunds"], shown_refunds(written, write.state))
        gone = (*written.hidden_adjustments, *recording.hidden)
        written = replace(written, refunds=tuple(recording.ties), hidden_adjustments=gone)
    if status == "CANCELED" != order.status:
        written = _canceled(write, written, order, members, settings)
    elif status != order.status:
        written = replace(written, status=status, canceled_by=None)
    changed = {name: members[name] for name in MEMBERS if name in members and _differs(members[name], order, name)}
    written = replace(written, **changed)
    if status != order.status:
        written = replace(written, status_before=_derived(written, write))
    write.keep(HUB, text_of(written))


def _untied(hidden: dict[int, str], rewriting: Rewriting) -> dict[int, str]:
    tied = {key for tie in rewriting.ties for key in tie.parcel_ids}
    return {key: state for key, state in hidden.items() if key not in tied}


def _canceled(write: Write, written: Written, order: HeldOrder, members: Members, settings: Settings) -> Written:
    """The channel's integration cancels what has not left; money is the channel's affair. Spec §5.4."""
    reason, units, key = members.get("canceled_reason", order.canceled_reason), unsent(write.state), None
    if units:
        asked = Asked(reason=REASONS.get(reason or "", "general"), is_told=settings.channelape_pushes)
        key = write.cancel(units, {}, asked)
    else:
        write.note(Effect(kind="cancel"))
    write.call_off()
    gone = written.hidden_adjustments if key is None else (*written.hidden_adjustments, key)
    return replace(
        written,
        status="CANCELED",
        canceled_by=key,
        hidden_adjustments=gone,
        canceled_at=members.get("canceled_at", order.canceled_at),
        canceled_reason=reason,
    )


def _differs(value: Any, order: HeldOrder, name: str) -> bool:
    """What comes back as it was shown stays what the world makes of it."""
    shown = getattr(order, name)
    return value != (kept(shown) if isinstance(shown, datetime) else shown)


def _derived(written: Written, write: Write) -> str:
    fulfillments = shown_fulfillments(written, write.state, fulfillments_from_world(write.state))
    return derived_status(from_world(write.state).status, fulfillments)
