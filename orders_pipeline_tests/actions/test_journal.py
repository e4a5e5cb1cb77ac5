"""The journal: one key one content, one sender, one money intent of an order in flight, no sending of the dead."""

import shutil
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from orders_pipeline.actions.dispatch import Ceilings, dispatch
from orders_pipeline.actions.journal import Journal, KeyTaken, Moved, NoEvidence, NotNow, Stopped
from orders_pipeline.actions.journal.glance import Glance, glance
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_up
from orders_pipeline.model.action_states import EVIDENCE, Event, NotPossible, State
from orders_pipeline.model.actions import ActionKind
from orders_pipeline_tests.actions.ledger import START, Killed, LedgerHub, a_plan

AT = START


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


def approved(journal, **options):
    entry = journal.add(a_plan(**options), at=AT, who="importer")
    return journal.approve("us", entry.key, entry.plan_hash, at=AT, who="kim", why="return received")


def sent(journal, hub, **options):
    with owner(journal.folder) as name:
        return dispatch(journal, lambda account: hub, owner=name, now=lambda: hub.now, **options)


def state_of(journal, key="rma-1", number=0):
    return journal.entry("us", key).steps[number].state


def test_the_same_key_and_content_gives_the_earlier_result(journal):
    first = approved(journal)
    again = journal.add(a_plan(), at=AT, who="importer")
    assert again == first


def test_the_same_key_with_other_content_is_refused_and_changes_nothing(journal):
    first = approved(journal)
    with pytest.raises(KeyTaken, match="of order 1"):
        journal.add(a_plan(order_id="2"), at=AT, who="importer")
    assert journal.entry("us", "rma-1") == first


def test_a_plan_made_anew_ends_the_approval_of_the_old_one(journal):
    approved(journal)
    journal.add(a_plan(digest="another state"), at=AT, who="importer")
    assert state_of(journal) is State.PLANNED


def test_an_approval_holds_for_the_plan_that_was_looked_at_only(journal):
    entry = journal.add(a_plan(), at=AT, who="importer")
    journal.add(a_plan(amount="15.00"), at=AT, who="importer")
    with pytest.raises(Moved, match="actions plan rma-1"):
        journal.approve("us", "rma-1", entry.plan_hash, at=AT, who="kim", why="ok")


def test_what_is_sent_twice_by_two_callers_is_begun_by_one(journal):
    step = approved(journal, kind=ActionKind.SHIP).steps[0]
    journal.begin(step, at=AT, owner="one")
    with pytest.raises(Moved):
        journal.begin(step, at=AT, owner="other")


def test_a_second_refund_of_an_order_waits_while_the_first_is_in_flight(journal):
    first, second = approved(journal).steps[0], approved(journal, key="rma-2").steps[0]
    journal.begin(first, at=AT, owner="one")
    with pytest.raises(NotNow, match="rma-1 of the same order"):
        journal.begin(second, at=AT, owner="one")


def test_a_refund_of_another_order_does_not_wait(journal):
    journal.begin(approved(journal).steps[0], at=AT, owner="one")
    journal.begin(approved(journal, key="rma-2", order_id="2").steps[0], at=AT, owner="one")


def test_a_parked_refund_counts_as_in_flight(journal):
    hub = LedgerHub(fate="lost_before", is_blind=True)
    approved(journal)
    sent(journal, hub)
    look_up(journal, lambda account: hub, now=lambda: hub.now)
    assert state_of(journal) is State.PARKED
    with pytest.raises(NotNow):
        journal.begin(approved(journal, key="rma-2").steps[0], at=AT, owner="one")


def test_the_sending_of_a_process_that_died_is_in_doubt_and_that_of_a_living_one_is_not(journal):
    dead, living = approved(journal).steps[0], approved(journal, key="rma-2", order_id="2").steps[0]
    journal.begin(dead, at=AT, owner="nobody")
    with owner(journal.folder) as name:
        journal.begin(living, at=AT, owner=name)
        assert [step.key for step in journal.recover(at=AT)] == ["rma-1"]
    assert (state_of(journal), state_of(journal, "rma-2")) == (State.UNKNOWN, State.SENDING)


def test_a_process_killed_between_applying_and_storing_leaves_it_in_doubt_and_the_look_settles_it(journal):
    hub = LedgerHub(fate="killed_after")
    approved(journal)
    with pytest.raises(Killed):
        sent(journal, hub)
    sent(journal, hub)
    assert (state_of(journal), hub.reached["rma-1", 0]) == (State.UNKNOWN, 1)
    hub.pass_time(hub.shows_after)
    look_up(journal, lambda account: hub, now=lambda: hub.now)
    assert state_of(journal) is State.SETTLED


@pytest.mark.parametrize("fate", ["not_sent", "refused_before_processing"])
def test_what_is_proven_unsent_may_be_sent_by_the_next_run(journal, fate):
    hub = LedgerHub(fate=fate)
    approved(journal)
    sent(journal, hub)
    assert state_of(journal) is State.APPROVED
    sent(journal, hub)
    assert (state_of(journal), hub.applied["rma-1", 0]) == (State.ACCEPTED, 1)


def test_an_order_that_changed_since_the_plan_is_not_touched(journal):
    hub = LedgerHub(changed=True)
    approved(journal)
    (told,) = sent(journal, hub)
    assert (told.state, hub.reached.total()) == (State.PLANNED, 0)
    assert "has changed since the plan" in told.sentence


def test_a_refusal_of_something_once_in_doubt_proves_nothing(journal):
    step = journal.begin(approved(journal).steps[0], at=AT, owner="one")
    step = journal.change(step, Event.IN_DOUBT, at=AT, who="dispatch", why="no answer")
    with pytest.raises(NotPossible):
        journal.change(step, Event.ANSWERED_NO, at=AT, who="dispatch", why="400")


def test_the_kill_switch_stops_everything_and_says_who_and_why(journal):
    hub = LedgerHub()
    approved(journal, kind=ActionKind.SHIP)
    journal.stop(at=AT, who="sam", why="wrong prices")
    (told,) = sent(journal, hub)
    assert "stopped by sam: wrong prices" in told.sentence
    assert hub.reached.total() == 0
    journal.go(at=AT, who="sam", why="mended")
    sent(journal, hub)
    assert hub.reached.total() == 1


def test_a_journal_restored_from_a_backup_sends_no_money_until_a_person_says_so(journal, tmp_path):
    hub = LedgerHub()
    approved(journal)
    backup = shutil.copytree(journal.folder, tmp_path / "backup")
    sent(journal, hub)
    for file in journal.folder.glob("journal.sqlite*"):
        file.unlink()
    for file in backup.glob("journal.sqlite*"):
        shutil.copy(file, journal.folder)
    restored = Journal(journal.folder)
    approved(restored, key="s-1", order_id="9", kind=ActionKind.SHIP)
    refund, parcel = sent(restored, hub)
    assert "restored from a backup" in refund.sentence
    assert parcel.state is State.ACCEPTED, "goods may go out"
    assert hub.applied["rma-1", 0] == 1
    with pytest.raises(Stopped):
        restored.begin(restored.entry("us", "rma-1").steps[0], at=AT, owner="one")


def test_a_restored_journal_goes_on_when_nothing_that_it_forgot_can_arrive_any_more(journal, tmp_path):
    approved(journal)
    backup = shutil.copytree(journal.folder, tmp_path / "backup")
    sent(journal, LedgerHub())
    shutil.rmtree(journal.folder)
    shutil.copytree(backup, journal.folder)
    restored = Journal(journal.folder)
    with pytest.raises(NotNow, match="may still arrive at its hub"):
        restored.go(at=AT + timedelta(minutes=59), who="sam", why="reconciled")
    assert "restored from a backup" in restored.why_nothing_is_sent(money=True)
    restored.go(at=AT + timedelta(minutes=61), who="sam", why="reconciled")
    assert restored.why_nothing_is_sent(money=True) is None


def test_a_run_sends_no_more_than_its_ceiling(journal):
    hub = LedgerHub()
    for number in range(5):
        approved(journal, key=f"rma-{number}", order_id=str(number))
    sent(journal, hub, ceilings=Ceilings(money_steps=2))
    assert hub.reached.total() == 2


def test_steps_of_one_intent_follow_each_other_and_stop_at_a_doubt(journal):
    hub = LedgerHub()
    approved(journal, steps=3)
    hub.fate = "answered"
    sent(journal, hub)
    assert [state_of(journal, number=n) for n in range(3)] == [State.ACCEPTED] * 3
    approved(journal, key="rma-2", order_id="2", steps=3)
    hub.fate = "lost_after"
    sent(journal, hub)
    states = [state_of(journal, "rma-2", n) for n in range(3)]
    assert states == [State.UNKNOWN, State.APPROVED, State.APPROVED]


def test_every_change_is_an_event(journal):
    hub = LedgerHub()
    approved(journal)
    sent(journal, hub)
    hub.pass_time(hub.shows_after)
    look_up(journal, lambda account: hub, now=lambda: hub.now)
    assert [event.event for event in journal.events()] == ["plan", "approve", "begin", "answered_ok", "seen_done"]
    assert journal.events()[-1].evidence == "PostProcessingComplete"


def test_a_day_returns_no_more_money_than_its_ceiling_doubts_included(journal):
    hub = LedgerHub()
    most = Ceilings(money_per_day={"USD": Decimal("30.00")})
    for number in range(4):
        approved(journal, key=f"rma-{number}", order_id=str(number))
    hub.fate = "lost_after"
    told = sent(journal, hub, ceilings=most)
    assert [one.state for one in told] == [State.UNKNOWN, State.ACCEPTED, State.APPROVED, State.APPROVED]
    assert "29.90 USD were sent within 24 hours, with its 14.95 it would be more than the 30.00" in told[2].sentence
    hub.now += timedelta(hours=25)
    assert [one.state for one in sent(journal, hub, ceilings=most)] == [State.ACCEPTED, State.ACCEPTED]


def test_what_was_refused_leaves_the_days_money_for_others(journal):
    hub = LedgerHub(fate="refused")
    for number in range(2):
        approved(journal, key=f"rma-{number}", order_id=str(number))
    told = sent(journal, hub, ceilings=Ceilings(money_per_day={"USD": Decimal("14.95")}))
    assert [one.state for one in told] == [State.REJECTED, State.ACCEPTED]


def test_a_shipment_and_another_currency_have_no_ceiling_of_money(journal):
    hub = LedgerHub()
    approved(journal, kind=ActionKind.SHIP)
    approved(journal, key="rma-2", order_id="2")
    told = sent(journal, hub, ceilings=Ceilings(money_per_day={"EUR": Decimal("1.00")}))
    assert [one.state for one in told] == [State.ACCEPTED] * 2


def test_a_glance_sees_what_stands_and_makes_nothing(journal, tmp_path):
    assert glance(tmp_path / "nowhere") == Glance()
    assert not (tmp_path / "nowhere").exists()
    approved(journal)
    journal.stop(at=AT, who="sam", why="wrong prices")
    seen = glance(journal.folder)
    assert [(step.key, step.state) for step in seen.open_steps] == [("rma-1", State.APPROVED)]
    assert (seen.newest, seen.newest_at, seen.restored) == (2, AT, None)
    assert seen.stopped == "sending was stopped by sam: wrong prices"


def test_two_senders_that_are_counted_in_another_order_than_they_were_stored_in_stop_nobody(journal):
    first = approved(journal, key="s-1", order_id="1", kind=ActionKind.SHIP).steps[0]
    second = approved(journal, key="s-2", order_id="2", kind=ActionKind.SHIP).steps[0]
    overtaken = Journal(
        journal.folder,
        step=lambda name: journal.begin(second, at=AT, owner="two") if name == "begin: committed" else None,
    )
    overtaken.begin(first, at=AT, owner="one")
    assert journal.why_nothing_is_sent(money=True) is None


def test_a_restored_journal_stays_behind_however_often_it_dies_before_it_counts(journal, tmp_path):
    hub = LedgerHub()
    for number in (1, 2):
        approved(journal, key=f"rma-{number}", order_id=str(number))
    backup = shutil.copytree(journal.folder, tmp_path / "backup")
    sent(journal, hub)
    shutil.rmtree(journal.folder)
    shutil.copytree(backup, journal.folder)

    def dies(name):
        if name == "begin: committed":
            raise Killed

    for number in (3, 4, 5):
        restored = Journal(journal.folder, step=dies)
        approved(restored, key=f"s-{number}", order_id=str(number), kind=ActionKind.SHIP)
        with pytest.raises(Killed):
            sent(restored, hub, accounts={"us"})
        shutil.rmtree(journal.folder / "owners")
    assert "restored from a backup" in (Journal(journal.folder).why_nothing_is_sent(money=True) or "")
    assert hub.applied == {("rma-1", 0): 1, ("rma-2", 0): 1}


def test_what_was_approved_anew_is_not_sent_as_it_was_before(journal):
    """Another process plans and approves anew between the fresh look and the storing of the old plan."""
    hub = LedgerHub()
    approved(journal)

    def meanwhile(name):
        if name == "before it is stored as sending":
            approved(journal, amount="3.00")

    with owner(journal.folder) as name:
        (told,) = dispatch(journal, lambda account: hub, owner=name, now=lambda: hub.now, step=meanwhile)
    assert "changed by somebody else" in told.sentence
    assert hub.reached.total() == 0


def test_nobody_can_show_that_nothing_happened_while_it_may_still_arrive(journal):
    hub = LedgerHub(fate="late_apply", is_blind=True)
    approved(journal)
    sent(journal, hub)
    look_up(journal, lambda account: hub, now=lambda: hub.now)
    (parked,) = journal.entry("us", "rma-1").steps
    told = {"who": "kim", "why": "not there", "evidence": "the hub's page"}
    with pytest.raises(NotNow, match="from 2026-09-01 01:00Z on"):
        journal.change(parked, Event.SHOWN_NOT_DONE, at=AT + timedelta(minutes=59), **told)
    assert journal.change(parked, Event.SHOWN_NOT_DONE, at=AT + timedelta(minutes=60), **told).state is State.WITHDRAWN


def test_a_plan_and_its_steps_are_read_as_they_stood_at_one_moment(journal):
    """Between the two another process may plan and approve anew: its steps with the old plan would be sent."""
    approved(journal)
    others = [lambda: approved(Journal(journal.folder), amount="3.00")]

    def meanwhile(connection, cursor, statement, *_):
        if "FROM intents" in statement and others:
            others.pop()()

    sa.event.listen(journal._engine, "after_cursor_execute", meanwhile)
    (entry,) = journal.entries({State.APPROVED})
    assert not others
    with pytest.raises(Moved):
        journal.begin(entry.steps[0], at=AT, owner="one")


@pytest.mark.parametrize("ended", [State.REJECTED, State.FAILED, State.WITHDRAWN])
def test_what_follows_a_part_that_had_no_effect_is_not_sent_and_every_run_says_so(journal, ended):
    hub = LedgerHub(fate={State.REJECTED: "refused", State.FAILED: "fails_later"}.get(ended, "lost_before"))
    approved(journal, steps=2)
    sent(journal, hub, ceilings=Ceilings(steps=1))
    hub.pass_time(hub.shows_after)
    look_up(journal, lambda account: hub, now=lambda: hub.now)
    if ended is State.WITHDRAWN:
        unknown = journal.entry("us", "rma-1").steps[0]
        at = AT + timedelta(hours=1)
        journal.change(unknown, Event.SHOWN_NOT_DONE, at=at, who="kim", why="asked", evidence="the hub")
    assert state_of(journal) is ended
    (told,) = sent(journal, hub)
    assert (told.number, told.state) == (1, State.APPROVED)
    assert f"an earlier part of rma-1 is {ended}" in told.sentence
    assert hub.reached["rma-1", 1] == 0


@pytest.mark.parametrize("event", sorted(EVIDENCE))
@pytest.mark.parametrize("evidence", [None, ""])
def test_what_was_shown_is_stored_only_with_what_was_seen(journal, event, evidence):
    step = journal.begin(approved(journal).steps[0], at=AT, owner="one")
    step = journal.change(step, Event.IN_DOUBT, at=AT, who="dispatch", why="no answer")
    later = AT + timedelta(days=1)
    with pytest.raises(NoEvidence, match="without what was read or seen"):
        journal.change(step, event, at=later, who="kim", why="I think so", evidence=evidence)
    assert state_of(journal) is State.UNKNOWN
