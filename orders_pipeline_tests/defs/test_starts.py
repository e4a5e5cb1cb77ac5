"""When runs start, when they are left out, and what becomes of runs whose process was killed."""

from datetime import timedelta

import dagster as dg
import pytest

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.instance import opened
from orders_pipeline.defs.runs import in_progress, is_read, is_written
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.writer import writer_lock


@pytest.fixture(scope="module")
def told(definitions):
    return definitions.get_repository_def()


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory):
    with opened(Home.at(tmp_path_factory.mktemp("dagster"))) as instance:
        yield instance


@pytest.fixture
def in_memory():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def empty(on_disk):
    on_disk.wipe()
    return on_disk


def schedule_tick(told, pipeline, instance):
    schedule = told.get_schedule_def("read_us_every_15_minutes")
    return schedule(dg.build_schedule_context(instance=instance, resources={"home": pipeline.home}))


def sensor_tick(told, pipeline, instance):
    sensor = told.get_sensor_def("certified_windows_wait")
    resources = {"home": pipeline.home, "settings": pipeline.settings}
    return sensor(dg.build_sensor_context(instance=instance, resources=resources))


def started(instance, told, job):
    """A run whose process is gone, or has not said anything yet."""
    begun = instance.create_run_for_job(told.get_job(job), status=dg.DagsterRunStatus.STARTED)
    instance.report_engine_event("began", begun)
    return begun.run_id


def test_a_schedule_starts_a_read(told, pipeline, empty):
    assert isinstance(schedule_tick(told, pipeline, empty), dg.RunRequest)


def test_a_schedule_is_left_out_while_the_account_is_still_read(told, pipeline, empty):
    started(empty, told, "read_us")
    skipped = schedule_tick(told, pipeline, empty)
    assert isinstance(skipped, dg.SkipReason)
    assert skipped.skip_message.startswith("us is still being read")


def test_a_run_of_another_account_leaves_no_schedule_out(told, pipeline, empty):
    started(empty, told, "read_eu")
    assert isinstance(schedule_tick(told, pipeline, empty), dg.RunRequest)


def test_one_set_of_waiting_windows_starts_one_run_and_none_waits_when_it_is_published(told, pipeline, in_memory):
    pipeline.read("us")
    first, again = (sensor_tick(told, pipeline, in_memory) for _ in range(2))
    assert first.run_key == again.run_key
    pipeline.read("eu")
    assert sensor_tick(told, pipeline, in_memory).run_key != first.run_key
    started(in_memory, told, "load_and_publish")
    assert "a load is in progress" in sensor_tick(told, pipeline, in_memory).skip_message
    pipeline.load()
    assert isinstance(sensor_tick(told, pipeline, in_memory), dg.SkipReason), "loaded, and not yet published"
    pipeline.publish()
    assert "Every certified window" in sensor_tick(told, pipeline, in_memory).skip_message


def test_a_run_that_holds_its_lock_lives_however_silent_it_is(told, pipeline, empty):
    run_id = started(empty, told, "read_us")
    with AccountLanding(pipeline.home.landing, "us").reading():
        assert in_progress(empty, "read_us", lambda: is_read(pipeline.home, "us"), timedelta(0)) == [run_id]
    assert not is_read(pipeline.home, "us")


def test_a_load_that_holds_its_lock_is_seen(pipeline):
    with writer_lock(pipeline.home.warehouse):
        assert is_written(pipeline.home)
    assert not is_written(pipeline.home)


def test_a_killed_load_is_ended_and_frees_its_place_in_the_pool(told, pipeline, empty):
    """Otherwise every load after it would wait for ever: the pool lets in one at a time."""
    home, instance = pipeline.home, empty
    pool = instance.event_log_storage
    pool.initialize_concurrency_limit_to_default("warehouse")
    run_id = started(instance, told, "load_and_publish")
    assert pool.claim_concurrency_slot("warehouse", run_id, "load_warehouse").is_claimed
    assert not pool.claim_concurrency_slot("warehouse", "another", "load_warehouse").is_claimed
    assert in_progress(instance, "load_and_publish", lambda: is_written(home)) == [run_id]
    assert in_progress(instance, "load_and_publish", lambda: is_written(home), timedelta(0)) == []
    ended = instance.get_run_by_id(run_id)
    assert ended.status is dg.DagsterRunStatus.FAILURE
    assert pool.claim_concurrency_slot("warehouse", "another", "load_warehouse").is_claimed


def test_a_pool_lets_in_one_at_a_time_and_nothing_is_tried_again(empty):
    assert empty.event_log_storage.get_pool_config().default_pool_limit == 1
    assert not empty.run_retries_enabled


def test_definitions_speak_for_the_home_that_they_are_given(pipeline, tmp_path):
    home = Home.at(tmp_path)
    assert definitions_of(home, pipeline.settings).resources["home"] is home
