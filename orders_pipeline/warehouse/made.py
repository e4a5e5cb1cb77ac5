"""Rows that another process has made of pages, as bytes: what each sighting was, and Arrow streams of what is staged.

Both ends are the same version of this program, one of them started by the other.
"""

from collections.abc import Iterable

import msgspec
import pyarrow as pa

from orders_pipeline.model.sighting import Problem

Chunks = dict[str, list[pa.RecordBatch]]  # rows by table


class Told(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One sighting. staged: its number among what the pages stage; -1: nothing of it is.

    updated_us: of what was seen, see outcome.Version; None: nothing was seen that can be loaded.
    """

    page_number: int
    position: int
    order_id: str | None
    staged: int
    updated_us: int | None
    content_hash: str
    version_hash: str
    problem: Problem | None


class Made(msgspec.Struct, frozen=True, array_like=True):
    """`pages` of orders that follow each other. staged: how many orders the streams hold."""

    pages: int
    sightings: list[Told]
    staged: int
    streams: dict[str, bytes]

    def chunks(self) -> Chunks:
        return {table: pa.ipc.open_stream(stream).read_all().to_batches() for table, stream in self.streams.items()}


_decoder = msgspec.msgpack.Decoder(Made)
encoded = msgspec.msgpack.Encoder().encode
decoded = _decoder.decode


def streams(chunks: Chunks) -> dict[str, bytes]:
    """Of the tables that have rows."""
    return {table: _stream(batches) for table, batches in chunks.items() if batches}


def _stream(batches: Iterable[pa.RecordBatch]) -> bytes:
    sink, batches = pa.BufferOutputStream(), list(batches)
    with pa.ipc.new_stream(sink, batches[0].schema) as stream:
        for batch in batches:
            stream.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written
