"""What became of runs, from Dagster's own history, as the alerts want it: in our words, other errors by kind alone.

A run went well where no step failed and no check of severity ERROR did.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from orders_pipeline.defs.runs import KILLED
from orders_pipeline.flows.alerts.alert import Alert
from orders_pipeline.flows.alerts.series import Outcome

ENDED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE)  # a canceled run is a person's will
MOST = 500  # runs at one time; the others come with the next
ALERTING = dg.AssetCheckSeverity.ERROR
PARTITION = "dagster/partition"
NEXT = "orders-pipeline doctor"


def ended_since(instance: dg.DagsterInstance, since: datetime) -> list[dg.RunRecord]:
    """Runs that ended after an instant, in that order."""
    wanted = dg.RunsFilter(statuses=ENDED, updated_after=since)
    return list(instance.get_run_records(wanted, limit=MOST, order_by="update_timestamp", ascending=True))


def outcome_of(instance: dg.DagsterInstance, record: dg.RunRecord, ui: str | None) -> Outcome:
    """`ui`: where people open Dagster, for a link to the run."""
    run = record.dagster_run
    partition = run.tags.get(PARTITION)
    subject = f"{run.job_name} of {partition}" if partition else run.job_name
    at = datetime.fromtimestamp(record.end_time, UTC) if record.end_time else record.update_timestamp
    failures = dict(_failures(instance, run.run_id))
    if not failures and run.status is dg.DagsterRunStatus.FAILURE:
        failures = {_whole_run(instance, run.run_id): None}
    alert = Alert(
        what=f"{subject} failed",
        sentence="\n".join(failures),
        next=NEXT,
        at=at,
        account=run.tags.get("account"),
        job=run.job_name,
        step=next((step for step in failures.values() if step), None),
        run_id=run.run_id,
        link=f"{ui}/runs/{run.run_id}" if ui else None,
    )
    return Outcome(subject=subject, at=at, alert=alert if failures else None, over=f"{subject} works again")


def _failures(instance: dg.DagsterInstance, run_id: str) -> Iterator[tuple[str, str | None]]:
    """Sentences with the step that they are of. What a check says and its step repeats comes once."""
    wanted = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.ASSET_CHECK_EVALUATION}
    for record in instance.get_records_for_run(run_id, of_type=wanted).records:
        event = record.event_log_entry.dagster_event
        if event.is_step_failure:
            yield _step(event.step_failure_data), event.step_key
        elif not (told := event.asset_check_evaluation_data).passed and told.severity is ALERTING:
            said = f": {told.description}" if told.description else ""
            yield f"The check {told.check_name} of {told.asset_key.to_user_string()} failed{said}", event.step_key


def _step(failure) -> str:
    """Our own words where the step ended by them; of any other error the kind alone: its text may hold anything."""
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    error = failure.error.cause or failure.error if failure.error else None
    return f"{error.cls_name if error else 'An error'}: this was not foreseen. The run's log shows where it happened."


def _whole_run(instance: dg.DagsterInstance, run_id: str) -> str:
    wanted = {dg.DagsterEventType.RUN_FAILURE}
    said = [one.event_log_entry.message for one in instance.get_records_for_run(run_id, of_type=wanted).records]
    return KILLED if KILLED in said else "The run ended before any step could fail. Its log says more."
