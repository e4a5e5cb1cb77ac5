"""`actions plan`, `approve`, `withdraw`, `resolve`, `stop`, `go`: what people decide. They send nothing."""

from typing import Annotated

import typer

from orders_pipeline.actions.journal import Entry
from orders_pipeline.cli.acting import Key, OfAccount, Why, journal_of, say, settings_of, who
from orders_pipeline.cli.actions_asking import plan as plan_anew
from orders_pipeline.cli.output import AsJson, out, say_json
from orders_pipeline.flows.actions import deciding
from orders_pipeline.flows.actions.told import entry_lines, entry_told, next_line
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.settings import Home


def plan(ctx: typer.Context, key: Key, account: OfAccount = None, json: AsJson = False) -> None:
    """Plan an action again on the order as its hub shows it now; an approval of an older plan ends where it differs."""
    home: Home = ctx.obj
    plan_anew(home, deciding.entry_of(journal_of(home), key, account).plan.intent, json)


def approve(
    ctx: typer.Context,
    key: Key,
    why: Why,
    account: OfAccount = None,
    plan_hash: Annotated[
        str | None,
        typer.Option("--plan-hash", metavar="HASH", help="Of the plan that you looked at; 12 characters are enough."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Agree to a plan: to these bytes, for the order as it was looked at. Another plan, or a changed order, ends it."""
    home: Home = ctx.obj
    journal = journal_of(home)
    entry = deciding.entry_of(journal, key, account)
    done = deciding.approve(journal, entry, plan_hash=plan_hash, who=who(), why=why, at=utc_now())
    _say(home, done, json)


def withdraw(ctx: typer.Context, key: Key, why: Why, account: OfAccount = None, json: AsJson = False) -> None:
    """Take back what was not sent yet. The key stays used."""
    home: Home = ctx.obj
    journal = journal_of(home)
    done = deciding.withdraw(journal, deciding.entry_of(journal, key, account), who=who(), why=why, at=utc_now())
    _say(home, done, json)


def resolve(
    ctx: typer.Context,
    key: Key,
    step: Annotated[int, typer.Option("--step", metavar="N", help="As `actions doubts` shows it.")],
    happened: Annotated[bool, typer.Option("--happened/--did-not-happen", help="What the evidence shows.")],
    evidence: Annotated[str, typer.Option("--evidence", metavar="TEXT", help="Where it was seen; kept.")],
    why: Why,
    account: OfAccount = None,
    json: AsJson = False,
) -> None:
    """End a doubt: what a person saw at the hub or the marketplace. A money action that did not happen may be asked for
    again under another key.
    """
    home: Home = ctx.obj
    journal = journal_of(home)
    entry = deciding.entry_of(journal, key, account)
    done = deciding.resolve(
        journal, entry, number=step, happened=happened, evidence=evidence, who=who(), why=why, at=utc_now()
    )
    _say(home, done, json)


def stop(ctx: typer.Context, why: Why, json: AsJson = False) -> None:
    """The kill switch: from now on nothing at all is sent, by nobody, until `actions go`."""
    deciding.stop(journal_of(ctx.obj), who=who(), why=why, at=utc_now())
    _switched(ctx.obj, 'Nothing is sent from now on. To go on: orders-pipeline actions go --why "WHY"', json)


def go(ctx: typer.Context, why: Why, json: AsJson = False) -> None:
    """Sending may go on. Of a restored journal you say with it that you reconciled it with the hubs."""
    deciding.go(journal_of(ctx.obj), who=who(), why=why, at=utc_now())
    _switched(ctx.obj, "Approved actions are sent again: orders-pipeline actions apply", json)


def _say(home: Home, entry: Entry, json: bool) -> None:
    if json:
        say_json(entry_told(entry))
        return
    say(entry_lines(entry))
    account = next((one for one in settings_of(home).accounts if one.name == entry.account), None)
    say([next_line(entry, account is not None and account.write_back == "on")])


def _switched(home: Home, sentence: str, json: bool) -> None:
    stopped = journal_of(home).why_nothing_is_sent(money=True)
    if json:
        say_json({"is_stopped": stopped is not None, "why": stopped})
    else:
        out().print(sentence)
