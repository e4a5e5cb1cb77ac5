"""`export`: a table, view or question of what is published as a CSV or Parquet file."""

from pathlib import Path
from typing import Annotated

import typer

from orders_pipeline.cli.output import AsJson, out, progress, say_json
from orders_pipeline.flows import export as flow


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A table, a view, or a question of `ask`.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ending in .csv or .parquet; replaced if it is there.")],
    account: Annotated[str | None, typer.Option(metavar="NAME", help="Of this account alone.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="From this day of the merchant on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Up to this day, which is left out.")] = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="A,B,...", help="These columns of a table; purchased_on is the day of purchased_at."),
    ] = None,
    personal: Annotated[bool, typer.Option("--personal", help="Needed for tables with data of buyers.")] = False,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Text in CSV to the letter: else what a spreadsheet takes for a formula gets a '."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Write rows of what is published to a file: amounts with all their digits, instants in UTC.

    Days bound the purchase for orders and all that belongs to them.
    """
    with progress(f"Writing {file}"):
        rows = flow.export(
            ctx.obj,
            name,
            file,
            account=account,
            since=since,
            until=until,
            columns=columns.split(",") if columns else None,
            personal=personal,
            raw=raw,
        )
    if json:
        say_json({"name": name, "file": str(file), "rows": rows})
    else:
        out().print(f"{rows:,} rows of {name} are in {file}.")
