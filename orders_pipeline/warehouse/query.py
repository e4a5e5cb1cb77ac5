"""Reading: a published file without any lock on the writer's, and what is loaded, for those who load.

Answers are plain Python values: Decimal, aware UTC datetimes, text; never a float for an amount that is DECIMAL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orders_pipeline.model.tables import TABLES
from orders_pipeline.warehouse.connect import connect, one_row
from orders_pipeline.warehouse.errors import NotPublished
from orders_pipeline.warehouse.statements import statement, text

Window = tuple[str, str]  # account, window_id


def query(published_file: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one statement, read-only. Raises NotPublished."""
    with reading(published_file) as connection:
        result = connection.execute(sql)
        return [column[0] for column in result.description or []], result.fetchall()


def rows_per_table(published_file: Path) -> dict[str, int]:
    with reading(published_file) as connection:
        counts = {table.name: one_row(connection, statement("count_rows", table=table.name)) for table in TABLES}
    return {name: int(row[0]) for name, row in counts.items() if row}


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
    """Read-only, in UTC. Raises NotPublished: the file is not there."""
    if not file.exists():
        raise NotPublished(file)
    connection = connect(file.resolve(), read_only=True)
    try:
        yield connection
    finally:
        connection.close()
