"""Whatever happens in whatever order: nothing is applied twice by our sending, and no state says what is not so.

People give money back in the hub meanwhile, and journals are restored from older backups.
"""

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from orders_pipeline.actions.dispatch import Ceilings, dispatch
from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_again, look_up
from orders_pipeline.model.action_states import OPEN, Event, State
from orders_pipeline_tests.actions.ledger import FATES, Killed, LedgerHub, a_plan

CRASHES = (
    "fresh read",
    "before it is stored as sending",
    "begin: not committed",
    "begin: committed",
    "stored, no byte sent",
    "answered, not stored",
    "change: not committed",
    "stored as answered",
)
ANSWERED = ("answered", "refused", "refused_before_processing", "fails_later")
MEMORY = Path("/dev/shm")
KEYS = {f"rma-{number}": order_id for number, order_id in enumerate("11122334", 1)}
ORDERS = sorted(set(KEYS.values()))
IN_PARTS = ("rma-4", "rma-7")
UNSENT = (State.PLANNED, State.APPROVED)


class Actions(RuleBasedStateMachine):
    @initialize(is_blind=st.booleans(), is_asked=st.sampled_from((True, True, False)))
    def begin(self, is_blind, is_asked):
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.dies_at, self.is_dead, self.is_behind, self.forgotten = None, False, False, set()
        self.journal = self.opened()
        self.hub = LedgerHub(is_blind=is_blind)
        for key in KEYS if is_asked else ():
            self.intent(key)
        if is_asked:
            self.back_up()

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @property
    def backup(self):
        return Path(self.folder.name) / "backup"

    def opened(self):
        return Journal(Path(self.folder.name) / "journal", step=self.step)

    def step(self, name):
        """What is dead does nothing more, whatever it had in mind."""
        self.is_dead = self.is_dead or name == self.dies_at
        if self.is_dead:
            raise Killed

    @rule(key=st.sampled_from(sorted(KEYS)))
    def intent(self, key):
        """Policy refuses what the hub shows already under this key."""
        order_id, steps = KEYS[key], 2 if key in IN_PARTS else 1
        if any(self.hub.shows(key, number) for number in range(steps)):
            return
        plan = a_plan(key, order_id, steps=steps, digest=self.hub.digest(key, order_id, 0))
        entry = self.journal.add(plan, at=self.hub.now, who="importer")
        if any(step.state is State.PLANNED for step in entry.steps):
            self.journal.approve("us", key, entry.plan_hash, at=self.hub.now, who="kim", why="ok")

    @rule(fate=st.sampled_from(ANSWERED))
    def deliver(self, fate):
        self._send(fate)

    @rule(order_id=st.sampled_from(ORDERS))
    def an_order_changes_just_before(self, order_id):
        reached = self._of(order_id)
        self._send("answered", changed=order_id)
        assert self._of(order_id) == reached, "an order was changed since, and its old plan was sent"

    def _of(self, order_id):
        return sum(count for (key, _), count in self.hub.reached.items() if KEYS[key] == order_id)

    @rule(fate=st.sampled_from(("not_sent", "lost_before", "lost_after", "garbled_after")))
    def drop(self, fate):
        """The request or its answer."""
        self._send(fate)

    @rule()
    def duplicate(self):
        """The network delivers it twice, and it is answered once."""
        self._send("duplicated")

    @rule()
    def delay(self):
        """It arrives long after everybody has given up waiting for the answer."""
        self._send("late_apply")

    @rule(fate=st.sampled_from(FATES), crash=st.sampled_from(CRASHES))
    def crash(self, fate, crash):
        self._send(fate, crash=crash)

    def _send(self, fate, crash=None, changed=None):
        self.hub.fate, self.hub.changed = fate, changed
        is_stopped, before = self.journal.why_nothing_is_sent(money=True), self.hub.reached.total()
        self.dies_at = crash
        try:
            with owner(self.journal.folder) as name:
                dispatch(
                    self.journal,
                    lambda account: self.hub,
                    owner=name,
                    now=lambda: self.hub.now,
                    ceilings=Ceilings(steps=1),
                    step=self.step,
                )
        except Killed:
            pass
        self.dies_at, self.is_dead = None, False
        self.journal = self.opened()
        self.hub.fate, self.hub.changed = "answered", None
        has_sent = self.hub.reached.total() > before
        assert not (is_stopped and has_sent), "money was sent by a journal that was restored"
        assert not (self.is_behind and has_sent), "money was sent by a journal that has forgotten some"

    @rule(minutes=st.sampled_from((0, 1, 5, 30, 90)))
    def tick(self, minutes):
        self.hub.pass_time(timedelta(minutes=minutes))
        look_up(self.journal, lambda account: self.hub, now=lambda: self.hub.now)
        assert self.journal.entries({State.SENDING}) == [], "nobody lives who sends it, and it is no doubt"

    @rule(order_id=st.sampled_from(ORDERS))
    def a_person_refunds_in_the_hub(self, order_id):
        self.hub.by_hand[order_id] += 1

    @rule()
    def back_up(self):
        shutil.rmtree(self.backup, ignore_errors=True)
        shutil.copytree(self.journal.folder, self.backup)

    @precondition(lambda self: self.backup.exists())
    @rule()
    def restore(self):
        """Everything of the folder, as it was; the hub has what it has."""
        shutil.rmtree(self.journal.folder)
        shutil.copytree(self.backup, self.journal.folder)
        self.journal = self.opened()
        held = {(s.key, s.number): s.state for entry in self.journal.entries() for s in entry.steps}
        forgotten = {place for place in self.hub.reached if held.get(place, State.PLANNED) in UNSENT}
        self.forgotten |= forgotten
        self.is_behind = self.is_behind or bool(forgotten)

    @precondition(lambda self: self.journal.why_nothing_is_sent(money=True))
    @rule()
    def a_person_reconciles_and_lets_it_go_on(self):
        """Once nothing can come late any more; what the hub shows and the journal does not know is withdrawn.

        What it had refused has left nothing and is rightly sent. Where the hub shows nothing of anything, nobody can
        tell what was sent: everything unsent is withdrawn.
        """
        self.hub.pass_time(timedelta(minutes=90))
        for entry in self.journal.entries(UNSENT):
            for step in entry.steps:
                place = (step.key, step.number)
                if step.state in UNSENT and (self.hub.is_blind or self.hub.shows(*place)):
                    self.journal.change(step, Event.WITHDRAW, at=self.hub.now, who="kim", why="it is there already")
                    self.forgotten.add(place)
                elif step.state in UNSENT and not self.hub.applied[place]:
                    self.hub.reached.pop(place, None)
        self.journal.go(at=self.hub.now, who="kim", why="reconciled")
        self.is_behind = False

    @rule()
    def a_person_decides_by_what_the_hub_really_did(self):
        self.hub.pass_time(timedelta(minutes=60))  # a person waits until nothing can come late any more
        for entry in self.journal.entries({State.PARKED}):
            for step in entry.steps:
                if step.state is State.PARKED:
                    self._decide(entry, step)

    def _decide(self, entry, step):
        if not self.hub.is_blind:
            step = look_again(self.journal, lambda account: self.hub, entry.plan, step, now=self.hub.now)
        if step.state is State.PARKED:
            place = (step.key, step.number)
            happened = self.hub.applied[place] and place not in self.hub.failed
            event = Event.SHOWN_DONE if happened else Event.SHOWN_NOT_DONE
            if not happened:
                self.hub.applied[place] = 0
            self.journal.change(step, event, at=self.hub.now, who="kim", why="looked", evidence="statement")

    @invariant()
    def nothing_reaches_the_hub_twice(self):
        assert all(count <= 1 for count in self.hub.reached.values()), self.hub.reached

    @invariant()
    def nothing_is_applied_twice(self):
        assert all(count <= 1 for count in self.hub.applied.values()), self.hub.applied

    @invariant()
    def one_intent_of_an_order_is_in_flight(self):
        flying = Counter(
            entry.plan.intent.order_id for entry in self.journal.entries(OPEN) if (entry.key, 0) not in self.forgotten
        )
        assert all(count <= 1 for count in flying.values()), flying

    @invariant()
    def no_state_says_what_is_not_so(self):
        """Of what a restored journal has forgotten it can only not send it again."""
        for entry in self.journal.entries():
            for step in entry.steps:
                place = (step.key, step.number)
                applied = self.hub.applied[place]
                coming = any(where == place for _, where in self.hub.waiting)
                if place in self.forgotten:
                    continue
                if step.state in (State.REJECTED, State.FAILED, State.WITHDRAWN, *UNSENT):
                    assert not applied, f"{step.state}, and it was applied"
                    assert not coming
                if step.state is State.SETTLED:
                    assert applied == 1, f"{step.state}, and it was applied {applied} times"


AS_USUAL = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


class TestActions(Actions.TestCase):
    settings = settings(AS_USUAL, max_examples=40, stateful_step_count=25)


@pytest.mark.long
class TestManyActions(Actions.TestCase):
    settings = settings(AS_USUAL, max_examples=300, stateful_step_count=50)
