"""Orders as Arrow tables, ready to be inserted: rows become columns every few hundred orders, so that few live.

Everything that could be written is staged; each row carries the number of its order, by which what is written is
chosen.
"""

from collections.abc import Sequence, Set
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.tables import CANONICAL, ORDER_HISTORY
from orders_pipeline.warehouse.columns import ORDINAL, record_batch, staging_schema
from orders_pipeline.warehouse.document import UPDATED_AT, Packed
from orders_pipeline.warehouse.made import Chunks

_TABLES = (*CANONICAL, ORDER_HISTORY)
_SCHEMAS = {table.name: staging_schema(table.columns) for table in _TABLES}
_ORDERS_A_CHUNK = 500


class Staging:
    """What a batch could write, by table."""

    def __init__(self, load_id: str) -> None:
        self._load_id = load_id
        self._rows: dict[str, list[Sequence[Any]]] = {name: [] for name in _SCHEMAS}
        self._chunks: dict[str, list[pa.RecordBatch]] = {name: [] for name in _SCHEMAS}
        self._orders = 0

    def add(self, packed: Packed, page: Page, position: int) -> int:
        """An order and the row that history would have of it; returns its number. Takes the rows of `packed` over."""
        (order,), number = packed.rows[0], self._orders
        place = (page.window_id, page.page_number, position)
        version = (*order[:2], *place, order[UPDATED_AT], page.requested_at, packed.version_hash, None, number)
        self._rows[ORDER_HISTORY.name].append(version)
        order += (*place, page.requested_at, self._load_id, packed.content_hash)
        for table, rows in zip(CANONICAL, packed.rows, strict=True):
            for row in rows:
                row.append(number)
            self._rows[table.name] += rows
        self._orders += 1
        if self._orders % _ORDERS_A_CHUNK == 0:
            self._flush()
        return number

    def add_made(self, chunks: Chunks, orders: int) -> int:
        """What another staging has staged, numbered on from here; returns the number of its first."""
        self._flush()
        first = self._orders
        for name, batches in chunks.items():
            place = len(_SCHEMAS[name]) - 1
            for batch in batches:
                numbers = pc.add(batch.column(place), first)
                self._chunks[name].append(batch.set_column(place, ORDINAL, numbers))
        self._orders += orders
        return first

    def made(self) -> tuple[Chunks, int]:
        """Everything that is staged, by table, and of how many orders."""
        self._flush()
        return self._chunks, self._orders

    def chosen(self, winners: Set[int], kept: Set[int]) -> dict[str, pa.Table]:
        """By table: the rows of the orders that win, and in `order_history` of the versions to be kept."""
        self._flush()
        return {name: self._of(name, kept if name == ORDER_HISTORY.name else winners) for name in _SCHEMAS}

    def _of(self, name: str, numbers: Set[int]) -> pa.Table:
        staged = pa.Table.from_batches(self._chunks[name], _SCHEMAS[name])
        if len(numbers) == self._orders:
            return staged
        return staged.filter(pc.is_in(staged[ORDINAL.name], pa.array(sorted(numbers), ORDINAL.type)))

    def _flush(self) -> None:
        for name, waiting in self._rows.items():
            if waiting:
                self._chunks[name].append(record_batch(waiting, _SCHEMAS[name]))
                waiting.clear()
