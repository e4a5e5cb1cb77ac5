"""Everything that a home holds, as bytes: every file as it is, and once more unpacked where it is packed.

Databases, Parquet files and landed bodies are compressed, so that a search of their bytes alone would prove nothing.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from orders_pipeline.model.tables import PERSONAL
from orders_pipeline_tests.story.escaped import found_in
from orders_pipeline_tests.story.planted import BUYER

SQLITE = b"SQLite format 3\0"


class Sink(msgspec.Struct, frozen=True):
    """may_hold: buyers' values may stand here. Secrets may nowhere."""

    place: str
    content: bytes
    may_hold: bool = False


class Hit(msgspec.Struct, frozen=True, order=True):
    place: str
    value: str
    form: str

    @property
    def is_of_a_buyer(self) -> bool:
        return self.value in BUYER or self.value.endswith("a buyer")


def leaks(sinks: Iterator[Sink]) -> list[Hit]:
    """Secrets anywhere, and buyers' values where none may be."""
    return sorted(hit for sink in sinks for hit in hits(sink) if not (sink.may_hold and hit.is_of_a_buyer))


def hits(sink: Sink) -> list[Hit]:
    return [Hit(sink.place, value, form) for value, form in found_in(sink.content).items()]


def sinks_of(folder: Path) -> Iterator[Sink]:
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        place = str(file.relative_to(folder))
        yield Sink(f"name of {place}", place.encode())
        content = file.read_bytes()
        parts = set(place.split("/"))
        is_wire = bool({"landing", "sandbox"} & parts)
        yield Sink(place, content, may_hold=is_wire or file.suffix == ".duckdb" or bool(set(PERSONAL) & parts))
        yield from _unpacked(file, place, content, is_wire)


def _unpacked(file: Path, place: str, content: bytes, is_wire: bool) -> Iterator[Sink]:
    if content.startswith(SQLITE):
        yield from _rows_of_sqlite(file, place)
    elif file.suffix == ".duckdb":
        yield from _tables_of_duckdb(file, place)
    elif file.suffix == ".parquet":
        table = pq.read_table(file)
        yield Sink(f"{place} unpacked", repr(table.to_pylist()).encode(), bool(set(PERSONAL) & set(place.split("/"))))
    elif file.suffix == ".zst":
        with pa.input_stream(str(file), compression="zstd") as stream:
            yield Sink(f"{place} unpacked", stream.read(), is_wire)


def _rows_of_sqlite(file: Path, place: str) -> Iterator[Sink]:
    """A table at a time; what is packed in a field, as Dagster's snapshots are, unpacked beside it."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            values = [value for row in connection.execute(f'SELECT * FROM "{table}"') for value in row]
            yield Sink(f"{place}: {table}", b"\n".join(part for value in values for part in _texts(value)))


def _texts(value: object) -> Iterator[bytes]:
    raw = value if isinstance(value, bytes) else str(value).encode()
    yield raw
    if isinstance(value, bytes):
        try:
            yield zlib.decompress(value)
        except zlib.error:
            return


def _tables_of_duckdb(file: Path, place: str) -> Iterator[Sink]:
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() UNION ALL "
            "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        for schema, table in tables:
            rows = connection.execute(f'SELECT COLUMNS(*)::VARCHAR FROM "{schema}"."{table}"').fetchall()
            content = "\n".join(value for row in rows for value in row if value is not None)
            yield Sink(f"{place}: {schema}.{table}", content.encode(), may_hold=table in PERSONAL)
