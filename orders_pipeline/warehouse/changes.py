"""Which months a commit changed, so that publishing rewrites these and no others.

A family is a set of tables whose partitions change together: `orders` with all that belongs to an order, each
operational table alone.
"""

from collections.abc import Iterable
from datetime import datetime

import duckdb
import pyarrow as pa

from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.handing import handed
from orders_pipeline.warehouse.statements import text

Change = tuple[str, str]  # family, month
_CHANGES = pa.schema([("family", pa.string()), ("month", pa.string())])
WHOLE = "all"  # the month of tables that are not cut into months


def month_of(instant: datetime | None) -> str:
    return "unknown" if instant is None else f"{instant:%Y-%m}"


def mark_changed(connection: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> None:
    """Within the transaction that changes them; numbers of commits only grow."""
    rows = sorted(set(changes))
    if not rows:
        return
    found = one_row(connection, text("sql/next_sequence"))
    assert found is not None
    with handed(connection, "touched_months", arrow_table(rows, _CHANGES)):
        connection.execute(text("sql/unmark_dirty"))
        connection.execute(text("sql/mark_dirty"), [found[0]])
