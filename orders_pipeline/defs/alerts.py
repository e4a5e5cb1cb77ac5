"""The sensor that tells people of failed runs and checks, and of their end. Does nothing where no alerts are set."""

import os
from datetime import UTC, datetime, timedelta

import dagster as dg
import msgspec

from orders_pipeline.defs.outcomes import ended_since, outcome_of
from orders_pipeline.flows.alerts.series import Series
from orders_pipeline.flows.alerts.telling import tell
from orders_pipeline.settings import Home, Settings

OVERLAP = timedelta(minutes=2)  # a run may be noted a moment after one that ended later


class Cursor(msgspec.Struct, frozen=True):
    """Runs that ended before `since` are dealt with, and those of `runs`, which ended about then. memory: of alerts."""

    since: datetime
    runs: tuple[str, ...] = ()
    memory: dict[str, Series] = {}


@dg.sensor(
    name="alerts",
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
    description="Tells of a failed run, or a failed check of severity ERROR, by the webhook or mail that [alerts] in "
    "accounts.toml names: once, again every few hours while it lasts, and when it works again.",
)
def alerts(
    context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
) -> dg.SkipReason:
    if settings.alerts.are_off:
        return dg.SkipReason("No alerts are set in accounts.toml.")
    now = datetime.now(UTC)
    cursor = _read(context.cursor) or Cursor(now - OVERLAP)
    records = ended_since(context.instance, cursor.since - OVERLAP)
    new = [record for record in records if record.dagster_run.run_id not in cursor.runs]
    memory, told = tell(
        settings.alerts,
        cursor.memory,
        [outcome_of(context.instance, record, settings.alerts.ui) for record in new],
        environ=os.environ,
        budgets=home.budgets,
        now=now,
    )
    since = max((record.update_timestamp for record in records), default=cursor.since)
    seen = tuple(one.dagster_run.run_id for one in records if one.update_timestamp >= since - OVERLAP)
    context.update_cursor(msgspec.json.encode(Cursor(since, seen, dict(memory))).decode())
    return dg.SkipReason(f"{len(new)} runs ended; told: {', '.join(alert.what for alert in told) or 'nothing'}.")


def _read(cursor: str | None) -> Cursor | None:
    """None before the first tick, and where another version of the program wrote it."""
    try:
        return msgspec.json.decode(cursor, type=Cursor) if cursor else None
    except msgspec.MsgspecError:
        return None
