"""A job run within this process, with the runs kept in Dagster's home: what the demo does, so that the UI shows it."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import dagster as dg

from orders_pipeline.defs.names import CODE_LOCATION

Line = Callable[[str], None]
NOTHING: Mapping[str, Any] = {}

# How `dagster dev` calls our code; with it the UI shows these runs beside those that it started itself.
OURS = {".dagster/repository": f"__repository__@{CODE_LOCATION}"}


class Ran(NamedTuple):
    """What became of a run. `materialized` is each asset's metadata by key, as plain values."""

    job: str
    run_id: str
    succeeded: bool
    seconds: float
    failure: str | None
    materialized: Mapping[str, Mapping[str, Any]]


def run(
    definitions: dg.Definitions,
    job_name: str,
    instance: dg.DagsterInstance,
    line: Line,
    ops: Mapping[str, Any] = NOTHING,
) -> Ran:
    """Runs it to its end. What the steps log goes to `line`, and to the instance as always. ops: config by op.

    Raises KeyboardInterrupt: somebody stopped it, which Dagster has noted as a failed run.
    """
    heard = dg.Definitions.merge(definitions, dg.Definitions(loggers={"console": _hears(line)}))
    result = heard.resolve_job_def(job_name).execute_in_process(
        instance=instance,
        raise_on_error=False,
        tags=OURS,
        run_config={"loggers": {"console": {}}, "ops": {name: {"config": told} for name, told in ops.items()}},
    )
    stats = instance.get_run_stats(result.run_id)
    return Ran(
        job=job_name,
        run_id=result.run_id,
        succeeded=result.success,
        seconds=(stats.end_time or 0) - (stats.start_time or 0),
        failure=_failure(result),
        materialized={
            event.asset_key.to_user_string(): _plain(event.materialization.metadata)
            for event in result.get_asset_materialization_events()
        },
    )


def _plain(metadata: Mapping[str, dg.MetadataValue]) -> dict[str, Any]:
    return {name: value.value for name, value in metadata.items()}


def _failure(result: dg.ExecuteInProcessResult) -> str | None:
    """The words of the step that failed first."""
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            if data.error and data.error.cls_name == dg.DagsterExecutionInterruptedError.__name__:
                raise KeyboardInterrupt
            given = data.user_failure_data.description if data.user_failure_data else None
            return (given or (data.error.message if data.error else event.message) or "").strip()
    return None if result.success else "the run failed before its first step"


def _hears(line: Line) -> dg.LoggerDefinition:
    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta = getattr(record, "dagster_meta", {})
            if meta.get("dagster_event") is None:
                line(meta.get("orig_message") or record.getMessage())

    @dg.logger(description="Hands what steps say to whoever runs them.")
    def heard(init: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("orders_pipeline.run", logging.INFO)
        logger.addHandler(Heard())
        return logger

    return heard
