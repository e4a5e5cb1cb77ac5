"""Who opens what is published with something else: older versions of DuckDB, and Parquet by Arrow alone."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orders_pipeline.model.tables import TABLES
from orders_pipeline.warehouse.columns import arrow_schema
from orders_pipeline.warehouse.manifest import read_manifest
from orders_pipeline.warehouse.statements import views

OPENING = Path(__file__).parent / "opening.py"
QUESTIONS = files("orders_pipeline.flows") / "questions"


@pytest.fixture(scope="module")
def here(pipeline):
    """What the present version says."""
    return said_by(sys.executable, pipeline)


def said_by(python, pipeline):
    done = subprocess.run(
        [python, OPENING, pipeline.home.published.resolve(), QUESTIONS], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def an_environment_with(folder, requirement):
    """A Python of its own that has this DuckDB; skips the test where the package index cannot be asked."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    done = subprocess.run([*pip, requirement], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"{requirement} cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
    return python


@pytest.mark.long
@pytest.mark.parametrize(("requirement", "version"), [("duckdb==1.4.0", "1.4.0"), ("duckdb>=1.5,<2", "1.")])
def test_an_older_duckdb_says_the_same_of_every_table_view_question_and_parquet_file(
    pipeline, here, tmp_path, requirement, version
):
    there = said_by(an_environment_with(tmp_path / "venv", requirement), pipeline)
    assert there["version"].startswith(version)
    assert not here["version"].startswith("1.")
    assert list(there["answers"]) == list(here["answers"])
    for name, answer in here["answers"].items():
        assert there["answers"][name]["columns"] == answer["columns"], name
        assert there["answers"][name]["rows"] == answer["rows"], name


@pytest.mark.long
def test_nothing_is_left_out_of_that_comparison(here):
    names = set(here["answers"])
    assert {table.name for table in TABLES} | {view.name for view in views()} <= names
    assert len([name for name in names if name.startswith("question ")]) >= 10
    assert here["answers"]["orders"]["rows"]


def test_parquet_read_by_arrow_alone_has_the_types_and_rows_of_the_tables(pipeline):
    snapshot = pipeline.home.published.resolve()
    rows = dict.fromkeys(read_manifest(snapshot).rows, 0)
    for table in TABLES:
        for file in (snapshot / "parquet" / table.name).rglob("*.parquet"):
            read = pq.ParquetFile(file)
            wanted = {field.name: str(field.type) for field in arrow_schema(table.columns)}
            assert {field.name: str(field.type) for field in read.schema_arrow} == wanted, file
            rows[table.name] += read.metadata.num_rows
    unpartitioned = {table.name for table in TABLES if not table.month_of and not table.belongs_to_order}
    held = {name: count for name, count in read_manifest(snapshot).rows.items() if name not in unpartitioned}
    assert {name: count for name, count in rows.items() if name not in unpartitioned} == held
