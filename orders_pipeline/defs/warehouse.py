"""The tables of the warehouse: an asset each, loaded together or not at all, with their columns and checks."""

from collections.abc import Iterator, Sequence

import dagster as dg

from orders_pipeline.defs.catalog import FRESH, OPERATIONS, group_of, tags_of
from orders_pipeline.defs.columns import column_schema, shown_rows
from orders_pipeline.defs.damage import WINDOWS_INTACT, windows_intact
from orders_pipeline.defs.failures import KNOWN, plain_failures
from orders_pipeline.defs.names import POOL, backfill_key, landing_key, table_key
from orders_pipeline.defs.structure import structure_broken, structure_checks, structure_held
from orders_pipeline.flows.held import Held, held
from orders_pipeline.flows.load import WindowsDamaged, load_pending
from orders_pipeline.model.tables import ORDERS, TABLES, Table
from orders_pipeline.settings import Account, Home, Settings
from orders_pipeline.warehouse.counts import LoadReport
from orders_pipeline.warehouse.errors import StructureBroken

NOT_SHOWN = "Holds personal data, so no row is shown here: Dagster keeps for ever what it is told."


def table_spec(table: Table, accounts: Sequence[Account]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=table_key(table.name),
        group_name=group_of(table),
        owners=[OPERATIONS],
        kinds={"duckdb", "table"},
        tags=tags_of(table),
        freshness_policy=FRESH,
        description=_described(table),
        deps=[key(account.name) for key in (landing_key, backfill_key) for account in accounts],
        metadata={"dagster/column_schema": column_schema(table), "dagster/table_name": table.name},
    )


def _described(table: Table) -> str:
    belongs = f" Belongs to a row of {table.parent}." if table.parent else ""
    whole = "\n\nAn order and all that belongs to it are replaced as a whole." if table.belongs_to_order else ""
    personal = f"\n\n{NOT_SHOWN}" if table.is_personal else ""
    return f"{table.grain.capitalize()}.{belongs}{whole}{personal}"


def warehouse_tables(accounts: Sequence[Account]) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name="load_warehouse",
        specs=[table_spec(table, accounts) for table in TABLES],
        check_specs=[*structure_checks(), WINDOWS_INTACT],
        can_subset=False,
        pool=POOL,
    )
    def load_warehouse(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Home], settings: dg.ResourceParam[Settings]
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        """Every certified window that is not loaded yet, merged into the tables; an order as a whole."""
        damaged: tuple[str, ...] = ()
        try:
            report = load_pending(home, settings, progress=context.log.info)
        except StructureBroken as broken:
            yield structure_broken(broken)
            raise dg.Failure(description=str(broken), allow_retries=False) from None
        except WindowsDamaged as left_out:
            report, damaged = left_out.report, left_out.damaged
        except KNOWN as error:
            raise dg.Failure(description=str(error), allow_retries=False) from None
        yield windows_intact(damaged)
        with plain_failures():
            now = held(home)
        for table in TABLES:
            yield dg.MaterializeResult(
                asset_key=table_key(table.name),
                metadata=_metadata(table, report, now),
                check_results=structure_held(table, report.rows_written.get(table.name, 0)),
            )

    return load_warehouse


def _metadata(table: Table, report: LoadReport, now: Held) -> dict[str, dg.MetadataValue]:
    """Rows, and for orders what became of each that was received; at most five rows to look at."""
    counts = {str(outcome): dg.MetadataValue.int(count) for outcome, count in report.counts.items()}
    newest = now.newest.get(table.name)
    return {
        "dagster/row_count": dg.MetadataValue.int(now.rows[table.name]),
        "rows_written": dg.MetadataValue.int(report.rows_written.get(table.name, 0)),
        **({"received": dg.MetadataValue.int(report.received), **counts} if table is ORDERS else {}),
        "load_id": dg.MetadataValue.text(report.load_id),
        **({"written_last": shown_rows(table, newest)} if newest else {}),
    }
