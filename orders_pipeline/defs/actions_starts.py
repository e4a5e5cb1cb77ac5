"""When actions are applied, looked up and reconciled, and what takes the inbox. A person starts the schedules.

The inbox is watched from the start: taking a file plans and sends nothing.
"""

from datetime import UTC, datetime, timedelta

import dagster as dg

from orders_pipeline.defs.names import ACTION_JOBS, APPLY_ACTIONS, LOOK_UP_ACTIONS, RECONCILE_ACTIONS, TAKE_INBOX
from orders_pipeline.defs.runs import in_progress, is_acting
from orders_pipeline.flows.actions.inbox import fingerprint, settled_files
from orders_pipeline.settings import Home, Settings

EVERY_5_MINUTES, EVERY_MORNING = "*/5 * * * *", "20 6 * * *"
PAUSE = timedelta(minutes=5)
"""Before files that stayed are tried again: their hubs did not answer."""


def _schedule(job_name: str, name: str, cron: str, description: str) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=name,
        job_name=job_name,
        cron_schedule=cron,
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description=f"{description} Stopped until a person starts it.",
    )
    def tick(
        context: dg.ScheduleEvaluationContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
    ) -> dg.RunRequest | dg.SkipReason:
        if living(context.instance, home, settings, job_name):
            return dg.SkipReason(f"{job_name} is still at work in the run before.")
        return dg.RunRequest()

    return tick


SCHEDULES = (
    _schedule(APPLY_ACTIONS, "apply_actions_every_5_minutes", EVERY_5_MINUTES, "Sends what is approved."),
    _schedule(
        LOOK_UP_ACTIONS, "look_up_actions_every_5_minutes", EVERY_5_MINUTES, "Looks at the hubs for what was sent."
    ),
    _schedule(
        RECONCILE_ACTIONS, "reconcile_actions_every_morning", EVERY_MORNING, "Compares journal and hubs both ways."
    ),
)


def living(instance: dg.DagsterInstance, home: Home, settings: Settings, job_name: str) -> list[str]:
    """Runs of the job that live. Those of any job of actions that were killed are ended, and their places freed."""
    return {name: in_progress(instance, name, lambda: is_acting(home, settings)) for name in ACTION_JOBS}[job_name]


@dg.sensor(
    name="inbox",
    job_name=TAKE_INBOX,
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
    description="Starts take_inbox when files with actions lie in the inbox and nobody writes to them any more. One "
    "set of files starts one run; what stays because a hub does not answer is tried again after a while.",
)
def inbox(
    context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
) -> dg.RunRequest | dg.SkipReason:
    files = settled_files(home)
    if not files:
        return dg.SkipReason("No file waits in the inbox.")
    if living(context.instance, home, settings, TAKE_INBOX):
        return dg.SkipReason("The inbox is being taken by the run before.")
    these = fingerprint(files)
    earlier = context.instance.get_run_records(dg.RunsFilter(job_name=TAKE_INBOX, tags={"inbox": these}))
    if earlier and datetime.now(UTC) - earlier[0].update_timestamp.astimezone(UTC) < PAUSE:
        return dg.SkipReason(f"{len(files)} files stayed when they were taken; they are tried again later.")
    return dg.RunRequest(run_key=f"{these}-{len(earlier)}", tags={"inbox": these, "files": str(len(files))})
