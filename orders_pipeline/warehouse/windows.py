"""What a load says of its windows: rows of `loads`, `pages` and `rejects`, and who was seen in unfinished ones.

Part of the transaction that writes the orders, so that a window is never further than its orders.
"""

from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa
from msgspec.structs import astuple

from orders_pipeline.warehouse.batches import Batch, Part
from orders_pipeline.warehouse.changes import Change, month_of
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.counts import Progress, WindowLoaded
from orders_pipeline.warehouse.handing import WINDOWS, delete, handed, insert
from orders_pipeline.warehouse.judging import Judgement, reject_row
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.statements import text

_SIGHTINGS = pa.schema([*WINDOWS, ("order_id", pa.string()), ("outcome", pa.string())])


def write_windows(
    connection: duckdb.DuckDBPyConnection, batch: Batch, judged: Judgement, at: datetime, rows: dict[str, int]
) -> tuple[list[WindowLoaded], set[Change]]:
    """The windows as they stand now, and the months that changed; adds to `rows`.

    Expects `batch_windows` to be handed. Raises CountsDoNotAddUp.
    """
    loaded = [_loaded(part, worked) for part, worked in zip(batch.parts, judged.parts, strict=True)]
    windows = [part.window for part in batch.parts]
    begun = [part for part in batch.parts if not part.before.pages_loaded]
    pages = [page for part in begun for page in part.window.page_records]
    rejects = [
        reject_row(windows[one.sighted.part].account, windows[one.sighted.part].window_id, one, at)
        for one in judged.rejects
    ]
    delete(connection, "loads", "batch_windows", by="windows")
    if begun:
        _forget_earlier_reading(connection, begun)
    load_rows = [_load_row(part, one, batch.load_id, at) for part, one in zip(batch.parts, loaded, strict=True)]
    rows["loads"] = insert(connection, "loads", load_rows)
    rows["pages"] = insert(connection, "pages", [astuple(page) for page in pages])
    rows["rejects"] = insert(connection, "rejects", rejects)
    _remember_sightings(connection, batch, judged)
    changes = {("loads", month_of(window.window.end)) for window in windows}
    changes |= {("pages", month_of(page.requested_at)) for page in pages}
    changes |= {("rejects", month_of(at)) for _ in rejects}
    return loaded, changes


def _forget_earlier_reading(connection: duckdb.DuckDBPyConnection, begun: list[Part]) -> None:
    """What an unfinished load left of windows that were read anew since: their pages are others."""
    with handed(connection, "ended_windows", window_keys(begun)):
        for table in ("pages", "rejects"):
            delete(connection, table, "ended_windows", by="windows")
        connection.execute(text("sql/forget_windows"))


def _loaded(part: Part, worked: Progress) -> WindowLoaded:
    account, window_id = part.window.account, part.window.window_id
    progress = part.before.plus(worked).checked(account, window_id)
    return WindowLoaded(account=account, window_id=window_id, progress=progress)


def _load_row(part: Part, loaded: WindowLoaded, load_id: str, at: datetime) -> tuple[Any, ...]:
    """In the order of the columns of `loads`."""
    window, progress = part.window, loaded.progress
    return (
        window.account,
        window.window_id,
        load_id,
        window.channel,
        window.purpose,
        window.window.start,
        window.window.end,
        window.certified_at,
        window.hub_count,
        len(window.page_records),
        progress.pages_loaded,
        progress.is_complete,
        progress.received,
        *(progress.counts[outcome] for outcome in Outcome),
        at,
    )


def _remember_sightings(connection: duckdb.DuckDBPyConnection, batch: Batch, judged: Judgement) -> None:
    """Replaces what was remembered of the batch's windows: nothing once they are complete."""
    open_parts = {number: part.window for number, part in enumerate(batch.parts) if not part.ends}
    rows = [
        (open_parts[part].account, open_parts[part].window_id, order_id, str(outcome))
        for (part, order_id), outcome in judged.of_window.items()
        if part in open_parts
    ]
    if ended := [part for part in batch.parts if part.ends and part.before.pages_loaded]:
        with handed(connection, "ended_windows", window_keys(ended)):
            connection.execute(text("sql/forget_windows"))
    if rows:
        with handed(connection, "sightings", arrow_table(rows, _SIGHTINGS)):
            connection.execute(text("sql/forget_sightings"))
            connection.execute(text("sql/remember_sightings"))


def window_keys(parts: list[Part]) -> pa.Table:
    return arrow_table([(part.window.account, part.window.window_id) for part in parts], WINDOWS)
