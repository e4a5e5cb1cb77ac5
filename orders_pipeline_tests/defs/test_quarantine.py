"""The job replay_quarantine: what it was told to replay is loaded and published, and said in its metadata."""

import shutil

import dagster as dg
import pytest

from orders_pipeline.channels import values
from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.flows.quarantine.listing import quarantine
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.sandbox.world import World
from orders_pipeline.sandbox.world.catalogue import START
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.warehouse.rejects import Choice
from orders_pipeline_tests.pipeline import US, a_pipeline


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home that was loaded while the code took no order of the last days for one."""
    home = tmp_path_factory.mktemp("home")
    with a_pipeline(home, World(orders=20), profiles=US) as pipeline, pytest.MonkeyPatch.context() as yesterday:
        yesterday.setattr(values, "LATEST", START.replace(day=20))
        pipeline.run()
    return home


@pytest.fixture
def home(made, tmp_path):
    shutil.copytree(made, tmp_path / "home", symlinks=True)
    return Home.at(tmp_path / "home")


def replayed(home, **chosen):
    job = definitions_of(home, load_settings(home.accounts_file)).resolve_job_def("replay_quarantine")
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(
            run_config={"ops": {"replay_open_rejects": {"config": chosen}}}, instance=instance, raise_on_error=False
        )
    told = [event for event in result.all_events if event.is_step_failure or event.event_type_value == "STEP_OUTPUT"]
    return result.success, told[-1].event_specific_data


def test_all_open_rejects_are_replayed_and_published(home):
    bad = len(quarantine(home, Choice()).rejects)
    assert bad
    succeeded, output = replayed(home)
    told = {name: value.value for name, value in output.metadata.items()}
    assert (succeeded, told["chosen"], told["inserted"], told["healed"], told["snapshot"]) == (True, bad, bad, bad, 2)
    assert quarantine(home, Choice()).rejects == ()


def test_what_is_chosen_in_the_launchpad_is_all_that_is_replayed(home):
    one = quarantine(home, Choice()).rejects[0]
    _, output = replayed(home, account=one.account, order_id=one.order_id, reason=one.reason)
    assert output.metadata["chosen"].value == 1


def test_a_name_that_there_is_not_fails_in_plain_words(home):
    succeeded, failure = replayed(home, account="uk")
    assert not succeeded
    assert "no account is called 'uk'" in failure.user_failure_data.description


def test_pages_that_are_gone_fail_the_run_and_are_named(home):
    for manifest in (AccountLanding(home.landing, "us").folder / "live").glob("*.json"):
        manifest.unlink()
    succeeded, failure = replayed(home)
    assert not succeeded
    assert "not in the landing any more" in failure.user_failure_data.description


def test_what_the_hub_repaired_is_asked_for_anew_where_the_launchpad_says_so(tmp_path, monkeypatch):
    with a_pipeline(tmp_path, World(orders=20), profiles=US) as pipeline:
        for variable, value in pipeline.environ.items():
            monkeypatch.setenv(variable, value)
        states = pipeline.hub.world.at(pipeline.hub.clock.now)
        bad = [state.order.order_id for state in states if state.order.profile_id == US["us"]][:2]
        for order_id in bad:
            pipeline.hub.faults.spoil(order_id, "currency_small")
        pipeline.run()
        pipeline.hub.faults.disarm()
        assert replayed(pipeline.home)[1].metadata["healed"].value == 0
        succeeded, output = replayed(pipeline.home, from_hub=True)
        told = {name: value.value for name, value in output.metadata.items()}
        assert (succeeded, told["chosen"], told["healed"], told["not_had"], told["snapshot"]) == (True, 2, 2, 0, 2)
    assert quarantine(pipeline.home, Choice()).rejects == ()


def test_a_hub_that_cannot_be_asked_fails_the_run_in_one_sentence(home, monkeypatch):
    for variable in ("CA_APP_ID", "CA_SECRET", "CA_REFRESH"):
        monkeypatch.delenv(variable, raising=False)
    succeeded, failure = replayed(home, from_hub=True)
    assert not succeeded
    told = failure.user_failure_data.description
    assert told.count("account us: ") == 1
    assert "could not be asked for. 3 mistakes; no hub was spoken to" in told
