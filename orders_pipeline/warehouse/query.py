"""Reading: a published file without any lock on the writer's, and what is loaded, for those who load.

Answers are plain Python values: Decimal, aware UTC datetimes, text; never a float for an amount that is DECIMAL.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa

from orders_pipeline.model.tables import TABLES
from orders_pipeline.warehouse.connect import connect, one_row
from orders_pipeline.warehouse.damage import told_plainly
from orders_pipeline.warehouse.errors import BadChoice, NotPublished
from orders_pipeline.warehouse.statements import statement, text

Window = tuple[str, str]  # account, window_id
IN_MEMORY = Path(":memory:")


def query(published_file: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one statement, read-only. Raises NotPublished."""
    with reading(published_file) as connection:
        result = connection.execute(sql)
        return [column[0] for column in result.description or []], result.fetchall()


def arrow_table(connection: duckdb.DuckDBPyConnection, sql: str, values: Any = None) -> pa.Table:
    """The rows of one SELECT as Arrow: DECIMAL stays decimal, instants are in UTC. `values` as in duckdb: list or dict.

    Raises BadChoice: there is no statement in `sql`; duckdb.Error: DuckDB's own words about a statement.
    """
    relation = connection.sql(sql, params=values)
    if relation is None:
        raise BadChoice("there is no SQL to run: write one SELECT.")
    return relation.to_arrow_table()


def set_variables(connection: duckdb.DuckDBPyConnection, variables: Mapping[str, object]) -> None:
    """What `getvariable` finds in this connection from now on."""
    for name, value in variables.items():
        connection.execute(statement("set_variable", variable=name), [value])


def rows_per_table(published_file: Path) -> dict[str, int]:
    with reading(published_file) as connection:
        counts = {table.name: one_row(connection, statement("count_rows", table=table.name)) for table in TABLES}
    return {name: int(row[0]) for name, row in counts.items() if row}


def rows_per_account(published_file: Path) -> dict[str, dict[str, int]]:
    """By table, then by account; an account that has no row in a table does not stand there."""
    with reading(published_file) as connection:
        return {
            table.name: {
                account: int(rows)
                for account, rows in connection.execute(
                    statement("count_rows_of_accounts", table=table.name)
                ).fetchall()
            }
            for table in TABLES
        }


def published_windows(published_file: Path) -> set[Window]:
    """Windows that the published snapshot holds whole; never blocks and is never blocked. Empty before the first."""
    if not published_file.exists():
        return set()
    with reading(published_file) as connection:
        return loaded_windows(connection)


def loaded_windows(connection: duckdb.DuckDBPyConnection) -> set[Window]:
    """Windows that the database holds whole."""
    rows = connection.execute(text("sql/complete_windows")).fetchall()
    return {(account, window_id) for account, window_id in rows}


@contextmanager
def reading(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read-only, in UTC, on the snapshot that is published now, whatever is published later.

    Attached to a database of its own in memory, because a file that is opened twice in one process must be opened with
    the same settings: in a notebook, one's own `duckdb.connect` and ours would refuse each other. What does not fit
    into memory goes to a temporary directory of this connection alone, never beside the snapshot.

    Raises NotPublished: the file is not there; DatabaseDamaged: it is no database, or not whole.
    """
    if not file.exists():
        raise NotPublished(file)
    connection = connect(IN_MEMORY)
    try:
        with told_plainly(file, is_published=True):
            connection.execute("SET temp_directory = ?", [f"{gettempdir()}/orders-pipeline-{uuid4().hex}"])
            connection.execute(statement("attach_read_only", file=str(file.resolve()).replace("'", "''")))
            connection.execute("USE published")
            yield connection
    finally:
        connection.close()
