"""`actions status` and `doubts`: where actions stand. They read the journal alone."""

from typing import Annotated, Any

import typer

from orders_pipeline.actions.journal import Entry, EventRow, Journal, NoSuchIntent
from orders_pipeline.cli.acting import OfAccount, end, journal_of, say, settings_of
from orders_pipeline.cli.output import AsJson, out, say_json, table
from orders_pipeline.flows.actions import deciding
from orders_pipeline.flows.actions.doubts import Doubt
from orders_pipeline.flows.actions.doubts import doubts as in_doubt
from orders_pipeline.flows.actions.told import entry_lines, entry_told, next_line, standing
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.doctor.words import ago, lasting, many
from orders_pipeline.model.action_states import FINAL, State
from orders_pipeline.settings import BadSettings, Home


def status(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="Default: list what is not at its end.")] = None,
    account: OfAccount = None,
    every: Annotated[bool, typer.Option("--all", help="Also list what is at its end.")] = False,
    json: AsJson = False,
) -> None:
    """Show where actions stand; with a key everything of one: its plan, and every event with who and why."""
    home: Home = ctx.obj
    journal = journal_of(home)
    if key is not None:
        if refused := _refused(journal, key, account):
            _say_refused(key, refused, json)
            return
        entry = deciding.entry_of(journal, key, account)
        events = journal.events(entry.account, entry.key)
        if json:
            say_json(entry_told(entry) | {"events": events})
            return
        say(entry_lines(entry))
        say(map(_event_line, events))
        say(_next(home, entry))
        return
    states = () if every else tuple(set(State) - FINAL)
    entries = journal.entries(states, account)
    stopped = journal.why_nothing_is_sent(money=True)
    if json:
        say_json({"stopped": stopped, "actions": [entry_told(entry) for entry in entries]})
        return
    if stopped:
        out().print(f"Stopped: {stopped}")
    rows = [_row(entry_told(entry), standing(entry)) for entry in entries]
    columns = ("key", "kind", "account", "order", "stands", "amount", "currency", "asked")
    out().print(table(many(len(rows), "action"), columns, rows))


def doubts(ctx: typer.Context, account: OfAccount = None, json: AsJson = False) -> None:
    """List what nobody knows whether it happened: age, money at stake, what was read back, the exact next command.

    Ends with 1 while there are any.
    """
    home: Home = ctx.obj
    now = utc_now()
    found = in_doubt(journal_of(home), now, account)
    if json:
        say_json({"doubts": [_told(one) for one in found]})
    elif not found:
        out().print("Nothing is in doubt.")
    for one in () if json else found:
        money = f", {one.amount} {one.currency} at stake" if one.amount else ""
        lines = [
            f"{one.key} step {one.step} of order {one.order_id} (account {one.account}): {one.state} for "
            f"{lasting(one.age)}{money}",
            f"  {one.what}",
            f"  sent {one.since:%Y-%m-%d %H:%M:%S} UTC; {one.why}",
            f"  the hub at the last look: {one.shown}, {ago(now - one.looked_at)}"
            if one.shown and one.looked_at
            else "  the hub was not looked at yet",
            f"  → {one.next}",
        ]
        say(lines)
    end(not found)


def _refused(journal: Journal, key: str, account: str | None) -> list[EventRow]:
    """Of a key that stands for no action, because it never came to one: why it was refused, each time."""
    try:
        deciding.entry_of(journal, key, account)
    except NoSuchIntent:
        return journal.events(account, key)
    return []


def _say_refused(key: str, events: list[EventRow], json: bool) -> None:
    if json:
        say_json({"key": key, "became": "refused", "events": events})
        return
    accounts = ", ".join(dict.fromkeys(one.account for one in events))
    say([f"{key} (account {accounts}): refused, and nothing was sent. The key is free.", *map(_event_line, events)])


def _event_line(one: EventRow) -> str:
    return f"  {_event(one)}"


def _told(one: Doubt) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in one.__struct_fields__}
    return told | {"age": int(one.age.total_seconds())}


def _next(home: Home, entry: Entry) -> list[str]:
    """What a person does next, until it is at its end; where it stands is told without accounts.toml too."""
    if all(step.state in FINAL for step in entry.steps):
        return []
    try:
        settings = settings_of(home)
    except BadSettings:
        return []
    return [next_line(entry, any(one.name == entry.account and one.write_back == "on" for one in settings.accounts))]


def _event(one: EventRow) -> str:
    step = f" step {one.number + 1}" if one.number >= 0 else ""
    evidence = f" [{one.evidence}]" if one.evidence else ""
    return f"{one.at:%Y-%m-%d %H:%M:%S}{step} {one.event} → {one.state} by {one.who}: {one.why}{evidence}"


def _row(told: dict[str, Any], stands: str) -> tuple[object, ...]:
    amount = told["amount"] if told["amount"] else None
    currency = told["currency"] if amount else None
    asked = told["requested_at"]
    return told["key"], told["kind"], told["account"], told["order_id"], stands, amount, currency, asked
