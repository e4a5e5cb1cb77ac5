"""What one sending ended as, and what a look at the hub showed: the words between channels and actions. Pure."""

import msgspec

from orders_pipeline.model.action_states import Event

ENDS = frozenset({Event.ANSWERED_OK, Event.ANSWERED_NO, Event.NOT_SENT, Event.IN_DOUBT})
SIGHTS = frozenset({Event.SEEN_PENDING, Event.SEEN_DONE, Event.SEEN_FAILED})


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a sending ended; IN_DOUBT is what no table of the dialect recognises. evidence: no secrets, no people."""

    event: Event
    sentence: str
    evidence: str | None = None

    def __post_init__(self) -> None:
        if self.event not in ENDS:
            raise ValueError(f"a sending does not end as {self.event}")


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub shows of a step. event: None where it shows nothing; is_blind: it never would."""

    event: Event | None
    sentence: str
    evidence: str | None = None
    is_blind: bool = False

    def __post_init__(self) -> None:
        if self.event is not None and (self.event not in SIGHTS or self.evidence is None):
            raise ValueError("what was seen is told with its evidence")
