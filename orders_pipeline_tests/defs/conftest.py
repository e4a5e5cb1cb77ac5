"""A small world behind a sandbox, its definitions, and one whole run of every job that the tests of a module share."""

from types import SimpleNamespace

import dagster as dg
import pytest

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.in_process import run
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import a_pipeline


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    with a_pipeline(tmp_path_factory.mktemp("home"), World(orders=60)) as made, pytest.MonkeyPatch.context() as patch:
        for variable, value in made.environ.items():
            patch.setenv(variable, value)
        yield made


@pytest.fixture(scope="module")
def definitions(pipeline):
    return definitions_of(pipeline.home, pipeline.settings)


@pytest.fixture(scope="module")
def instance():
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture(scope="module")
def ran(definitions, instance):
    """Every job once, then once more; what was told meanwhile stands in `lines`."""
    lines = []
    jobs = ("read_us", "read_eu", "load_and_publish")
    first = {job: run(definitions, job, instance, lines.append) for job in jobs}
    again = {job: run(definitions, job, instance, lines.append) for job in jobs}
    return SimpleNamespace(first=first, again=again, lines=lines, instance=instance)
