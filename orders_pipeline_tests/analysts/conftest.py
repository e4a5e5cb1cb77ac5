"""The published world of an analyst, made once, and the command line over it."""

import pytest
from typer.testing import CliRunner

from orders_pipeline.cli import app
from orders_pipeline_tests.analysts.world import an_analysts_world


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory):
    with an_analysts_world(tmp_path_factory.mktemp("analysts")) as made:
        yield made


@pytest.fixture
def home(pipeline, monkeypatch):
    """Its home, which ORDERS_PIPELINE_HOME names."""
    monkeypatch.setenv("ORDERS_PIPELINE_HOME", str(pipeline.home.root))
    return pipeline.home


@pytest.fixture
def call(home):
    """`call("ask", ...)`: exit code, stdout and stderr."""
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])
