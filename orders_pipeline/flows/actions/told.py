"""An action as people and programs are told of it: what would be sent, redacted, and what it does to the money. Pure.

Slots of secrets stand as slots. What people typed stays in the journal; the command line alone shows it.
"""

from collections.abc import Iterator
from decimal import Decimal
from shlex import quote
from typing import Any

from orders_pipeline.actions.commands import named
from orders_pipeline.actions.dispatch import Sent
from orders_pipeline.actions.journal import Entry, StepEntry
from orders_pipeline.actions.policy.catalogue import CATALOGUE
from orders_pipeline.flows.actions.planning import Planned
from orders_pipeline.model.action_states import DOUBTS, State
from orders_pipeline.model.actions import Intent
from orders_pipeline.model.plans import MoneyFrom, Refusal, Step

SENTENCES = {trap.id: trap.sentence for trap in CATALOGUE}
MONEY_FROM = {
    MoneyFrom.THIS_CALL: "",
    MoneyFrom.NOBODY: "",
    MoneyFrom.ELSEWHERE: " (none by this call: the hub records the refund, and the money is returned elsewhere)",
}


def planned_told(planned: Planned) -> dict[str, Any]:
    if planned.entry is not None:
        return {"became": "planned" if planned.is_new else "held"} | entry_told(planned.entry)
    told: dict[str, Any] = _intent(planned.intent)
    if planned.refusal is not None:
        return {"became": "refused"} | told | {"trap": planned.refusal.trap, "sentence": planned.refusal.sentence}
    return {"became": "not_planned"} | told | {"sentence": planned.failure}


def planned_lines(planned: Planned) -> Iterator[str]:
    if planned.entry is not None:
        yield from entry_lines(planned.entry)
    elif planned.refusal is not None:
        yield refusal_line(planned.refusal)
    else:
        yield f"{_named(planned.intent)}: not planned. {planned.failure} Nothing was sent; ask again."


def refusal_line(refusal: Refusal) -> str:
    trap = f" by {refusal.trap}" if refusal.trap else ""
    return f"{_named(refusal.intent)}: refused{trap}: {_sentence(refusal.sentence)} Nothing was sent."


def entry_told(entry: Entry) -> dict[str, Any]:
    plan = entry.plan
    return _intent(plan.intent) | {
        "plan_hash": entry.plan_hash,
        "requested_at": entry.created_at,
        "approved_by": entry.approved_by,
        "currency": plan.currency,
        "amount": plan.amount,
        "money_from": plan.money_from,
        "traps_avoided": [{"id": trap, "sentence": SENTENCES.get(trap, "")} for trap in plan.traps],
        "steps": [_step(plan.steps[step.number], step) for step in entry.steps],
    }


def entry_lines(entry: Entry) -> Iterator[str]:
    plan = entry.plan
    yield f"{_named(plan.intent)}: {standing(entry)}"
    for step in entry.steps:
        wanted = plan.steps[step.number]
        request = wanted.request
        yield f"  {step.number + 1}. {wanted.draft.sentence} · {step.state}"
        yield f"     {request.method} {request.path}"
        yield from (f"     {name}: {value}" for name, value in request.headers.items())
        yield from (f"     {line}" for line in request.body.splitlines())
        if plan.intent.moves_money:
            yield f"     returns {money_line(wanted, plan.currency)}{MONEY_FROM[plan.money_from]}"
    for trap in plan.traps:
        yield f"  avoided {trap}: {SENTENCES.get(trap, '')}"
    yield f"  plan {entry.plan_hash}"


def money_line(step: Step, currency: str | None) -> str:
    """`19.52 USD: item 14.95, tax 1.20`; parts that are nothing are left out."""
    parts = {component: amount for component, amount in step.amounts.items() if amount}
    whole = sum(parts.values(), Decimal(0))
    said = ", ".join(f"{component.replace('_', ' ')} {amount}" for component, amount in parts.items())
    return f"{whole} {currency or ''}".strip() + (f": {said}" if said else "")


def standing(entry: Entry) -> str:
    """Where it stands, in a few words."""
    states = [step.state for step in entry.steps]
    if set(states) == {State.PLANNED}:
        return "planned, waits for an approval"
    if set(states) == {State.APPROVED}:
        return f"approved by {entry.approved_by}, not sent yet"
    return ", ".join(dict.fromkeys(map(str, states)))


def next_line(entry: Entry, may_write: bool) -> str:
    """What a person does next; the command is to be copied."""
    states = {step.state for step in entry.steps}
    of = named(entry.account, entry.key)
    if State.PLANNED in states:
        agree = f'orders-pipeline actions approve {of} --plan-hash {entry.plan_hash[:16]} --why "WHY"'
        return f"Nothing was sent. To agree: {agree}"
    if State.APPROVED in states and not may_write:
        return f"Nothing was sent: account {entry.account} is in dry run (write_back in accounts.toml)."
    if State.APPROVED in states:
        return f"Nothing was sent. To send it: orders-pipeline actions apply {quote(entry.account)}"
    if states & DOUBTS:
        return "It is in doubt: orders-pipeline actions doubts"
    if states & {State.ACCEPTED, State.SENDING}:
        return "Its effect is awaited: orders-pipeline actions look"
    return f"It is at its end: orders-pipeline actions status {of}"


def sent_told(sent: Sent) -> dict[str, Any]:
    return {
        "account": sent.account,
        "order_id": sent.order_id,
        "key": sent.key,
        "step": sent.number + 1,
        "state": sent.state,
        "sentence": sent.sentence,
    }


def step_told(step: StepEntry) -> dict[str, Any]:
    return {
        "account": step.account,
        "order_id": step.order_id,
        "key": step.key,
        "step": step.number + 1,
        "state": step.state,
        "amount": step.amount,
        "currency": step.currency,
        "sent_at": step.sent_at,
        "look_at": step.look_at,
        "updated_at": step.updated_at,
    }


def _step(wanted: Step, step: StepEntry) -> dict[str, Any]:
    request = wanted.request
    return {
        "step": step.number + 1,
        "state": step.state,
        "sentence": wanted.draft.sentence,
        "request": {
            "method": request.method,
            "path": request.path,
            "headers": request.headers,
            "body": request.body,
            "secret_slots": request.slots,
        },
        "echo": wanted.draft.echo,
        "returns": {str(component): amount for component, amount in wanted.amounts.items()},
        "amount": step.amount,
        "sent_at": step.sent_at,
        "updated_at": step.updated_at,
    }


def _intent(intent: Intent) -> dict[str, Any]:
    return {"kind": intent.kind, "account": intent.account, "order_id": intent.order_id, "key": intent.key}


def _named(intent: Intent) -> str:
    kind = intent.kind.replace("_", " ")
    return f"{kind} {intent.key} of order {intent.order_id} (account {intent.account})"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
