"""`demo`: the whole pipeline over the sandbox, through Dagster, and what came of it. Dagster is imported only here."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

import typer

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.demo_told import show, told
from orders_pipeline.cli.exits import CommandFailed
from orders_pipeline.cli.output import AsJson, err, progress, say_json
from orders_pipeline.cli.stopping import stoppable
from orders_pipeline.flows.demo import demo_world, refuse_foreign
from orders_pipeline.settings import Home, Settings, load_settings
from orders_pipeline.settings.home import VARIABLE


def demo(ctx: typer.Context, json: AsJson = False) -> None:
    """Read, load and publish made-up orders of a sandbox, and show what came of it. Needs no account and no network.

    Runs through Dagster, so that `orders-pipeline dev` shows the runs afterwards. Run it again: nothing changes.
    """
    began = time.monotonic()
    home: Home = ctx.obj
    refuse_foreign(home)
    with stoppable(), ExitStack() as stack:
        with progress("Starting the sandbox"):
            sandbox = stack.enter_context(demo_world(home))
        err().print(f"The sandbox hub answers on {sandbox.url}.")
        os.environ |= {"DAGSTER_HOME": str(home.dagster), VARIABLE: str(home.root)} | SECRETS
        settings = load_settings(home.accounts_file)
        runs = _run_all(home, settings)
    result = told(home, settings, runs, time.monotonic() - began)
    if json:
        say_json(result)
    else:
        show(home, result)


def _run_all(home: Home, settings: Settings) -> list[Any]:
    with progress("Starting Dagster"):
        from orders_pipeline.defs.everything import definitions_of
        from orders_pipeline.defs.in_process import run
        from orders_pipeline.defs.instance import opened
        from orders_pipeline.defs.names import LOAD_AND_PUBLISH, read_job_name
        from orders_pipeline.defs.runs import wait_for_readers, wait_for_writers

        definitions = definitions_of(home, settings)

    def runs(job: str, wait: Callable[[Callable[[str], None]], None]) -> Any:
        with progress(f"Dagster runs {job}") as line:
            wait(line)
            ran = run(definitions, job, instance, line)
        if not ran.succeeded:
            raise CommandFailed(f"the run of {job} failed: {ran.failure}")
        err().print(f"{job}: done in {ran.seconds:.1f} s")
        return ran

    with opened(home) as instance:
        read = [
            runs(read_job_name(account.name), partial(wait_for_readers, instance, home, account))
            for account in settings.accounts
        ]
        return [*read, runs(LOAD_AND_PUBLISH, partial(wait_for_writers, instance, home))]
