"""`prove` and `reread`: the second proof of completeness by hand, and single orders read again by id."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from orders_pipeline.cli.exits import ExitCode, code_of
from orders_pipeline.cli.extract import OF_ONE_ACCOUNT, chosen, worst
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json
from orders_pipeline.flows.proof.run import NotRead, ProofFailed, ProofReport
from orders_pipeline.flows.proof.run import prove as prove_account
from orders_pipeline.flows.read_orders import SinglesReport, read_orders
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.model.records.proofs import ProofKind
from orders_pipeline.settings import Account, Home, load_settings

SHOWN = 10  # ids in a sentence; all are in the JSON and in the landing
PROVEN = {
    ProofKind.CREATED_DAY: "by day of purchase, {} proven",
    ProofKind.UNEXPORTED: "not marked as exported",
}
BY_HAND = "asked for by a person"
TO_LOAD = "To load them: orders-pipeline load. Where Dagster runs it does so by itself."


def prove(
    ctx: typer.Context,
    accounts: Annotated[list[str] | None, typer.Argument(metavar="[ACCOUNT]...", help="Default: all.")] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only this day of the merchant, order by order."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Compare what the hubs have with what is held, by another question than reading asks.

    By day of purchase; and for accounts that acknowledge, by the orders that are not marked as exported. An order that
    is missing, or held in an older version than the hub shows, is read by id at once and waits for the load: that is
    told, and is no failure. Ends with 1 where an order is still missing or old, or something could not be proven.
    """
    home: Home = ctx.obj
    settings = expanded(home, load_settings(home.accounts_file))
    told: list[dict[str, object]] = []
    codes: set[ExitCode] = set()
    for account in chosen(settings, accounts or ()):
        report = None
        try:
            with progress(f"Proving {account.name}") as line:
                report = prove_account(home, account, day=day.date() if day else None, progress=line)
        except (ProofFailed, NotRead, Damaged, *OF_ONE_ACCOUNT) as error:
            codes.add(code_of(error))
            err().print(str(error))
            report = error.report if isinstance(error, ProofFailed) else None
            if report is None:
                told.append({"account": account.name, "proofs": [], "failures": [str(error)]})
        if report is not None:
            told.append(_proven(report))
            _say(report, json)
    if json:
        say_json({"accounts": told})
    raise typer.Exit(int(worst(codes)))


def _say(report: ProofReport, json: bool) -> None:
    """What was missing always, on stderr: a proof that found something is news however it ended."""
    if fetched := report.orders("fetched"):
        err().print(
            f"{report.run.account}: MISSING ORDERS FOUND: {len(fetched):,}. The windows had passed them; they are "
            f"fetched now: {_named(fetched)}. {TO_LOAD}"
        )
    if refreshed := report.orders("refreshed"):
        err().print(
            f"{report.run.account}: MISSED UPDATES FOUND: {len(refreshed):,}. The hub had changed these orders and the "
            f"windows had passed that; they are fetched anew: {_named(refreshed)}. {TO_LOAD}"
        )
    if not json:
        for line in _lines(report):
            out().print(line)


def _lines(report: ProofReport) -> Iterator[str]:
    account = report.run.account
    for kind, what in PROVEN.items():
        if proofs := [proof for proof in report.proofs if proof.kind is kind]:
            counts = {
                "held": sum(proof.held_count for proof in proofs),
                "fetched now": sum(proof.fetched_count for proof in proofs),
                "in quarantine": sum(proof.quarantined_count for proof in proofs),
                "changed a moment ago and not read yet": sum(proof.pending_count for proof in proofs),
                "gone from the hub meanwhile": sum(proof.absent_count for proof in proofs),
            }
            said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count or name == "held")
            hub = sum(proof.hub_count for proof in proofs)
            yield f"{account}: {what.format(len(proofs))}: {hub:,} orders at the hub, {said}"
    if gone := report.orders("gone"):
        yield f"{account}: held, and not listed by the hub any more: {len(gone):,} orders ({_named(gone)})"


def _named(order_ids: tuple[str, ...]) -> str:
    more = f" and {len(order_ids) - SHOWN:,} more" if len(order_ids) > SHOWN else ""
    return ", ".join(order_ids[:SHOWN]) + more


def _proven(report: ProofReport) -> dict[str, object]:
    return {
        "account": report.run.account,
        "proved_at": report.run.proved_at,
        "proofs": report.proofs,
        **{name: report.orders(name) for name in ("missing", "fetched", "absent", "gone", "outdated", "refreshed")},
        "failures": report.failures,
    }


def reread(
    ctx: typer.Context,
    account: Annotated[str, typer.Argument(help="An account of accounts.toml.")],
    order_ids: Annotated[list[str], typer.Argument(metavar="ORDER_ID...", help="As in orders.order_id.")],
    json: AsJson = False,
) -> None:
    """Read single orders from the hub by id, whole, into the landing; the next load takes them in.

    Ends with 1 where an order is not at the hub, or could not be had.
    """
    home: Home = ctx.obj
    of: Account = expanded(home, load_settings(home.accounts_file)).account(account)
    with progress(f"Reading orders of {of.name}") as line:
        report = read_orders(home, of, order_ids, why=BY_HAND, progress=line)
    for sentence in _lacking(report):
        err().print(sentence)
    if json:
        say_json({"account": report.account, "window_id": report.window_id, "read": report.read})
    elif report.read.found:
        out().print(f"{of.name}: orders read by id: {len(report.read.found):,}. {TO_LOAD}")
    raise typer.Exit(int(ExitCode.FAILED if report.read.absent or report.read.failed else ExitCode.OK))


def _lacking(report: SinglesReport) -> list[str]:
    absent = [f"order {one} (account {report.account}): the hub has no such order" for one in report.read.absent]
    return absent + [f"order {one}: {why}" if one not in why else why for one, why in report.read.failed.items()]
