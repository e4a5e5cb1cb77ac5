"""A sandbox in a process of its own, and processes that send to it from one journal: killed at random, or racing."""

import json
import os
import random
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from orders_pipeline.actions.dispatch import Ceilings
from orders_pipeline.actions.journal import Journal, StepEntry
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.applying import apply, look
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.model.action_states import FINAL, Event, State
from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.channeladvisor import truth
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.server import Running, running
from orders_pipeline.sandbox.world import NOW, US_PROFILE, World, a_line, an_order
from orders_pipeline.settings import Home, load_settings
from orders_pipeline_tests.dialects import REST
from orders_pipeline_tests.killed import CONTEXT

SPOKEN = [f"orders_pipeline.channels.channeladvisor.{room}" for room in ("client", "pages", "writeback")]
CONTEXT.set_forkserver_preload(["orders_pipeline_tests.killed", __name__, *SPOKEN])
NONE = Ceilings(steps=10**6, money_steps=10**6)
KINDS = (ActionKind.REFUND, ActionKind.SHIP, ActionKind.CANCEL)


def kind_of(order_id: int) -> ActionKind:
    return KINDS[order_id % len(KINDS)]


def a_world(orders: int) -> World:
    """Three units on a line each; the kind of what is asked of an order says whether it has shipped."""
    knives = a_line("KNIFE-8", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15")
    world = World(orders=0)
    for number in range(1, orders + 1):
        shipped = kind_of(number) is ActionKind.REFUND
        world.with_order(an_order(number, lines=(knives,), market="ebay_us", shipped=shipped))
    return world


def _serve(orders: int, pipe: Any) -> None:
    slow = Fault("write_slow", probability=0.7, options={"seconds": 0.03})  # applied, and not answered yet
    with running(a_world(orders), faults=[slow], per_minute=10**9, concurrent=100) as hub:
        pipe.send(hub.url)
        pipe.recv()


class Desk:
    """Accounts, a journal and the clock of whoever sends; `documents`: the orders as they are before anything."""

    def __init__(self, folder: Path, url: str, orders: int) -> None:
        self.home, self.url, self.at = Home.at(folder), url, NOW
        self.home.make()
        world = a_world(orders)
        hub = Running(url, Sandbox(world, WorldClock()))
        self.home.accounts_file.write_text(REST.section("us", US_PROFILE, hub, 'write_back = "on"'))
        self.settings, self.environ = load_settings(self.home.accounts_file), REST.secrets(hub)
        self.journal = Journal(self.home.journal)
        self.documents = truth.documents(world, US_PROFILE, NOW, "us")

    @property
    def clock(self) -> dict[str, Any]:
        return {"environ": self.environ, "now": lambda: self.at}

    def ask(self, orders: Sequence[int]) -> None:
        """Of each order what its kind is, one unit of it, approved."""
        with connected(self.home, self.settings.account("us"), self.journal, **self.clock) as hub:
            for number in orders:
                intent = _intent(number, self.documents[str(number)])
                entry = ask(self.settings.account("us"), hub, self.journal, intent, who="kim", now=lambda: self.at)
                if any(step.state is State.PLANNED for step in entry.steps):
                    self.journal.approve("us", intent.key, entry.plan_hash, at=self.at, who="kim", why="agreed")

    def ledger(self) -> Counter[str]:
        """How often each of our ids was applied, by the hub's own books."""
        with urllib.request.urlopen(f"{self.url}/sandbox/ledger") as answer:
            return Counter(_echo(entry) for entry in json.load(answer))

    def pass_minutes(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)
        told = json.dumps({"now": self.at.isoformat()}).encode()
        with urllib.request.urlopen(f"{self.url}/sandbox/clock", data=told):
            pass

    def settle(self) -> None:
        """Looks until nothing more is shown; what is parked is decided by the hub's books."""
        for minutes in (1, 15, 60, 60):
            self.pass_minutes(minutes)
            look(self.home, self.settings, self.journal, **self.clock)
        applied = self.ledger()
        for step in self.steps:
            if step.state is State.PARKED:
                event = Event.SHOWN_DONE if applied[step.key] else Event.SHOWN_NOT_DONE
                self.journal.change(step, event, at=self.at, who="kim", why="asked", evidence="the hub's ledger")

    @property
    def steps(self) -> list[StepEntry]:
        return [step for entry in self.journal.entries() for step in entry.steps]

    def violations(self) -> list[str]:
        applied = self.ledger()
        found = [f"{key} was applied {times} times" for key, times in applied.items() if times > 1]
        for step in self.steps:
            if step.state not in FINAL:
                found.append(f"{step.key} is {step.state}")
            if (step.state is State.SETTLED) != (applied[step.key] > 0):
                found.append(f"{step.key} is called {step.state}, and was applied {applied[step.key]} times")
        return found


def _intent(number: int, document: OrderDocument) -> Intent:
    line = Wanted(item_id=document.order_items[0].item_id, quantity=Decimal(1))
    return Intent(kind=kind_of(number), account="us", order_id=str(number), key=f"event-{number}", lines=(line,))


def _echo(entry: dict[str, Any]) -> str:
    return next(effect["seller_id"] for effect in entry["effects"] if effect.get("seller_id"))


@contextmanager
def a_desk(folder: Path, orders: int) -> Iterator[Desk]:
    ours, theirs = CONTEXT.Pipe()
    hub = CONTEXT.Process(target=_serve, args=(orders, theirs), daemon=True)
    hub.start()
    try:
        assert ours.poll(60), "the sandbox did not start"
        yield Desk(folder, ours.recv(), orders)
    finally:
        ours.send("")
        hub.join(20)


def send_and_be_killed(desk: Desk, after: float | None = None, *, at_work: bool = False) -> int | None:
    """A process that sends what is approved, killed with -9 so many seconds after it began, or never. Its exit code.

    at_work: the seconds count from its first fresh read on, however slow the machine is to come there.
    """
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_send, args=(desk.home.root, desk.environ, desk.at, theirs))
    process.start()
    assert ours.poll(60) and ours.recv() == "ready"
    ours.send("go")
    if after is not None:
        if at_work:
            ours.poll(10)
        time.sleep(after)
        os.kill(process.pid or 0, signal.SIGKILL)
    process.join(60)
    return process.exitcode


def _send(root: Path, environ: dict[str, str], at: datetime, pipe: Any) -> None:
    home = Home.at(root)
    settings, journal = load_settings(home.accounts_file), Journal(home.journal)
    pipe.send("ready")
    pipe.recv()
    apply(home, settings, journal, environ=environ, now=lambda: at, step=pipe.send, ceilings=NONE)


def race(desk: Desk) -> Counter[str]:
    """Two processes send from one journal; they meet before each storing. What they said of what they did not send."""
    barrier, told = CONTEXT.Barrier(2), CONTEXT.SimpleQueue()
    racers = [
        CONTEXT.Process(target=_race, args=(desk.home.root, desk.environ, desk.at, barrier, told)) for _ in range(2)
    ]
    for racer in racers:
        racer.start()
    said: Counter[str] = Counter()
    for _ in racers:
        said.update(told.get())
    for racer in racers:
        racer.join(60)
    return said


def _race(root: Path, environ: dict[str, str], at: datetime, barrier: Any, told: Any) -> None:
    home = Home.at(root)
    settings, journal = load_settings(home.accounts_file), Journal(home.journal)

    def meet(name: str) -> None:
        if name in ("fresh read", "before it is stored as sending"):
            barrier.wait(60)

    barrier.wait(60)
    sent = apply(home, settings, journal, environ=environ, now=lambda: at, step=meet, ceilings=NONE)
    told.put([str(one.state) if "changed by somebody else" not in one.sentence else "beaten" for one in sent])


def a_delay(seed: str) -> dict[str, Any]:
    """Seconds: within the sending of the first few; one in five while it still opens and connects."""
    rng = random.Random(seed)
    return {"after": rng.uniform(0.0, 0.15), "at_work": rng.random() < 0.8}
