"""How far an intent has come, and what may happen to it: one table of transitions, asked everywhere.

Pure. The laws of DESIGN §4 stand here as rows and rules; the journal stores what they say.
"""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    PLANNED = "planned"  # what would be sent is known; nobody has agreed yet
    APPROVED = "approved"  # may be sent
    SENDING = "sending"  # stored before the first byte leaves; whoever finds it after a crash is in doubt
    ACCEPTED = "accepted"  # the hub took it; the effect is awaited
    SETTLED = "settled"  # the effect was read at the hub, or a person has shown it
    REJECTED = "rejected"  # the hub refused it at once: no effect
    FAILED = "failed"  # accepted, then refused by the marketplace: no effect, its amount is free again
    UNKNOWN = "unknown"  # it may have happened: the hub is looked at before anything else
    PARKED = "parked"  # in doubt, and needs a person
    WITHDRAWN = "withdrawn"  # taken back before it was sent, or shown not to have happened


class Event(StrEnum):
    APPROVE = "approve"
    BEGIN = "begin"  # the compare-and-set before sending
    ANSWERED_OK = "answered_ok"
    ANSWERED_NO = "answered_no"  # on the dialect's list of refusals that have no effect
    NOT_SENT = "not_sent"  # proven that no byte left, or refused before processing by the dialect's table
    IN_DOUBT = "in_doubt"  # any other end of a sending, a crash too
    SEEN_PENDING = "seen_pending"  # the hub shows it, under way
    SEEN_DONE = "seen_done"
    SEEN_FAILED = "seen_failed"
    GIVE_UP = "give_up"  # absent after the settle window, or the hub shows nothing of the kind
    SHOWN_DONE = "shown_done"  # a person, with evidence
    SHOWN_NOT_DONE = "shown_not_done"  # a person, with evidence
    STALE = "stale"  # what policy looked at has changed: the approval dies
    WITHDRAW = "withdraw"


OPEN = frozenset({State.SENDING, State.ACCEPTED, State.UNKNOWN, State.PARKED})
"""In flight: a money intent of an order waits while another stands in one of these."""

SPENDING = OPEN | {State.SETTLED}
"""What may have returned money: counts as spent where no row of the hub echoes it."""

FINAL = frozenset({State.SETTLED, State.REJECTED, State.FAILED, State.WITHDRAWN})
DOUBTS = frozenset({State.UNKNOWN, State.PARKED})

TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.PLANNED, Event.APPROVE): State.APPROVED,
    (State.PLANNED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.STALE): State.PLANNED,
    (State.APPROVED, Event.BEGIN): State.SENDING,
    (State.SENDING, Event.ANSWERED_OK): State.ACCEPTED,
    (State.SENDING, Event.ANSWERED_NO): State.REJECTED,
    (State.SENDING, Event.NOT_SENT): State.APPROVED,
    (State.SENDING, Event.IN_DOUBT): State.UNKNOWN,
    **{
        (state, event): target
        for state in (State.ACCEPTED, State.UNKNOWN, State.PARKED)
        for event, target in (
            (Event.SEEN_PENDING, State.ACCEPTED),
            (Event.SEEN_DONE, State.SETTLED),
            (Event.SEEN_FAILED, State.FAILED),
        )
    },
    (State.ACCEPTED, Event.GIVE_UP): State.PARKED,
    (State.UNKNOWN, Event.GIVE_UP): State.PARKED,
    (State.PARKED, Event.SHOWN_DONE): State.SETTLED,
    (State.PARKED, Event.SHOWN_NOT_DONE): State.WITHDRAWN,
    (State.UNKNOWN, Event.SHOWN_DONE): State.SETTLED,
    (State.UNKNOWN, Event.SHOWN_NOT_DONE): State.WITHDRAWN,
    (State.ACCEPTED, Event.SHOWN_DONE): State.SETTLED,
}
SETTLES_WITHIN = timedelta(minutes=60)
"""So long after the end of a sending something of it may still arrive at the hub: absence proves nothing before, to a
person as little as to a look.
"""

EVIDENCE = frozenset({Event.SHOWN_DONE, Event.SHOWN_NOT_DONE, Event.SEEN_PENDING, Event.SEEN_DONE, Event.SEEN_FAILED})
"""Events that are stored only together with what was read or shown."""


class NotPossible(ValueError):
    """This cannot happen to an intent that stands there. Nothing changed."""


class Standing(NamedTuple):
    """Where an intent stands. was_in_doubt: once unknown, a later refusal proves nothing any more."""

    state: State
    was_in_doubt: bool = False


def after(standing: Standing, event: Event) -> Standing:
    """Where it stands next. Raises NotPossible: the table has no such row.

    A refusal counts only on an attempt that was never in doubt: of a second one it says nothing about the first.
    """
    if event is Event.ANSWERED_NO and standing.was_in_doubt:
        event = Event.IN_DOUBT
    target = TRANSITIONS.get((standing.state, event))
    if target is None:
        raise NotPossible(f"what is {standing.state} cannot be met by {event}")
    return Standing(target, standing.was_in_doubt or target in DOUBTS)
