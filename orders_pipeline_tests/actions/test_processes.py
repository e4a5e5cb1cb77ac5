"""Real processes at a real socket: killed with -9 at any moment, and racing; nothing is sent twice, nothing is lost."""

import signal
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.journal.planned import intent_row, step_row
from orders_pipeline.actions.journal.tables import INTENTS, STEPS
from orders_pipeline.model.action_states import State
from orders_pipeline_tests.actions.ledger import START, a_plan
from orders_pipeline_tests.actions.processes import a_delay, a_desk, race, send_and_be_killed

SEED = 5
A_RUN = 4  # orders that are asked for before each sending


@pytest.mark.parametrize("kills", [20, pytest.param(300, marks=pytest.mark.long)])
def test_a_sender_killed_at_random_sends_nothing_twice_and_calls_nothing_what_it_is_not(tmp_path, figures, kills):
    with a_desk(tmp_path, kills * A_RUN) as desk:
        codes: Counter = Counter()
        asked = 0
        for number in range(kills):
            waiting = sum(step.state is State.APPROVED for step in desk.steps)
            asked, before = asked + A_RUN - waiting, asked
            desk.ask(range(before + 1, asked + 1))
            codes[send_and_be_killed(desk, **a_delay(f"{SEED}/{number}"))] += 1
        assert send_and_be_killed(desk) == 0
        caught = sum((event.event, event.who) == ("in_doubt", "recovery") for event in desk.journal.events())
        desk.settle()
        ended = Counter(f"{step.state} in the end" for step in desk.steps)
        figures(f"kill -9, seed {SEED}", runs=kills, killed=codes[-signal.SIGKILL], caught_sending=caught, **ended)
        assert codes[-signal.SIGKILL] > kills * 0.8
        assert caught > kills / 10
        assert desk.violations() == []
        assert desk.journal.why_nothing_is_sent(money=True) is None


@pytest.mark.parametrize(
    "races", [24, *(pytest.param(100, marks=pytest.mark.long, id=f"hundred-{part}") for part in range(1, 11))]
)
def test_of_two_senders_on_one_journal_one_sends(tmp_path, figures, races):
    with a_desk(tmp_path, races) as desk:
        desk.ask(range(1, races + 1))
        said = race(desk)
        figures("two dispatchers", races=races, **said, sent_twice=sum(n > 1 for n in desk.ledger().values()))
        assert said == {"beaten": races, "accepted": races}
        assert desk.ledger() == {f"event-{number}": 1 for number in range(1, races + 1)}
        assert desk.journal.why_nothing_is_sent(money=True) is None


def test_ten_thousand_sendings_of_the_dead_are_in_doubt_within_five_seconds(tmp_path, figures):
    journal = Journal(tmp_path / "journal")
    plans = [a_plan(f"event-{number}", str(number)) for number in range(10_000)]
    dead = {"state": str(State.SENDING), "owner": "dead", "sent_at": START.isoformat()}
    engine = sa.create_engine(f"sqlite:///{journal.folder / 'journal.sqlite'}")
    with engine.begin() as connection:
        connection.execute(sa.insert(INTENTS), [intent_row(plan, START) for plan in plans])
        connection.execute(sa.insert(STEPS), [step_row(plan, 0, START, 0) | dead for plan in plans])
    began = time.perf_counter()
    found = Journal(journal.folder).recover(at=START)
    took = time.perf_counter() - began
    figures("sendings of the dead", classified=len(found), seconds=took)
    assert {step.state for step in found} == {State.UNKNOWN}
    assert (len(found), journal.entries({State.SENDING})) == (10_000, [])
    assert took < 5
