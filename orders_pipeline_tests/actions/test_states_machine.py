"""Whatever happens in whatever order: nothing is applied twice by our sending, and no state says what is not so.

People give money back in the hub meanwhile, and journals are restored from older backups.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from orders_pipeline.actions.dispatch import dispatch
from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_again, look_up
from orders_pipeline.model.action_states import Event, State
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
KEYS = {"rma-1": "1", "rma-2": "1", "rma-3": "2"}
UNSENT = (State.PLANNED, State.APPROVED)


class Actions(RuleBasedStateMachine):
    @initialize(is_blind=st.booleans())
    def begin(self, is_blind):
        self.folder = tempfile.TemporaryDirectory()
        self.crash, self.is_dead, self.forgotten = None, False, set()
        self.journal = self.opened()
        self.hub = LedgerHub(is_blind=is_blind)

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
        self.is_dead = self.is_dead or name == self.crash
        if self.is_dead:
            raise Killed

    @rule(key=st.sampled_from(sorted(KEYS)))
    def ask_and_approve(self, key):
        """Policy refuses what the hub shows already under this key."""
        order_id, steps = KEYS[key], 2 if key == "rma-3" else 1
        if any(self.hub.shows(key, number) for number in range(steps)):
            return
        plan = a_plan(key, order_id, steps=steps, digest=self.hub.digest(key, order_id, 0))
        entry = self.journal.add(plan, at=self.hub.now, who="importer")
        if any(step.state is State.PLANNED for step in entry.steps):
            self.journal.approve("us", key, entry.plan_hash, at=self.hub.now, who="kim", why="ok")

    @rule(fate=st.sampled_from(FATES), crash=st.sampled_from((None, *CRASHES)), changed=st.booleans())
    def deliver(self, fate, crash, changed):
        self.hub.fate, self.hub.changed = fate, changed and crash is None
        is_stopped, before = self.journal.why_nothing_is_sent(money=True), self.hub.reached.total()
        self.crash = crash
        try:
            with owner(self.journal.folder) as name:
                dispatch(self.journal, lambda account: self.hub, owner=name, now=lambda: self.hub.now, step=self.step)
        except Killed:
            pass
        self.crash, self.is_dead = None, False
        self.journal = self.opened()
        self.hub.fate, self.hub.changed = "answered", False
        assert not is_stopped or self.hub.reached.total() == before, "money was sent by a journal that was restored"

    @rule(minutes=st.sampled_from((0, 1, 5, 30, 90)))
    def tick(self, minutes):
        self.hub.pass_time(timedelta(minutes=minutes))
        look_up(self.journal, lambda account: self.hub, now=lambda: self.hub.now)

    @rule(order_id=st.sampled_from(sorted(set(KEYS.values()))))
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
        self.forgotten |= {place for place in self.hub.reached if held.get(place, State.PLANNED) in UNSENT}

    @precondition(lambda self: self.journal.why_nothing_is_sent(money=True))
    @rule()
    def a_person_reconciles_and_lets_it_go_on(self):
        """Once nothing can come late any more; what the hub shows and the journal does not know is withdrawn.

        Where the hub shows nothing, nobody can tell what was sent: everything unsent is withdrawn.
        """
        self.hub.pass_time(timedelta(minutes=90))
        for entry in self.journal.entries(UNSENT):
            for step in entry.steps:
                if step.state in UNSENT and (self.hub.is_blind or self.hub.shows(step.key, step.number)):
                    self.journal.change(step, Event.WITHDRAW, at=self.hub.now, who="kim", why="it is there already")
                    self.forgotten.add((step.key, step.number))
        self.journal.go(at=self.hub.now, who="kim", why="reconciled")

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


TestActions = Actions.TestCase
TestActions.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
