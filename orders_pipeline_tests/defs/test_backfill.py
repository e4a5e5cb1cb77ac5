"""Days of the past in Dagster: partitions, a day and a range of days in one run, and what each day tells."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import dagster as dg
import pytest

from orders_pipeline.defs.backfill import backfill_asset, end_killed_backfills
from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.names import backfill_key
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home
from orders_pipeline_tests.flows.test_backfill import OneDayFails
from orders_pipeline_tests.pipeline import US, Pipeline, a_pipeline

START = datetime(2026, 7, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    world = World(seed=3, orders=60, start=START, end=NOW)
    folder = tmp_path_factory.mktemp("served")
    with a_pipeline(folder, world, profiles=US, now=NOW) as made, pytest.MonkeyPatch.context() as patch:
        for variable, value in made.environ.items():
            patch.setenv(variable, value)
        yield made


@pytest.fixture
def pipeline(served, tmp_path):
    return Pipeline(Home.at(tmp_path), served.hub, US)


@pytest.fixture(scope="module")
def instance():
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def job(pipeline):
    return definitions_of(pipeline.home, pipeline.settings).resolve_job_def("backfill_us")


def ran(job, instance, first, last):
    tags = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}
    return job.execute_in_process(instance=instance, tags=tags, raise_on_error=False)


def told(result):
    """Each day with its metadata."""
    events = [event.materialization for event in result.get_asset_materialization_events()]
    assert {event.asset_key for event in events} <= {backfill_key("us")}
    return {event.partition: {name: value.value for name, value in event.metadata.items()} for event in events}


def backfilled(pipeline):
    return AccountLanding(pipeline.home.landing, "us").covered(Purpose.BACKFILL)


def test_a_partition_is_a_day_of_the_merchant(pipeline, job, instance):
    result = job.execute_in_process(instance=instance, partition_key="2026-07-18")
    assert result.success
    (window,) = backfilled(pipeline)
    assert window.start == datetime(2026, 7, 18, 4, tzinfo=UTC)
    assert window.length == timedelta(days=1)
    day = told(result)["2026-07-18"]
    assert (day["windows"], day["pages"] >= 1) == (1, True)
    (certificate,) = day["certificates"].records
    assert certificate.data["orders"] == day["orders"] > 0


def test_one_run_takes_a_range_of_days_and_reads_no_day_twice(pipeline, job, instance):
    assert ran(job, instance, "2026-07-10", "2026-07-12").success
    asked = len(pipeline.hub.requests)
    result = ran(job, instance, "2026-07-08", "2026-07-14")
    assert list(told(result)) == [f"2026-07-{day:02}" for day in range(8, 15)]
    assert len(backfilled(pipeline)) == 7
    assert not any("2026-07-11" in unquote(one.query) for one in pipeline.hub.requests[asked:])
    log = [entry.user_message for entry in instance.all_logs(result.run_id)]
    assert "us: from 2026-07-08 to 2026-07-14, 7 days of America/New_York, both included" in log
    assert "3 days certified already and not read again" in log
    assert any(line.startswith("us: 4 of 4 days") for line in log)


def test_days_that_are_certified_stand_also_where_another_fails(pipeline, job, instance):
    log = pipeline.hub.sandbox.log
    log.app = OneDayFails(whole := log.app, "2026-07-21T04:00:00Z")
    try:
        result = ran(job, instance, "2026-07-20", "2026-07-22")
    finally:
        log.app = whole
    assert not result.success
    (failed,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert "1 of 3 days missing: 2026-07-21" in failed.user_failure_data.description
    assert list(told(result)) == ["2026-07-20", "2026-07-22"]


def test_a_day_that_is_not_over_at_the_hub_is_not_materialized(pipeline, job, instance):
    result = ran(job, instance, "2026-08-01", "2026-08-02")
    (failed,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert "2026-08-02 is not over at the hub" in failed.user_failure_data.description
    assert list(told(result)) == ["2026-08-01"]


def test_what_a_run_brought_waits_for_the_load(pipeline, job, instance):
    job.execute_in_process(instance=instance, partition_key="2026-07-18")
    report = pipeline.load()
    assert [window.window_id for window in report.windows] == ["backfill/20260718T040000Z_20260719T040000Z"]
    assert report.counts["inserted"] == report.received > 0


def test_partitions_begin_two_years_before_the_account_and_a_run_takes_many(pipeline):
    asset = backfill_asset(pipeline.settings.account("us"))
    days = asset.partitions_def
    assert days.get_partition_keys(datetime(2026, 8, 3, 12, tzinfo=UTC))[0] == "2024-01-01"
    assert days.timezone == "America/New_York"
    assert asset.backfill_policy == dg.BackfillPolicy.single_run()


def test_one_run_at_a_time_backfills_an_account(pipeline):
    assert backfill_asset(pipeline.settings.account("us")).op.pool == "backfill_us"


def test_a_killed_backfill_is_ended_and_frees_its_place(pipeline, job, instance, monkeypatch):
    storage, us = instance.event_log_storage, pipeline.settings.account("us")
    storage.initialize_concurrency_limit_to_default("backfill_us")
    storage.set_concurrency_slots("backfill_us", 1)
    killed = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    instance.report_engine_event("began", killed)
    assert storage.claim_concurrency_slot("backfill_us", killed.run_id, "days").is_claimed
    end_killed_backfills(instance, pipeline.home, us)
    assert not instance.get_run_by_id(killed.run_id).is_finished, "it may not have its lock yet"
    monkeypatch.setattr("orders_pipeline.defs.runs._silence", lambda instance, run_id: timedelta(minutes=11))
    with AccountLanding(pipeline.home.landing, "us").reading(Purpose.BACKFILL):
        end_killed_backfills(instance, pipeline.home, us)
    assert not instance.get_run_by_id(killed.run_id).is_finished, "somebody backfills the account"
    end_killed_backfills(instance, pipeline.home, us)
    assert instance.get_run_by_id(killed.run_id).status is dg.DagsterRunStatus.FAILURE
    assert storage.claim_concurrency_slot("backfill_us", "another", "days").is_claimed
