"""`ask`: the sample questions of analysts to what is published, as a table, CSV, JSON or the SQL itself."""

import csv
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from orders_pipeline.cli.output import AsJson, out, say_json, say_table, table
from orders_pipeline.flows.asking import QUESTIONS, Answer, ask_about, question
from orders_pipeline.flows.spreadsheets import harmless


def ask(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Default: list the questions.")] = None,
    account: Annotated[str | None, typer.Option(metavar="NAME", help="Of this account alone.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="From this day of the merchant on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Up to this day, which is left out.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout, amounts with all their digits.")] = False,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Text in CSV to the letter: else what a spreadsheet takes for a formula gets a '."),
    ] = False,
    as_sql: Annotated[bool, typer.Option("--sql", help="The SQL of the question, to be changed.")] = False,
    json: AsJson = False,
) -> None:
    """Answer a question of analysts from what is published. Without a name: list the questions.

    Reads the published snapshot alone: locks nothing and waits for nothing.
    """
    if name is None:
        _list(json)
    elif as_sql:
        typer.echo(question(name).sql, nl=False)
    else:
        answer = ask_about(ctx.obj, name, account, since, until)
        if json:
            say_json(answer)
        elif as_csv:
            _write_csv(answer, str if raw else harmless)
        else:
            _show(answer)


def _list(json: bool) -> None:
    held = [question(name) for name in QUESTIONS]
    if json:
        say_json({"questions": [{"name": one.name, "question": one.question, "columns": one.columns} for one in held]})
        return
    out().print(table("Questions", ("name", "question"), [(one.name, one.question) for one in held]))
    out().print("orders-pipeline ask NAME answers one; --since, --until and --account narrow it, --sql shows its SQL.")


def _show(answer: Answer) -> None:
    say_table(table(answer.question, [name.replace("_", " ") for name in answer.columns], answer.rows))


def _write_csv(answer: Answer, said: Callable[[str], str]) -> None:
    """said: how a text stands in its cell."""
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(answer.columns)
    lines.writerows([said(value) if isinstance(value, str) else _plain(value) for value in row] for row in answer.rows)


def _plain(value: Any) -> str:
    """As a program reads it: decimals with all their digits, instants in ISO 8601 with a Z, absent as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
