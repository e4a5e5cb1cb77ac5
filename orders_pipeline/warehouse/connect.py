"""How a warehouse file is opened: the one place for settings.

UTC sessions, no extensions fetched behind one's back, and a file format that DuckDB 1.4 and 1.5 open too.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

FILE_FORMAT = "v1.2.0"
Config = dict[str, str | bool | int | float | list[str]]
_CONFIG: Config = {
    "storage_compatibility_version": FILE_FORMAT,
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    # A load writes more than the default 16 MB with every batch, and a checkpoint rewrites what the last one wrote.
    "wal_autocheckpoint": "256MB",
}


# What a load or publishing may take beside its batches; more spills into a folder beside the file.
WRITERS_MEMORY = "150MB"


def connect(file: Path, *, read_only: bool = False, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """`memory`: what DuckDB may take, such as `150MB`; None: most of the machine's."""
    config: Config = {**_CONFIG, **({"memory_limit": memory} if memory else {})}
    connection = duckdb.connect(str(file), read_only=read_only, config=config)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # it is drawn on stdout, amid what is asked for
    return connection


def one_row(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] | None = None
) -> tuple[Any, ...] | None:
    """The first row. Fetches all: a result that is not read to its end blocks its connection."""
    rows = connection.execute(query, values).fetchall() if values else connection.execute(query).fetchall()
    return rows[0] if rows else None
