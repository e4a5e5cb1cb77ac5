"""The Parquet side of a snapshot: a file a table and month, written where the month changed, else linked from before.

Months are UTC: of the purchase for orders and all that belongs to them, of `month_of` for the operational tables.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from orders_pipeline.model.tables import TABLES, Table
from orders_pipeline.warehouse.changes import Change
from orders_pipeline.warehouse.manifest import File, Manifest
from orders_pipeline.warehouse.snapshots import described
from orders_pipeline.warehouse.statements import statement, text

ROOT = "parquet"
_FILE = "part-0.parquet"


def family_of(table: Table) -> str | None:
    """Tables of a family change together; None: published in DuckDB only."""
    if table.name == "orders" or table.belongs_to_order:
        return "orders"
    return table.name if table.month_of else None


_FAMILIES = {table.name: family_of(table) for table in TABLES}


def place_of(table: str, month: str) -> str:
    return f"{ROOT}/{table}/month={month}/{_FILE}"


def write_changed(connection: duckdb.DuckDBPyConnection, building: Path, changed: Iterable[Change]) -> Iterator[File]:
    """The partitions of these months as they stand now; a month without rows gets no file."""
    for family, month in sorted(changed):
        if family == "orders":
            connection.execute(text("sql/orders_of_month"), [month])
        for table in TABLES:
            if family_of(table) == family:
                yield from _written(connection, building, table, month)


def link_unchanged(building: Path, before: Path, manifest: Manifest, changed: set[Change]) -> Iterator[File]:
    """Hard links to the partitions that no commit has touched since `before`."""
    for file in manifest.files:
        change = change_of(file)
        if change is None or change in changed:
            continue
        target = building / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(before / file.path, target)
        yield file


def change_of(file: File) -> Change | None:
    """What must have changed for a file of a snapshot to be written anew; None: it is no partition of a table."""
    root, _, rest = file.path.partition("/")
    table, _, partition = rest.partition("/")
    family = _FAMILIES.get(table)
    if root != ROOT or family is None:
        return None
    return family, partition.partition("/")[0].removeprefix("month=")


def all_months(connection: duckdb.DuckDBPyConnection) -> set[Change]:
    """Every partition that there is."""
    found: set[Change] = set()
    for table in TABLES:
        if table.month_of:
            rows = connection.execute(statement("months_of_table", table=table.name, instant=table.month_of)).fetchall()
            found |= {(str(family_of(table)), str(month)) for (month,) in rows}
    return found


def _written(connection: duckdb.DuckDBPyConnection, building: Path, table: Table, month: str) -> Iterator[File]:
    if family_of(table) == "orders":
        rows = statement("rows_of_orders", table=table.name, key=", ".join(table.key))
    else:
        rows = statement("rows_of_month", table=table.name, instant=str(table.month_of), key=", ".join(table.key))
    target = building / place_of(table.name, month)
    target.parent.mkdir(parents=True)
    values = [] if family_of(table) == "orders" else [month]
    written = connection.execute(statement("copy_to_parquet", rows=rows, target=_quoted(target)), values).fetchall()
    if written[0][0]:
        yield described(building, target)
    else:
        target.unlink()
        target.parent.rmdir()
        with suppress(OSError):  # other months stand beside it
            target.parent.parent.rmdir()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
