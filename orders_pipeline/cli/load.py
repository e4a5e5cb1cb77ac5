"""`load`: the second of the three steps of orders coming in. Schedules run the same through Dagster."""

import typer

from orders_pipeline.cli.output import AsJson, out, progress, say_json
from orders_pipeline.flows.load import load_pending
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.warehouse.counts import LoadReport
from orders_pipeline.warehouse.without_pandas import pandas_left_out


def load(ctx: typer.Context, json: AsJson = False) -> None:
    """Load every certified window that waits into the warehouse."""
    home: Home = ctx.obj
    settings = load_settings(home.accounts_file)
    with progress("Loading") as line, pandas_left_out():
        report = load_pending(home, settings, progress=line)
    if json:
        say_json(load_told(report))
    else:
        out().print(load_sentence(report))


def load_told(report: LoadReport) -> dict[str, object]:
    """The report without what is said window by window."""
    return {
        "load_id": report.load_id,
        "windows": len(report.windows),
        "received": report.received,
        **{str(outcome): count for outcome, count in report.counts.items()},
        "healed": report.healed,
        "rows_written": report.rows_written,
    }


def load_sentence(report: LoadReport) -> str:
    if not report.windows:
        return "No window waited: no row changed."
    counts = ", ".join(f"{count:,} {outcome}" for outcome, count in report.counts.items())
    return f"{len(report.windows):,} windows loaded, {report.received:,} orders received: {counts}"
