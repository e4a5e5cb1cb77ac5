"""`actions import`, `template`, `traps`: actions from files, and the catalogue of what hubs do otherwise than meant."""

from pathlib import Path
from typing import Annotated

import typer

from orders_pipeline.cli.acting import end, journal_of, say, settings_of, who
from orders_pipeline.cli.output import AsJson, out, progress, say_json
from orders_pipeline.flows.actions.files.columns import COLUMNS, template
from orders_pipeline.flows.actions.files.importing import check_file, import_file
from orders_pipeline.flows.actions.files.report import checked_lines, checked_told, imported_lines, imported_told
from orders_pipeline.flows.actions.traps import traps
from orders_pipeline.settings import Home
from orders_pipeline.settings.account import CHANNELS


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON lines or Parquet, by its ending.")],
    check: Annotated[bool, typer.Option("--check", help="Only list the mistakes; asks no hub, keeps nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Plan every action of a file: one row a line, rows with one key belong together. Sends nothing.

    A mistake keeps back the rows of its key and no others. Ends with 1 where a row has a mistake or is refused.
    """
    home: Home = ctx.obj
    settings = settings_of(home)
    if check:
        found = check_file(settings, file)
        say_json(checked_told(found)) if json else say(checked_lines(found))
        end(not found.mistakes)
    with progress(f"Planning the actions of {file.name}") as line:
        imported = import_file(
            home, settings, journal_of(home), file, who=who(), each=lambda planned: line(planned.intent.key)
        )
    say_json(imported_told(imported)) if json else say(imported_lines(imported))
    end(imported.is_clean)


def template_(json: AsJson = False) -> None:
    """A file to begin with, as CSV on stdout: every column, three examples. With --json: what each column means."""
    if json:
        columns = [{"name": one.name, "meaning": one.meaning, "is_required": one.is_required} for one in COLUMNS]
        say_json({"columns": columns})
    else:
        typer.echo(template(), nl=False)


def traps_(
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="CHANNEL", help=f"Of one hub: {', '.join(CHANNELS)}.")
    ] = None,
    json: AsJson = False,
) -> None:
    """List the known traps: where hubs do something else than was meant, and whether we refuse or write around it."""
    if channel is not None and channel not in CHANNELS:
        raise typer.BadParameter(f"is none of {', '.join(CHANNELS)}", param_hint="--channel")
    rows = traps(channel)
    if json:
        say_json({"traps": rows})
        return
    for one in rows:
        hubs, marketplaces = ", ".join(one.channels) or "all hubs", ", ".join(one.marketplaces) or "all marketplaces"
        out().print(f"{one.id} ({one.effect}; {hubs}; {marketplaces})\n  {one.sentence}\n  {one.source}")
    out().print(f"{len(rows)} traps")
