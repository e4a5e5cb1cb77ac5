"""An intent is asked for: the order is looked at, policy decides, and the plan, or the refusal, is kept."""

from collections.abc import Callable
from datetime import datetime

from orders_pipeline.actions.journal import Entry, Journal
from orders_pipeline.actions.policy.accounting import account_of
from orders_pipeline.actions.policy.capability import capability_of
from orders_pipeline.actions.policy.case import Carriers, Case
from orders_pipeline.actions.policy.catalogue import OF_DIALECT
from orders_pipeline.actions.policy.planning import planned
from orders_pipeline.flows.actions.account_hub import AccountHub
from orders_pipeline.flows.actions.own import own_steps
from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind, Intent
from orders_pipeline.model.plans import Plan, Refusal
from orders_pipeline.settings import Account

_STILL_PLANNED = frozenset({State.PLANNED, State.APPROVED})
_APPROVAL = {
    ActionKind.SHIP: "ship",
    ActionKind.CORRECT_SHIPMENT: "ship",
    ActionKind.CANCEL: "cancel",
    ActionKind.REFUND: "refund",
    ActionKind.ACKNOWLEDGE: "acknowledge",  # moves nothing: no setting, and none needed
    ActionKind.EXCHANGE: "exchange",
}
"""Which line of `approval` in accounts.toml speaks of a kind."""


def ask(
    account: Account,
    hub: AccountHub,
    journal: Journal,
    intent: Intent,
    *,
    who: str,
    now: Callable[[], datetime],
    carriers: Carriers | None = None,
    is_writer: bool = True,
) -> Entry | Refusal:
    """The intent with its plan in the journal, or why it cannot be; nothing is sent.

    Asked again under its key it is what became of it; until it was sent it is planned anew on the order as it stands.
    Where settings ask for no approval of its kind, it is approved at once. carriers: None: those of settings,
    else of the hub.
    Raises KeyTaken; HubError: the order cannot be looked at now.
    """
    held = journal.find(intent)
    if held is not None and any(step.state not in _STILL_PLANNED for step in held.steps):
        return held
    plan = _planned(account, hub, journal, intent, now(), carriers, is_writer)
    if isinstance(plan, Refusal):
        journal.refuse(plan, at=now(), who=who)
        return plan
    entry = journal.add(plan, at=now(), who=who)
    if getattr(account.approval, _APPROVAL[intent.kind], "none") == "none":
        why = "settings ask for no approval of this kind"
        entry = journal.approve(account.name, intent.key, entry.plan_hash, at=now(), who="settings", why=why)
    return entry


def _planned(
    account: Account,
    hub: AccountHub,
    journal: Journal,
    intent: Intent,
    at: datetime,
    carriers: Carriers | None,
    is_writer: bool,
) -> Plan | Refusal:
    found = hub.look(intent.order_id, f"to plan {intent.key}")
    if found is None:
        return Refusal(intent=intent, sentence=f"the hub has no order {intent.order_id}")
    document, own = found.document, own_steps(journal, account.name, intent.order_id)
    rules = hub.offered.site_rules(intent, document.order)
    overrides = {family: dict(cells) for family, cells in account.capabilities}
    case = Case(
        intent=intent,
        channel=account.channel,
        document=document,
        account=account_of(document, own),
        capability=capability_of(account.channel, document.order.marketplace, overrides, rules.allows),
        now=at,
        own=own,
        carriers=carriers if carriers is not None else _carriers(account) or hub.offered.carriers(intent),
        reasons=rules.reasons,
        is_writer=is_writer,
        is_loaded=intent.kind is not ActionKind.ACKNOWLEDGE or hub.is_loaded(intent.order_id),
        as_read=found.as_read,
    )
    return planned(case, hub.writeback.drafts, OF_DIALECT.get(account.channel, ()))


def _carriers(account: Account) -> Carriers | None:
    """Pairs of carrier and class; None where settings name none."""
    pairs = (pair.partition("/") for pair in account.carriers)
    return frozenset((carrier, service) for carrier, _, service in pairs) or None
