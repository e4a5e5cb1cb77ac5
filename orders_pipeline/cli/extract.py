"""`extract`: the first of the three steps of orders coming in. Schedules run the same through Dagster."""

from collections.abc import Container, Iterable, Set
from typing import Annotated

import typer

from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.cli.exits import ExitCode, code_of
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json
from orders_pipeline.extract import ReadReport
from orders_pipeline.flows.read import ReadFailed, read
from orders_pipeline.flows.subscriptions import expanded, relist
from orders_pipeline.landing.account import Busy
from orders_pipeline.settings import Account, BadSettings, Home, Settings, load_settings

# What ends the reading of one account and lets the next one begin.
OF_ONE_ACCOUNT = (ReadFailed, HubError, NotSpoken, Busy, BadSettings, OSError)


def extract(
    ctx: typer.Context,
    accounts: Annotated[list[str] | None, typer.Argument(metavar="[ACCOUNT]...", help="Default: all.")] = None,
    json: AsJson = False,
) -> None:
    """Read what is new from the hubs into the landing, up to each hub's clock.

    Goes on with the other accounts when one fails; ends with 1 if any failed.
    """
    home: Home = ctx.obj
    settings, names = load_settings(home.accounts_file), set(accounts or ())
    told: list[dict[str, object]] = []
    codes: set[ExitCode] = set()
    failed: dict[str, Exception] = {}
    if to_list := [account for account in meant(settings, names) if account.is_to_expand]:
        with progress("Asking which subscriptions there are") as line:
            failed = relist(home, to_list, line=line.keep)
    for section, error in failed.items():
        codes.add(code_of(error))
        err().print(str(error))
        told.append(_not_read(section, error))
    for account in chosen(expanded(home, settings), names, without=failed):
        try:
            with progress(f"Reading {account.name}") as line:
                report = read(home, account, progress=line)
        except OF_ONE_ACCOUNT as error:
            codes.add(code_of(error))
            err().print(str(error))
            told.append(_read(error.report) if isinstance(error, ReadFailed) else _not_read(account.name, error))
        else:
            told.append(_read(report))
            if not json:
                out().print(_read_sentence(report))
    if json:
        say_json({"accounts": told})
    raise typer.Exit(int(worst(codes)))


def meant(settings: Settings, names: Set[str]) -> list[Account]:
    """The accounts of the file that these names, of accounts or sections, are about; all where none is given."""
    sections = {name.partition("/")[0] for name in names}
    return [account for account in settings.accounts if not names or account.section in sections]


def chosen(settings: Settings, names: Iterable[str], without: Container[str] = ()) -> list[Account]:
    """By name; the name of a section stands for all its accounts. Each once, in the order of the file.

    What its hub no longer lists is left out unless it is named itself; `without`: sections that are left out.
    Raises BadSettings: no account of that name.
    """
    wanted = {name for name in names if name.partition("/")[0] not in without}
    there = [account for account in settings.accounts if account.section not in without]
    if not wanted:
        return [] if set(names) else [account for account in there if not account.is_gone]
    for name in sorted(wanted - {account.section for account in there}):
        settings.account(name)
    return [
        account for account in there if account.name in wanted or (account.section in wanted and not account.is_gone)
    ]


def worst(codes: set[ExitCode]) -> ExitCode:
    """One kind of failure keeps its code; several, or none that a person or waiting mends, are a failed run."""
    if not codes:
        return ExitCode.OK
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED


def _read(report: ReadReport) -> dict[str, object]:
    return {
        "account": report.account,
        "windows": len(report.certificates),
        "orders": report.orders,
        "pages": report.pages,
        "cursor_before": report.cursor_before,
        "cursor_after": report.cursor_after,
        "failures": [{"window": one.window.name, "failure": one.failure} for one in report.failures],
    }


def _not_read(account: str, error: Exception) -> dict[str, object]:
    failure = {"kind": type(error).__name__, "failure": str(error)}
    return {"account": account, "windows": 0, "orders": 0, "failures": [failure]}


def _read_sentence(report: ReadReport) -> str:
    return (
        f"{report.account}: {len(report.read):,} windows with {report.orders:,} orders certified, "
        f"up to {report.cursor_after:%Y-%m-%d %H:%M:%S} UTC"
    )
