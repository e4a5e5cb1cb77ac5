"""The sandbox's ledger held against the journal: was what the journal calls done really applied, and once? Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from orders_pipeline.actions.journal import Entry, StepEntry
from orders_pipeline.flows.story.orders import ORDERS
from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import MONEY, ActionKind, Intent
from orders_pipeline.sandbox.channelape.ids import order_uuid
from orders_pipeline.sandbox.writes import Effect
from orders_pipeline.sandbox.writes import Entry as Applied

API = "api"  # who wrote: a program; people in the hub's pages are no business of the journal
ORDER_OF = {name: one.order_id for one in ORDERS for name in (str(one.order_id), one.number, order_uuid(one.order_id))}
"""What the hubs call each order of the story."""
TIMES = {  # how often the ledger has a step that stands there: at least, at most
    State.ACCEPTED: (1, 1),
    State.SETTLED: (1, 1),
    State.FAILED: (1, 1),  # taken, and refused by the marketplace afterwards
    State.SENDING: (0, 1),
    State.UNKNOWN: (0, 1),
    State.PARKED: (0, 1),
}
NEVER = (0, 0)


class Doing(NamedTuple):
    """One effect, as both sides can tell it. ours: our id, or the tracking number, where there is one."""

    order_id: int
    kind: str
    ours: str
    amount: Decimal

    def __str__(self) -> str:
        ours = f" {self.ours}" if self.ours else ""
        return f"{self.kind}{ours} of order {self.order_id}" + (f" over {self.amount}" if self.amount else "")


def differences(entries: Iterable[Entry], ledger: Iterable[Applied]) -> list[str]:
    """A sentence each; none where both tell the same. entries: of the journal, whatever orders they are of."""
    applied = Counter(_applied(ledger))
    least, most = Counter[Doing](), Counter[Doing]()
    for entry in entries:
        for step in entry.steps:
            if step.order_id in ORDER_OF:
                doing = _asked(entry, step)
                low, high = TIMES.get(step.state, NEVER)
                least[doing] += low
                most[doing] += high
    return [
        f"{doing}: applied {applied[doing]} times, and the journal says {_said(least[doing], most[doing])}"
        for doing in sorted({*applied, *most})
        if not least[doing] <= applied[doing] <= most[doing]
    ]


def _said(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def applied_to(ledger: Iterable[Applied]) -> int:
    """How many writes of programs the story's orders have seen."""
    return sum(1 for entry in ledger if _is_ours(entry))


def _is_ours(entry: Applied) -> bool:
    return entry.source == API and str(entry.order_id) in ORDER_OF


def _asked(entry: Entry, step: StepEntry) -> Doing:
    intent, draft = entry.plan.intent, entry.plan.steps[step.number].draft
    amount = step.amount if intent.kind in MONEY else Decimal(0)
    ours = draft.echo or intent.tracking_number or ""
    return Doing(ORDER_OF[step.order_id], _kind(intent), ours, _plain(amount))


def _kind(intent: Intent) -> str:
    """As the ledger calls it."""
    if intent.kind is ActionKind.ACKNOWLEDGE:
        return "mark" if intent.exported else "unmark"
    return "correct" if intent.kind is ActionKind.CORRECT_SHIPMENT else str(intent.kind)


def _applied(ledger: Iterable[Applied]) -> Iterator[Doing]:
    for entry in filter(_is_ours, ledger):
        for effect in entry.effects:
            yield Doing(entry.order_id, effect.kind, _ours(effect), _plain(effect.total))


def _ours(effect: Effect) -> str:
    return effect.seller_id or effect.tracking_number or ""


def _plain(amount: Decimal) -> Decimal:
    return amount.normalize() + 0
