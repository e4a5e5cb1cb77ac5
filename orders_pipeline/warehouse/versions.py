"""What the versions of orders look like, as JSON without personal data: written by SQL from rows, never twice by two.

The same statement reads the tables, for versions that are about to be replaced and for the view `order_versions`, and
staged rows, for versions that come too late to stand in the tables.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import cache

import duckdb
import pyarrow as pa

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.tables import CANONICAL, ORDERS, PERSONAL, Table
from orders_pipeline.warehouse.columns import ORDINAL, arrow_table
from orders_pipeline.warehouse.handing import KEYS, handed, keys
from orders_pipeline.warehouse.judging import Standing
from orders_pipeline.warehouse.statements import statement, text

_OF_ORDER = "account, order_id"
_LINEAGE = frozenset({"load_id", "content_hash", "window_id", "page_number", "position", "requested_at"})
_LATE = "late"
_ROWS = KEYS.append(pa.field("window_id", pa.string()))
_ROWS = _ROWS.append(pa.field("page_number", pa.int64())).append(pa.field("place", pa.int64()))
_ROWS = _ROWS.append(pa.field("version_hash", pa.string()))
ORDERS_AT_ONCE = 500  # making JSON takes some 100 kB an order until the statement ends, and cannot spill
_PLACE = "window_id, page_number, position"
_NO_PLACE = "NULL AS window_id, NULL AS page_number, NULL AS position"
# How a value stands in the JSON; other kinds as JSON has them.
_SAID = {
    Kind.MONEY: "CAST(said.{name} AS VARCHAR)",
    Kind.QUANTITY: "CAST(said.{name} AS VARCHAR)",
    Kind.INSTANT: "strftime(said.{name} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')",
}


@cache
def standing_documents() -> str:
    """SELECT of the document of every version that stands in the tables, with its order's key and place."""
    return _documents({table.name: table.name for table in CANONICAL}, _OF_ORDER)


@cache
def standing_documents_of() -> str:
    """The table macro that makes the documents of some orders alone: what is not asked for costs no memory."""
    wanted = "(SELECT unnest(wanted, recursive := true))"
    sources = {table.name: f"(FROM {table.name} SEMI JOIN {wanted} USING ({_OF_ORDER}))" for table in CANONICAL}
    return statement("standing_documents_of", documents=_documents(sources, _OF_ORDER))


def tell_superseded(connection: duckdb.DuckDBPyConnection, orders: Sequence[tuple[str, str]]) -> None:
    """Write down how these orders stand in the tables, before they are replaced by another version."""
    sources = {table.name: f"(FROM {table.name} SEMI JOIN superseded_keys USING ({_OF_ORDER}))" for table in CANONICAL}
    for start in range(0, len(orders), ORDERS_AT_ONCE):
        with handed(connection, "superseded_keys", keys(orders[start : start + ORDERS_AT_ONCE])):
            connection.execute(
                text("sql/tell_version").replace("{documents}", _documents(sources, _OF_ORDER)).replace("{place}", "")
            )


def let_stand(connection: duckdb.DuckDBPyConnection, standing: Mapping[tuple[str, str], Standing]) -> None:
    """These rows of history tell of what stands in the tables now: they have no document of their own any more."""
    if not standing:
        return
    rows = [
        (*key, row.place.window_id, row.place.page_number, row.place.position, row.version_hash)
        for key, row in standing.items()
    ]
    with handed(connection, "standing_rows", arrow_table(rows, _ROWS)):
        connection.execute(text("sql/let_stand"))


def tell_late(connection: duckdb.DuckDBPyConnection, staged: dict[str, pa.Table]) -> None:
    """Write down versions that history keeps and the tables do not, from their staged rows: ORDERS_AT_ONCE at most."""
    with ExitStack() as hands:
        for table in CANONICAL:
            hands.enter_context(handed(connection, f"{_LATE}_{table.name}", staged[table.name]))
        sources = {table.name: f"{_LATE}_{table.name}" for table in CANONICAL}
        documents = _documents(sources, f"{_OF_ORDER}, {ORDINAL.name}")
        place = text("sql/same_place")
        connection.execute(text("sql/tell_version").replace("{documents}", documents).replace("{place}", place))


def _documents(sources: dict[str, str], by: str) -> str:
    told = [table for table in CANONICAL if table.name not in PERSONAL]
    members = ", ".join(
        f"'{table.name}', CAST(max(said_rows) FILTER (WHERE part = '{table.name}') AS JSON)" for table in told
    )
    parts = "UNION ALL\n".join(
        statement(
            "version_part",
            by=by,
            table=table.name,
            said=_said(table),
            place=_PLACE if table is ORDERS else _NO_PLACE,
            source=sources[table.name],
        )
        for table in told
    )
    return statement("version_documents", members=members, by=by, parts=parts)


def _said(table: Table) -> str:
    return ", ".join(f"{column.name} := {_value(column)}" for column in table.columns if _is_said(column, table))


def _is_said(column: Column, table: Table) -> bool:
    """Account and order id are said by the row itself; where the version came from is not part of it."""
    return column.name not in ("account", "order_id") and not (table is ORDERS and column.name in _LINEAGE)


def _value(column: Column) -> str:
    return _SAID.get(column.kind, "said.{name}").format(name=column.name)
