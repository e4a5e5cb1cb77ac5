"""`backfill`: days of the past of one account, beside what the schedule reads; or only what it would take."""

from datetime import date
from typing import Annotated

import typer

from orders_pipeline.cli.exits import CommandFailed, ExitCode, code_of
from orders_pipeline.cli.extract import chosen, worst
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json
from orders_pipeline.flows.backfill.estimate import Estimate
from orders_pipeline.flows.backfill.reading import Backfilled, DaysMissing, estimate_backfill
from orders_pipeline.flows.backfill.reading import backfill as read_days
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.settings import Account, Home, load_settings


def backfill(
    ctx: typer.Context,
    account: Annotated[
        str, typer.Argument(help="An account of accounts.toml; a section stands for all of its accounts.")
    ],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="First day, included; 2026-05-01.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day, included; cut to what is settled.")],
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Say how many orders, requests and minutes it takes; read nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Days that are certified already too, once more and beside the earlier.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Read the orders of days of the past, which may lie before the account's start_on.

    Of the days on which they were last changed; where a hub cannot be asked so, of those on which they were bought.

    Days are the merchant's, by the account's time_zone. It runs beside the schedule and never moves its cursor, and
    can be stopped at any time: the same command goes on with the days that are not certified yet, with --again with
    those that are not read again yet.
    """
    home: Home = ctx.obj
    days = _date("--from", first), _date("--to", last)
    told: list[dict[str, object]] = []
    codes: set[ExitCode] = set()
    for of in chosen(expanded(home, load_settings(home.accounts_file)), [account]):
        if estimate:
            with progress(f"Asking the hub of {of.name}"):
                expected = estimate_backfill(home, of, *days, again=again)
            told.append(_expected(expected))
            if not json:
                _say_estimate(expected, of)
        else:
            report, code = _read(home, of, days, again)
            codes |= {code} - {ExitCode.OK}
            told.append(_told(report))
            if not json and not code:
                out().print(_sentence(report))
    if json:
        say_json(told[0] if len(told) == 1 else {"accounts": told})
    raise typer.Exit(int(worst(codes)))


def _date(option: str, text: str) -> date:
    """Raises CommandFailed: the text is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandFailed(f"{option} {text!r} is no date. Write it as 2026-05-01.", ExitCode.USAGE) from None


def _say_estimate(expected: Estimate, account: Account) -> None:
    for line in expected.lines(account.start_on):
        out().print(line)
    out().print("Nothing was read. Without --estimate the same command reads them.")


def _read(home: Home, account: Account, days: tuple[date, date], again: bool) -> tuple[Backfilled, ExitCode]:
    """What was read, whatever is missing of it: that is told at once."""
    with progress(f"Backfilling {account.name}") as line:

        def begin(expected: Estimate) -> None:
            for words in expected.lines(account.start_on):
                line.keep(words)

        try:
            return read_days(home, account, *days, again=again, begin=begin, progress=line), ExitCode.OK
        except DaysMissing as missing:
            report, code, sentence = missing.report, code_of(missing), str(missing)
    err().print(sentence)
    return report, code


def _sentence(report: Backfilled) -> str:
    span = report.expected.span
    if not report.read:
        return f"{span.account}: {span.words}: all is certified already, nothing was read."
    until = f" up to {span.window.end:%Y-%m-%d %H:%M} UTC" if span.is_cut else ""
    return (
        f"{span.account}: {len(report.certified):,} windows with {report.orders:,} orders certified; nothing is "
        f"missing {span.words}{until}.\nTo load them: orders-pipeline load. Where Dagster runs it does so by itself."
    )


def _told(report: Backfilled) -> dict[str, object]:
    return {
        **_expected(report.expected),
        "windows": len(report.certified),
        "orders": report.orders,
        "pages": report.pages,
        "seconds": round(report.seconds, 1),
        "days_missing": [str(day) for day in report.missing],
        "failures": [{"window": one.window.name, "failure": one.failure} for one in report.failures],
    }


def _expected(expected: Estimate) -> dict[str, object]:
    span = expected.span
    return {
        "account": span.account,
        "from": str(span.first),
        "to": str(span.last),
        "asked_to": str(span.asked_last),
        "time_zone": span.time_zone,
        "read_from": span.window.start,
        "read_until": span.window.end,
        "days": span.days,
        "expected": {
            "days": expected.days_missing,
            "orders": expected.orders,
            "requests": expected.requests,
            "page_orders": expected.page_orders,
            "seconds_at_least": round(expected.seconds_at_least, 1),
            "seconds": None if expected.seconds is None else round(expected.seconds, 1),
        },
    }
