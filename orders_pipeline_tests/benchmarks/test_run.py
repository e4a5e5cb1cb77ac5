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
from benchmarks.rendered import opened

ROOT = Path(__file__).parents[2]
ORDERS = 120


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """The folder of a run of ours alone, and what the run printed."""
    folder = tmp_path_factory.mktemp("bench")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", "--orders", str(ORDERS), "--only", "ours"],
        cwd=ROOT,
        env={**os.environ, "ORDERS_BENCH_DIR": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def database(folder):
    return folder / "runs" / "ours" / "published" / "orders.duckdb"


def facts(folder):
    return opened(next((folder / "pages").iterdir())).facts


def test_a_run_of_ours_prints_each_step_and_finds_nothing_wrong(bench):
    folder, printed = bench
    lines = printed.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["extract", "load", "publish", "together"], printed
    assert "WRONG" not in printed
    assert checking.differences(database(folder), checking.OURS, facts(folder)) == []


A_CENT_MORE = "UPDATE orders SET total_amount = total_amount + 0.01 WHERE order_id = (SELECT min(order_id) FROM orders)"
AN_ITEM_LESS = "DELETE FROM fulfillment_items WHERE order_id = (SELECT min(order_id) FROM fulfillment_items)"
A_FLOAT = "ALTER TABLE order_items ALTER tax_amount TYPE DOUBLE"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(A_CENT_MORE, "total_price is"), (AN_ITEM_LESS, "fulfillment_items is"), (A_FLOAT, "1 columns are binary floats")],
)
def test_a_wrong_result_is_told(bench, tmp_path, spoil, told):
    folder, _ = bench
    spoiled = Path(shutil.copy(database(folder), tmp_path / "spoiled.duckdb"))
    with duckdb.connect(str(spoiled)) as connection:
        connection.execute(spoil)
    assert [wrong for wrong in checking.differences(spoiled, checking.OURS, facts(folder)) if wrong.startswith(told)]


def test_the_rendered_orders_are_different_ones(bench):
    folder, _ = bench
    pages = opened(next((folder / "pages").iterdir()))
    ids = [json.loads(pages.lists.read_bytes()[one.start : one.end])["ID"] for one in pages.placed]
    assert len(set(ids)) == len(ids) == pages.facts.orders == ORDERS
