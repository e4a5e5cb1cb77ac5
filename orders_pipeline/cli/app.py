"""The root command: options that hold for all, and the list of commands."""

import os
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import typer

from orders_pipeline.cli.actions import actions
from orders_pipeline.cli.actions_asking import acknowledge, cancel, correct, refund, ship
from orders_pipeline.cli.ask import ask
from orders_pipeline.cli.backfill import backfill
from orders_pipeline.cli.demo import demo
from orders_pipeline.cli.dev import dev
from orders_pipeline.cli.doctor import doctor
from orders_pipeline.cli.export import export
from orders_pipeline.cli.group import PlainErrors
from orders_pipeline.cli.inspect import inspect
from orders_pipeline.cli.proof import prove, reread
from orders_pipeline.cli.quarantine import quarantine
from orders_pipeline.cli.sandbox import sandbox
from orders_pipeline.cli.steps import extract, load, publish
from orders_pipeline.settings import Home
from orders_pipeline.settings.home import VARIABLE

app = typer.Typer(
    name="orders-pipeline",
    cls=PlainErrors,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="Orders of every order hub account in one DuckDB warehouse; shipments, cancellations and refunds back to the "
    "hubs.\n\n"
    "Exit codes: 0 done, 1 the run failed, 2 wrong usage or settings, 3 another process holds the lock.",
)
app.command()(demo)
app.command()(dev)
app.command()(extract)
app.command()(load)
app.command()(publish)
app.command()(backfill)
app.command()(prove)
app.command()(reread)
app.command()(doctor)
app.command()(inspect)
app.command()(ask)
app.command()(export)
app.command()(ship)
app.command()(correct)
app.command()(cancel)
app.command()(refund)
app.command()(acknowledge)
app.add_typer(actions, name="actions")
app.add_typer(quarantine, name="quarantine")
app.add_typer(sandbox, name="sandbox")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"orders-pipeline {version_of('orders-pipeline')}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help=f"Where all files stand; default: {VARIABLE}, or ./data.", metavar="DIRECTORY"),
    ] = None,
    debug: Annotated[bool, typer.Option(help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    ctx.obj = Home.from_environment({VARIABLE: str(home)} if home else os.environ)
