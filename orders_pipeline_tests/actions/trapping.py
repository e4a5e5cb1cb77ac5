"""A trap with what it closes on, and the nearest thing on which it does not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from orders_pipeline.actions.policy.case import Effect, Stage, Trap
from orders_pipeline.model.plans import Plan, Refusal
from orders_pipeline_tests.actions.planning import asked


class Ask(NamedTuple):
    document: Any
    intent: Any
    more: Mapping[str, Any] = MappingProxyType({})

    def answered(self) -> Plan | Refusal:
        return asked(self.document, self.intent, **self.more)


def check_it_closes(trap: Trap, ask: Ask) -> None:
    """Refused in the trap's own words, or planned around it."""
    answer = ask.answered()
    if trap.effect is Effect.REFUSED:
        assert isinstance(answer, Refusal), "planned"
        assert (answer.trap, answer.sentence) == (trap.id, trap.sentence)
    else:
        assert isinstance(answer, Plan), answer
        assert trap.id in answer.traps


def check_it_stays_open(trap: Trap, ask: Ask) -> None:
    """Planned, and not around this trap."""
    answer = ask.answered()
    assert isinstance(answer, Plan), answer
    assert trap.id not in answer.traps


def check_the_row(trap: Trap) -> None:
    """What `actions traps` shows reads as a sentence, says where it is known from, and is looked for in time."""
    assert trap.sentence.endswith(".") and trap.sentence[0].isupper() and ".md §" in trap.source
    assert trap.effect is Effect.REFUSED or trap.stage is Stage.DECIDED
