"""Actions through flows, over a hub that reads as the sandbox and is written to by a script."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from orders_pipeline.actions.journal import JournalRefuses, Moved, NoSuchIntent
from orders_pipeline.flows.actions import deciding
from orders_pipeline.flows.actions.doubts import doubts
from orders_pipeline.flows.actions.publishing import actions_wait
from orders_pipeline.flows.actions.reconcile import Kind, _echoes
from orders_pipeline.flows.actions.told import entry_lines, next_line
from orders_pipeline.flows.actions.writers import is_writer
from orders_pipeline.model.action_states import Event, NotPossible, State
from orders_pipeline.settings import BadSettings
from orders_pipeline_tests.acting import a_published_home, acting_on
from orders_pipeline_tests.flows.proving import refusing


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with a_published_home(tmp_path_factory.mktemp("home")) as pipeline:
        yield pipeline


@pytest.fixture
def acting(made, tmp_path):
    with acting_on(made, tmp_path / "home") as on:
        yield on


def test_a_refund_is_planned_approved_sent_once_and_settled_by_what_the_hub_shows(acting):
    planned = acting.ask()
    assert (planned.entry.steps[0].state, acting.script.reached) == (State.PLANNED, [])
    acting.approve()
    acting.apply()
    assert (acting.state(), len(acting.script.reached)) == ("accepted", 1)
    acting.look()
    acting.apply()
    assert (acting.state(), len(acting.script.reached)) == ("settled", 1)


def test_what_is_shown_is_what_is_sent_with_its_secrets_as_slots(acting):
    lines = list(entry_lines(acting.ask().entry))
    acting.approve()
    acting.apply()
    (sent,) = acting.script.reached
    assert f"     {sent.body}" in lines
    assert f"     {sent.method} {sent.path}" in lines
    assert any("⟦access_token⟧" in line for line in lines)
    assert [value for value in acting.pipeline.environ.values() if value in "\n".join(lines)] == []


def test_the_same_key_again_is_what_became_of_it(acting):
    acting.ask()
    acting.approve()
    acting.apply()
    again = acting.ask()
    assert (again.is_new, again.entry.steps[0].state) == (False, State.ACCEPTED)


def test_the_same_key_with_other_content_is_refused_and_the_refusal_is_kept(acting):
    first = acting.ask().entry
    refused = acting.ask(place=1).refusal
    assert "stands for another refund" in refused.sentence
    assert acting.journal.entry("us", "rma-1") == first
    assert [event.event for event in acting.journal.events("us", "rma-1")] == ["plan", "refused"]


def test_a_refusal_names_its_trap_and_writes_nothing_else(acting):
    refusal = acting.ask(currency="GBP").refusal
    assert refusal.trap == "OTHER-CURRENCY"
    assert acting.journal.entries() == []
    (event,) = acting.journal.events()
    assert (event.event, event.evidence) == ("refused", "OTHER-CURRENCY")


def test_a_shipment_needs_no_approval_where_settings_ask_for_none(acting):
    shippable = acting.pipeline.query(
        "SELECT order_id FROM orders WHERE order_status = 'open' AND fulfilled_by = 'seller' "
        "AND payment_status = 'cleared' ORDER BY order_id"
    )
    planned = acting.ask("parcel-1", kind="ship", order_id=shippable[0]["order_id"], lines=[], reason=None)
    assert (planned.entry.steps[0].state, planned.entry.approved_by) == (State.APPROVED, "settings")
    acting.apply()
    assert acting.state("parcel-1") == "accepted"


def test_an_account_that_there_is_not_is_asked_nothing(acting):
    with pytest.raises(BadSettings, match="has no account 'uk'"):
        acting.ask(account="uk")


def test_a_hub_that_gives_no_order_is_asked_again_later_and_stops_no_other(acting):
    with refusing(acting.pipeline, acting.lines[0]["order_id"]):
        failed, planned = acting.ask(), acting.ask("rma-2", place=1)
    assert failed.failure
    assert planned.entry is not None
    assert acting.ask().entry is not None


def test_an_account_in_dry_run_sends_nothing_and_says_how_many_wait(acting):
    acting.ask()
    acting.approve()
    file = acting.home.accounts_file
    file.write_text(file.read_text().replace('write_back = "on"', 'write_back = "dry_run"'))
    done = acting.apply()
    assert (done.sent, done.dry_run, acting.script.reached) == ((), {"us": 1}, [])


def test_an_account_whose_secrets_are_not_there_is_told_and_stops_no_other(acting):
    acting.ask()
    acting.approve()
    acting.pipeline = replace_environ(acting.pipeline)
    done = acting.apply()
    assert "CA_REFRESH" in done.failures["us"]
    assert acting.state() == "approved"


def replace_environ(pipeline):
    class Without(type(pipeline)):
        environ = property(lambda self: {})

    pipeline.__class__ = Without
    return pipeline


def test_only_the_accounts_that_are_named_are_applied(acting):
    acting.ask()
    acting.approve()
    assert acting.apply(only={"eu"}).sent == ()
    assert len(acting.apply(only={"us"}).sent) == 1


def test_ceilings_of_the_settings_hold(acting):
    file = acting.home.accounts_file
    file.write_text(file.read_text() + "\n[actions]\nmoney_steps_per_run = 1\n")
    for place in range(3):
        acting.ask(f"rma-{place}", place)
        acting.approve(f"rma-{place}")
    assert [one.state for one in acting.apply().sent] == [State.ACCEPTED, State.APPROVED, State.APPROVED]
    assert len(acting.script.reached) == 1


def test_an_approval_is_bound_to_the_plan_that_was_looked_at(acting):
    entry = acting.ask().entry
    kept = {"who": "kim", "why": "ok", "at": acting.now}
    with pytest.raises(Moved, match="actions plan rma-1"):
        deciding.approve(acting.journal, entry, plan_hash="0" * 64, **kept)
    with pytest.raises(JournalRefuses, match="at least 12"):
        deciding.approve(acting.journal, entry, plan_hash=entry.plan_hash[:5], **kept)
    deciding.approve(acting.journal, entry, plan_hash=entry.plan_hash[:16], **kept)
    with pytest.raises(NotPossible, match="nothing of rma-1 waits"):
        deciding.approve(acting.journal, acting.journal.entry("us", "rma-1"), plan_hash=None, **kept)


def test_a_refusal_is_about_what_was_asked_also_where_its_key_is_of_another_order(acting):
    acting.ask()
    acting.ask(kind="cancel", place=1)
    told = [(one.event, one.order_id, one.kind) for one in acting.journal.events()]
    assert told == [
        ("plan", acting.lines[0]["order_id"], "refund"),
        ("refused", acting.lines[1]["order_id"], "cancel"),
    ]


def test_an_approval_that_died_stands_nowhere_and_its_events_stay(acting):
    acting.ask()
    (step,) = acting.approve().steps
    acting.journal.change(step, Event.STALE, at=acting.now, who="dispatch", why="the order has changed")
    assert acting.journal.entry("us", "rma-1").approved_by is None
    acting.pipeline.load()
    acting.pipeline.publish()
    (row,) = acting.pipeline.table("actions")
    assert (row["state"], row["approved_by"], row["approved_at"]) == ("planned", None, None)
    assert [(one.event, one.who) for one in acting.journal.events()][1:] == [("approve", "kim"), ("stale", "dispatch")]
    acting.approve()
    assert acting.journal.entry("us", "rma-1").approved_by == "kim"


def test_what_was_not_sent_can_be_withdrawn_and_what_was_cannot(acting):
    kept = {"who": "kim", "why": "the buyer keeps it", "at": acting.now}
    acting.ask()
    assert deciding.withdraw(acting.journal, acting.journal.entry("us", "rma-1"), **kept).steps[0].state == "withdrawn"
    acting.ask("rma-2", place=1)
    acting.approve("rma-2")
    acting.apply()
    with pytest.raises(NotPossible, match="rma-2 cannot be taken back: it is accepted"):
        deciding.withdraw(acting.journal, acting.journal.entry("us", "rma-2"), **kept)


def test_a_doubt_tells_its_age_its_money_what_was_read_and_the_next_command(acting):
    acting.ask()
    acting.approve()
    acting.script.fates, acting.script.shows = ["lost"], False
    acting.apply()
    (doubt,) = doubts(acting.journal, acting.now)
    assert (doubt.state, doubt.next, doubt.shown) == (State.UNKNOWN, "orders-pipeline actions look", None)
    assert doubt.amount == acting.journal.entry("us", "rma-1").plan.amount > 0
    acting.look()
    (doubt,) = doubts(acting.journal, acting.now)
    assert (doubt.next, doubt.shown) == ("orders-pipeline actions look --all", "not there")
    for minutes in (1, 5, 15, 60):
        acting.wait(minutes=minutes)
        acting.look()
    (doubt,) = doubts(acting.journal, acting.now)
    assert (doubt.state, doubt.age.total_seconds()) == (State.PARKED, 81 * 60)
    assert doubt.shown == "not there; a person decides"
    assert "actions resolve rma-1 --account us --step 1 --happened" in doubt.next


def test_looking_again_and_again_does_not_park_a_doubt_before_its_time(acting):
    acting.ask()
    acting.approve()
    acting.script.fates, acting.script.shows = ["lost"], False
    acting.apply()
    for _ in range(7):
        acting.wait(seconds=1)
        acting.look(is_due_only=False)
    assert acting.state() == "unknown"
    acting.script.shows = True
    acting.look(is_due_only=False)
    assert acting.state() == "settled"


@pytest.mark.parametrize(("happened", "state"), [(True, "settled"), (False, "withdrawn")])
def test_a_doubt_is_resolved_by_a_person_with_evidence(acting, happened, state):
    acting.ask()
    acting.approve()
    acting.script.fates, acting.script.shows = ["lost"], False
    acting.apply()
    entry = acting.journal.entry("us", "rma-1")
    kept = {"who": "kim", "at": acting.now, "number": 1, "happened": happened}
    for missing in ({"evidence": " ", "why": "seen"}, {"evidence": "screen", "why": ""}):
        with pytest.raises(JournalRefuses, match="is empty"):
            deciding.resolve(acting.journal, entry, **kept, **missing)
    with pytest.raises(JournalRefuses, match="has no step 2"):
        deciding.resolve(acting.journal, entry, **kept | {"number": 2}, evidence="screen", why="seen")
    shown = {"evidence": "the marketplace's page of the order", "why": "seen"}
    if not happened:
        with pytest.raises(JournalRefuses, match="may still arrive"):
            deciding.resolve(acting.journal, entry, **kept, **shown)
        acting.wait(hours=1)
    deciding.resolve(acting.journal, entry, **kept | {"at": acting.now}, **shown)
    assert acting.state() == state
    assert acting.journal.events("us", "rma-1")[-1].evidence == "the marketplace's page of the order"


def test_the_next_command_is_told_wherever_an_action_stands(acting):
    entry = acting.ask().entry
    assert f"--plan-hash {entry.plan_hash[:16]}" in next_line(entry, True)
    entry = acting.approve()
    assert "actions apply us" in next_line(entry, True)
    assert "dry run" in next_line(entry, False)
    acting.script.fates = ["lost"]
    acting.apply()
    assert "actions doubts" in next_line(acting.journal.entry("us", "rma-1"), True)
    acting.look()
    assert "at its end" in next_line(acting.journal.entry("us", "rma-1"), True)


def test_a_key_of_several_accounts_needs_its_account(acting):
    acting.ask()
    with pytest.raises(NoSuchIntent, match="no account has an action rma-9"):
        deciding.entry_of(acting.journal, "rma-9", None)
    assert deciding.entry_of(acting.journal, "rma-1", None).account == "us"


def test_actions_and_refusals_are_loaded_once_published_and_joined_to_their_orders(acting):
    acting.ask()
    acting.ask("rma-2", currency="GBP")
    acting.approve()
    acting.apply()
    assert actions_wait(acting.home)
    report = acting.pipeline.load()
    assert (report.rows_written["actions"], report.rows_written["action_events"]) == (1, 5)
    acting.pipeline.publish()
    assert actions_wait(acting.home) == 0
    (effect,) = acting.pipeline.table("action_effects")
    assert (effect["state"], effect["is_shown"], effect["order_id"]) == ("accepted", False, acting.lines[0]["order_id"])
    assert isinstance(effect["sent_at"], datetime)
    events = {row["event"]: row for row in acting.pipeline.table("action_events")}
    assert (events["refused"]["trap"], events["refused"]["step_number"]) == ("OTHER-CURRENCY", None)
    assert events["approve"]["why"] is None, "a person typed it"
    assert {(row["order_id"], row["kind"]) for row in events.values()} == {(acting.lines[0]["order_id"], "refund")}
    assert "action_events" not in acting.pipeline.load().rows_written
    acting.look()
    assert acting.pipeline.load().rows_written["actions"] == 1
    acting.pipeline.publish()
    (row,) = acting.pipeline.table("actions")
    assert row["state"] == "settled"
    assert row["accepted_at"] <= row["ended_at"]


def test_a_journal_that_was_restored_is_told_as_it_is_now(acting, tmp_path):
    import shutil

    acting.ask()
    backup = shutil.copytree(acting.home.journal, tmp_path / "backup")
    acting.approve()
    acting.apply()
    acting.pipeline.load()
    shutil.rmtree(acting.home.journal)
    shutil.copytree(backup, acting.home.journal)
    acting.pipeline.load()
    acting.pipeline.publish()
    assert [row["state"] for row in acting.pipeline.table("actions")] == ["planned"]
    assert [row["event"] for row in acting.pipeline.table("action_events")] == ["plan"]


def test_reconciling_lists_refunds_that_nobody_asked_for_through_us(acting):
    acting.now = acting.pipeline.hub.clock.now
    report = acting.reconcile(days=60)
    known = acting.pipeline.query(
        "SELECT refund_id FROM refunds WHERE status IS NULL OR status NOT IN ('failed', 'rejected')"
    )
    assert {one.subject for one in report.differences} == {row["refund_id"] for row in known}
    assert {one.kind for one in report.differences} == {Kind.NOT_ASKED_FOR}
    assert not acting.reconcile(days=1).is_clean or acting.reconcile(days=1).compared_refunds == 0


def test_reconciling_lists_what_we_settled_and_the_hub_does_not_show(acting):
    acting.ask()
    acting.approve()
    acting.apply()
    acting.look()
    acting.wait(minutes=1)
    acting.ask("rma-9", place=0, currency="GBP")  # a later read of the same order, which is refused
    acting.pipeline.load()
    acting.pipeline.publish()
    (found,) = acting.reconcile(days=1).differences
    assert (found.kind, found.subject) == (Kind.NO_EFFECT, "rma-1")


def test_reconciling_looks_at_what_is_parked_again_and_only_proof_moves_it(acting):
    acting.ask()
    acting.approve()
    acting.script.fates, acting.script.shows = ["lost"], False
    acting.apply()
    for minutes in (0, 1, 5, 15, 60):
        acting.wait(minutes=minutes)
        acting.look()
    ((step, said),) = acting.reconcile().looked_again
    assert (step.state, said) == (State.PARKED, "the hub still does not show it")
    acting.script.shows = True
    ((step, said),) = acting.reconcile().looked_again
    assert (step.state, acting.state()) == (State.SETTLED, "settled")


def test_of_a_linked_pair_only_the_account_that_writes_is_one(made):
    settings = made.settings
    one = settings.accounts[0]
    other = replace(one, name="soap", write_back="dry_run", same_orders_as=one.name)
    both = replace(settings, accounts=(one, other))
    assert (is_writer(both, one), is_writer(both, other)) == (True, False)
    neither = replace(settings, accounts=(replace(one, write_back="dry_run"), other))
    assert all(is_writer(neither, account) for account in neither.accounts)


def test_what_we_gave_back_is_ours_too_as_the_linked_account_shows_it(acting):
    entry = acting.ask().entry
    one = acting.pipeline.settings.accounts[0]
    other = replace(one, name="soap", write_back="dry_run", same_orders_as=one.name)
    both = replace(acting.pipeline.settings, accounts=(one, other))
    echo = entry.plan.steps[0].draft.echo
    assert set(_echoes(both, [entry])) == {("us", echo), ("soap", echo)}


def test_money_of_a_difference_is_in_the_digits_of_its_currency(acting):
    said = " ".join(one.sentence for one in acting.reconcile(days=300).differences)
    assert re.search(r"of [0-9]+\.[0-9]{2} USD", said)
    assert not re.search(r"[0-9]+\.[0-9]{3,} USD", said)
