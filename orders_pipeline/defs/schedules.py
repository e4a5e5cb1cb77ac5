"""When accounts are read: every 15 minutes, each by a schedule of its own, so that one failed hub stops no other."""

import dagster as dg

from orders_pipeline.defs.backfill import end_killed_backfills
from orders_pipeline.defs.jobs import account_tags
from orders_pipeline.defs.names import read_job_name
from orders_pipeline.defs.runs import in_progress, is_read, of_any
from orders_pipeline.settings import Account, Home

EVERY_15_MINUTES = "*/15 * * * *"


def read_schedule(account: Account) -> dg.ScheduleDefinition:
    name = read_job_name(account.name)

    @dg.schedule(
        name=f"{name}_every_15_minutes",
        job_name=name,
        cron_schedule=EVERY_15_MINUTES,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Reads {account.name}; left out while the run before it is still reading.",
        tags=account_tags(account),
    )
    def every_15_minutes(
        context: dg.ScheduleEvaluationContext, home: dg.ResourceParam[Home]
    ) -> dg.RunRequest | dg.SkipReason:
        end_killed_backfills(context.instance, home, account)
        if in_progress(context.instance, name, of_any(home, account, is_read)):
            return dg.SkipReason(
                f"{account.name} is still being read by the run before; what is new comes with the next one."
            )
        return dg.RunRequest()

    return every_15_minutes
