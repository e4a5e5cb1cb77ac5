"""The one writer: an operating-system lock on a file of its own, the open database under it, closed before unlocking.

A killed writer leaves no lock behind, and a log that DuckDB replays when the next one opens the file.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import msgspec

from orders_pipeline.warehouse.connect import WRITERS_MEMORY, connect
from orders_pipeline.warehouse.damage import told_plainly
from orders_pipeline.warehouse.errors import WarehouseBusy
from orders_pipeline.warehouse.schema import ensure_schema

DATABASE = "orders.duckdb"
LOCK = "writer.lock"
_POLL_SECONDS = 0.05


class Writer(msgspec.Struct, frozen=True):
    """The right to write. Valid within its `with` block only."""

    directory: Path
    connection: duckdb.DuckDBPyConnection


@contextmanager
def writer(directory: Path, wait_seconds: float = 0) -> Iterator[Writer]:
    """Open for writing; checkpointed and closed at the end.

    Raises WarehouseBusy: another process holds the lock after `wait_seconds`. SchemaDiffers: rebuild from landing.
    """
    with writer_lock(directory, wait_seconds), opened(directory) as connection:
        yield Writer(directory, connection)


@contextmanager
def opened(directory: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database under a lock that the caller holds: with today's tables and views, checkpointed and closed after.

    Raises SchemaDiffers; DatabaseDamaged: the file is no database; DiskFull.
    """
    with told_plainly(directory / DATABASE):
        connection = _connected(directory)
        try:
            ensure_schema(connection, directory / DATABASE)
            yield connection
            connection.execute("CHECKPOINT")
        finally:
            connection.close()


@contextmanager
def writer_lock(directory: Path, wait_seconds: float = 0) -> Iterator[None]:
    """The lock alone: for what must not run beside a writer and does not write, such as copying the closed file."""
    directory.mkdir(parents=True, exist_ok=True)
    with exclusive(directory / LOCK, wait_seconds):
        yield


@contextmanager
def exclusive(lock: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Held by one process at a time, and by one caller within it; the file tells who. It is never deleted."""
    deadline = time.monotonic() + wait_seconds
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _taken(descriptor):
            if time.monotonic() >= deadline:
                raise WarehouseBusy(lock.parent, _holder(descriptor))
            time.sleep(_POLL_SECONDS)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> str:
    pid = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    return f"process {pid}" if pid else "another process"


def _connected(directory: Path) -> duckdb.DuckDBPyConnection:
    try:
        return connect(directory / DATABASE, memory=WRITERS_MEMORY)
    except duckdb.IOException as failure:
        if "lock" in str(failure).lower():
            raise WarehouseBusy(directory, "a program that opened orders.duckdb itself") from failure
        raise
