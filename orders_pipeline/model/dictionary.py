"""The text of docs/tables.md, from the table spec. `make docs` writes it; a test holds that it is current."""

from collections.abc import Iterator

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.tables import TABLES, Table

TYPES = {
    Kind.TEXT: "text",
    Kind.MONEY: "money",
    Kind.QUANTITY: "quantity",
    Kind.INTEGER: "integer",
    Kind.BOOLEAN: "boolean",
    Kind.INSTANT: "instant",
    Kind.DATE: "date",
}
HEAD = """# Tables

Generated from `orders_pipeline/model` by `make docs`; do not edit.

money is `DECIMAL(18,4)` in the currency of the row's `currency` column, quantity `DECIMAL(18,3)`, instant
`TIMESTAMPTZ` in UTC. Absent is NULL, never 0. Columns in **bold** are the key; a column marked ⚿ holds personal data.
Sources name the fields of the hubs: REST and SOAP (ChannelAdvisor), CU (ChannelUnity), CApe (ChannelApe).
"""


def dictionary() -> str:
    """The whole document."""
    return "\n".join((HEAD, *(line for table in TABLES for line in _section(table))))


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"Grain: {table.grain}." + (f" Belongs to a row of `{table.parent}`." if table.parent else "")
    yield ""
    yield "| column | type | meaning | source |"
    yield "|---|---|---|---|"
    for column in table.columns:
        yield _row(column)
    yield ""


def _row(column: Column) -> str:
    name = f"**{column.name}**" if column.is_key else column.name
    kind = TYPES[column.kind] + ("" if column.is_nullable else ", required") + (" ⚿" if column.is_personal else "")
    return f"| {name} | {kind} | {_cell(column.meaning)} | {_cell(column.source)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
