"""A home in which all is well, made once by a whole run over a sandbox, and copied for each test."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import dagster as dg
import pytest
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteInstigatorOrigin, RemoteRepositoryOrigin
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
)
from dagster._daemon.types import DaemonHeartbeat
from typer.testing import CliRunner

from orders_pipeline.cli import app
from orders_pipeline.defs.instance import opened
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home
from orders_pipeline_tests.pipeline import US, a_pipeline

DAYS = 60


@pytest.fixture(scope="session")
def healthy(tmp_path_factory):
    """Read up to now, loaded, published, and run by a Dagster whose daemon lives."""
    now = datetime.now(UTC).replace(microsecond=0)
    start = now - timedelta(days=DAYS)
    world = World(7, 24, start, now - timedelta(hours=1))
    with a_pipeline(tmp_path_factory.mktemp("healthy"), world, profiles=US, now=now) as made:
        file = made.home.accounts_file
        file.write_text(file.read_text().replace("2026-08-01", f"{start:%Y-%m-%d}"))
        made.run()
        people = made.query("SELECT name, email, address_1 FROM order_contacts")
        environ = made.environ
    with opened(made.home) as instance:
        instance.add_daemon_heartbeat(DaemonHeartbeat(now.timestamp(), "SCHEDULER", "one", []))
        instance.add_instigator_state(schedule("read_us_every_15_minutes", InstigatorStatus.RUNNING))
        ran(instance, "load_and_publish", dg.DagsterRunStatus.SUCCESS)
    return SimpleNamespace(home=made.home, environ=environ, people=people)


def schedule(name, status):
    """A schedule as Dagster keeps it once a person has touched it."""
    repository = RemoteRepositoryOrigin(GrpcServerCodeLocationOrigin("localhost", port=1), "__repository__")
    origin = RemoteInstigatorOrigin(repository, name)
    return InstigatorState(origin, InstigatorType.SCHEDULE, status, ScheduleInstigatorData("*/15 * * * *"))


def ran(instance, job, status):
    """A run that ended so."""
    run = instance.create_run_for_job(dg.GraphDefinition(job).to_job())
    instance.report_run_failed(run) if status is dg.DagsterRunStatus.FAILURE else instance.handle_run_event(
        run.run_id, dg.DagsterEvent("PIPELINE_SUCCESS", job)
    )


@pytest.fixture
def home(healthy, tmp_path, monkeypatch):
    """A copy that may be spoiled, with its secrets in the environment."""
    there = tmp_path / "home"
    shutil.copytree(healthy.home.root, there, symlinks=True)
    monkeypatch.setenv("ORDERS_PIPELINE_HOME", str(there))
    for variable, value in healthy.environ.items():
        monkeypatch.setenv(variable, value)
    return Home.at(there)


@pytest.fixture
def doctor(home):
    """`doctor("--json")`: how it ends, what it prints, and what that tells."""

    def examined(*options):
        before = dict(os.environ)
        ended = CliRunner().invoke(app, ["doctor", *options])
        assert os.environ == before
        told = json.loads(ended.stdout) if "--json" in options else {"findings": []}
        return SimpleNamespace(code=ended.exit_code, out=ended.stdout, told=told, found=told["findings"])

    return examined
