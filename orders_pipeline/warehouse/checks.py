"""The structure checks of a load: inside its transaction, on what it changed. A failure rolls the batch back.

What is checked stands in `structure/*.sql`, for which tables follows from the table spec.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import duckdb
import pyarrow as pa

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.tables import BY_NAME, CANONICAL, OPERATIONAL, ORDER_HISTORY, ORDER_LINKS, Table
from orders_pipeline.warehouse.errors import StructureBroken
from orders_pipeline.warehouse.statements import statement, text


class Check(NamedTuple):
    """A question that must have no answer; its rows are (account, order or window, how many)."""

    table: str
    name: str
    query: str


def incoming_checks(table: Table, rows: pa.Table) -> Iterator[Check]:
    """On rows that are about to be inserted: handed as `incoming_<table>`, with the orders as `changed_keys`."""
    if missing := [column.name for column in table.columns if not column.is_nullable and rows[column.name].null_count]:
        yield _check(table, "not_null", condition=" OR ".join(f"{name} IS NULL" for name in missing))
    if table in CANONICAL:
        yield _check(table, "of_its_order")


def rules_of(table: Table) -> list[str]:
    """The names of the rules that a table is held to, in the order in which a load asks them."""
    incoming = ["not_null", "of_its_order"] if table in CANONICAL else ["not_null"] if table is ORDER_HISTORY else []
    return [*incoming, *(check.name for check in table_checks(table))]


def table_checks(table: Table) -> Iterator[Check]:
    """On rows as they stand in the table after the batch, gathered as `touched_<table>`."""
    yield _check(table, "key_once", key=", ".join(table.key), subject=_subject(table))
    if table.parent:
        # History and links also tell of orders that are left as they are; all else came in with its parents.
        parent = table.parent if table in (ORDER_HISTORY, ORDER_LINKS) else f"touched_{table.parent}"
        yield _check(table, "has_parent", parent=parent, parent_key=", ".join(BY_NAME[table.parent].key))
    if _amounts(table):
        yield _check(table, "currency_beside_amounts")
    if table.name == "orders":
        yield _check(table, "window_known")
    if table is ORDER_LINKS:
        yield from (_check(table, name) for name in ("not_alone", "counted_once", "told_once"))


_BY_WINDOW = tuple(table for table in OPERATIONAL if "window_id" in table.key)
_CHECKED = (*CANONICAL, ORDER_HISTORY, *_BY_WINDOW)


def check_incoming(connection: duckdb.DuckDBPyConnection, incoming: dict[str, pa.Table]) -> None:
    """Raises StructureBroken. Expects them to be handed as `incoming_<table>`, and `changed_keys`."""
    _hold(connection, [check for name, rows in incoming.items() for check in incoming_checks(BY_NAME[name], rows)])


def check_tables(connection: duckdb.DuckDBPyConnection, written: Collection[str]) -> None:
    """Raises StructureBroken. `written`: the tables that got rows; taking rows of whole orders away breaks nothing.

    Expects `changed_keys`, `told_keys` and `batch_windows` to be handed.
    """
    tables = [table for table in _CHECKED if table.name in written]
    parents = {table.parent for table in tables}
    gathered = [_gathering(table) for table in _CHECKED if table in tables or table.name in parents]
    _hold(connection, [check for table in tables for check in table_checks(table)], gathered)


def check_links(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises StructureBroken. On the groups of `links_gone` and `links_come`, as they stand in the table now."""
    _hold(connection, list(table_checks(ORDER_LINKS)), [statement("gather_links", table=ORDER_LINKS.name)])


def _hold(connection: duckdb.DuckDBPyConnection, checks: Collection[Check], gathered: Collection[str] = ()) -> None:
    """All in one statement, because on a small load each statement costs more than its rows."""
    if not checks:
        return
    asked = [statement("ask_check", table=check.table, check=check.name, query=check.query) for check in checks]
    broken = connection.execute(
        ("WITH " + ",\n".join(gathered) if gathered else "") + "\n" + "\nUNION ALL\n".join(asked)
    ).fetchall()
    if broken:
        table, name = broken[0][:2]
        found = sorted(
            (str(account), str(subject), count) for *of, account, subject, count in broken if of == [table, name]
        )
        examples = tuple((account, subject) for account, subject, _ in found[:3])
        raise StructureBroken(table, name, sum(count for *_, count in found), examples)


def _gathering(table: Table) -> str:
    """One scan a table: its keys, whether a row has amounts, and the currency beside them."""
    extra = ["window_id AS of_window"] if table.name == "orders" else []
    if amounts := _amounts(table):
        extra += [f"({' OR '.join(f'{name} IS NOT NULL' for name in amounts)}) AS has_amounts", "currency"]
    touched = ("batch_windows", "account, window_id") if table in _BY_WINDOW else ("changed_keys", "account, order_id")
    touched = ("told_keys", "account, order_id") if table is ORDER_HISTORY else touched
    return statement(
        "gather_touched", table=table.name, columns=", ".join([*table.key, *extra]), keys=touched[0], by=touched[1]
    )


def _amounts(table: Table) -> list[str]:
    has_currency = any(column.name == "currency" for column in table.columns)
    return [column.name for column in table.columns if column.kind is Kind.MONEY] if has_currency else []


def _subject(table: Table) -> str:
    return "window_id" if table in _BY_WINDOW else "order_id"


def _check(table: Table, name: str, **names: str) -> Check:
    return Check(table.name, name, text(f"structure/{name}").format(table=table.name, **names))
