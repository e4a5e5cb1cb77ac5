"""`actions apply`, `look`, `reconcile`: what was approved is sent once, and the hubs are looked at."""

from collections.abc import Iterable
from typing import Annotated

import typer

from orders_pipeline.actions.dispatch import GOES_ON, Sent
from orders_pipeline.cli.acting import end, journal_of, settings_of
from orders_pipeline.cli.extract import chosen
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json
from orders_pipeline.cli.stopping import stoppable
from orders_pipeline.flows.actions.applying import apply_approved
from orders_pipeline.flows.actions.applying import look as look_at_hubs
from orders_pipeline.flows.actions.reconcile import DAYS
from orders_pipeline.flows.actions.reconcile import reconcile as compare
from orders_pipeline.flows.actions.reconcile_told import reconciled_lines, reconciled_told
from orders_pipeline.flows.actions.told import sent_told, step_told
from orders_pipeline.flows.doctor.words import many
from orders_pipeline.model.action_states import DOUBTS, State
from orders_pipeline.settings import Home


def apply(
    ctx: typer.Context,
    accounts: Annotated[list[str] | None, typer.Argument(metavar="[ACCOUNT]...", help="Default: all.")] = None,
    json: AsJson = False,
) -> None:
    """Send what is approved, each once, for accounts with write_back = "on"; says which ones are in dry run.

    Ends with 1 where something was not taken, waits, or is in doubt. Stopped or killed, it sends nothing twice.
    """
    home: Home = ctx.obj
    settings = settings_of(home)
    only = {account.name for account in chosen(settings, accounts)} if accounts else None
    with stoppable(), progress("Sending") as line:
        done = apply_approved(home, settings, journal_of(home), only=only, each=lambda sent: line.keep(_sent(sent)))
    for account, sentence in done.failures.items():
        err().print(f"account {account}: nothing was sent: {sentence}")
    for account, count in done.dry_run.items():
        err().print(f"account {account} is in dry run: {many(count, 'approved action waits', 'approved actions wait')}")
    if json:
        say_json({"sent": [sent_told(one) for one in done.sent], "dry_run": done.dry_run, "failures": done.failures})
    else:
        went = sum(one.state in GOES_ON for one in done.sent)
        doubts = sum(one.state in DOUBTS for one in done.sent)
        in_doubt = f", {doubts} in doubt" if doubts else ""
        rest = len(done.sent) - went - doubts
        out().print(f"{many(went, 'request')} sent and taken{in_doubt}, {rest} not.{_next(done.sent)}")
    end(not done.failures and all(one.state in GOES_ON for one in done.sent))


def look(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also those whose time to be looked at has not come.")] = False,
    json: AsJson = False,
) -> None:
    """Look at the hubs for what was sent: what they show settles it, what stays unseen waits and then parks.

    Only reads. Ends with 1 while anything is in doubt.
    """
    home: Home = ctx.obj
    told: list[dict[str, object]] = []
    journal = journal_of(home)
    with progress("Looking") as line:
        look_at_hubs(
            home,
            settings_of(home),
            journal,
            is_due_only=not every,
            each=lambda step, sentence: (
                told.append(step_told(step) | {"sentence": sentence}),
                line.keep(f"{step.key} of order {step.order_id} (account {step.account}): {step.state}: {sentence}"),
            )[-1],
        )
    left = sum(step.state in DOUBTS for entry in journal.entries(DOUBTS) for step in entry.steps)
    if json:
        say_json({"looked_at": told, "in_doubt": left})
    else:
        out().print(f"{many(len(told), 'step')} looked at; in doubt: {left}." + (_DOUBTS if left else ""))
    end(not left)


_DOUBTS = " orders-pipeline actions doubts"


def reconcile(
    ctx: typer.Context,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How far back is compared.")] = DAYS,
    json: AsJson = False,
) -> None:
    """Compare journal and hubs both ways: refunds that nobody asked for through us, actions without an effect.

    From what is published; parked actions are looked at again at their hubs. Ends with 1 where something differs.
    """
    home: Home = ctx.obj
    with progress("Comparing"):
        report = compare(home, settings_of(home), journal_of(home), days=days)
    if json:
        say_json(reconciled_told(report))
    else:
        for said in reconciled_lines(report):
            out().print(said)
    end(report.is_clean)


def _next(sent: Iterable[Sent]) -> str:
    states = {one.state for one in sent}
    if states & DOUBTS:
        return " In doubt:" + _DOUBTS
    return " Their effect is awaited: orders-pipeline actions look" if State.ACCEPTED in states else ""


def _sent(sent: Sent) -> str:
    return f"{sent.key} of order {sent.order_id} (account {sent.account}): {sent.state}: {sent.sentence}"
