"""`publish`: the last of the three steps of orders coming in. Schedules run the same through Dagster."""

import typer

from orders_pipeline.cli.output import AsJson, out, progress, say_json
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.publish import PublishReport
from orders_pipeline.warehouse.writer import DATABASE


def publish(ctx: typer.Context, json: AsJson = False) -> None:
    """Publish a new snapshot for readers, if anything changed since the last."""
    home: Home = ctx.obj
    with progress("Publishing"):
        report = publish_snapshot(home)
    if json:
        say_json(publish_told(home, report))
    else:
        out().print(publish_sentence(home, report))


def publish_told(home: Home, report: PublishReport) -> dict[str, object]:
    return {
        "is_new": report.is_new,
        "snapshot": report.manifest.number,
        "database": str(home.published / DATABASE),
        "rows": report.manifest.rows,
        "bytes": sum(file.bytes for file in report.manifest.files),
        "partitions_written": report.partitions_written,
        "partitions_linked": report.partitions_linked,
        "removed": list(report.removed),
    }


def publish_sentence(home: Home, report: PublishReport) -> str:
    number = report.manifest.number
    if not report.is_new:
        return f"Nothing changed since snapshot {number}: it stays published in {home.published}."
    return f"Snapshot {number} with {sum(report.manifest.rows.values()):,} rows is published in {home.published}."
