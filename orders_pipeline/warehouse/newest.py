"""The rows of a table that were written last, to look at: its end, which costs the same however large it is."""

from collections.abc import Sequence
from typing import Any

import duckdb

from orders_pipeline.warehouse.statements import statement


def newest_rows(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], limit: int
) -> list[dict[str, Any]]:
    """The last written first; `columns` of the table spec."""
    asked = statement("newest_rows", table=table, columns=", ".join(columns), limit=str(limit))
    return [dict(zip(columns, row, strict=True)) for row in connection.execute(asked).fetchall()]
