"""ChannelAdvisor REST for dlt as Arrow tables: pages decoded by pyarrow's JSON reader, a window at a time.

A resource for the orders and one for each collection. Runs in the environment of dlt.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import dlt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
from dlt.common.normalizers.naming.snake_case import NamingConvention

from benchmarks.dlt_columns import LINK, columns, nested
from benchmarks.dlt_reading.channeladvisor import Source
from orders_pipeline.channels.channeladvisor.wire import Order

MONEY = pa.decimal128(18, 4)
ON_THE_WIRE = {Decimal: MONEY, datetime: pa.timestamp("ns", "UTC"), bool: pa.bool_(), int: pa.int64(), str: pa.string()}
snake = NamingConvention().normalize_identifier


def of_arrow(hub: Source, disposition: Any) -> Any:
    page_schema = pa.schema([("value", pa.list_(_struct(Order)))])
    decoding = pj.ParseOptions(explicit_schema=page_schema, unexpected_field_behavior="ignore")
    by_path = {(): Order, **dict(nested(Order))}

    def decoded(page: bytes) -> pa.StructArray:
        reading = pj.ReadOptions(use_threads=False, block_size=len(page) + 1)
        return pj.read_json(io.BytesIO(page), reading, decoding)["value"].combine_chunks().flatten()

    @dlt.transformer(name="tables", selected=False, parallelized=True)
    def tables(window: Any) -> Iterator[dict]:
        found = []
        for page in hub.pages(window):
            listed = decoded(page)
            if cut := set(_cut_rows(listed, Order)):
                wholes = [hub.whole(listed.field("ID")[row].as_py()) for row in sorted(cut)]
                found.append(decoded(b'{"value":[' + b",".join(wholes) + b"]}"))
                listed = listed.filter(pa.array([row not in cut for row in range(len(listed))]))
            found.append(listed)
        yield dict(_tables(pa.concat_arrays(found), by_path, (), None))

    @dlt.source(name="channeladvisor")
    def source() -> Iterator[Any]:
        of_window = dlt.resource(hub.windows(), name="windows", selected=False) | tables
        for path in by_path:
            yield of_window | _picked(path, disposition)

    return source()


def _struct(struct: type) -> pa.DataType:
    """What pyarrow's JSON reader is to make of an object: its fields, and the links to the rest of its collections."""
    fields = {}
    for column in columns(struct):
        fields[column.name] = pa.list_(_struct(column.entry)) if column.entry else ON_THE_WIRE[column.type]
        if column.entry:
            fields[f"{column.name}{LINK}"] = pa.string()
    return pa.struct(fields.items())


def _picked(path: tuple[str, ...], disposition: Any) -> Any:
    """The table of one collection. An order replaces what was there of it, in every table."""
    return dlt.transformer(
        lambda tables: tables[path],
        name="__".join(map(snake, ("orders", *path))),
        write_disposition=disposition,
        **({"merge_key": "order_id"} if path else {"primary_key": "id"}),
    )


def _cut_rows(entries: pa.StructArray, struct: type) -> Iterator[int]:
    """The orders of which a list shows less than all: their rows."""
    for column in columns(struct):
        if column.entry:
            links, lists = entries.field(f"{column.name}{LINK}"), entries.field(column.name)
            if links.null_count < len(links):
                yield from pc.indices_nonzero(links.is_valid()).to_pylist()
            if below := list(_cut_rows(lists.flatten(), column.entry)):
                yield from lists.value_parent_indices().take(pa.array(below)).to_pylist()


def _tables(entries: pa.StructArray, by_path: dict, path: tuple, keys: dict | None) -> Iterator[tuple[tuple, pa.Table]]:
    """The entries as a table, and their collections below them; each row with the id of its order."""
    plain = {snake(c.name): _stored(entries.field(c.name)) for c in columns(by_path[path]) if not c.entry}
    own = {**plain, **(keys or {})}
    yield path, pa.table(own)
    order_id = own["order_id"] if keys else own["id"]
    for column in columns(by_path[path]):
        if column.entry:
            lists = entries.field(column.name)
            rows = pc.list_parent_indices(lists)
            below = {"order_id": order_id.take(rows)}
            if path:
                below["parent_id"] = own["id"].take(rows)
            yield from _tables(lists.flatten(), by_path, (*path, column.name), below)


def _stored(values: pa.Array) -> pa.Array:
    """Instants in microseconds, as DuckDB stores them."""
    return values.cast(pa.timestamp("us", "UTC"), safe=False) if pa.types.is_timestamp(values.type) else values
