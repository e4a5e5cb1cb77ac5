"""The published snapshot and its views: what analysts open, switched to at once."""

from collections.abc import Iterator

import dagster as dg

from orders_pipeline.defs.catalog import ANALYTICS, FRESH, OPERATIONS
from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import POOL, PUBLISHED, PUBLISHED_KEY, table_key
from orders_pipeline.defs.views import view_result, view_spec
from orders_pipeline.flows.doctor.words import size
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.model.tables import TABLES
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.publish import PublishReport
from orders_pipeline.warehouse.statements import views
from orders_pipeline.warehouse.view_columns import view_columns
from orders_pipeline.warehouse.writer import DATABASE

DESCRIPTION = """\
What analysts open: all tables and views in one DuckDB file, and the tables as Parquet by month.

**Promise.** A snapshot appears whole or not at all, by one switch. Readers block no load and are blocked by none. Where
nothing has changed, the snapshot stays.

**To read it** open `published/orders.duckdb` read-only with DuckDB 1.4 or later, or ask `orders_pipeline.frames`.
"""


def snapshot_spec() -> dg.AssetSpec:
    return dg.AssetSpec(
        key=PUBLISHED_KEY,
        group_name=PUBLISHED,
        owners=[OPERATIONS, ANALYTICS],
        kinds={"duckdb", "parquet"},
        deps=[table_key(table.name) for table in TABLES],
        freshness_policy=FRESH,
        description=DESCRIPTION,
    )


@dg.multi_asset(specs=[snapshot_spec(), *map(view_spec, views())], can_subset=False, pool=POOL)
def publish(context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult]:
    """A new snapshot, if anything changed since the last."""
    with plain_failures():
        report = publish_snapshot(home)
        types = view_columns(home.published / DATABASE)
    context.log.info(_said(report))
    yield dg.MaterializeResult(asset_key=PUBLISHED_KEY, metadata=_metadata(home, report))
    yield from (view_result(view, types[view.name], report.manifest.number) for view in views())


def _said(report: PublishReport) -> str:
    number = report.manifest.number
    if not report.is_new:
        return f"Nothing has changed since snapshot {number}: it stays published."
    return (
        f"Snapshot {number} is published: {report.partitions_written} Parquet files written, "
        f"{report.partitions_linked} unchanged."
    )


def _metadata(home: Home, report: PublishReport) -> dict[str, dg.MetadataValue]:
    in_all = sum(file.bytes for file in report.manifest.files)
    rows = dg.TableSchema(columns=[dg.TableColumn("table"), dg.TableColumn("rows", "int")])
    records = [dg.TableRecord({"table": table, "rows": count}) for table, count in report.manifest.rows.items()]
    return {
        "path": dg.MetadataValue.path(home.published / DATABASE),
        "snapshot": dg.MetadataValue.int(report.manifest.number),
        "made_at": dg.MetadataValue.timestamp(report.manifest.made_at),
        "is_new": dg.MetadataValue.bool(report.is_new),
        "size": size(in_all),
        "bytes": dg.MetadataValue.int(in_all),
        "parquet_files_written": dg.MetadataValue.int(report.partitions_written),
        "parquet_files_unchanged": dg.MetadataValue.int(report.partitions_linked),
        "rows": dg.MetadataValue.table(records, rows),
    }
