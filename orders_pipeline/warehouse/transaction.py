"""A batch written and committed, or nothing of it.

DuckDB is given little memory, and what cannot spill fails there: then the batch is written once more, with the
machine's.
"""

from contextlib import suppress
from datetime import datetime

import duckdb

from orders_pipeline.warehouse.batches import Batch
from orders_pipeline.warehouse.replacing import Replaced, Settle, Step, replace, settle_windows
from orders_pipeline.warehouse.writer import Writer


def committed(writer: Writer, batch: Batch, at: datetime, step: Step, settle: Settle = settle_windows) -> Replaced:
    """Raises CountsDoNotAddUp or StructureBroken: rolled back, earlier batches stay."""
    try:
        return _committed(writer.connection, batch, at, step, settle)
    except duckdb.OutOfMemoryException:
        writer.connection.execute("RESET memory_limit")
        return _committed(writer.connection, batch, at, step, settle)


def _committed(
    connection: duckdb.DuckDBPyConnection, batch: Batch, at: datetime, step: Step, settle: Settle
) -> Replaced:
    step("begin")
    connection.begin()
    try:
        done = replace(connection, batch, at, step, settle)
        step("commit")
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):  # of a disk that is full: what broke the batch is what is told
            connection.rollback()
        raise
    return done
