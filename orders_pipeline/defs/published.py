"""The published snapshot: what analysts open."""

import dagster as dg

from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import POOL, PUBLISHED, PUBLISHED_KEY, table_key
from orders_pipeline.flows.load import publish_snapshot
from orders_pipeline.model.tables import TABLES
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.publish import PublishReport
from orders_pipeline.warehouse.writer import DATABASE


@dg.asset(
    key=PUBLISHED_KEY,
    group_name=PUBLISHED,
    kinds={"duckdb", "parquet"},
    deps=[table_key(table.name) for table in TABLES],
    pool=POOL,
    description="A snapshot of all tables for readers, as one DuckDB file and as Parquet by month; switched to at "
    "once. Readers block no load and are blocked by none. Where nothing has changed the snapshot stays.",
)
def published(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    with plain_failures():
        report = publish_snapshot(home)
    return dg.MaterializeResult(metadata=_metadata(home, report))


def _metadata(home: Home, report: PublishReport) -> dict[str, dg.MetadataValue]:
    rows = dg.TableSchema(columns=[dg.TableColumn("table"), dg.TableColumn("rows", "int")])
    records = [dg.TableRecord({"table": table, "rows": count}) for table, count in report.manifest.rows.items()]
    return {
        "path": dg.MetadataValue.path(home.published / DATABASE),
        "snapshot": dg.MetadataValue.int(report.manifest.number),
        "is_new": dg.MetadataValue.bool(report.is_new),
        "rows": dg.MetadataValue.table(records, rows),
        "bytes": dg.MetadataValue.int(sum(file.bytes for file in report.manifest.files)),
        "partitions_written": dg.MetadataValue.int(report.partitions_written),
        "partitions_linked": dg.MetadataValue.int(report.partitions_linked),
    }
