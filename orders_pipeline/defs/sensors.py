"""What starts the load: certified windows, or actions of the journal, that wait."""

import hashlib
from collections.abc import Sequence

import dagster as dg

from orders_pipeline.defs.jobs import load_and_publish
from orders_pipeline.defs.names import LOAD_AND_PUBLISH
from orders_pipeline.defs.runs import in_progress, is_written
from orders_pipeline.flows.actions.publishing import actions_wait
from orders_pipeline.flows.load import waiting_windows
from orders_pipeline.settings import Home, Settings


@dg.sensor(
    job=load_and_publish,
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
    description="Starts load_and_publish when certified windows or actions wait. One set of windows starts "
    "one run: where that fails, the next window that is read starts another, which takes all of them.",
)
def certified_windows_wait(
    context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
) -> dg.RunRequest | dg.SkipReason:
    waiting = waiting_windows(home, settings)
    if newest := actions_wait(home):
        waiting.append(("actions", f"up to event {newest}"))
    if not waiting:
        return dg.SkipReason("Every certified window, and every action, is loaded and published.")
    if in_progress(context.instance, LOAD_AND_PUBLISH, lambda: is_written(home)):
        return dg.SkipReason(f"{len(waiting)} windows wait; a load is in progress, and takes them if it still can.")
    return dg.RunRequest(run_key=one_key(waiting), tags={"windows": str(len(waiting))})


def one_key(waiting: Sequence[tuple[str, str]]) -> str:
    """The same for the same set of windows."""
    named = "\n".join(f"{account} {window}" for account, window in sorted(waiting))
    return hashlib.sha256(named.encode()).hexdigest()[:32]
