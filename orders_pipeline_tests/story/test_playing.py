"""The story gone on with after it was killed anywhere, and ledger and journal held against each other."""

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from orders_pipeline.actions.journal import Journal
from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.flows.actions.applying import apply_approved, look
from orders_pipeline.flows.actions.planning import plan_all
from orders_pipeline.flows.actions.worded import intent_of
from orders_pipeline.flows.demo import sandbox_accounts
from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.read import read
from orders_pipeline.flows.story.control import Control
from orders_pipeline.flows.story.oracle import differences
from orders_pipeline.flows.story.playing import place_orders, play, unended
from orders_pipeline.flows.story.scenes import ASKINGS
from orders_pipeline.flows.subscriptions import expanded, relisted
from orders_pipeline.model.action_states import State
from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.server import running
from orders_pipeline.settings import Home, load_settings
from orders_pipeline_tests.pipeline import IN_A_HURRY, UNLIMITED

READ = ("us-main", "eu-main", "cu/304731")
AFTER = {"rma-7005", "rma-7006"}  # wait for rma-7004
ENDS = {"rma-7008": "parked"}  # every other one: settled


class Killed(BaseException):
    """The process ends here."""


class Jobs:
    """As Dagster's jobs do, without Dagster. `dies_at`: the commit of the journal, counted, before which the process is
    killed.
    """

    def __init__(self, home, dies_at=None):
        self.home, self.dies_at, self.commits = home, dies_at, 0
        self.settings = expanded(home, load_settings(home.accounts_file))
        self.journal = Journal(home.journal, step=self._step)

    def plan(self, askings):
        plan_all(self.home, self.settings, self.journal, map(intent_of, askings), who="launchpad", **self._options)

    def apply(self):
        apply_approved(self.home, self.settings, self.journal, **self._options)

    def look(self, *, every):
        look(self.home, self.settings, self.journal, is_due_only=not every, **self._options)

    @property
    def _options(self):
        return {"environ": SECRETS, "patience": IN_A_HURRY}

    def _step(self, name):
        if name != "open: committed" and name.endswith("committed") and "not" not in name:
            self.commits += 1
            if self.commits == self.dies_at:
                raise Killed


@contextmanager
def a_hub(home):
    """The sandbox of the home, and accounts.toml that leads to it."""
    open_home(home.sandbox, orders=0)
    with running(home.sandbox, **UNLIMITED) as hub:
        home.accounts_file.write_text(sandbox_accounts(hub.url))
        yield hub, Control(hub.url)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A home in which the story's orders are read and published, and nothing was asked yet."""
    home = Home.at(tmp_path_factory.mktemp("home")).make()
    with a_hub(home) as (_, control):
        place_orders(control)
        settings = load_settings(home.accounts_file)
        relisted(home, settings.account("cu"), environ=SECRETS)
        settings = expanded(home, settings)
        for name in READ:
            read(home, settings.account(name), environ=SECRETS, patience=IN_A_HURRY)
        load_pending(home, settings)
        publish_snapshot(home)
    return home


@pytest.fixture
def home(published, tmp_path):
    shutil.copytree(published.root, tmp_path / "home", symlinks=True)
    return Home.at(tmp_path / "home")


def states(home):
    return {entry.key: str(entry.steps[0].state) for entry in Journal(home.journal).entries()}


def told(home, control, jobs):
    return play(home, Journal(home.journal), control, jobs)


@pytest.mark.parametrize(
    "dies_at", [4, 13, 15, 17, 22, 33, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 9, 11, 20, 25, 29, 36))]
)
def test_a_story_that_was_killed_is_gone_on_with_and_nothing_is_sent_twice(home, dies_at):
    """Killed between storing and sending nobody knows whether it left: that one waits, and what comes after it too."""
    with a_hub(home) as (hub, control):
        with pytest.raises(Killed):
            told(home, control, Jobs(home, dies_at))
        assert differences(Journal(home.journal).entries(), control.ledger()) == []
        played = told(home, control, Jobs(home))
        assert played.differences == ()
        ended = {key: state for key, state in states(home).items() if state != "unknown"}
        assert ended == {key: ENDS.get(key, "settled") for key in ended}
        assert played.there == len(hub.ledger) == len(ended)
        waits = {entry.key for entry in unended(Journal(home.journal))}
        assert len(waits) <= 1
        assert set(ended) | waits | (AFTER if waits else set()) >= {one.key for one in ASKINGS[:-1]}


def test_a_story_that_was_played_is_held_and_sends_nothing(home):
    with a_hub(home) as (_, control):
        first = told(home, control, Jobs(home))
        assert (first.sent, first.held, first.moved) == (8, (), True)
        before = states(home)
        again = told(home, control, Jobs(home))
        assert (again.sent, again.there, again.moved) == (0, 8, False)
        assert set(again.held) == set(before)
        assert states(home) == before


def test_the_same_keys_after_a_restart_of_the_sandbox(home):
    with a_hub(home) as (_, control):
        told(home, control, Jobs(home))
    with a_hub(home) as (hub, control):
        place_orders(control)
        assert told(home, control, Jobs(home)).sent == 0
        assert len(hub.ledger) == 8


def test_what_was_stopped_by_the_switch_is_not_sent_and_the_story_says_that_it_did_not_end(home):
    with a_hub(home) as (hub, control):
        Journal(home.journal).stop(at=datetime.now(UTC), who="kim", why="a test")
        played = told(home, control, Jobs(home))
        assert (played.sent, len(hub.ledger), played.differences) == (0, 0, ())
        assert {entry.key for entry in unended(Journal(home.journal))} == {
            "parcel-7001", "parcel-7002", "cancel-7003", "rma-7004", "rma-7007", "rma-7008",
        }  # fmt: skip


def test_a_write_that_the_network_doubles_is_a_difference(home):
    with a_hub(home) as (hub, control):
        hub.sandbox.arm([{"name": "write_twice", "nth": [4]}])
        (one,) = told(home, control, Jobs(home)).differences
        assert "refund rma-7004 of order 20900003" in one
        assert one.endswith("applied 2 times, and the journal says 1")


def test_a_journal_that_calls_done_what_was_not_or_not_done_what_was_is_a_difference(home):
    with a_hub(home) as (_, control):
        told(home, control, Jobs(home))
        entries, ledger = Journal(home.journal).entries(), control.ledger()
        assert differences(entries, ledger) == []
        assert [one.split(":")[0] for one in differences(entries, ledger[1:])] == ["ship parcel-7001 of order 20900001"]
        (withdrawn,) = differences([_as(one, State.WITHDRAWN) for one in entries if one.key == "rma-7004"], ledger[3:4])
        assert withdrawn.endswith("applied 1 times, and the journal says 0")
        (other,) = {one.order_id for one in ledger} - {20900001, 20900002, 20900003, 20900004}
        assert differences([one for one in entries if one.key != "rma-7008"], ledger) == [
            f"refund of order {other} over 11.91: applied 1 times, and the journal says 0"
        ]


def test_a_refund_by_hand_is_no_business_of_the_story(home):
    with a_hub(home) as (hub, control):
        told(home, control, Jobs(home))
        hub.clock.advance(timedelta(minutes=1))
        hub.writes.by_hand(20900001, {"item": Decimal("5.00")})
        assert told(home, control, Jobs(home)).differences == ()


def _as(entry, state):
    steps = tuple(msgspec.structs.replace(step, standing=step.standing._replace(state=state)) for step in entry.steps)
    return msgspec.structs.replace(entry, steps=steps)
