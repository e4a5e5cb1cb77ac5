"""Rows of a table or view as a reader chooses them: by account, time and columns, as Arrow.

Only what the snapshot holds can be chosen: a name that is not there is refused with the names that are. Personal data
come only when they are asked for in so many words.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import NamedTuple

import duckdb
import pyarrow as pa

from orders_pipeline.model.tables import BY_NAME, TABLES, Table
from orders_pipeline.warehouse.errors import BadChoice
from orders_pipeline.warehouse.query import arrow_table
from orders_pipeline.warehouse.statements import View, statement, views

Bound = date | datetime | str | None


class _Source(NamedTuple):
    """A table or view. `instant` and its `day` are what since and until bound; None: nothing to bound."""

    name: str
    columns: tuple[str, ...]
    order: str
    instant: str | None
    day: str | None
    dated: str = ""
    is_personal: bool = False


def sources() -> dict[str, _Source]:
    """Everything that can be chosen, tables first."""
    found = [*(_of_table(table) for table in TABLES), *(_of_view(view) for view in views())]
    return {source.name: source for source in found}


def chosen_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    account: str | Sequence[str] | None = None,
    since: Bound = None,
    until: Bound = None,
    columns: Sequence[str] | None = None,
    personal: bool = False,
) -> pa.Table:
    """In the order of the key. `since` and `until` are half-open: days of the merchant, or instants with a zone.

    They bound the purchase for orders and all that belongs to them, the end of the window for loads, and for views
    the first column that is a day or an instant; one that has a table's columns is bounded as the table is. Rows
    without that time are left out where a bound is given.
    A column `<name>_on` of an instant `<name>_at` is its day in the account's zone.

    Raises BadChoice.
    """
    there = sources()
    source = there[known(name, there, "table or view")]
    if source.is_personal and not personal:
        raise BadChoice(
            f"{name} holds personal data of buyers. If your purpose allows it, say so: personal=True, or --personal."
        )
    if source.instant is None and (since is not None or until is not None):
        raise BadChoice(f"{name} has no time that since and until could bound. Leave them out.")
    refuse_empty(since, until)
    sql = statement(
        "chosen_rows",
        source=source.name,
        columns=", ".join(_column(source, column) for column in columns or source.columns),
        dated=source.dated,
        instant=source.instant or "CAST(NULL AS TIMESTAMPTZ)",
        day=source.day or "CAST(NULL AS DATE)",
        order=source.order,
    )
    values = {"accounts": accounts_of(connection, account), **bound("since", since), **bound("until", until)}
    return arrow_table(connection, sql, values)


def accounts_of(connection: duckdb.DuckDBPyConnection, account: str | Sequence[str] | None) -> list[str] | None:
    """As a list, each of them held; None: all. Raises BadChoice: the snapshot knows no such account."""
    if account is None:
        return None
    wanted = [account] if isinstance(account, str) else list(account)
    held = zones(connection)
    return [known(one, held, "account") for one in wanted]


def zones(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The zone of each account that the snapshot holds."""
    return dict(connection.execute("SELECT account, time_zone FROM accounts ORDER BY account").fetchall())


def bound(name: str, value: Bound) -> dict[str, date | datetime | None]:
    """`value` as the instant `<name>_at` or the merchant's day `<name>_on`, the other one None.

    Raises BadChoice: neither, or an instant without a zone.
    """
    parsed = _parsed(name, value) if isinstance(value, str) else value
    if isinstance(parsed, datetime):
        if parsed.tzinfo is None:
            raise BadChoice(f"{name}={value} has no zone: is it UTC, or the merchant's time? Add one, or give a day.")
        return {f"{name}_at": parsed, f"{name}_on": None}
    return {f"{name}_at": None, f"{name}_on": parsed}


def refuse_empty(since: Bound, until: Bound) -> None:
    """Raises BadChoice: no time lies between the two, so that the answer would be empty whatever is held."""
    start, end = bound("since", since), bound("until", until)
    for kind in ("on", "at"):
        first, last = start[f"since_{kind}"], end[f"until_{kind}"]
        if first is not None and last is not None and first >= last:
            raise BadChoice(
                f"since={since} is not before until={until}, which is left out: no time lies between them. For one day "
                "write the day after it as until."
            )


def _parsed(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value) if len(value) <= len("2026-09-30") else datetime.fromisoformat(value)
    except ValueError:
        raise BadChoice(
            f"{name}={value!r} is no time. Write a day such as 2026-09-30, or an instant such as 2026-09-30T08:00:00Z."
        ) from None


def _of_table(table: Table) -> _Source:
    order = ", ".join(f"chosen.{column}" for column in table.key)
    names = tuple(column.name for column in table.columns)
    if table.belongs_to_order:
        dated = "LEFT JOIN orders AS dated ON dated.account = chosen.account AND dated.order_id = chosen.order_id"
        instant = "dated.purchased_at"
        return _Source(table.name, names, order, instant, _day_of(instant), dated, table.is_personal)
    if table.month_of is None:
        return _Source(table.name, names, order, None, None, is_personal=table.is_personal)
    instant = f"chosen.{table.month_of}"
    return _Source(table.name, names, order, instant, _day_of(instant), is_personal=table.is_personal)


def _of_view(view: View) -> _Source:
    if view.of_table:
        return _of_table(BY_NAME[view.of_table])._replace(name=view.name, columns=tuple(view.columns))
    first = next((column for column in view.columns if column.endswith(("_on", "_at"))), None)
    columns = tuple(view.columns)
    if first is None:
        return _Source(view.name, columns, "ALL", None, None)
    found = f"chosen.{first}"
    if first.endswith("_on"):
        return _Source(view.name, columns, "ALL", f"(CAST({found} AS TIMESTAMP) AT TIME ZONE whose.time_zone)", found)
    return _Source(view.name, columns, "ALL", found, _day_of(found))


def _day_of(instant: str) -> str:
    """The merchant's day of an instant, as views and questions have it."""
    return f"CAST({instant} AT TIME ZONE whose.time_zone AS DATE)"


def _column(source: _Source, name: str) -> str:
    instant = f"{name.removesuffix('_on')}_at"
    if name not in source.columns and name.endswith("_on") and instant in source.columns:
        return f"{_day_of(f'chosen.{instant}')} AS {name}"
    return "chosen." + known(name, source.columns, f"column of {source.name}")


def known(name: str, names: Iterable[str], what: str) -> str:
    """The name itself. Raises BadChoice: it is none of these; says which come near."""
    there = list(names)
    if name in there:
        return name
    near = get_close_matches(name, there, n=3) or [one for one in there if name in one]
    instead = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(there)}."
    raise BadChoice(f"there is no {what} {name!r}. {instead}")
