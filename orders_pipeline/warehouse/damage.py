"""What DuckDB says of a file that it cannot use, or of a disk that is full, as errors that say what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orders_pipeline.warehouse.errors import DatabaseDamaged, DiskFull

# DuckDB has no kinds for these; its words since 1.0. The system's own words follow "Could not write file".
_NO_DATABASE = (
    "not a valid DuckDB database file",
    "Could not read enough bytes",
    "Corrupt database file",
    "does not match stored checksum",
)
_NO_ROOM = ("No space left on device", "Disk quota exceeded", "File too large")


@contextmanager
def told_plainly(file: Path, *, is_published: bool = False) -> Iterator[None]:
    """Around the use of `file`: the writer's own, or a published one. What is not known goes on as it is.

    Raises DatabaseDamaged: it is no database, or not whole; DiskFull.
    """
    try:
        yield
    except duckdb.Error as error:
        words = str(error)
        if any(known in words for known in _NO_ROOM):
            raise DiskFull(file) from error
        if any(known in words for known in _NO_DATABASE):
            raise DatabaseDamaged(file, is_published=is_published) from error
        raise
