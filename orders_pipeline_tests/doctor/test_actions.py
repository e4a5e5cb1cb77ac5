"""Troubles of actions, planted into a journal: `doctor` names each, says what to do, and writes nothing."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from sqlite3 import connect

import pytest

from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.journal.generation import Generation
from orders_pipeline.model.action_states import Event
from orders_pipeline_tests.actions.ledger import a_plan


def before(hours=0, minutes=0):
    return datetime.now(UTC) - timedelta(hours=hours, minutes=minutes)


def planned(home, *, at, key="rma-1"):
    journal = Journal(home.journal)
    return journal, journal.add(a_plan(key), at=at, who="kim")


def approved(home, *, at):
    journal, entry = planned(home, at=at)
    return journal, journal.approve("us", "rma-1", entry.plan_hash, at=at, who="kim", why="return")


def unknown(home, *, at):
    journal, entry = approved(home, at=at)
    sending = journal.begin(entry.steps[0], at=at, owner="nobody")
    return journal, journal.change(sending, Event.IN_DOUBT, at=at, who="dispatch", why="no answer")


def parked(home, *, at):
    journal, step = unknown(home, at=at)
    journal.change(step, Event.GIVE_UP, at=at, who="look-up", why="not there")


def restored(home, *, at):
    planned(home, at=at)
    Generation(home.journal).count_one(7, at=at)


def lost(home, *, at):
    home.journal.mkdir(exist_ok=True)
    Generation(home.journal).count_one(7, at=at)


def stopped(home, *, at):
    Journal(home.journal).stop(at=at, who="sam", why="wrong prices")


def garbled(home, *, at):
    Journal(home.journal)
    (home.journal / "journal.sqlite").write_bytes(b"no database" * 100)
    for beside in home.journal.glob("journal.sqlite-*"):
        beside.unlink()


WARNING, TROUBLE = 1, 2
PLANTED = [
    (unknown, before(minutes=5), "actions_in_doubt", "us", "14.95 USD at stake", "actions look", WARNING),
    (unknown, before(hours=3), "actions_in_doubt", "us", "sent 3 hours ago", "actions look", TROUBLE),
    (parked, before(hours=2), "actions_in_doubt", "us", "1 of them parked", "actions doubts", TROUBLE),
    (restored, before(), "journal_restored", "actions", "restored from a backup", "actions reconcile", TROUBLE),
    (lost, before(), "journal_restored", "actions", "the journal is not there", "actions reconcile", TROUBLE),
    (stopped, before(), "sending_stopped", "actions", "stopped by sam: wrong prices", "actions go", WARNING),
    (planned, before(hours=5), "approvals_waiting", "us", "planned 5 hours ago", "status --account us", WARNING),
    (approved, before(), "approved_in_dry_run", "us", "1 approved action waits", 'write_back = "on"', WARNING),
    (garbled, before(), "not_seen", "actions", "could not be looked at", "orders-pipeline", TROUBLE),
]


@pytest.mark.parametrize(
    ("plant", "at", "code", "area", "sentence", "next_step", "exit_code"),
    PLANTED,
    ids=[f"{row[0].__name__}-{row[2]}-{number}" for number, row in enumerate(PLANTED)],
)
def test_a_trouble_of_actions_is_named_with_its_remedy(
    home, doctor, plant, at, code, area, sentence, next_step, exit_code
):
    plant(home, at=at)
    seen = doctor("--json")
    told = [(one["sentence"], one["next"]) for one in seen.found if (one["code"], one["area"]) == (code, area)]
    assert any(sentence in what and next_step in then for what, then in told), seen.found
    assert seen.code == exit_code


def test_approved_actions_of_an_account_that_may_write_wait_too_long_where_nobody_applies(home, doctor):
    home.accounts_file.write_text(home.accounts_file.read_text() + '\nwrite_back = "on"\n')
    approved(home, at=before(hours=2))
    (one,) = doctor("--json").found
    assert (one["code"], one["next"]) == ("approved_not_sent", "orders-pipeline actions apply us")


def test_an_action_that_was_just_planned_is_no_trouble(home, doctor):
    planned(home, at=before(minutes=5))
    assert doctor("--json").found == []


def test_looking_changes_no_file_of_the_journal(home, doctor):
    unknown(home, at=before(minutes=5))
    with closing(connect(home.journal / "journal.sqlite")) as database:
        said = list(database.iterdump())
    doctor("--json")
    with closing(connect(home.journal / "journal.sqlite")) as database:
        assert list(database.iterdump()) == said


def test_where_no_journal_is_none_is_made(home, doctor):
    doctor("--json")
    assert not (home.journal / "journal.sqlite").exists()
