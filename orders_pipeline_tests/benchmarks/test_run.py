"""The benchmark runs and tells a wrong result from a right one. Nothing here is timed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks import checking
from benchmarks.dialects import DIALECTS
from benchmarks.ours import STEPS
from benchmarks.rendered import opened

ROOT = Path(__file__).parents[2]
ORDERS = 120


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """The folder of a run of ours alone over every dialect, and what the run printed."""
    folder = tmp_path_factory.mktemp("bench")
    channels = [word for channel in DIALECTS for word in ("--channel", channel)]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.run",
            *channels,
            "--orders",
            str(ORDERS),
            "--only",
            "ours",
            "--only",
            "decode",
        ],
        cwd=ROOT,
        env={**os.environ, "ORDERS_BENCH_DIR": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def database(folder, channel):
    return folder / "runs" / channel / "published" / "orders.duckdb"


def pages(folder, channel):
    return opened(next((folder / "pages").glob(f"*-{channel}-*")))


def test_a_run_of_ours_prints_each_step_of_every_dialect(bench):
    _, printed = bench
    told = [line.split()[0] for line in printed.splitlines() if line.startswith("  ")]
    assert told == [*STEPS, "together", "decode"] * len(DIALECTS), printed
    assert "WRONG" not in printed


@pytest.mark.parametrize("channel", DIALECTS)
def test_the_facts_counted_from_the_bytes_are_those_of_the_tables(bench, channel):
    folder, _ = bench
    facts = pages(folder, channel).facts
    assert facts["orders"] == ORDERS
    assert {"order_items", "total", "item_units"} <= facts.keys() == checking.DLT[channel].keys()
    assert checking.differences(database(folder, channel), checking.OURS, facts) == []


A_CENT_MORE = (
    "UPDATE orders SET channel_total_amount = channel_total_amount + 0.01 "
    "WHERE order_id = (SELECT min(order_id) FROM orders)"
)
AN_ITEM_LESS = "DELETE FROM fulfillment_items WHERE order_id = (SELECT min(order_id) FROM fulfillment_items)"
A_FLOAT = "ALTER TABLE order_items ALTER tax_amount TYPE DOUBLE"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(A_CENT_MORE, "total is"), (AN_ITEM_LESS, "fulfillment_items is"), (A_FLOAT, "1 columns are binary floats")],
)
def test_a_wrong_result_is_told(bench, tmp_path, spoil, told):
    folder, _ = bench
    facts = pages(folder, "channeladvisor").facts
    spoiled = Path(shutil.copy(database(folder, "channeladvisor"), tmp_path / "spoiled.duckdb"))
    with duckdb.connect(str(spoiled)) as connection:
        connection.execute(spoil)
    assert [wrong for wrong in checking.differences(spoiled, checking.OURS, facts) if wrong.startswith(told)]


def test_the_rendered_orders_are_different_ones(bench):
    folder, _ = bench
    orders = pages(folder, "channeladvisor")
    (lists, *_) = orders.mapped()
    ids = [json.loads(bytes(lists[slice(*one.spans[:2])]))["ID"] for one in orders.placed]
    assert len(set(ids)) == len(ids) == ORDERS
