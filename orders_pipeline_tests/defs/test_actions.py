"""Actions in Dagster: planned from the launchpad, sent once whatever is started twice, without what people typed."""

import os
import time

import dagster as dg
import pytest
from dagster._core.events import RunFailureReason
from dagster._core.execution.retries import auto_reexecution_should_retry_run

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.instance import opened
from orders_pipeline.defs.names import table_key
from orders_pipeline_tests.acting import a_published_home, acting_on

RETRYING = {"run_retries": {"enabled": True, "max_retries": 3}}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with a_published_home(tmp_path_factory.mktemp("home")) as pipeline:
        yield pipeline


@pytest.fixture
def acting(made, tmp_path, monkeypatch):
    for variable, value in made.environ.items():
        monkeypatch.setenv(variable, value)
    with acting_on(made, tmp_path / "home") as on:
        yield on


@pytest.fixture
def instance():
    with dg.instance_for_test(overrides=RETRYING) as made:
        yield made


def run(acting, instance, job, op=None, config=None, **options):
    definitions = definitions_of(acting.home, acting.pipeline.settings)
    return definitions.resolve_job_def(job).execute_in_process(
        instance=instance,
        raise_on_error=False,
        run_config={"ops": {op: {"config": config}}} if op else None,
        **options,
    )


def metadata_of(result):
    told = [event for event in result.all_events if event.is_step_failure or event.event_type_value == "STEP_OUTPUT"]
    data = told[-1].event_specific_data
    metadata = data.metadata if hasattr(data, "metadata") else data.user_failure_data.metadata
    return {name: getattr(value, "records", value.value) for name, value in metadata.items()}


def asked(acting, key="rma-1", place=0, **more):
    line = acting.lines[place]
    return {
        "kind": "refund",
        "account": "us",
        "order_id": line["order_id"],
        "key": key,
        "lines": [f"{line['item_id']}=1"],
    } | more


def approved(acting, key="rma-1", place=0):
    acting.ask(key, place)
    acting.approve(key)


def test_actions_are_planned_from_the_launchpad_and_nothing_is_sent(acting, instance):
    result = run(acting, instance, "plan_actions", "plan", {"actions": [asked(acting)]})
    (row,) = metadata_of(result)["actions"]
    assert (result.success, row.data["stands"]) == (True, "planned, waits for an approval")
    assert (acting.state(), acting.script.reached) == ("planned", [])


def test_a_refusal_is_no_green_run_and_the_other_actions_are_planned(acting, instance):
    config = {"actions": [asked(acting, currency="GBP"), asked(acting, "rma-2", 1)]}
    result = run(acting, instance, "plan_actions", "plan", config)
    assert not result.success
    assert next(row.data["trap"] for row in metadata_of(result)["actions"]) == "OTHER-CURRENCY"
    assert acting.state("rma-2") == "planned"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"lines": ["7=1,000"]}, "separators between thousands"), ({"account": "uk"}, "no account 'uk'")],
)
def test_a_mistake_in_the_launchpad_is_told_in_plain_words(acting, instance, change, said):
    result = run(acting, instance, "plan_actions", "plan", {"actions": [asked(acting) | change]})
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert said in failure.event_specific_data.user_failure_data.description


def test_the_launchpad_opens_with_an_example_that_does_nothing_as_it_stands(acting, instance):
    result = run(acting, instance, "plan_actions")
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert "no account 'ACCOUNT'" in failure.event_specific_data.user_failure_data.description
    assert acting.journal.entries() == []


def test_what_is_approved_is_sent_and_who_agreed_to_what_stands_in_the_run(acting, instance):
    approved(acting)
    told = metadata_of(run(acting, instance, "apply_actions"))
    (row,) = told["approvals"]
    entry = acting.journal.entry("us", "rma-1")
    assert (row.data["approved_by"], row.data["plan"], row.data["state"]) == ("kim", entry.plan_hash, "accepted")
    assert "return received" not in str(row.data), "what a person typed stays in the journal"
    assert metadata_of(run(acting, instance, "look_up_actions"))["in_doubt"] == 0
    assert acting.state() == "settled"


def test_what_waits_is_no_failure_of_the_run_and_what_a_hub_refused_is(acting, instance):
    approved(acting)
    acting.journal.stop(at=acting.now, who="sam", why="wrong prices")
    stopped = run(acting, instance, "apply_actions")
    assert (stopped.success, acting.state(), acting.script.reached) == (True, "approved", [])
    acting.journal.go(at=acting.now, who="sam", why="mended")
    acting.script.fates = ["refused"]
    assert not run(acting, instance, "apply_actions").success
    assert acting.state() == "rejected"


def test_a_run_that_is_started_again_sends_nothing_twice(acting, instance):
    approved(acting)
    approved(acting, "rma-2", 1)
    acting.script.fates = ["lost"]
    first = run(acting, instance, "apply_actions")
    assert not first.success
    again = run(
        acting,
        instance,
        "apply_actions",
        tags={"dagster/parent_run_id": first.run_id, "dagster/root_run_id": first.run_id},
    )
    assert again.success
    assert len(acting.script.reached) == 2
    assert len({request.path for request in acting.script.reached}) == 2
    assert acting.state() == "unknown"


def test_a_failed_run_is_not_tried_again_where_the_instance_retries_runs(acting, instance):
    assert instance.run_retries_enabled
    approved(acting)
    acting.script.fates = ["lost"]
    result = run(acting, instance, "apply_actions")
    failed = instance.get_run_by_id(result.run_id)
    assert failed.status is dg.DagsterRunStatus.FAILURE
    for reason in RunFailureReason:
        assert not auto_reexecution_should_retry_run(instance, failed, reason)


def test_two_runs_at_once_send_each_once(acting, instance):
    for place in range(4):
        approved(acting, f"rma-{place}", place)
    inner = []

    def meanwhile():
        acting.script.meanwhile = lambda: None
        with dg.DagsterInstance.ephemeral() as other:
            inner.append(run(acting, other, "apply_actions"))

    acting.script.meanwhile = meanwhile
    run(acting, instance, "apply_actions")
    assert len(inner) == 1, "the second ran while the first was sending"
    assert sorted(request.path for request in acting.script.reached) == sorted(
        f"/v1/OrderItems({acting.lines[place]['item_id']})/Adjust" for place in range(4)
    )
    assert {acting.state(f"rma-{place}") for place in range(4)} == {"accepted"}


def test_the_pool_of_the_journal_lets_in_one(acting):
    definitions = definitions_of(acting.home, acting.pipeline.settings).get_repository_def()
    pools = {job: [node.pool for node in definitions.get_job(job).all_node_defs] for job in ("apply_actions",)}
    assert pools == {"apply_actions": ["journal"]}
    with opened(acting.home) as instance:
        storage = instance.event_log_storage
        storage.initialize_concurrency_limit_to_default("journal")
        assert storage.claim_concurrency_slot("journal", "one", "send_approved").is_claimed
        assert not storage.claim_concurrency_slot("journal", "other", "send_approved").is_claimed


def put(acting, age=60):
    line = acting.lines[0]
    file = acting.home.inbox / "actions.csv"
    file.write_text(f"action,account,order_id,key,item_id\nrefund,us,{line['order_id']},rma-1,{line['item_id']}\n")
    os.utime(file, (time.time() - age, time.time() - age))


def tick(acting, instance):
    sensor = definitions_of(acting.home, acting.pipeline.settings).get_repository_def().get_sensor_def("inbox")
    resources = {"home": acting.home, "settings": acting.pipeline.settings}
    return sensor(dg.build_sensor_context(instance=instance, resources=resources))


def test_the_same_tick_twice_asks_for_one_run_and_a_second_run_finds_nothing(acting, instance):
    assert isinstance(tick(acting, instance), dg.SkipReason)
    put(acting, age=0)
    assert isinstance(tick(acting, instance), dg.SkipReason), "it may still be written"
    put(acting)
    first, again = tick(acting, instance), tick(acting, instance)
    assert first.run_key == again.run_key
    for request in (first, again):
        assert run(acting, instance, "take_inbox", tags=request.tags).success
    assert [entry.key for entry in acting.journal.entries()] == ["rma-1"]
    assert len([one for one in acting.journal.events() if one.event == "plan"]) == 1
    assert isinstance(tick(acting, instance), dg.SkipReason)


def test_files_that_stay_are_tried_again_only_after_a_while(acting, instance):
    put(acting)
    request = tick(acting, instance)
    with opened(acting.home):
        for variable in acting.pipeline.environ:
            os.environ.pop(variable)
        assert not run(acting, instance, "take_inbox", tags=request.tags).success
    assert "tried again later" in tick(acting, instance).skip_message
    assert (acting.home.inbox / "actions.csv").exists()


def test_schedules_of_actions_wait_for_a_person_and_the_inbox_is_watched(acting):
    told = definitions_of(acting.home, acting.pipeline.settings).get_repository_def()
    ours = {one.name: one for one in told.schedule_defs if "actions" in one.name}
    assert {name: one.cron_schedule for name, one in ours.items()} == {
        "apply_actions_every_5_minutes": "*/5 * * * *",
        "look_up_actions_every_5_minutes": "*/5 * * * *",
        "reconcile_actions_every_morning": "20 6 * * *",
    }
    assert {one.default_status for one in ours.values()} == {dg.DefaultScheduleStatus.STOPPED}
    assert told.get_sensor_def("inbox").default_status is dg.DefaultSensorStatus.RUNNING


def test_a_schedule_is_left_out_while_the_run_before_is_at_work(acting, instance):
    told = definitions_of(acting.home, acting.pipeline.settings).get_repository_def()
    schedule = told.get_schedule_def("apply_actions_every_5_minutes")
    resources = {"home": acting.home, "settings": acting.pipeline.settings}
    context = dg.build_schedule_context(instance=instance, resources=resources)
    assert isinstance(schedule(context), dg.RunRequest)
    begun = instance.create_run_for_job(told.get_job("apply_actions"), status=dg.DagsterRunStatus.STARTED)
    instance.report_engine_event("began", begun)
    assert isinstance(schedule(context), dg.SkipReason)


def test_reconciling_stands_in_the_run_and_refunds_by_others_are_no_failure(acting, instance):
    result = run(acting, instance, "reconcile_actions", "compare", {"days": 300})
    told = metadata_of(result)
    assert result.success
    assert {row.data["kind"] for row in told["differences"]} == {"not_asked_for"}


def test_actions_that_wait_start_a_load_and_its_checks_tell_of_doubts_and_of_the_journal(acting, instance):
    approved(acting)
    acting.script.fates, acting.script.shows = ["lost"], False
    acting.wait(hours=-6)
    acting.apply()
    assert run(acting, instance, "load_and_publish").success
    names = ("no_doubt_is_old", "journal_is_whole")
    keys = [dg.AssetCheckKey(table_key("actions"), name) for name in names]
    records = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    old, whole = (records[key].event.dagster_event.asset_check_evaluation_data for key in keys)
    assert (old.passed, old.severity, whole.passed) == (False, dg.AssetCheckSeverity.ERROR, True)
    assert "rma-1 of order" in old.description
    (row,) = acting.pipeline.table("actions")
    assert row["state"] == "unknown"
