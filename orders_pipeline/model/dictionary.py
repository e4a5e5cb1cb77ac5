"""The text of docs/tables.md, from the table spec. `make docs` writes it; a test holds that it is current."""

from collections.abc import Iterator, Mapping

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.tables import CANONICAL, TABLES, Table
from orders_pipeline.model.unknowable import UNKNOWABLE, Unknowable

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

NOT_KNOWN = """## What a dialect cannot know

Columns for which a dialect's protocol has no field: NULL in every row that it gives. A column that is not listed is
filled where the order has it. The list is `orders_pipeline/model/unknowable.py`.
"""


def dictionary() -> str:
    """The whole document."""
    return "\n".join((HEAD, *(line for table in TABLES for line in _section(table)), NOT_KNOWN, *_not_known()))


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


def _not_known() -> Iterator[str]:
    for channel, tables in UNKNOWABLE.items():
        yield f"### {channel}"
        yield ""
        yield "| table | columns | why |"
        yield "|---|---|---|"
        for table in CANONICAL:
            yield from (f"| {table.name} | {columns} | {why} |" for columns, why in _reasons(tables, table))
        yield ""


def _reasons(tables: Mapping[str, tuple[Unknowable, ...]], table: Table) -> Iterator[tuple[str, str]]:
    """What is just not there first, then what has a reason; columns in the order of the table."""
    by_reason: dict[str, set[str]] = {"": set()}
    for each in tables.get(table.name, ()):
        by_reason.setdefault(each.why, set()).update(each.columns)
    for why, columns in by_reason.items():
        if columns:
            names = [column.name for column in table.columns if column.name in columns]
            yield ", ".join(names) or "no rows at all", why


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
