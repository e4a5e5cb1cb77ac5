"""The nightly proof in Dagster: a check on the landing with plain words and numbers, and a schedule of its own."""

from datetime import timedelta

import dagster as dg
import pytest

from orders_pipeline.defs.in_process import run
from orders_pipeline.defs.instance import opened
from orders_pipeline.defs.names import proof_key
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.settings import Home
from orders_pipeline_tests.flows.proving import committed_late, refusing


def evaluation(instance, account="us"):
    key = proof_key(account)
    found = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])
    return found[key].event.dagster_event.asset_check_evaluation_data if key in found else None


@pytest.fixture(scope="module")
def read(definitions, pipeline):
    pipeline.run()


def test_a_proof_is_a_check_on_the_landing_with_numbers_and_reading_does_not_run_it(definitions, read):
    with dg.DagsterInstance.ephemeral() as instance:
        assert run(definitions, "read_us", instance, print).succeeded
        assert evaluation(instance) is None
        assert run(definitions, "prove_us", instance, print).succeeded
        told = evaluation(instance)
    assert told.passed
    assert told.metadata["hub_orders"].value == told.metadata["held"].value > 0
    assert told.metadata["missing"].value == 0
    assert told.description.startswith("All ")


def test_a_missing_order_is_a_warning_where_it_was_fetched_and_an_error_where_not(definitions, read, pipeline):
    missed = committed_late(pipeline, 1_001, pipeline.hub.clock.now - timedelta(days=1), by=timedelta(hours=1))
    with dg.DagsterInstance.ephemeral() as instance:
        with refusing(pipeline, missed):
            failed = run(definitions, "prove_us", instance, print)
            error = evaluation(instance)
        assert run(definitions, "prove_us", instance, print).succeeded
        warning = evaluation(instance)
    assert (failed.succeeded, error.passed, error.severity) == (False, False, dg.AssetCheckSeverity.ERROR)
    assert "Traceback" not in failed.failure
    assert "could not be had" in failed.failure
    assert (warning.passed, warning.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert missed in warning.description
    assert [warning.metadata[name].value for name in ("missing", "fetched", "not_proven")] == [1, 1, 0]


def test_every_account_is_proven_every_night_of_its_merchant_unless_the_run_before_still_does(
    definitions, pipeline, tmp_path
):
    told = definitions.get_repository_def()
    schedules = [schedule for schedule in told.schedule_defs if schedule.name.startswith("prove_")]
    assert {schedule.job_name for schedule in schedules} == {"prove_us", "prove_eu"}
    assert {schedule.execution_timezone for schedule in schedules} == {"America/New_York"}
    assert {schedule.default_status for schedule in schedules} == {dg.DefaultScheduleStatus.RUNNING}
    tick = told.get_schedule_def("prove_us_every_night")
    with opened(Home.at(tmp_path)) as instance:

        def asked():
            return tick(dg.build_schedule_context(instance=instance, resources={"home": pipeline.home}))

        assert isinstance(asked(), dg.RunRequest)
        begun = instance.create_run_for_job(told.get_job("prove_us"), status=dg.DagsterRunStatus.STARTED)
        instance.report_engine_event("began", begun)
        with AccountLanding(pipeline.home.landing, "us").reading(Purpose.SINGLE):
            assert "still being proven" in asked().skip_message
