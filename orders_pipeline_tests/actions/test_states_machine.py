"""Whatever happens in whatever order: nothing is applied twice by our sending, and no state says what is not so."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from orders_pipeline.actions.dispatch import dispatch
from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_again, look_up
from orders_pipeline.model.action_states import Event, State
from orders_pipeline_tests.actions.ledger import FATES, Killed, LedgerHub, a_plan

CRASHES = ("fresh read", "before it is stored as sending", "stored, no byte sent", "answered, not stored")
KEYS = {"rma-1": "1", "rma-2": "1", "rma-3": "2"}


class Actions(RuleBasedStateMachine):
    @initialize(is_blind=st.booleans())
    def begin(self, is_blind):
        self.folder = tempfile.TemporaryDirectory()
        self.journal = Journal(Path(self.folder.name))
        self.hub = LedgerHub(is_blind=is_blind)

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(key=st.sampled_from(sorted(KEYS)), steps=st.integers(1, 2))
    def ask_and_approve(self, key, steps):
        steps = 2 if key == "rma-3" else 1
        entry = self.journal.add(a_plan(key, KEYS[key], steps=steps), at=self.hub.now, who="importer")
        if any(step.state is State.PLANNED for step in entry.steps):
            self.journal.approve("us", key, entry.plan_hash, at=self.hub.now, who="kim", why="ok")

    @rule(fate=st.sampled_from(FATES), crash=st.sampled_from((None, *CRASHES)), changed=st.booleans())
    def deliver(self, fate, crash, changed):
        def step(name):
            if name == crash:
                raise Killed

        self.hub.fate, self.hub.changed = fate, changed and crash is None
        try:
            with owner(self.journal.folder) as name:
                dispatch(self.journal, lambda account: self.hub, owner=name, now=lambda: self.hub.now, step=step)
        except Killed:
            self.journal = Journal(self.journal.folder)
        self.hub.fate, self.hub.changed = "answered", False

    @rule(minutes=st.sampled_from((0, 1, 5, 30, 90)))
    def tick(self, minutes):
        self.hub.pass_time(timedelta(minutes=minutes))
        look_up(self.journal, lambda account: self.hub, now=lambda: self.hub.now)

    @rule()
    def a_person_decides_by_what_the_hub_really_did(self):
        self.hub.pass_time(timedelta(minutes=30))  # a person waits until nothing can come late any more
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
        for entry in self.journal.entries():
            for step in entry.steps:
                place = (step.key, step.number)
                applied = self.hub.applied[place]
                coming = any(where == place for _, where in self.hub.waiting)
                if step.state in (State.REJECTED, State.FAILED, State.WITHDRAWN, State.PLANNED, State.APPROVED):
                    assert not applied, f"{step.state}, and it was applied"
                    assert not coming
                if step.state is State.SETTLED:
                    assert applied == 1, f"{step.state}, and it was applied {applied} times"


TestActions = Actions.TestCase
TestActions.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
