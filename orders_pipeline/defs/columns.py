"""The columns of a table as Dagster shows them, from the table spec: meaning, source, constraints, tags."""

import dagster as dg

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.tables import Table
from orders_pipeline.warehouse.columns import SQL

TAGS = {
    "key": lambda column: column.is_key,
    "money": lambda column: column.kind is Kind.MONEY,
    "personal": lambda column: column.is_personal,
}


def column_schema(table: Table) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[_column(column) for column in table.columns],
        constraints=dg.TableConstraints(other=[f"key: {', '.join(table.key)}"]),
    )


def _column(column: Column) -> dg.TableColumn:
    return dg.TableColumn(
        name=column.name,
        type=SQL[column.kind],
        description=f"{column.meaning}. From: {column.source}" if column.source else column.meaning,
        constraints=dg.TableColumnConstraints(nullable=column.is_nullable, other=["key"] if column.is_key else []),
        tags={tag: "" for tag, holds in TAGS.items() if holds(column)},
    )
