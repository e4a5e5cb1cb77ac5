"""Two pipelines of dlt to DuckDB over the same hub: given JSON objects, and given Arrow tables.

Runs in the environment of dlt, as a process: `python -m benchmarks.dlt_pipeline merge|append|arrow URL FOLDER`.
Settings come as environment variables from `dlt_settings`. merge replaces an order with its children, as ours does.
"""

import io
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
from dlt.common import json
from dlt.common.normalizers.naming.snake_case import NamingConvention

from benchmarks.dlt_columns import LINK, ORDER, arrow_struct, columns, hints, nested
from benchmarks.dlt_reading import Hub

MERGE = {"disposition": "merge", "strategy": "delete-insert", "deduplicated": True}
DATASET = "channeladvisor"
LINKS = tuple(f"{name}{LINK}" for name in ("Items", "Fulfillments", "Adjustments", "CustomFields"))
LINKS_OF_ITEM = tuple(f"{name}{LINK}" for name in ("Promotions", "BundleComponents", "Adjustments"))
snake = NamingConvention().normalize_identifier


def of_objects(hub: Hub, disposition: Any) -> Any:
    """One resource: pages of orders as JSON objects, from which dlt makes the child tables."""

    @dlt.transformer(
        name="orders",
        primary_key="ID",
        write_disposition=disposition,
        columns=hints(ORDER),
        nested_hints={path: dlt.mark.make_nested_hints(columns=hints(entry)) for path, entry in nested(ORDER)},
        parallelized=True,
    )
    def orders(window: Any) -> Iterator[list[dict]]:
        for page in hub.pages(window):
            listed = json.loadb(page)["value"]
            yield [json.loadb(hub.whole(order["ID"])) if _is_cut(order) else order for order in listed]

    return _windows(hub) | orders


def of_arrow(hub: Hub) -> Any:
    """A resource for the orders and one for each collection: tables decoded by pyarrow, a window at a time."""
    page_schema = pa.schema([("value", pa.list_(arrow_struct(ORDER)))])
    decoding = pj.ParseOptions(explicit_schema=page_schema, unexpected_field_behavior="ignore")
    by_path = {(): ORDER, **dict(nested(ORDER))}

    def decoded(page: bytes) -> pa.StructArray:
        reading = pj.ReadOptions(use_threads=False, block_size=len(page) + 1)
        return pj.read_json(io.BytesIO(page), reading, decoding)["value"].combine_chunks().flatten()

    @dlt.transformer(name="tables", selected=False, parallelized=True)
    def tables(window: Any) -> Iterator[dict]:
        found = []
        for page in hub.pages(window):
            listed = decoded(page)
            if cut := set(_cut_rows(listed, ORDER)):
                wholes = [hub.whole(listed.field("ID")[row].as_py()) for row in sorted(cut)]
                found.append(decoded(b'{"value":[' + b",".join(wholes) + b"]}"))
                listed = listed.filter(pa.array([row not in cut for row in range(len(listed))]))
            found.append(listed)
        yield dict(_tables(pa.concat_arrays(found), by_path, (), None))

    @dlt.source(name="channeladvisor")
    def source() -> Iterator[Any]:
        of_window = _windows(hub) | tables
        for path in by_path:
            yield of_window | _picked(path)

    return source()


def _picked(path: tuple[str, ...]) -> Any:
    """The table of one collection. An order replaces what was there of it, in every table."""
    return dlt.transformer(
        lambda tables: tables[path],
        name="__".join(map(snake, ("orders", *path))),
        write_disposition=MERGE,
        **({"merge_key": "order_id"} if path else {"primary_key": "id"}),
    )


def _is_cut(order: dict) -> bool:
    """Does the list show less than all of one of its collections?"""
    return (
        any(name in order for name in LINKS)
        or any(name in item for item in order["Items"] for name in LINKS_OF_ITEM)
        or any(LINKS[0] in parcel for parcel in order["Fulfillments"])
    )


def _cut_rows(entries: pa.StructArray, struct: type) -> Iterator[int]:
    """The same of decoded orders: their rows."""
    for column in columns(struct):
        if column.entry:
            links, lists = entries.field(f"{column.name}{LINK}"), entries.field(column.name)
            if links.null_count < len(links):
                yield from pc.indices_nonzero(links.is_valid()).to_pylist()
            if below := list(_cut_rows(lists.flatten(), column.entry)):
                yield from lists.value_parent_indices().take(pa.array(below)).to_pylist()


def _windows(hub: Hub) -> Any:
    return dlt.resource(hub.windows(), name="windows", selected=False)


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


KINDS = {
    "merge": lambda hub: of_objects(hub, MERGE),
    "append": lambda hub: of_objects(hub, "append"),
    "arrow": of_arrow,
}


def main(kind: str, url: str, folder: str) -> None:
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(str(Path(folder) / "orders.duckdb")),
        dataset_name=DATASET,
        pipelines_dir=str(Path(folder) / "pipelines"),
    )
    steps = {
        "extract": lambda: pipeline.extract(KINDS[kind](Hub(url)), loader_file_format="parquet"),
        "normalize": pipeline.normalize,
        "load": pipeline.load,
    }
    for name, step in steps.items():
        began, used = time.monotonic(), os.times()
        step()
        cpu = sum(os.times()[:4]) - sum(used[:4])
        sys.stdout.write(f"{name:<10} {time.monotonic() - began:8.2f} s wall {cpu:8.2f} s CPU\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
