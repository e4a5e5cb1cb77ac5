"""`actions acknowledge`: orders that are published are asked to be marked at their hubs, as settings say."""

from typing import Annotated

import typer

from orders_pipeline.cli.acting import end, journal_of, say
from orders_pipeline.cli.extract import chosen
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json
from orders_pipeline.flows.actions.acknowledging import acknowledge_loaded
from orders_pipeline.flows.actions.told import planned_lines, planned_told
from orders_pipeline.flows.doctor.words import many
from orders_pipeline.settings import Home, load_settings


def acknowledge(
    ctx: typer.Context,
    accounts: Annotated[list[str] | None, typer.Argument(metavar="[ACCOUNT]...", help="Default: all.")] = None,
    json: AsJson = False,
) -> None:
    """Plan a mark for each published order that has none yet, of accounts with acknowledge = "after_load".

    At most as many of an account as a run may send; the next run takes the next ones. Sends nothing: `actions apply`
    follows. Ends with 1 where an order was refused, or could not be looked at now.
    """
    home: Home = ctx.obj
    settings = load_settings(home.accounts_file)
    only = {account.name for account in chosen(settings, accounts)} if accounts else None
    with progress("Looking at orders") as line:
        done = acknowledge_loaded(
            home, settings, journal_of(home), only=only, each=lambda one: line.keep(planned_lines(one)[0])
        )
    wrong = [one for one in done.planned if one.entry is None]
    if json:
        say_json({"planned": [planned_told(one) for one in done.planned], "waiting": done.waiting})
    else:
        say(text for one in wrong for text in planned_lines(one))
        for name, count in done.waiting.items():
            if count:
                err().print(f"account {name}: {many(count, 'order waits', 'orders wait')} for the next run")
        out().print(f"{many(len(done.planned) - len(wrong), 'mark')} planned. orders-pipeline actions apply")
    end(not wrong)
