"""Marks of orders that are published: a job that plans them, and the sensor that starts it after each load.

Sends nothing: the schedule that applies what is approved does, once a person has started it.
"""

import dagster as dg

from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.journal.glance import glance
from orders_pipeline.defs import actions_told as told
from orders_pipeline.defs.actions import ONCE
from orders_pipeline.defs.actions_starts import living
from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import ACKNOWLEDGE_LOADED
from orders_pipeline.flows.actions.acknowledging import AFTER_LOAD, acknowledge_loaded, orders_to_mark
from orders_pipeline.flows.actions.told import planned_lines
from orders_pipeline.settings import Home, Settings


@dg.op(
    out=dg.Out(dg.Nothing),
    description='Plans a mark for each published order that has none yet, of accounts with acknowledge = "after_load"; '
    "at most as many of an account as a run may send. Sends nothing.",
)
def plan_marks(
    context: dg.OpExecutionContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
) -> None:
    with plain_failures():
        done = acknowledge_loaded(home, settings, Journal(home.journal))
    wrong = ["\n".join(planned_lines(one)) for one in done.planned if one.entry is None]
    metadata = {"actions": told.planned(done.planned), "waiting": dg.MetadataValue.json(done.waiting)}
    if wrong:
        raise dg.Failure(description="\n".join(wrong), metadata=metadata, allow_retries=False)
    context.add_output_metadata(metadata)


@dg.job(name=ACKNOWLEDGE_LOADED, tags=ONCE, description="Plan the marks of orders that are loaded. Sends nothing.")
def acknowledge_job() -> None:
    plan_marks()


@dg.sensor(
    name="orders_to_mark",
    job_name=ACKNOWLEDGE_LOADED,
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=60,
    description="Starts acknowledge_loaded when orders are published and not marked, of accounts with acknowledge = "
    '"after_load". One state of orders and journal starts one run.',
)
def orders_wait_for_marks(
    context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
) -> dg.RunRequest | dg.SkipReason:
    if all(account.acknowledge != AFTER_LOAD for account in settings.accounts):
        return dg.SkipReason('No account has acknowledge = "after_load".')
    number = home.published.resolve().name if home.published.exists() else "none"
    state = f"{number} {glance(home.journal).newest}"
    if context.cursor == state:
        return dg.SkipReason("Nothing was published, and no action moved, since the last look.")
    waiting = sum(map(len, orders_to_mark(home, settings, Journal(home.journal)).values()))
    if not waiting:
        context.update_cursor(state)
        return dg.SkipReason("Every published order is marked, or was asked to be.")
    if living(context.instance, home, settings, ACKNOWLEDGE_LOADED):
        return dg.SkipReason(f"{waiting} orders wait; the run before is still planning.")
    context.update_cursor(state)
    return dg.RunRequest(tags={"orders": str(waiting)})
