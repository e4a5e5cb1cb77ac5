"""`dev`: Dagster's UI over the home, with the sandbox beside it where accounts.toml is the demo's own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Annotated

import typer

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.exits import CommandFailed, ExitCode
from orders_pipeline.cli.output import AsJson, err, say_json
from orders_pipeline.cli.stopping import stoppable
from orders_pipeline.defs.dagster_home import WORKSPACE, prepare
from orders_pipeline.flows.demo import demo_world, is_foreign
from orders_pipeline.flows.keeper import end, kept
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.settings.home import VARIABLE

QUIET = "ignore:Function `dev_command` is superseded"  # by `dg`, another tool


def dev(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(help="Port of the UI.", min=1, max=65535)] = 3000,
    host: Annotated[str, typer.Option(help="Address of the UI; it has no login.")] = "127.0.0.1",
    json: AsJson = False,
) -> None:
    """Start Dagster's UI, its schedules and its sensor on the home, until Ctrl-C.

    Without an accounts.toml, or with the demo's, the sandbox runs beside it.
    """
    home: Home = ctx.obj
    _refuse_taken(host, port)
    with (
        suppress(KeyboardInterrupt),
        stoppable(),
        nullcontext() if is_foreign(home) else demo_world(home, lend=True),
    ):
        load_settings(home.accounts_file)
        with _dagster(home, host, port) as process:
            url = f"http://{host}:{port}"
            err().print(f"Dagster starts on {url} over {home.root}. Ctrl-C ends it.")
            if json:
                say_json({"url": url, "pid": process.pid, "home": str(home.root)})
            code = process.wait()
            raise CommandFailed(f"dagster dev ended by itself with code {code}; its own words stand above.")
    err().print("Dagster and what ran beside it are stopped.")


@contextmanager
def _dagster(home: Home, host: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """`dagster dev` under a keeper, as it leaves processes behind where it is ended itself; its output to stderr."""
    there = prepare(home)
    environ = {"DAGSTER_HOME": str(there), VARIABLE: str(home.root), "PYTHONWARNINGS": QUIET}
    keeper = kept(
        [sys.executable, "-m", "dagster", "dev", "-w", str(there / WORKSPACE), "-h", host, "-p", str(port)],
        env=os.environ | ({} if is_foreign(home) else SECRETS) | environ,
        stdout=sys.stderr.fileno(),
    )
    try:
        yield keeper
    finally:
        end(keeper)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandFailed(
                f"{host}:{port} cannot be used for the UI ({error.strerror}). Name another one: "
                f"orders-pipeline dev --port {port + 1}",
                ExitCode.USAGE,
            ) from None
