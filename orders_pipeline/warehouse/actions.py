"""Actions and their events, written to their tables as the journal tells them; what is told anew replaces the old."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
from msgspec.structs import astuple

from orders_pipeline.model.records.actions import Action, ActionEvent
from orders_pipeline.model.tables import ACTION_EVENTS, ACTIONS, Table
from orders_pipeline.warehouse.changes import mark_changed, month_of
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.handing import handed, insert
from orders_pipeline.warehouse.statements import statement, text
from orders_pipeline.warehouse.writer import Writer

_KEYS = pa.schema([("account", pa.string()), ("action_key", pa.string())])


def newest_event(connection: duckdb.DuckDBPyConnection) -> tuple[int, datetime | None]:
    """Sequence and instant of the last event that is here; 0 and None before the first."""
    row = one_row(connection, text("sql/newest_action_event"))
    return (int(row[0]), row[1]) if row else (0, None)


def write_actions(
    writer: Writer,
    actions: Sequence[Action],
    events: Sequence[ActionEvent],
    *,
    keys: Iterable[tuple[str, str]],
    is_whole: bool,
) -> dict[str, int]:
    """In one transaction; rows written by table. keys: (account, action_key) of those that are told anew.

    is_whole: everything that stands in the tables goes: it was of another journal, or of one that was restored.
    """
    connection = writer.connection
    connection.begin()
    try:
        changed = set(_months(connection)) if is_whole else set()
        if is_whole:
            for table in (ACTIONS, ACTION_EVENTS):
                connection.execute(statement("delete_all_of", table=table.name))
        with handed(connection, "changed_actions", arrow_table(sorted(set(keys)), _KEYS)):
            connection.execute(text("sql/delete_actions"))
        changed |= {(ACTIONS.name, month_of(one.requested_at)) for one in actions}
        changed |= {(ACTION_EVENTS.name, month_of(one.happened_at)) for one in events}
        insert(connection, ACTIONS.name, [_row(one) for one in actions])
        insert(connection, ACTION_EVENTS.name, [_row(one) for one in events])
        mark_changed(connection, changed)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return {ACTIONS.name: len(actions), ACTION_EVENTS.name: len(events)}


def _months(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [month for table in (ACTIONS, ACTION_EVENTS) for month in _months_of(connection, table)]


def _months_of(connection: duckdb.DuckDBPyConnection, table: Table) -> list[tuple[str, str]]:
    asked = statement("months_of_table", table=table.name, instant=str(table.month_of))
    return [(table.name, str(month)) for (month,) in connection.execute(asked).fetchall()]


def _row(record: Action | ActionEvent) -> list[Any]:
    """Amounts as text, as Arrow takes them; words as plain text."""
    return [str(value) if isinstance(value, Decimal | str) else value for value in astuple(record)]
