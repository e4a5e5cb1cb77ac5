"""A load and publishing do without pandas, and whoever wants it afterwards in the same process has it."""

import subprocess
import sys

LEFT_OUT = """
import sys
import duckdb
import pyarrow as pa
from orders_pipeline.warehouse.without_pandas import pandas_left_out

connection = duckdb.connect()
with pandas_left_out():
    table = pa.table({"amount": pa.array(["1", None], pa.string())})
    connection.register("rows_of_today", table)
    assert connection.execute("FROM rows_of_today").fetchall() == [("1",), (None,)]
assert "pandas" not in sys.modules
import pandas as pd

frame = pd.DataFrame({"amount": ["2", None]})
connection.register("frame", frame)
assert connection.execute("FROM frame").fetchall() == [("2",), (None,)]
assert pa.Table.from_pandas(frame)["amount"].to_pylist() == ["2", None]
assert table.to_pandas()["amount"][0] == "1"
"""
WITHIN = """
from orders_pipeline.warehouse.without_pandas import pandas_left_out

with pandas_left_out():
    import pandas
"""


def run(source):
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)


def test_arrow_and_duckdb_do_without_it_and_take_it_afterwards():
    done = run(LEFT_OUT)
    assert done.returncode == 0, done.stderr


def test_within_it_nobody_can_import_it():
    assert "ModuleNotFoundError: pandas is left out here" in run(WITHIN).stderr
