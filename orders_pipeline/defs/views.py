"""The views of the published file: what analysts ask, an asset each, made anew with every snapshot."""

from collections.abc import Mapping

import dagster as dg

from orders_pipeline.defs.catalog import ANALYTICS, FRESH
from orders_pipeline.defs.columns import view_schema
from orders_pipeline.defs.names import PUBLISHED_KEY, VIEWS, view_key
from orders_pipeline.warehouse.statements import View


def view_spec(view: View) -> dg.AssetSpec:
    question, _, rest = view.meaning.partition(" Grain: ")
    return dg.AssetSpec(
        key=view_key(view.name),
        group_name=VIEWS,
        owners=[ANALYTICS],
        kinds={"duckdb", "view"},
        deps=[PUBLISHED_KEY],
        freshness_policy=FRESH,
        description=f"{question}\n\n{rest[0].upper()}{rest[1:]}",
        metadata={
            "dagster/table_name": view.name,
            "query": dg.MetadataValue.md(f"```sql\n{view.query}\n```"),
        },
    )


def view_result(view: View, types: Mapping[str, str], snapshot: int) -> dg.MaterializeResult:
    """`types`: SQL types by column, as the snapshot has them."""
    return dg.MaterializeResult(
        asset_key=view_key(view.name),
        metadata={"dagster/column_schema": view_schema(view, types), "snapshot": snapshot},
    )
