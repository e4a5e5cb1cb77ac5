"""The world has foreseen what happens to an order; once somebody acts on it, what was foreseen for its parcels and
money no longer holds. What had begun goes on to its end. Pure.
"""

from collections.abc import Callable
from datetime import datetime

from orders_pipeline.sandbox.world.acts import Facts, UnitsTaken
from orders_pipeline.sandbox.world.events import AdjustmentMoved, Event, Life, ParcelsMoved
from orders_pipeline.sandbox.writes.ledger import Happening


def without_script(life: Life, at: datetime) -> Life:
    """The life without what was foreseen after `at`, but for the steps of adjustments that had begun."""
    begun = _begun(life, at)

    def stays(event: Event) -> bool:
        change = event.change
        if event.at <= at or not isinstance(change, ParcelsMoved | AdjustmentMoved):
            return True
        return isinstance(change, AdjustmentMoved) and change.adjustment.adjustment_id in begun

    return Life(life.order, tuple(event for event in life.events if stays(event)))


def cancellations_to_come(
    life: Life, at: datetime, next_id: Callable[[int, int], int], kinds: tuple[int, int]
) -> list[Happening]:
    """The units that begun cancellations will take: what the dropped moves of whole parcels stood for.

    `kinds`: of the ids of parcels and their items.
    """
    begun, found = _begun(life, at), []
    everything = {line.line_id: line.quantity for line in life.order.lines}
    dropped = {event.at for event in life.events if event.at > at and isinstance(event.change, ParcelsMoved)}
    for event in life.events:
        change = event.change
        if event.at not in dropped or not isinstance(change, AdjustmentMoved):
            continue
        adjustment = change.adjustment
        if adjustment.adjustment_id in begun and (adjustment.kind, adjustment.step) == ("cancellation", "done"):
            units = {adjustment.line.line_id: adjustment.quantity or 0} if adjustment.line else everything
            parcel, item = (next_id(kind, len(everything) + 1) for kind in kinds)
            taken = UnitsTaken(units=units, facts=Facts(state="canceled"), first_parcel=parcel, first_item=item)
            found.append(Happening(event.at, taken))
    return found


def _begun(life: Life, at: datetime) -> set[int]:
    return {
        event.change.adjustment.adjustment_id
        for event in life.events
        if isinstance(event.change, AdjustmentMoved) and event.at <= at
    }
