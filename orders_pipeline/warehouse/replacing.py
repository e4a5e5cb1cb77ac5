"""One batch written to the tables: orders replaced whole, with their history.

Runs inside a transaction that the caller commits or rolls back. What is to be written is decided by `judging`.
"""

from collections.abc import Callable, Iterable, Set
from contextlib import ExitStack
from datetime import datetime

import duckdb
import msgspec
import pyarrow as pa
from msgspec.structs import astuple

from orders_pipeline.model.tables import CANONICAL
from orders_pipeline.warehouse.batches import Batch, Key
from orders_pipeline.warehouse.changes import Change, mark_changed
from orders_pipeline.warehouse.checks import check_incoming, check_tables
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.counts import WindowLoaded
from orders_pipeline.warehouse.handing import KEYS, delete, handed, insert_from, keys, months
from orders_pipeline.warehouse.holding import counted_before, held_versions, known_versions
from orders_pipeline.warehouse.judging import Judgement, Standing, judge, standing_versions, versions_to_keep
from orders_pipeline.warehouse.outcome import Version
from orders_pipeline.warehouse.statements import text
from orders_pipeline.warehouse.versions import ORDERS_AT_ONCE, let_stand, tell_late, tell_superseded
from orders_pipeline.warehouse.windows import window_keys, write_windows

Step = Callable[[str], None]
_CHANGED = KEYS.append(pa.field("ordinal", pa.int64()))
_GOOD = pa.schema(
    [
        *KEYS,
        ("requested_us", pa.int64()),
        ("window_id", pa.string()),
        ("page_number", pa.int64()),
        ("place", pa.int64()),
    ]
)
_NEWEST = pa.schema(
    [
        *KEYS,
        ("updated_us", pa.int64()),
        ("requested_us", pa.int64()),
        ("window_id", pa.string()),
        ("page_number", pa.int64()),
        ("place", pa.int64()),
    ]
)


class Replaced(msgspec.Struct):
    """What a batch did: its windows, rows written by table, changed months, rejects healed."""

    windows: list[WindowLoaded] = msgspec.field(default_factory=list)
    rows: dict[str, int] = msgspec.field(default_factory=dict)
    changes: set[Change] = msgspec.field(default_factory=set)
    healed: int = 0


Settle = Callable[[duckdb.DuckDBPyConnection, Batch, Judgement, datetime, Replaced], None]


def settle_windows(
    connection: duckdb.DuckDBPyConnection, batch: Batch, judged: Judgement, at: datetime, done: Replaced
) -> None:
    """What a load says of its windows, and the earlier rejects that its good versions heal."""
    healed = _heal(connection, batch, judged)  # before the batch's own rejects, which are judged already
    done.windows, changes = write_windows(connection, batch, judged, at, done.rows)
    done.healed = len(healed) + sum(1 for rejected in judged.rejects if rejected.healed_load_id)
    done.changes |= changes | {("rejects", month) for month in healed}


def replace(
    connection: duckdb.DuckDBPyConnection, batch: Batch, at: datetime, step: Step, settle: Settle = settle_windows
) -> Replaced:
    """`settle` writes what is not of the orders themselves; a replay says nothing of windows, but of their rejects.

    Raises CountsDoNotAddUp or StructureBroken; nothing is committed here.
    """
    done = Replaced()
    step("versions")
    accounts = [part.window.account for part in batch.parts]
    incoming = {(accounts[sighted.part], sighted.order_id) for sighted in batch.sighted if sighted.order_id}
    with handed(connection, "incoming_keys", keys(incoming)):
        held, counted = held_versions(connection), counted_before(connection, batch)
    judged = judge(batch, held, counted)
    telling = {key for _, key, _ in judged.telling}
    known = known_versions(connection, telling & held.keys())
    kept = versions_to_keep(batch, judged, known)
    standing = standing_versions(batch, judged, known)
    told = {_key(batch, ordinal) for ordinal in kept}
    late = [ordinal for ordinal in kept if not _stands(batch, ordinal, standing)]
    of_old_rows = standing.keys() - (told - {_key(batch, ordinal) for ordinal in late})
    replaced = held.keys() & judged.winners.keys()
    changed = arrow_table([(*k, batch.sighted[n].staged) for k, n in judged.winners.items()], _CHANGED)
    with (
        handed(connection, "changed_keys", changed),
        handed(connection, "told_keys", keys(told)),
        handed(connection, "batch_windows", window_keys(batch.parts)),
    ):
        step("delete")
        tell_superseded(connection, [key for key in standing if key in held])
        _delete_replaced(connection, replaced, done)
        step("insert")
        done.rows.update(_insert(connection, _chosen(batch, judged.winners.values(), kept)))
        let_stand(connection, {key: standing[key] for key in of_old_rows})
        for start in range(0, len(late), ORDERS_AT_ONCE):
            tell_late(connection, _chosen(batch, late[start : start + ORDERS_AT_ONCE], ()))
        if judged.winners:
            done.changes.update(("orders", month) for month in months(connection, "changed_keys"))
        if not told <= judged.winners.keys():
            done.changes.update(("orders", month) for month in months(connection, "told_keys"))
        _remember_newest(connection, judged, held.keys())
        step("windows")
        settle(connection, batch, judged, at, done)
        mark_changed(connection, done.changes)
        step("checks")
        check_tables(connection, [table for table, rows in done.rows.items() if rows])
    return done


def _key(batch: Batch, ordinal: int) -> Key:
    sighted = batch.sighted[ordinal]
    return batch.parts[sighted.part].window.account, str(sighted.order_id)


def _stands(batch: Batch, ordinal: int, standing: dict[Key, Standing]) -> bool:
    row, seen = standing.get(_key(batch, ordinal)), batch.sighted[ordinal].seen
    return row is not None and seen is not None and row.place == seen.version


def _chosen(batch: Batch, winners: Iterable[int], kept: Iterable[int]) -> dict[str, pa.Table]:
    """By table: the rows of the sightings that win, and the versions that history keeps."""
    return batch.staging.chosen(*({batch.sighted[ordinal].staged for ordinal in these} for these in (winners, kept)))


def _delete_replaced(connection: duckdb.DuckDBPyConnection, replaced: Set[Key], done: Replaced) -> None:
    if not replaced:
        return
    with handed(connection, "replaced_keys", keys(replaced)):
        done.changes.update(("orders", month) for month in months(connection, "replaced_keys"))
        for table in CANONICAL:
            delete(connection, table.name, "replaced_keys")


def _insert(connection: duckdb.DuckDBPyConnection, incoming: dict[str, pa.Table]) -> dict[str, int]:
    """Checked all together, then inserted table by table. How many rows each got."""
    filled = {name: rows for name, rows in incoming.items() if rows.num_rows}
    with ExitStack() as hands:
        for name, rows in filled.items():
            hands.enter_context(handed(connection, f"incoming_{name}", rows))
        check_incoming(connection, filled)
        for name in filled:
            insert_from(connection, name, f"incoming_{name}")
    return {name: rows.num_rows for name, rows in incoming.items()}


def _remember_newest(connection: duckdb.DuckDBPyConnection, judged: Judgement, held: Set[Key]) -> None:
    """Rows of unchanged orders are not touched; where they were seen last is kept beside them."""
    if told_anew := (held & judged.newest.keys()) | (held & judged.winners.keys()):
        with handed(connection, "newest_keys", keys(told_anew)):
            connection.execute(text("sql/forget_newest"))
    if rows := [(*key, *astuple(version)) for key, version in judged.newest.items()]:
        with handed(connection, "newest_rows", arrow_table(rows, _NEWEST)):
            connection.execute(text("sql/remember_newest"))


def _heal(connection: duckdb.DuckDBPyConnection, batch: Batch, judged: Judgement) -> list[str]:
    """Months of the rejects of earlier batches that are healed now, one entry a reject."""
    if one_row(connection, "SELECT 1 FROM rejects WHERE healed_load_id IS NULL LIMIT 1") is None:
        return []
    with handed(connection, "good_versions", good_versions(batch, judged)):
        return [str(row[0]) for row in connection.execute(text("sql/heal_earlier"), [batch.load_id]).fetchall()]


def good_versions(batch: Batch, judged: Judgement) -> pa.Table:
    """The newest sighting of each order of which a good version was seen: it heals what was seen before it."""
    newest: dict[Key, Version] = {}
    for sighted in batch.sighted:
        if sighted.seen is not None and sighted.order_id is not None:
            key = (batch.parts[sighted.part].window.account, sighted.order_id)
            if key in judged.good:
                newest[key] = max(newest.get(key, sighted.seen.version), sighted.seen.version)
    return arrow_table([(*key, *astuple(version)[1:]) for key, version in newest.items()], _GOOD)
