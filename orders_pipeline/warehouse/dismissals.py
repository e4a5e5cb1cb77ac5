"""Rejects that people closed, written to their table: each once, none ever changed or removed."""

from collections.abc import Iterable

from msgspec.structs import astuple

from orders_pipeline.model.records.dismissals import Dismissal
from orders_pipeline.warehouse.changes import mark_changed, month_of
from orders_pipeline.warehouse.handing import insert
from orders_pipeline.warehouse.statements import text
from orders_pipeline.warehouse.writer import Writer

TABLE = "dismissals"


def insert_dismissals(writer: Writer, dismissals: Iterable[Dismissal]) -> int:
    """Those that are not here yet, in one transaction; how many there were."""
    connection = writer.connection
    held = set(connection.execute(text("sql/held_dismissals")).fetchall())
    rows = [one for one in dismissals if (one.account, one.window_id, one.page_number, one.position) not in held]
    if not rows:
        return 0
    connection.begin()
    try:
        insert(connection, TABLE, [astuple(one) for one in rows])
        mark_changed(connection, {(TABLE, month_of(one.dismissed_at)) for one in rows})
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return len(rows)
