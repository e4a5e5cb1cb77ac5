"""A decision as the dialect would send it: the plan that people approve. Pure."""

from collections.abc import Callable, Sequence

from orders_pipeline.actions.policy.case import Case, Trap
from orders_pipeline.actions.policy.deciding import decided, rewritten
from orders_pipeline.actions.policy.digest import digest
from orders_pipeline.model.actions import MONEY
from orders_pipeline.model.allocation import Refused
from orders_pipeline.model.decisions import Decision
from orders_pipeline.model.plans import Draft, MoneyFrom, Plan, Refusal, Step

Drafts = Callable[[Decision], Sequence[Draft]]
RETURNS_NOTHING = frozenset({"channelape"})
"""Hubs that record refunds and move no money: channelape.md §5.5."""


def planned(case: Case, drafts: Drafts, traps: Sequence[Trap] = ()) -> Plan | Refusal:
    """drafts: the dialect's way to write a decision; Refused: it cannot be written. traps: those of the dialect."""
    decision = decided(case, traps)
    if isinstance(decision, Refusal):
        return decision
    try:
        written = drafts(decision)
    except Refused as refused:
        return Refusal(intent=case.intent, sentence=str(refused))
    steps = tuple(
        Step(draft=draft, digest=digest(case.document, case.account, draft.item_ids, case.as_read)) for draft in written
    )
    return Plan(
        intent=case.intent,
        steps=steps,
        currency=case.account.currency,
        money_from=_money_from(case),
        traps=rewritten(case, traps),
    )


def _money_from(case: Case) -> MoneyFrom:
    if case.kind not in MONEY:
        return MoneyFrom.NOBODY
    return MoneyFrom.ELSEWHERE if case.channel in RETURNS_NOTHING else MoneyFrom.THIS_CALL
