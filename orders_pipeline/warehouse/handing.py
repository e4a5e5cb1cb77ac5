"""Arrow tables handed to DuckDB under a name, and taken back: how values come into statements."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import duckdb
import pyarrow as pa

from orders_pipeline.model.tables import BY_NAME
from orders_pipeline.warehouse.columns import arrow_schema, arrow_table
from orders_pipeline.warehouse.statements import statement

KEYS = pa.schema([("account", pa.string()), ("order_id", pa.string())])
WINDOWS = pa.schema([("account", pa.string()), ("window_id", pa.string())])


@contextmanager
def handed(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> Iterator[None]:
    connection.register(name, table)
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # of a transaction that is broken: what broke it is what is told
            connection.unregister(name)
        raise
    connection.unregister(name)


def keys(rows: Iterable[Sequence[str]]) -> pa.Table:
    """(account, order_id), each once."""
    return arrow_table(sorted(set(map(tuple, rows))), KEYS)


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Sequence[Any]]) -> int:
    """Add rows to a table of the spec, each in the order of its columns."""
    if rows:
        with handed(connection, "rows_to_insert", arrow_table(rows, arrow_schema(BY_NAME[name].columns))):
            insert_from(connection, name, "rows_to_insert")
    return len(rows)


def insert_from(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> None:
    """Add the rows of a handed table, whose columns have the names of the spec's."""
    columns = ", ".join(column.name for column in BY_NAME[name].columns)
    connection.execute(statement("insert_rows", table=name, columns=columns, rows=rows))


def delete(connection: duckdb.DuckDBPyConnection, name: str, gone: str, by: str = "orders") -> None:
    """Take the rows of these orders or windows away; `gone` is a handed table of their keys."""
    connection.execute(statement(f"delete_of_{by}", table=name, **{"keys" if by == "orders" else "windows": gone}))


def months(connection: duckdb.DuckDBPyConnection, orders: str) -> set[str]:
    """Months of purchase of the orders whose keys stand in a handed table."""
    return {str(row[0]) for row in connection.execute(statement("months_of_orders", keys=orders)).fetchall()}
