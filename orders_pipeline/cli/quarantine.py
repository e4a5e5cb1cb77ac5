"""`quarantine list`, `show`, `replay`, `dismiss`: what did not load, why, and what becomes of it. Only commands."""

from getpass import getuser
from typing import Annotated

import typer

from orders_pipeline.cli.exits import CommandFailed, ExitCode
from orders_pipeline.cli.from_hub_told import from_hub_told, say_from_hub
from orders_pipeline.cli.output import AsJson, out, progress, say_json
from orders_pipeline.cli.publish import publish_sentence, publish_told
from orders_pipeline.cli.quarantine_told import (
    details_told,
    dismissed_told,
    list_told,
    replayed_told,
    say_details,
    say_dismissed,
    say_list,
    say_replayed,
)
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.quarantine.details import details
from orders_pipeline.flows.quarantine.dismiss import dismiss
from orders_pipeline.flows.quarantine.from_hub import replay_from_hub
from orders_pipeline.flows.quarantine.listing import quarantine as look
from orders_pipeline.flows.quarantine.replay import replay_rejects
from orders_pipeline.model.reasons import Reason
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.warehouse.errors import WarehouseBusy
from orders_pipeline.warehouse.publish import PublishReport
from orders_pipeline.warehouse.rejects import Choice

quarantine = typer.Typer(
    help="Orders that could not be taken over: what, why, and loading them after a fix.", no_args_is_help=True
)
OfAccount = Annotated[str | None, typer.Option("--account", metavar="ACCOUNT", help="Only of this account.")]
OfReason = Annotated[
    Reason | None,
    typer.Option("--reason", metavar="REASON", help=f"Only with this reason, one of: {', '.join(Reason)}."),
]


@quarantine.command("list")
def list_(
    ctx: typer.Context,
    account: OfAccount = None,
    reason: OfReason = None,
    every: Annotated[bool, typer.Option("--all", help="Healed and dismissed ones too.")] = False,
    json: AsJson = False,
) -> None:
    """List the orders that are set aside, with the reason and what to do; from the published snapshot.

    Each has a NUMBER, by which `show` finds it also where the order's id cannot be read.
    """
    home: Home = ctx.obj
    found = look(home, Choice(account=account, reason=reason, is_open=not every))
    if json:
        say_json(list_told(found, utc_now()))
        return
    say_list(found, utc_now(), every)


@quarantine.command()
def show(
    ctx: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT|NUMBER", help="Account, or a number of `list` alone.")],
    order_id: Annotated[str | None, typer.Argument(metavar="ORDER_ID", help="The order, after an account.")] = None,
    json: AsJson = False,
) -> None:
    """Show one reject: why, on which page, what stood there, and what the warehouse holds of the order.

    Of the page only the fields around the place are shown; values of names, addresses, mails, notes and unknown fields
    are masked.
    """
    home: Home = ctx.obj
    told = details(home, account, order_id)
    if json:
        say_json(details_told(home, told, utc_now()))
        return
    say_details(home, told)


@quarantine.command()
def replay(
    ctx: typer.Context,
    account: Annotated[str | None, typer.Argument(metavar="ACCOUNT", help="Default: all.")] = None,
    order_id: Annotated[str | None, typer.Argument(metavar="ORDER_ID", help="Default: all of the account.")] = None,
    reason: OfReason = None,
    from_hub: Annotated[
        bool, typer.Option("--from-hub", help="Ask the hub for each of these orders anew, for after a fix there.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Read open rejects again from the landing, load those that today's code can take over, and publish.

    For after a fix of the code: nothing is fetched, and a second time changes no row. For after a fix at the hub:
    --from-hub reads the orders by id, and loads them with whatever else waits; a second time asks only for what is
    still open. Ends with 1 where the landing does not show a page any more; with --from-hub, where an order is not at
    the hub or could not be had.
    """
    home: Home = ctx.obj
    replayed = _from_hub if from_hub else _from_landing
    told, code = replayed(home, Choice(account=account, order_id=order_id, reason=reason), json)
    published = _published(home, "what was replayed")
    if json:
        say_json(told | {"published": publish_told(home, published)})
    else:
        out().print(publish_sentence(home, published))
    raise typer.Exit(int(code))


@quarantine.command("dismiss")
def dismiss_(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="REJECT", help="A number of `list`.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why nothing is to be done; no data of buyers.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides. Default: your user.")] = None,
    json: AsJson = False,
) -> None:
    """Close a reject that nobody can mend, or nobody needs to: it counts as open no more, and no replay reads it.

    Nothing is deleted: its row and its page stay, with who dismissed it, when and why. A later good version of the
    order still heals it.
    """
    home: Home = ctx.obj
    one = dismiss(home, number, why=why, by=getuser() if by is None else by)
    published = _published(home, "the dismissal")
    if json:
        say_json(dismissed_told(one, utc_now()) | {"published": publish_told(home, published)})
        return
    say_dismissed(one)
    out().print(publish_sentence(home, published))


def _published(home: Home, what: str) -> PublishReport:
    """A new snapshot, so that readers see it. Raises CommandFailed: another process publishes or loads."""
    with progress("Publishing"):
        try:
            return publish_snapshot(home)
        except WarehouseBusy as busy:
            raise CommandFailed(
                f"{what} is kept, but not published yet: {busy.holder} is at work. Then: orders-pipeline publish",
                ExitCode.BUSY,
            ) from None


def _from_landing(home: Home, choice: Choice, json: bool) -> tuple[dict[str, object], ExitCode]:
    with progress("Replaying") as line:
        replayed = replay_rejects(home, choice, progress=line)
    if not json:
        say_replayed(replayed)
    return replayed_told(replayed), ExitCode.FAILED if replayed.unread else ExitCode.OK


def _from_hub(home: Home, choice: Choice, json: bool) -> tuple[dict[str, object], ExitCode]:
    settings = load_settings(home.accounts_file)
    with progress("Asking the hubs") as line:
        report = replay_from_hub(home, settings, choice, progress=line)
    if not json:
        say_from_hub(report)
    return from_hub_told(report), ExitCode.FAILED if report.failures else ExitCode.OK
