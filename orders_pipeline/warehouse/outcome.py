"""What becomes of one sighting of an order, by comparing versions, and what a window counts the order as. Pure.

Which version is newest: the hub's update time (none is lowest), then when the page was asked for, window, page, place.
The content hash only says 'unchanged'.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
NEVER = -(2**63)  # sorts below every update time


class Outcome(StrEnum):
    """The six counts that together are what a window received; names are columns of `loads`."""

    INSERTED = "inserted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stale"
    DUPLICATES = "duplicates"
    QUARANTINED = "quarantined"


class Version(msgspec.Struct, frozen=True, order=True, gc=False):
    """Where an order was seen, comparable; instants in microseconds since 1970."""

    updated_us: int
    requested_us: int
    window_id: str
    page_number: int
    position: int


class Seen(msgspec.Struct, frozen=True, gc=False):
    """A version and its content: of a sighting, or what the warehouse holds."""

    version: Version
    content_hash: str


def microseconds(instant: datetime | None) -> int:
    """Since 1970, exact; NEVER for none."""
    return NEVER if instant is None else (instant - _EPOCH) // _MICROSECOND


def outcome_of(held: Seen | None, seen: Seen) -> Outcome:
    """Inserted, updated, unchanged or stale.

    One place seen again with another content (a repaired parser) is an update.
    """
    if held is None:
        return Outcome.INSERTED
    if seen.version < held.version:
        return Outcome.STALE
    return Outcome.UNCHANGED if seen.content_hash == held.content_hash else Outcome.UPDATED


# Within one window an order counts once, as the strongest of what its sightings did; the others are duplicates.
_STRENGTH = {Outcome.STALE: 0, Outcome.UNCHANGED: 1, Outcome.UPDATED: 2, Outcome.INSERTED: 3}


def outcome_of_window(before: Outcome, again: Outcome) -> Outcome:
    """What a window did to an order that it showed again: stale then updated is updated, inserted stays inserted."""
    return max(before, again, key=_STRENGTH.__getitem__)
