"""One schedule: an action under a first trouble, everything again under a second one, then peace until it rests.

In process, by the virtual clock of the sandbox, through the real client. Whoever is killed loses what was not stored:
from then on every step of the same life ends at once, as nothing runs in a dead process.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import requests

from orders_pipeline.actions.journal import Entry, Journal, NotNow, StepEntry
from orders_pipeline.actions.lookup import look_again
from orders_pipeline.channels.base import Patience
from orders_pipeline.channels.errors import HubError
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.applying import apply, look
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.flows.read import read
from orders_pipeline.model.action_states import FINAL, Event, State
from orders_pipeline.model.plans import Refusal
from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.server import Running
from orders_pipeline.sandbox.settings import Settings as SandboxSettings
from orders_pipeline.sandbox.world import World
from orders_pipeline.sandbox.writes import Entry as Applied
from orders_pipeline.sandbox.writes import fingerprint
from orders_pipeline.settings import Home, Settings, load_settings
from orders_pipeline_tests.actions.grid.rows import KEY, Row
from orders_pipeline_tests.actions.grid.troubles import ANSWER, APPLY, ASK, LOOK, TROUBLES, Killed, Trouble
from orders_pipeline_tests.dialects import CHANNELUNITY
from orders_pipeline_tests.pipeline import UNLIMITED
from orders_pipeline_tests.without_sockets import URL, without_sockets

MEMORY = Path("/dev/shm")
NEVER_TIRED = Patience(connect=1.0, read=1.0, sleep=lambda seconds: None)
UNTIL_REST = (5, 65, 120, 4400, 65, 65, 65, 65)  # minutes between lives in peace; 72 hours are awaited


class Schedule:
    """`run`, then ask `violations`. `states` is where the steps have come to rest."""

    def __init__(self, row: Row, folder: Path, write_back: str = "on", **hub: Any) -> None:
        self.row, self.home = row, Home.at(folder)
        self.home.make()
        world = World(orders=0)
        world.with_order(row.life())
        self.sandbox = Sandbox(world, WorldClock(), settings=SandboxSettings(**UNLIMITED | {"per_minute": 10**9} | hub))
        self.hub = Running(URL, self.sandbox)
        self.settings, self.environ = settings_of(row, write_back), row.spoken.secrets(self.hub)
        (self.account,) = self.settings.accounts
        (document,) = row.spoken.documents(world, row.where, self.sandbox.clock.now, self.account.name).values()
        self.intent = row.intent(self.account.name, document)
        self.sent: dict[str, Counter[str]] = {}  # by step, fingerprints of what was asked while it stood as sending
        self.trouble, self.stage, self.is_dead = Trouble("none"), ASK, False
        self.refusal: Refusal | None = None
        self.struck: list[str] = []
        self.journal = Journal(self.home.journal, step=self._step)

    def run(self, *troubles: Trouble) -> None:
        self.first = troubles[0].name
        with without_sockets(self.sandbox, on_call=self._called, on_answer=self._answered) as self.wire:
            if self.row.spoken is CHANNELUNITY:  # an order is asked for by the day on which it was bought
                read(self.home, self.account, **self.clock)
            for trouble in troubles:
                self._live(trouble)
                self.sandbox.clock.advance(timedelta(minutes=1))
            for minutes in UNTIL_REST:
                self._live(Trouble("none"))
                if self.is_at_rest:
                    break
                self.sandbox.clock.advance(timedelta(minutes=minutes))
            self.sandbox.clock.advance(timedelta(days=1))
            self._let_come_what_is_late()

    @property
    def clock(self) -> dict[str, Any]:
        return {"environ": self.environ, "now": self._now, "patience": NEVER_TIRED}

    @property
    def steps(self) -> tuple[StepEntry, ...]:
        return tuple(step for entry in self.journal.entries() for step in entry.steps)

    @property
    def is_at_rest(self) -> bool:
        return bool(self.steps) and all(step.state in FINAL for step in self.steps)

    @property
    def is_sent(self) -> bool:
        """Nothing is left to be asked for or to be sent."""
        return bool(self.steps) and not any(step.state in (State.PLANNED, State.APPROVED) for step in self.steps)

    @property
    def states(self) -> tuple[State, ...]:
        return tuple(step.state for step in self.steps)

    def violations(self) -> list[str]:
        """By the hub's own ledger."""
        found = [] if self.struck[:1] == [self.first] else [f"the first trouble did not strike: {self.struck}"]
        found += [] if self.is_at_rest else [f"no rest: {[str(state) for state in self.states]} {self.refusal}"]
        known = {one for sent in self.sent.values() for one in sent}
        found += [f"applied, and sent by no step: {e.operation}" for e in self._own if e.fingerprint not in known]
        for step in self.steps:
            entries = self._applied(step)
            if sum(not entry.is_duplicate for entry in entries) > 1:
                found.append(f"{step.key}/{step.number} was applied twice by our sending")
            has_effect = any(map(self._lasts, entries))
            if step.state is State.SETTLED and not has_effect:
                found.append(f"{step.key}/{step.number} is called done, and has no effect")
            if step.state is not State.SETTLED and step.state in (*FINAL, State.PLANNED, State.APPROVED) and has_effect:
                found.append(f"{step.key}/{step.number} is called {step.state}, and has its effect")
        return found

    def _live(self, trouble: Trouble) -> None:
        """One life of a process that does everything; it may end early."""
        self.trouble, self.is_dead = trouble, False
        try:
            if not self.is_sent:
                self._ask()
            self.stage = APPLY
            with self._armed(trouble.write):
                apply(self.home, self.settings, self.journal, step=self._step, **self.clock)
            self.stage = LOOK
            with self._armed(trouble.look):
                look(self.home, self.settings, self.journal, **self.clock)
            self._decide()
        except Killed:
            pass
        if self.is_dead:
            self.is_dead, self.trouble = False, Trouble("none")
            self.journal = Journal(self.home.journal, step=self._step)

    def _ask(self) -> None:
        """The same command again where the last one was not heard; a plan that died is approved anew."""
        self.stage = ASK
        with connected(self.home, self.account, self.journal, **self.clock) as hub:
            hub.is_loaded = lambda order_id: True  # nothing is published here; marks are told of what is
            try:
                entry = ask(self.account, hub, self.journal, self.intent, who="kim", now=self._now)
            except HubError:
                return
        self.refusal = entry if isinstance(entry, Refusal) else None
        if isinstance(entry, Entry) and any(step.state is State.PLANNED for step in entry.steps):
            self.journal.approve(self.account.name, KEY, entry.plan_hash, at=self._now(), who="kim", why="agreed")

    def _decide(self) -> None:
        """An operator: what is parked is looked at once more, then decided by what the hub's own books say.

        What comes after a step that ended without effect is withdrawn: the rest is asked for anew, or not at all.
        """
        for entry in self.journal.entries({State.PLANNED, State.APPROVED}):
            ended = [step.state in FINAL - {State.SETTLED} for step in entry.steps]
            for step in entry.steps[ended.index(True) :] if any(ended) else ():
                if step.state in (State.PLANNED, State.APPROVED):
                    self.journal.change(step, Event.WITHDRAW, at=self._now(), who="kim", why="its first part failed")
        for entry in self.journal.entries({State.PARKED}):
            with connected(self.home, self.account, self.journal, **self.clock) as hub:
                for step in entry.steps:
                    if step.state is State.PARKED:
                        self._decided(look_again(self.journal, lambda name: hub, entry.plan, step, now=self._now()))

    def _decided(self, step: StepEntry) -> None:
        if step.state is not State.PARKED:
            return
        self._let_come_what_is_late()
        event = Event.SHOWN_DONE if any(map(self._lasts, self._applied(step))) else Event.SHOWN_NOT_DONE
        told = {"who": "kim", "why": "asked the hub", "evidence": "the hub's ledger"}
        with suppress(NotNow):  # it may still arrive: asked again later
            self.journal.change(step, event, at=self._now(), **told)

    def _let_come_what_is_late(self) -> None:
        """What the network still holds and is due goes before the next request, whatever that asks for."""
        self.wire.hub.ask("GET", "/sandbox/clock")

    @property
    def _own(self) -> list[Applied]:
        return [entry for entry in self.sandbox.ledger if entry.source == "api"]

    def _applied(self, step: StepEntry) -> list[Applied]:
        sent = self.sent.get(f"{step.key}/{step.number}", Counter())
        return [entry for entry in self._own if entry.fingerprint in sent]

    def _lasts(self, entry: Applied) -> bool:
        """What a marketplace refuses later has no effect, where anybody can know of it."""
        return not self.row.is_told or any(effect.fails_at is None for effect in entry.effects)

    def _now(self) -> datetime:
        return self.sandbox.clock.now

    def _step(self, name: str) -> None:
        crash = self.trouble.crash
        if crash and name in crash.steps and crash.stage in (None, self.stage):
            self.is_dead = True
            self.struck.append(self.trouble.name)
        if self.is_dead:
            raise Killed(name)

    def _called(self, request: requests.PreparedRequest) -> None:
        if self.is_dead:
            raise Killed
        if self.stage != APPLY:
            return
        body = request.body or b""
        told = fingerprint(request.method or "", request.path_url.partition("?")[0], _bytes(body))
        for entry in self.journal.entries({State.SENDING}):
            for step in entry.steps:
                if step.state is State.SENDING:
                    self.sent.setdefault(f"{step.key}/{step.number}", Counter())[told] += 1

    def _answered(self, request: requests.PreparedRequest) -> None:
        if self.stage == APPLY and any(self.journal.entries({State.SENDING})):
            self._step(ANSWER)

    @contextmanager
    def _armed(self, fault: Fault | None) -> Iterator[None]:
        if fault is None:
            yield
            return
        self.sandbox.arm(fault)
        try:
            yield
        finally:
            self.sandbox.faults.disarm()
            if any(name == fault.name for name, _ in self.sandbox.faults.struck):
                self.struck.append(self.trouble.name)


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body


@cache
def settings_of(row: Row, write_back: str) -> Settings:
    """As a file says it; the same for all schedules of a row."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "accounts.toml"
        hub = Running(URL, Sandbox(World(orders=0), WorldClock()))
        file.write_text(row.spoken.section("us", row.where, hub, f'write_back = "{write_back}"'))
        return load_settings(file)


def ran(row: Row, one: str, two: str) -> Schedule:
    """The schedule of two troubles, by their names, at its end."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        schedule = Schedule(row, Path(folder))
        schedule.run(TROUBLES[one], TROUBLES[two])
        schedule.found = schedule.violations()
        schedule.ended = schedule.states
        return schedule
