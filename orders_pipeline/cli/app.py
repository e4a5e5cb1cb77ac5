"""The root command: options that hold for all. Which commands there are stands in `commands`."""

import os
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import typer

from orders_pipeline.cli.group import PlainErrors
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
