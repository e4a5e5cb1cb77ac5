"""`inspect`: saved responses of a hub as canonical rows, offline, one JSON line a row."""

from pathlib import Path
from typing import Annotated

import typer

from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.registry import DIALECTS, dialect_of
from orders_pipeline.cli.exits import ExitCode
from orders_pipeline.cli.output import AsJson, err
from orders_pipeline.flows.inspect import as_json, rows_of


def inspect(
    channel: Annotated[str, typer.Argument(help=f"One of: {', '.join(DIALECTS)}.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved responses.")],
    account: Annotated[str, typer.Option(metavar="NAME", help="The account that the rows shall name.")] = "inspected",
    currency: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Of every amount, such as USD: for channels whose protocol has none."),
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Leave out columns that are NULL.")] = False,
    json: AsJson = False,  # the lines are JSON in any case
) -> None:
    """Show what the orders of saved hub responses become: each canonical row as one JSON line on stdout.

    Each line is {"table": …, "row": {…}}, orders that would be quarantined are {"table": "rejects", …}; decimals are
    strings. Goes over no network and needs no settings.
    """
    dialect_of(channel)
    code = ExitCode.OK
    for file in files:
        try:
            for row in rows_of(channel, file, account, currency):
                typer.echo(as_json(row, is_brief=brief))
        except Malformed as error:
            err().print(f"{file}: {error}")
            code = max(code, ExitCode.FAILED)
        except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
            err().print(f"{file}: {error.strerror}. Name a file that holds a response of {channel}.")
            code = ExitCode.USAGE
    raise typer.Exit(int(code))
