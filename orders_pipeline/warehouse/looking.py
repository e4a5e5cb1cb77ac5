"""What can be told of the writer's file from outside: its format without opening it, its tables' version by opening it.

An open file stops a load that begins meanwhile: who asks for the version makes sure that it is worth it.
"""

import struct
from pathlib import Path

import duckdb

from orders_pipeline.warehouse.connect import connect
from orders_pipeline.warehouse.schema import stored_version

STORAGE = 65
"""The number that DuckDB writes for connect.FILE_FORMAT."""
_HEADER = struct.Struct("<8x4sQ")  # a checksum, a word, the number of the format
_WORD = b"DUCK"


def storage_of(file: Path) -> int | None:
    """The number of the file's format; None where it is no DuckDB file."""
    with file.open("rb") as content:
        head = content.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    word, number = _HEADER.unpack(head)
    return int(number) if word == _WORD else None


def schema_version_of(file: Path) -> str | None:
    """The version of its tables; None where it has none, or cannot be opened now."""
    try:
        connection = connect(file, read_only=True)
    except duckdb.Error:
        return None
    try:
        return stored_version(connection)
    finally:
        connection.close()
