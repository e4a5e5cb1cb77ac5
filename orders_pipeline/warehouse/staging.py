"""The orders that have to be written as Arrow tables: rows become columns every thousand orders, so that few rows live.

Each staged row carries the ordinal of its sighting in the batch.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from orders_pipeline.model.tables import CANONICAL, ORDER_HISTORY
from orders_pipeline.warehouse.batches import Batch
from orders_pipeline.warehouse.columns import record_batch, staging_schema
from orders_pipeline.warehouse.document import UPDATED_AT, history_of, rows_of

_TABLES = (*CANONICAL, ORDER_HISTORY)
_SCHEMAS = {table.name: staging_schema(table.columns) for table in _TABLES}
_ORDERS_A_CHUNK = 1_000


def staged(batch: Batch, winners: Iterable[int], kept: Iterable[int]) -> dict[str, pa.Table]:
    """By table: the rows of the sightings that win, and in `order_history` the versions to be kept."""
    winning, keeping = set(winners), set(kept)
    rows: dict[str, list[list[Any]]] = {table.name: [] for table in _TABLES}
    chunks: dict[str, list[pa.RecordBatch]] = {table.name: [] for table in _TABLES}
    with _without_search_for_cycles():
        for count, ordinal in enumerate(sorted(winning | keeping), start=1):
            _add(batch, ordinal, rows, is_winner=ordinal in winning, is_kept=ordinal in keeping)
            if count % _ORDERS_A_CHUNK == 0:
                _flush(rows, chunks)
        _flush(rows, chunks)
    return {name: pa.Table.from_batches(parts, _SCHEMAS[name]) for name, parts in chunks.items()}


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Rows form no cycles; the collector would walk thousands of young lists to find that out: half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _add(batch: Batch, ordinal: int, rows: dict[str, list[list[Any]]], *, is_winner: bool, is_kept: bool) -> None:
    sighted = batch.sighted[ordinal]
    window, packed, page = batch.parts[sighted.part].window, sighted.packed, sighted.page
    assert packed is not None
    unpacked = rows_of(packed)
    place = (window.window_id, page.page_number, sighted.position)
    if is_kept:
        text = history_of(unpacked)
        updated_at = unpacked[0][0][UPDATED_AT]
        of_order = (window.account, sighted.order_id)
        version = [*of_order, *place, updated_at, page.requested_at, packed.version_hash, text, ordinal]
        rows[ORDER_HISTORY.name].append(version)
    if is_winner:
        unpacked[0][0].extend((*place, page.requested_at, batch.load_id, packed.content_hash))
        for table, of_table in zip(CANONICAL, unpacked, strict=True):
            for row in of_table:
                row.append(ordinal)
            rows[table.name].extend(of_table)


def _flush(rows: dict[str, list[list[Any]]], chunks: dict[str, list[pa.RecordBatch]]) -> None:
    for name, waiting in rows.items():
        if waiting:
            chunks[name].append(record_batch(waiting, _SCHEMAS[name]))
            waiting.clear()
