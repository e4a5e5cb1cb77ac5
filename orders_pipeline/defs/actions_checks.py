"""Checks of the journal of actions: no doubt is old, and it is the journal that sent what was sent."""

from datetime import UTC, datetime, timedelta

import dagster as dg

from orders_pipeline.actions.journal.glance import glance
from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import table_key
from orders_pipeline.flows.doctor.words import lasting
from orders_pipeline.model.action_states import DOUBTS
from orders_pipeline.model.tables import ACTIONS
from orders_pipeline.settings import Home

OLD = timedelta(hours=4)
"""The last look at a doubt is made after an hour; what is older waits for a person."""


@dg.asset_check(
    asset=table_key(ACTIONS.name),
    description=f"No action is in doubt for longer than {lasting(OLD)}: whether it happened is known by then, or a "
    "person has to find out.",
)
def no_doubt_is_old(home: dg.ResourceParam[Home]) -> dg.AssetCheckResult:
    now = datetime.now(UTC)
    with plain_failures():
        steps = [step for step in glance(home.journal).open_steps if step.state in DOUBTS]
    old = [step for step in steps if now - (step.sent_at or step.updated_at) > OLD]
    said = ", ".join(f"{step.key} of order {step.order_id} (account {step.account})" for step in old[:10])
    return dg.AssetCheckResult(
        passed=not old,
        description=f"{len(old)} requests are in doubt for longer than {lasting(OLD)}: {said}. They are not sent "
        "again. `orders-pipeline actions doubts` says what to do."
        if old
        else f"{len(steps)} requests are in doubt, none for long."
        if steps
        else "Nothing is in doubt.",
        metadata={"in_doubt": len(steps), "for_long": len(old)},
    )


@dg.asset_check(
    asset=table_key(ACTIONS.name),
    description="The journal knows of every sending that was made. One that was restored from a backup does not, and "
    "no money is sent until a person has compared it with the hubs.",
)
def journal_is_whole(home: dg.ResourceParam[Home]) -> dg.AssetCheckResult:
    with plain_failures():
        restored = glance(home.journal).restored
    return dg.AssetCheckResult(
        passed=restored is None,
        description=f"No money is sent: {restored}" if restored else "The journal knows of every sending.",
    )


CHECKS = (no_doubt_is_old, journal_is_whole)
