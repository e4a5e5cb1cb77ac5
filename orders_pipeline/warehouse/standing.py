"""What a database holds of an account, asked by order id and by day of purchase: what the second proof compares with.

Reads only; the caller opens the file.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import duckdb
import pyarrow as pa

from orders_pipeline.model.window import Window
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.handing import handed
from orders_pipeline.warehouse.statements import text

_INSTANT = pa.timestamp("us", tz="UTC")
_DAYS = pa.schema([("day", pa.string()), ("start_at", _INSTANT), ("end_at", _INSTANT)])
_IDS = pa.schema([("order_id", pa.string())])


class Standing(StrEnum):
    HELD = "held"
    QUARANTINED = "quarantined"  # in rejects, not healed, and no version is held


class Known(NamedTuple):
    """What is known of an order. updated_at: of the version that is held; None: none is, or its hub tells none.

    is_doubted: a sighting of it is in quarantine and not healed, so that what is held may be older than it should.
    """

    standing: Standing
    updated_at: datetime | None = None
    is_doubted: bool = False


def standing_of(connection: duckdb.DuckDBPyConnection, account: str, order_ids: Iterable[str]) -> dict[str, Known]:
    """Of these orders, those that the database knows."""
    with handed(connection, "listed", arrow_table([(order_id,) for order_id in order_ids], _IDS)):
        rows = connection.execute(text("sql/standing_of_orders"), {"account": account}).fetchall()
    return {order_id: Known(Standing(standing), *known) for order_id, standing, *known in rows}


def bought_on(connection: duckdb.DuckDBPyConnection, account: str, days: Mapping[str, Window]) -> dict[str, int]:
    """How many orders are held that were bought on each day; 0 where none was."""
    rows = [(day, window.start, window.end) for day, window in days.items()]
    with handed(connection, "days", arrow_table(rows, _DAYS)):
        found = connection.execute(text("sql/bought_on_days"), [account]).fetchall()
    return dict.fromkeys(days, 0) | dict(found)


def bought_within(connection: duckdb.DuckDBPyConnection, account: str, window: Window) -> set[str]:
    """The ids of the orders that are held and were bought within the window."""
    rows = connection.execute(text("sql/bought_within"), [account, window.start, window.end]).fetchall()
    return {order_id for (order_id,) in rows}


def bought_at(connection: duckdb.DuckDBPyConnection, account: str, order_id: str) -> datetime | None:
    """When the order was bought; None: it is not held, or does not tell."""
    row = one_row(connection, text("sql/bought_at"), [account, order_id])
    return row[0] if row is not None else None


def nameless_rejects(connection: duckdb.DuckDBPyConnection, account: str) -> int:
    """Sightings in quarantine of which not even the id could be read."""
    row = one_row(connection, text("sql/nameless_rejects"), [account])
    assert row is not None
    return int(row[0])


def orders_to_mark(connection: duckdb.DuckDBPyConnection, account: str) -> list[str]:
    """Ids of the account's orders that do not wait for a payment, oldest purchase first."""
    return [order_id for (order_id,) in connection.execute(text("sql/orders_to_mark"), [account]).fetchall()]


def is_held(connection: duckdb.DuckDBPyConnection, account: str, order_id: str) -> bool:
    return one_row(connection, text("sql/is_held"), [account, order_id]) is not None
