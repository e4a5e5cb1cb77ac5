"""`sandbox serve`: the made-up hubs on this machine, until Ctrl-C."""

from pathlib import Path
from typing import Annotated

import typer

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.exits import CommandFailed, ExitCode
from orders_pipeline.cli.output import AsJson, err

sandbox = typer.Typer(help="The hubs as a sandbox on this machine: made-up orders, people and credentials.")


@sandbox.callback()
def group() -> None:
    """Keeps `serve` a command of its own."""


@sandbox.command()
def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(help="0: any that is free.", min=0, max=65535)] = 0,
    dir: Annotated[
        Path | None, typer.Option(help="Folder of the world and its clock; default: sandbox/ of the home.")
    ] = None,
    json: AsJson = False,  # the ready line is JSON in any case
) -> None:
    """Serve the sandbox; prints one line {"url", "pid"} on stdout when it is ready. Ctrl-C ends it."""
    from orders_pipeline.sandbox.server import serve as serve_until_stopped

    folder = dir or ctx.obj.sandbox
    err().print(f"A world of made-up orders in {folder}. Credentials, all of them made up:")
    for variable, value in SECRETS.items():
        err().print(f"  {variable}={value}")
    try:
        serve_until_stopped(folder, port)
    except OSError as error:
        raise CommandFailed(
            f"the sandbox cannot be served: {error.strerror}. Name another --port or --dir.", ExitCode.USAGE
        ) from None
