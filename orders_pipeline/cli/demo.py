"""`demo`: the whole pipeline over the sandbox, through Dagster, and what came of it; then the story of write-back."""

import os
import time
from contextlib import ExitStack

import typer

from orders_pipeline.actions.journal import Journal
from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.demo_runs import Runs, through_dagster
from orders_pipeline.cli.demo_story import refuse, show_story, story_told
from orders_pipeline.cli.demo_told import show, told
from orders_pipeline.cli.output import AsJson, err, progress, say_json
from orders_pipeline.cli.stopping import stoppable
from orders_pipeline.flows.actions.publishing import actions_wait
from orders_pipeline.flows.demo import demo_world, refuse_foreign
from orders_pipeline.flows.story.control import Control
from orders_pipeline.flows.story.playing import Played, place_orders, play
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.settings.home import VARIABLE


def demo(ctx: typer.Context, json: AsJson = False) -> None:
    """Read, load and publish made-up orders of a sandbox, write back to it, and show what came of it. Needs no account
    and no network.

    Runs through Dagster, so that `orders-pipeline dev` shows the runs afterwards. Run it again: nothing changes, and
    nothing is sent twice. Ends with 1 where what was really applied is not what the journal says.
    """
    began = time.monotonic()
    home: Home = ctx.obj
    refuse_foreign(home)
    with stoppable(), ExitStack() as stack:
        with progress("Starting the sandbox"):
            sandbox = stack.enter_context(demo_world(home))
        err().print(f"The sandbox hub answers on {sandbox.url}.")
        os.environ |= {"DAGSTER_HOME": str(home.dagster), VARIABLE: str(home.root)} | SECRETS
        settings = load_settings(home.accounts_file)
        control = Control(sandbox.url)
        place_orders(control)
        runs = stack.enter_context(through_dagster(home, settings))
        runs.read()
        runs.load()
        result = told(home, settings, runs.done, time.monotonic() - began)
        if not json:
            show(home, result)
        played = _story(home, control, runs)
    seconds = round(time.monotonic() - began, 1)
    if json:
        say_json(result | {"story": story_told(home, played), "seconds": seconds})
    else:
        show_story(home, played, seconds)
    refuse(home, played)


def _story(home: Home, control: Control, runs: Runs) -> Played:
    """Played, read back from the hubs and published."""
    played = play(home, Journal(home.journal), control, runs, err().print)
    if played.moved:
        runs.read()
    if played.moved or actions_wait(home):
        runs.load()
    return played
