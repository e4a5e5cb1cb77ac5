"""The sensor over a real instance: failed runs and checks are told once, and their end; other errors by kind alone."""

import json
from types import SimpleNamespace

import dagster as dg
import pytest

from orders_pipeline.defs.alerts import alerts
from orders_pipeline.defs.runs import KILLED
from orders_pipeline.settings import Home, parse_settings
from orders_pipeline.settings.load import MINIMAL
from orders_pipeline_tests.alerts.conftest import webhook  # noqa: F401

SET = '[alerts]\nwebhook = "ALERTS_WEBHOOK"\nui = "https://dagster.example.com"\n'
WORDS = "account us-main: GET was answered with status 503. Nothing is lost: the same read can be made later."


class World:
    """What the runs meet."""

    error: Exception | None = None
    check_passes = True
    severity = dg.AssetCheckSeverity.ERROR


@dg.asset(check_specs=[dg.AssetCheckSpec("windows_intact", asset="landed")])
def landed():
    if World.error:
        raise World.error
    yield dg.AssetCheckResult(passed=World.check_passes, severity=World.severity, description="account us-main: torn")
    yield dg.MaterializeResult()


JOB = dg.Definitions(
    assets=[landed],
    jobs=[dg.define_asset_job("read_us_main", selection="landed", tags={"account": "us-main"})],
    loggers={"console": dg.colored_console_logger},
).resolve_job_def("read_us_main")


@pytest.fixture
def watched(tmp_path, monkeypatch, webhook):  # noqa: F811
    """`run()`: the job ends; `tick()`: the sensor looks, in the same place where it stopped; `posted`."""
    monkeypatch.setenv("ALERTS_WEBHOOK", webhook.url)
    for name in ("error", "check_passes", "severity"):
        monkeypatch.setattr(World, name, getattr(World, name))
    resources = {"home": Home.at(tmp_path), "settings": parse_settings(MINIMAL + SET)}
    state = SimpleNamespace(cursor=None, webhook=webhook, posted=webhook.posted, resources=resources)

    with dg.DagsterInstance.ephemeral() as instance:
        state.instance = instance

        def tick():
            context = dg.build_sensor_context(instance=instance, cursor=state.cursor, resources=state.resources)
            said = alerts(context)
            state.cursor = context.cursor
            return said.skip_message

        def run():
            quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
            return JOB.execute_in_process(instance=instance, raise_on_error=False, run_config=quiet).run_id

        state.tick, state.run = tick, run
        yield state


def test_nothing_is_done_where_no_alerts_are_set(watched):
    watched.resources["settings"] = parse_settings(MINIMAL)
    World.error = dg.Failure(description=WORDS, allow_retries=False)
    watched.run()
    assert watched.tick() == "No alerts are set in accounts.toml."
    assert (watched.posted, watched.cursor) == ([], None)


def test_a_failed_run_is_told_once_in_its_own_words_and_again_when_it_works(watched):
    World.error = dg.Failure(description=WORDS, allow_retries=False)
    first = watched.run()
    watched.tick()
    (posted,) = watched.posted
    assert (posted["what"], posted["sentence"]) == ("read_us_main failed", WORDS)
    assert (posted["account"], posted["job"], posted["step"]) == ("us-main", "read_us_main", "landed")
    assert posted["link"] == f"https://dagster.example.com/runs/{first}"
    for _ in range(3):
        watched.run()
        watched.tick()
    assert len(watched.posted) == 1
    World.error = None
    watched.run()
    watched.tick()
    watched.tick()
    assert [one["what"] for one in watched.posted] == ["read_us_main failed", "read_us_main works again"]
    assert "4 failures" in watched.posted[-1]["sentence"]


def test_what_nobody_foresaw_is_told_by_its_kind_alone(watched):
    World.error = ValueError("the buyer's street")
    watched.run()
    watched.tick()
    (posted,) = watched.posted
    assert posted["sentence"].startswith("ValueError: this was not foreseen.")
    assert "street" not in json.dumps(watched.posted) + watched.cursor


def test_a_failed_check_is_told_where_it_is_an_error_and_not_where_it_only_warns(watched):
    World.check_passes, World.severity = False, dg.AssetCheckSeverity.WARN
    watched.run()
    watched.tick()
    assert watched.posted == []
    World.severity = dg.AssetCheckSeverity.ERROR
    watched.run()
    watched.tick()
    (posted,) = watched.posted
    assert posted["sentence"] == "The check windows_intact of landed failed: account us-main: torn"


def test_a_run_whose_process_was_killed_is_told_as_such(watched):
    run = watched.instance.create_run_for_job(JOB, status=dg.DagsterRunStatus.STARTED)
    watched.instance.report_run_failed(run, KILLED)
    watched.tick()
    assert [one["sentence"] for one in watched.posted] == [KILLED]


def test_two_ticks_over_the_same_run_tell_it_once_also_when_telling_failed_first(watched):
    World.error = dg.Failure(description=WORDS, allow_retries=False)
    watched.webhook.status = 500
    watched.run()
    assert watched.tick().endswith("told: nothing.")
    assert watched.tick().endswith("told: nothing.")
    assert watched.webhook.asked == 1
    assert "5ecret" not in watched.cursor


def test_the_sensor_runs_from_the_start():
    assert alerts.default_status is dg.DefaultSensorStatus.RUNNING
