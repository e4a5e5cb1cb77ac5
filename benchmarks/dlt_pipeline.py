"""Pipelines of dlt to DuckDB over the same hub: given JSON objects, and where a hub speaks JSON, Arrow tables.

Runs in the environment of dlt, as a process: `python -m benchmarks.dlt_pipeline CHANNEL merge|append|arrow URL FOLDER`.
Settings come as environment variables from `dlt_settings`. merge replaces an order with its children, as ours does.
"""

import os
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import dlt

MERGE = {"disposition": "merge", "strategy": "delete-insert", "deduplicated": True}
DATASET = "hub"


def of_objects(hub: ModuleType, url: str, disposition: Any) -> Any:
    """One resource: pages of orders as JSON objects, from which dlt makes the child tables."""
    source = hub.Source(url)

    @dlt.transformer(
        name="orders",
        primary_key=hub.KEY,
        write_disposition=disposition,
        columns=hub.COLUMNS,
        nested_hints={path: dlt.mark.make_nested_hints(columns=columns) for path, columns in hub.NESTED.items()},
        parallelized=True,
    )
    def orders(window: Any) -> Iterator[list[dict]]:
        yield from source.orders(window)

    return dlt.resource(source.windows(), name="windows", selected=False) | orders


def of_tables(hub: ModuleType, url: str, disposition: Any) -> Any:
    from benchmarks.dlt_arrow import of_arrow

    return of_arrow(hub.Source(url), disposition)


KINDS = {"merge": (of_objects, MERGE), "append": (of_objects, "append"), "arrow": (of_tables, MERGE)}


def main(channel: str, kind: str, url: str, folder: str) -> None:
    hub, (make, disposition) = import_module(f"benchmarks.dlt_reading.{channel}"), KINDS[kind]
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(str(Path(folder) / "orders.duckdb")),
        dataset_name=DATASET,
        pipelines_dir=str(Path(folder) / "pipelines"),
    )
    steps = {
        "extract": lambda: pipeline.extract(make(hub, url, disposition), loader_file_format="parquet"),
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
