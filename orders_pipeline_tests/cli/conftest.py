"""The command line called within the test's process, over a home of its own."""

import json
import os
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from orders_pipeline.cli import app
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import a_pipeline


@pytest.fixture
def call(tmp_path, monkeypatch):
    """`call("load", "--json")`: exit code, stdout, stderr, and the last line of stdout as JSON where it is that."""
    before = dict(os.environ)
    monkeypatch.setenv("ORDERS_PIPELINE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*args):
        result = CliRunner().invoke(app, [str(arg) for arg in args])
        told = result.stdout.splitlines()[-1] if "--json" in args and result.stdout else "null"
        return SimpleNamespace(code=result.exit_code, out=result.stdout, err=result.stderr, told=json.loads(told))

    yield invoke
    os.environ.clear()  # the demo adds its own
    os.environ.update(before)


@pytest.fixture
def pipeline(tmp_path, monkeypatch):
    with a_pipeline(tmp_path, World(orders=12)) as made:
        for variable, value in made.environ.items():
            monkeypatch.setenv(variable, value)
        yield made
