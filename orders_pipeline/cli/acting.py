"""What commands about actions share: the journal and the accounts of this home, who gives the command, how it ends."""

import getpass
from collections.abc import Iterable
from typing import Annotated

import typer

from orders_pipeline.actions.journal import Journal
from orders_pipeline.cli.exits import ExitCode
from orders_pipeline.cli.output import out
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.settings import Home, Settings, load_settings

OfAccount = Annotated[str | None, typer.Option("--account", metavar="ACCOUNT", help="Where several have the key.")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The action, by its key.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Kept in the journal. Name no buyer in it.")]


def journal_of(home: Home) -> Journal:
    return Journal(home.journal)


def settings_of(home: Home) -> Settings:
    """Every account that an action can name: of a merchant with subscriptions each of them."""
    return expanded(home, load_settings(home.accounts_file))


def who() -> str:
    """The name of the user who gives the command, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "a user without a name"


def say(lines: Iterable[str]) -> None:
    console = out()
    for line in lines:
        console.print(line)


def end(is_well: bool) -> None:
    """With 1 where something was refused, failed or is in doubt."""
    raise typer.Exit(int(ExitCode.OK if is_well else ExitCode.FAILED))
