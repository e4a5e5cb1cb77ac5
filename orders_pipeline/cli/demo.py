"""`demo`: the whole pipeline over the sandbox, through Dagster, and what came of it. Dagster is imported only here."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any

import typer
from rich.table import Table

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.exits import CommandFailed
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json, table
from orders_pipeline.cli.stopping import stoppable
from orders_pipeline.flows.asking import FOR_PEOPLE, Answer, ask
from orders_pipeline.flows.demo import demo_world, refuse_foreign
from orders_pipeline.settings import Home, Settings, load_settings
from orders_pipeline.settings.home import VARIABLE
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.query import rows_per_table
from orders_pipeline.warehouse.writer import DATABASE

NAME = "orders-pipeline"


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
        runs = _run_all(home, load_settings(home.accounts_file))
    told = _told(home, runs, time.monotonic() - began)
    if json:
        say_json(told)
    else:
        _show(home, told)


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


def _told(home: Home, runs: list[Any], seconds: float) -> dict[str, Any]:
    orders, snapshot = runs[-1].materialized["warehouse/orders"], runs[-1].materialized["published"]
    return {
        "seconds": round(seconds, 1),
        "runs": [{"job": ran.job, "run_id": ran.run_id, "seconds": round(ran.seconds, 2)} for ran in runs],
        "changed": {name: orders[name] for name in ("received", *Outcome)},
        "tables": rows_per_table(home.published / DATABASE),
        "answers": [ask(home, name) for name in FOR_PEOPLE],
        "published": {
            "database": str(home.published / DATABASE),
            "snapshot": snapshot["snapshot"],
            "is_new": snapshot["is_new"],
        },
    }


def _show(home: Home, told: Mapping[str, Any]) -> None:
    console = out()
    console.print(table("Rows of each table", ("table", "rows"), list(told["tables"].items())))
    for answer in told["answers"]:
        console.print(_answer(answer))
    console.print(_changed(told["changed"]))
    console.print(f"Published in {told['published']['database']}, snapshot {told['published']['snapshot']}. To go on:")
    console.print(f"  duckdb {_from_here(home.published / DATABASE)}")
    console.print(f"  {_command(home)} ask")
    console.print(f"  {_ui(home)}")
    console.print(f"Done in {told['seconds']} s.")


def _ui(home: Home) -> str:
    """What shows this home in Dagster: in a checkout make does, elsewhere the command itself."""
    return "make dev" if _is_here(home) and Path("Makefile").exists() else f"{_command(home)} dev"


def _command(home: Home) -> str:
    """The command line as it is called from here, over this home."""
    name = NAME if which(NAME) else str(_from_here(Path(sys.executable).with_name(NAME)))
    return name if _is_here(home) else f"{name} --home {_from_here(home.root)}"


def _is_here(home: Home) -> bool:
    """Whether it is the one that is taken where none is named."""
    return home.root == Path.cwd() / "data"


def _from_here(path: Path) -> Path:
    """The path as a person here would write it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _answer(answer: Answer) -> Table:
    return table(answer.question, answer.columns, answer.rows)


def _changed(counts: Mapping[str, int]) -> str:
    """What this run changed, in a sentence."""
    told = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in Outcome)
    if counts["inserted"] or counts["updated"]:
        return f"This run received {counts['received']:,} orders: {told}."
    if not counts["received"]:
        return "No canonical row changed: nothing new stood at the hub."
    return f"No canonical row changed: {counts['received']:,} orders received, {told}."
