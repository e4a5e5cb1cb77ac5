"""Marks in Dagster: published orders start one run, which plans and sends nothing."""

import dagster as dg
import pytest

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.flows.actions.acknowledging import orders_to_mark
from orders_pipeline_tests.acting import a_published_home, acting_on


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    keys = 'acknowledge = "after_load"\nwrite_back = "on"'
    with a_published_home(tmp_path_factory.mktemp("home"), orders=20, keys=keys) as pipeline:
        yield pipeline


def test_published_orders_start_one_run_that_plans_their_marks(made, tmp_path, monkeypatch):
    for variable, value in made.environ.items():
        monkeypatch.setenv(variable, value)
    with acting_on(made, tmp_path / "home") as acting, dg.instance_for_test() as instance:
        definitions = definitions_of(acting.home, acting.pipeline.settings)
        sensor = definitions.get_repository_def().get_sensor_def("orders_to_mark")

        def tick(cursor):
            context = dg.build_sensor_context(
                instance=instance,
                cursor=cursor,
                resources={"home": acting.home, "settings": acting.pipeline.settings},
                definitions=definitions,
            )
            return sensor.evaluate_tick(context)

        first = tick(None)
        (request,) = first.run_requests
        assert int(request.tags["orders"]) == len(
            orders_to_mark(acting.home, acting.pipeline.settings, acting.journal)["us"]
        )
        assert not tick(first.cursor).run_requests, "the same state starts no second run"
        job = definitions.resolve_job_def("acknowledge_loaded")
        assert job.execute_in_process(instance=instance).success
        assert acting.script.reached == []
        assert not tick(first.cursor).run_requests, "every one was asked for"
