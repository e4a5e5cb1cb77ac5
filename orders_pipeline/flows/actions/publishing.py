"""The journal into the warehouse: the actions that moved since the last load, and every event since, each once.

A journal that is not the one that was told before (restored, or another) is told as a whole.
"""

from datetime import datetime
from decimal import Decimal

from orders_pipeline.actions.journal import Entry, EventRow, Journal, NoSuchIntent, StepEntry
from orders_pipeline.actions.journal.glance import glance
from orders_pipeline.model.action_states import FINAL, Event, State
from orders_pipeline.model.actions import ActionKind, Component
from orders_pipeline.model.records.actions import Action, ActionEvent
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.actions import newest_event, write_actions
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE, Writer

TYPED = frozenset(map(str, (Event.APPROVE, Event.WITHDRAW, Event.SHOWN_DONE, Event.SHOWN_NOT_DONE)))
"""Events whose reason a person typed."""
REFUSED = "refused"


def actions_wait(home: Home) -> int:
    """The newest event of the journal where readers do not see it yet; 0 where they see everything."""
    seen = glance(home.journal)
    file = home.published / DATABASE
    if not seen.newest or not file.exists():
        return seen.newest
    with reading(file) as connection:
        return 0 if newest_event(connection) == (seen.newest, seen.newest_at) else seen.newest


def load_actions(home: Home, warehouse: Writer) -> dict[str, int]:
    """Rows written, by table; nothing where nothing has happened since."""
    held = newest_event(warehouse.connection)
    seen = glance(home.journal)
    if held == (seen.newest, seen.newest_at):
        return {}
    if not seen.newest:
        return write_actions(warehouse, [], [], keys=[], is_whole=True)
    journal = Journal(home.journal)
    events = journal.events(after=max(held[0] - 1, 0))
    is_same = bool(events) and (events[0].sequence, events[0].at) == held
    if is_same:
        events = events[1:]
    elif held[0]:
        events = journal.events()
    keys = {(event.account, event.key) for event in events}
    told = [action for entry in _entries(journal, keys) for action in actions_of(journal, entry)]
    return write_actions(
        warehouse, told, [event_of(event) for event in events], keys=keys, is_whole=bool(held[0]) and not is_same
    )


def _entries(journal: Journal, keys: set[tuple[str, str]]) -> list[Entry]:
    """A refusal has no intent."""
    found = []
    for account, key in sorted(keys):
        try:
            found.append(journal.entry(account, key))
        except NoSuchIntent:
            continue
    return found


def actions_of(journal: Journal, entry: Entry) -> list[Action]:
    events = journal.events(entry.account, entry.key)
    return [_action(entry, step, [one for one in events if one.number == step.number]) for step in entry.steps]


def _action(entry: Entry, step: StepEntry, events: list[EventRow]) -> Action:
    plan, intent = entry.plan, entry.plan.intent
    wanted = plan.steps[step.number]
    amounts = wanted.amounts if intent.moves_money else {}
    parts = {component: amounts.get(component) for component in Component}
    units, agreed = wanted.draft.units, _agreed(events)
    return Action(
        account=step.account,
        action_key=step.key,
        step_number=step.number + 1,
        order_id=step.order_id,
        kind=intent.kind,
        state=step.state,
        has_been_in_doubt=step.standing.was_in_doubt,
        what=wanted.draft.sentence,
        item_id=next(iter(units)) if len(units) == 1 else None,
        quantity=sum(units.values(), Decimal(0)) if units else None,
        tracking_number=intent.tracking_number,
        reason=intent.reason,
        seller_id=wanted.draft.echo,
        traps_avoided=",".join(plan.traps) or None,
        money_from=plan.money_from,
        currency=plan.currency,
        total_amount=step.amount if intent.moves_money else None,
        **{f"{component}_amount": amount for component, amount in parts.items()},
        plan_hash=entry.plan_hash,
        approved_by=agreed.who if agreed else None,
        requested_at=entry.created_at,
        approved_at=agreed.at if agreed else None,
        sent_at=step.sent_at if step.state not in (State.PLANNED, State.APPROVED) else None,
        accepted_at=_first(events, {State.ACCEPTED, State.SETTLED}),
        ended_at=_last(events, FINAL) if step.state in FINAL else None,
        updated_at=step.updated_at,
        looks=step.looks,
    )


def _first(events: list[EventRow], states: set[State]) -> datetime | None:
    return next((one.at for one in events if one.state in states), None)


def _last(events: list[EventRow], states: frozenset[State]) -> datetime | None:
    return next((one.at for one in reversed(events) if one.state in states), None)


def _agreed(events: list[EventRow]) -> EventRow | None:
    """The approval that is in force, or was when it went out: what comes back to `planned` has none any more."""
    for one in reversed(events):
        if one.event == Event.APPROVE:
            return one
        if one.state == State.PLANNED:
            return None
    return None


def event_of(event: EventRow) -> ActionEvent:
    is_refusal = event.event == REFUSED
    return ActionEvent(
        sequence=event.sequence,
        account=event.account,
        action_key=event.key,
        step_number=None if event.number < 0 else event.number + 1,
        order_id=event.order_id,
        kind=ActionKind(event.kind) if event.kind else None,
        happened_at=event.at,
        event=event.event,
        state=event.state,
        who=event.who,
        why=None if event.event in TYPED else event.why,
        trap=event.evidence if is_refusal else None,
    )
