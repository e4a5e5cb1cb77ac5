"""Columns as Dagster shows them: of tables from the table spec, of views from their files; and rows to look at."""

from collections.abc import Mapping, Sequence

import dagster as dg

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.tables import Table
from orders_pipeline.warehouse.columns import SQL
from orders_pipeline.warehouse.statements import View

TAGS = {
    "money": lambda column: column.kind is Kind.MONEY,
    "personal": lambda column: column.is_personal,
}


def column_schema(table: Table) -> dg.TableSchema:
    return dg.TableSchema([_column(column) for column in table.columns])


def view_schema(view: View, types: Mapping[str, str]) -> dg.TableSchema:
    """`types`: SQL types by column, as the published file has them."""
    return dg.TableSchema(
        [
            dg.TableColumn(name, types[name], description=meaning[0].upper() + meaning[1:])
            for name, meaning in view.columns.items()
        ]
    )


def shown_rows(table: Table, rows: Sequence[Mapping[str, str]]) -> dg.TableMetadataValue:
    """At least one row, with the meaning of its columns."""
    columns = {column.name: column for column in table.columns}
    schema = dg.TableSchema([dg.TableColumn(name, description=columns[name].meaning) for name in rows[0]])
    return dg.MetadataValue.table([dg.TableRecord(dict(row)) for row in rows], schema)


def _column(column: Column) -> dg.TableColumn:
    return dg.TableColumn(
        name=column.name,
        type=SQL[column.kind],
        description=_plain(f"{column.meaning}. From: {column.source}" if column.source else column.meaning),
        constraints=dg.TableColumnConstraints(nullable=column.is_nullable, other=["key"] if column.is_key else []),
        tags={tag: "" for tag, holds in TAGS.items() if holds(column)},
    )


def _plain(text: str) -> str:
    """The UI takes descriptions for Markdown, and what stands in `<>` for HTML, which it leaves out."""
    return text.replace("<", "\\<")
