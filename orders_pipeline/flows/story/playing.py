"""The story played: asked, approved, sent and looked for, round by round, until nothing moves any more.

How far it is stands in the journal alone. So one that was killed is gone on with, and one that was played before is
asked for again under the same keys, which sends nothing. Dagster's jobs are handed in.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol

import msgspec

from orders_pipeline.actions.journal import Entry, Journal, NoSuchIntent
from orders_pipeline.flows.actions import deciding
from orders_pipeline.flows.actions.worded import Worded
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.story.control import Control
from orders_pipeline.flows.story.oracle import applied_to, differences
from orders_pipeline.flows.story.orders import ORDERS
from orders_pipeline.flows.story.scenes import ASKINGS, Asking
from orders_pipeline.model.action_states import FINAL, State
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE

WHO, WHY = "demo", "part of the demo's story"
A_WHILE = timedelta(minutes=20)
"""World time in which what was sent is done at the marketplace, and settled enough to be read."""
ROUNDS = 8
_AWAITED = frozenset({State.ACCEPTED, State.UNKNOWN})


class Jobs(Protocol):
    """What the runs are: each to its end, whatever that is; what came of it stands in the journal."""

    def plan(self, askings: Sequence[Worded]) -> None: ...
    def apply(self) -> None: ...
    def look(self, *, every: bool) -> None: ...


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """sent: writes that reached the sandbox in this demo; there: in all so far. held: keys that stood in the journal.

    moved: whether anything came any further. differences: between ledger and journal, a sentence each.
    """

    sent: int
    there: int
    held: tuple[str, ...]
    moved: bool
    differences: tuple[str, ...]


def place_orders(control: Control) -> None:
    """Buyers buy what is not there yet, and time passes until it can be read."""
    control.pass_time_until(control.buy(ORDERS) + A_WHILE)


def play(
    home: Home, journal: Journal, control: Control, jobs: Jobs, line: Callable[[str], None] = lambda text: None
) -> Played:
    """To where it can go. What is in doubt waits for its next look, and what is parked for a person."""
    before, held = applied_to(control.ledger()), tuple(one.key for one in ASKINGS if _entry(journal, one))
    items, asked, began = items_of(home), set[str](), _standing(journal)
    for _ in range(ROUNDS):
        stood = _standing(journal)
        if now := [one for one in ASKINGS if one.key not in asked and _is_its_turn(journal, one)]:
            jobs.plan([_worded(one, items) for one in now])
            asked |= {one.key for one in now}
        _approve(journal, line)
        _send(journal, control, jobs, asked)
        if awaited := _in(journal, _AWAITED):
            control.pass_time(A_WHILE)
            jobs.look(every=not any(step.state is State.UNKNOWN for entry in awaited for step in entry.steps))
        if _standing(journal) == stood:
            break
    ledger = control.ledger()
    return Played(
        sent=applied_to(ledger) - before,
        there=applied_to(ledger),
        held=held,
        moved=_standing(journal) != began,
        differences=tuple(differences(journal.entries(), ledger)),
    )


def unended(journal: Journal) -> list[Entry]:
    """Actions of the story that are neither at their end nor with a person."""
    ends = FINAL | {State.PARKED}
    return [entry for entry in _entries(journal) if any(step.state not in ends for step in entry.steps)]


def items_of(home: Home) -> dict[tuple[str, str, str], str]:
    """By account, order and SKU, the id of the line, as published. Raises NotPublished."""
    orders = sorted({one.asked.order_id for one in ASKINGS})
    sql = "SELECT account, order_id, sku, item_id FROM order_items WHERE list_contains($1, order_id)"
    with reading(home.published / DATABASE) as connection:
        rows = connection.execute(sql, [orders]).fetchall()
    return {(account, order_id, sku): item_id for account, order_id, sku, item_id in rows}


def _worded(asking: Asking, items: dict[tuple[str, str, str], str]) -> Worded:
    if asking.item is None:
        return asking.asked
    asked = asking.asked
    item = items[asked.account, asked.order_id, asking.item]
    named = {name: [text.format(item=item) for text in getattr(asked, name)] for name in ("lines", "line_amounts")}
    return msgspec.structs.replace(asked, **named)


def _is_its_turn(journal: Journal, asking: Asking) -> bool:
    before = [entry for entry in _entries(journal) if entry.key == asking.after]
    return asking.after is None or any(all(step.state in FINAL for step in entry.steps) for entry in before)


def _approve(journal: Journal, line: Callable[[str], None]) -> None:
    """As a person does: this plan, by its hash, with who and why."""
    for entry in _in(journal, {State.PLANNED}):
        deciding.approve(journal, entry, plan_hash=entry.plan_hash, who=WHO, why=WHY, at=utc_now())
        line(f"{entry.key}: approved by {WHO}, plan {entry.plan_hash[:12]}")


def _send(journal: Journal, control: Control, jobs: Jobs, asked: set[str]) -> None:
    """What turns out to be planned once more, because its order had changed, is asked for once more."""
    approved = _in(journal, {State.APPROVED})
    if not approved:
        return
    lost = {one.key for one in ASKINGS if one.loses_its_answer}
    paths = {step.request.path for entry in approved if entry.key in lost for step in entry.plan.steps}
    with control.losing_answers(paths):
        jobs.apply()
    asked -= {entry.key for entry in _in(journal, {State.PLANNED})}


def _standing(journal: Journal) -> list[tuple[str, list[tuple[State, int]]]]:
    """Where everything stands, and how often it was looked at."""
    return [(entry.key, [(step.state, step.looks) for step in entry.steps]) for entry in _entries(journal)]


def _in(journal: Journal, states: set[State] | frozenset[State]) -> list[Entry]:
    return [entry for entry in _entries(journal) if any(step.state in states for step in entry.steps)]


def _entries(journal: Journal) -> list[Entry]:
    return [entry for one in ASKINGS if (entry := _entry(journal, one)) is not None]


def _entry(journal: Journal, asking: Asking) -> Entry | None:
    try:
        return journal.entry(asking.asked.account, asking.key)
    except NoSuchIntent:
        return None
