"""Readers of the published file never block a publishing, are never blocked, and see one whole snapshot each."""

import json
import subprocess
import sys
from itertools import pairwise

import pytest

from orders_pipeline_tests.warehouse.making import a_window, an_order

READER = '''
import duckdb, json, sys, time
file, seen, held = sys.argv[1], [], duckdb.connect(sys.argv[1], read_only=True)
first = held.execute("SELECT count(*) FROM orders").fetchall()
while not seen or seen[-1][0] < int(sys.argv[2]):
    connection = duckdb.connect(file, read_only=True)
    seen.append(connection.execute("""
        SELECT (SELECT count(*) FROM orders), (SELECT sum(inserted) FROM loads), (SELECT count(*) // 2 FROM order_items)
    """).fetchall()[0])
    connection.close()
    time.sleep(0.02)
    assert held.execute("SELECT count(*) FROM orders").fetchall() == first, "an open file changed under its reader"
    if len(seen) == 1:
        print("reading", flush=True)
print(json.dumps([[int(number) for number in row] for row in seen]))
'''


@pytest.mark.parametrize("publishings", [4, pytest.param(50, marks=pytest.mark.long)])
def test_a_reader_sees_one_whole_snapshot_through_many_publishings(warehouse, publishings):
    warehouse.load(a_window([an_order("0")]))
    warehouse.publish()
    file = warehouse.published / "orders.duckdb"
    command = [sys.executable, "-c", READER, str(file), str(publishings)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "reading\n"
        for number in range(1, publishings):
            warehouse.load(a_window([an_order(str(number))], start=15 * number))
            assert warehouse.publish().is_new
        seen = json.loads(reader.communicate(timeout=60)[0])
    assert reader.returncode == 0
    assert all(orders == inserted == items for orders, inserted, items in seen), "tables of one snapshot agree"
    assert all(before <= after for before, after in pairwise(seen)), "reopening never goes back"
    assert seen[-1][0] == publishings
