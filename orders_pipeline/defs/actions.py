"""Jobs of ops for actions, usable from the launchpad: plan, apply, look up, reconcile, take the inbox. No retry of any.

What each op does stands in flows; here is how it is asked for and told.
"""

import dagster as dg
from pydantic import Field

from orders_pipeline.actions.dispatch import GOES_ON
from orders_pipeline.actions.journal import Journal
from orders_pipeline.defs import actions_told as told
from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import (
    APPLY_ACTIONS,
    JOURNAL_POOL,
    LOOK_UP_ACTIONS,
    PLAN_ACTIONS,
    RECONCILE_ACTIONS,
    TAKE_INBOX,
)
from orders_pipeline.flows.actions import inbox
from orders_pipeline.flows.actions.applying import apply_approved, look
from orders_pipeline.flows.actions.planning import plan_all
from orders_pipeline.flows.actions.reconcile import DAYS, Kind, reconcile
from orders_pipeline.flows.actions.reconcile_told import reconciled_lines
from orders_pipeline.flows.actions.told import planned_lines
from orders_pipeline.flows.actions.worded import Worded, intent_of
from orders_pipeline.flows.actions.writers import named
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.model.action_states import State
from orders_pipeline.settings import Home, Settings

WHO = "launchpad"
ONCE = {"dagster/max_retries": "0", "dagster/retry_on_asset_or_op_failure": "false"}
"""Also where the instance has run retries switched on: what went wrong here is for people to look at."""

_ANY = {"default": None, "description": "Optional."}


class Asked(dg.Config):
    """One action, in the words of the command line."""

    kind: str = Field(description="ship, correct, cancel, refund or acknowledge.")
    account: str = Field(description="As accounts.toml names it.")
    order_id: str = Field(description="The hub's own id, as in orders.order_id.")
    key: str = Field(description="Id of the business event. The same key is never done twice.")
    lines: list[str] = Field(default=[], description='ITEM_ID=QTY, such as "30000001=1"; ITEM_ID: all that is left.')
    skus: list[str] = Field(default=[], description="The same by SKU.")
    amounts: list[str] = Field(default=[], description='Of the order as a whole, such as "shipping=3.32".')
    line_amounts: list[str] = Field(default=[], description='Of a line, such as "30000001:item=10.00".')
    reason: str | None = Field(default=None, description="Such as customer_returned_item.")
    restock: bool = Field(default=False, description="The units go back to stock.")
    currency: str | None = Field(default=None, description="Of the order, as you believe it.")
    carrier: str | None = Field(**_ANY)
    service: str | None = Field(default=None, description="The carrier's class or method.")
    tracking_number: str | None = Field(default=None, description="Needs its carrier.")
    shipped_at: str | None = Field(default=None, description="With an offset: 2026-09-01T14:02:00-04:00.")
    fulfillment_id: str | None = Field(default=None, description="The parcel that is corrected.")
    exported: bool = Field(default=True, description="Of acknowledge: false takes the mark away.")


class ToPlan(dg.Config):
    actions: list[Asked] = Field(description="What is asked for. Kept in the run's config: name no buyer.")


class ToApply(dg.Config):
    accounts: list[str] = Field(default=[], description="Only of these; none named: of all that may write.")


class ToLookUp(dg.Config):
    every: bool = Field(default=False, description="Also what was looked at a moment ago.")


class ToReconcile(dg.Config):
    days: int = Field(default=DAYS, description="How far back is compared.")


@dg.op(out=dg.Out(dg.Nothing), description="Looks at each order and keeps a plan, or a refusal. Sends nothing.")
def plan(
    context: dg.OpExecutionContext,
    config: ToPlan,
    home: dg.ResourceParam[Home],
    settings: dg.ResourceParam[Settings],
) -> None:
    with plain_failures():
        intents = [intent_of(Worded(**one.model_dump())) for one in config.actions]
        planned = plan_all(
            home,
            expanded(home, settings),
            Journal(home.journal),
            intents,
            who=WHO,
            each=lambda one: context.log.info("\n".join(planned_lines(one))),
        )
    wrong = [line for one in planned if one.entry is None for line in planned_lines(one)]
    _end(context, {"actions": told.planned(planned)}, wrong)


@dg.op(
    pool=JOURNAL_POOL,
    out=dg.Out(dg.Nothing),
    description='Sends what is approved, each once, for accounts with write_back = "on". A run that is started again '
    "sends only what was not sent.",
)
def send_approved(
    context: dg.OpExecutionContext,
    config: ToApply,
    home: dg.ResourceParam[Home],
    settings: dg.ResourceParam[Settings],
) -> None:
    with plain_failures():
        settings = expanded(home, settings)
        only = named(settings, config.accounts) or None
        journal = Journal(home.journal)
        done = apply_approved(
            home, settings, journal, only=only, each=lambda one: context.log.info(told.sentence_of(one))
        )
    waits = GOES_ON | {State.APPROVED}  # what waits is tried again by the next run, and is no failure of this one
    wrong = [told.sentence_of(one) for one in done.sent if one.state not in waits]
    wrong += [f"account {name}: nothing was sent: {why}" for name, why in done.failures.items()]
    for name, count in done.dry_run.items():
        context.log.info(f"account {name} is in dry run: {count} approved actions wait")
    _end(context, told.applied(journal, done), wrong)


@dg.op(
    pool=JOURNAL_POOL,
    out=dg.Out(dg.Nothing),
    description="Looks at the hubs for what was sent and is in doubt or awaited. Only reads.",
)
def look_up(
    context: dg.OpExecutionContext,
    config: ToLookUp,
    home: dg.ResourceParam[Home],
    settings: dg.ResourceParam[Settings],
) -> None:
    lines: list[tuple[State, str]] = []

    def seen(step, sentence: str) -> None:
        line = f"{step.key} of order {step.order_id} (account {step.account}): {step.state}: {sentence}"
        lines.append((step.state, line))
        context.log.info(line)

    with plain_failures():
        journal = Journal(home.journal)
        look(home, expanded(home, settings), journal, is_due_only=not config.every, each=seen)
    wrong = [f"{line}. orders-pipeline actions doubts" for state, line in lines if state is State.PARKED]
    _end(context, {"looked_at": len(lines)} | told.doubts(journal), wrong)


@dg.op(
    pool=JOURNAL_POOL,
    out=dg.Out(dg.Nothing),
    description="Compares journal and hubs both ways, and looks at what is parked again. Only reads.",
)
def compare(
    context: dg.OpExecutionContext,
    config: ToReconcile,
    home: dg.ResourceParam[Home],
    settings: dg.ResourceParam[Settings],
) -> None:
    with plain_failures():
        report = reconcile(home, expanded(home, settings), Journal(home.journal), days=config.days)
    context.log.info("\n".join(reconciled_lines(report)))
    ours = [one for one in report.differences if one.kind is not Kind.NOT_ASKED_FOR]
    wrong = [f"order {one.order_id} (account {one.account}), {one.subject}: {one.sentence}" for one in ours]
    wrong += [
        f"{step.key} of order {step.order_id} (account {step.account}) is parked: orders-pipeline actions doubts"
        for step, _ in report.looked_again
        if step.state is State.PARKED
    ]
    _end(context, told.reconciled(report), wrong)


@dg.op(
    out=dg.Out(dg.Nothing),
    description="Takes every file of the inbox that nobody writes to any more: plans what it asks for, moves it to "
    "inbox/done with a report beside it. Sends nothing.",
)
def take_files(
    context: dg.OpExecutionContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
) -> None:
    with plain_failures():
        taken = inbox.take_inbox(home, expanded(home, settings), Journal(home.journal))
    for one in taken:
        context.log.info(one.sentence)
    wrong = [one.sentence for one in taken if one.imported is None or not one.imported.is_clean]
    _end(context, {"files": told.taken(taken)}, wrong)


_EXAMPLE = {
    "kind": "refund",
    "account": "ACCOUNT",
    "order_id": "ORDER_ID",
    "key": "KEY",
    "lines": ["ITEM_ID=1"],
    "reason": "customer_returned_item",
}
"""What the launchpad opens with: placeholders, which are refused as they stand."""


@dg.job(
    name=PLAN_ACTIONS,
    tags=ONCE,
    config={"ops": {"plan": {"config": {"actions": [_EXAMPLE]}}}},
    description="Plan actions from the launchpad. Sends nothing.",
)
def plan_actions() -> None:
    plan()


@dg.job(name=APPLY_ACTIONS, tags=ONCE, description="Send what is approved, each once.")
def apply_actions() -> None:
    send_approved()


@dg.job(name=LOOK_UP_ACTIONS, tags=ONCE, description="Look at the hubs for what was sent.")
def look_up_actions() -> None:
    look_up()


@dg.job(name=RECONCILE_ACTIONS, tags=ONCE, description="Compare journal and hubs both ways.")
def reconcile_actions() -> None:
    compare()


@dg.job(name=TAKE_INBOX, tags=ONCE, description="Plan the actions of the files in the inbox. Sends nothing.")
def take_inbox() -> None:
    take_files()


JOBS = (plan_actions, apply_actions, look_up_actions, reconcile_actions, take_inbox)


def _end(context: dg.OpExecutionContext, metadata: dict, wrong: list[str]) -> None:
    """A run in which something was refused, failed or is in doubt is no green one; its metadata are kept either way."""
    if wrong:
        raise dg.Failure(description="\n".join(wrong), metadata=metadata, allow_retries=False)
    context.add_output_metadata(metadata)
