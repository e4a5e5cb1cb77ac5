"""Ways in which a law of sending goes missing, one at a time, until the test ends."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from pytest import MonkeyPatch

from orders_pipeline.actions.journal import Journal, StepEntry
from orders_pipeline.actions.journal.entries import step_of
from orders_pipeline.actions.journal.planned import step_row
from orders_pipeline.actions.journal.tables import STEPS
from orders_pipeline.actions.journal.writes import compared_and_set
from orders_pipeline.channels.channeladvisor.writeback import WRITEBACK
from orders_pipeline.channels.errors import Unknown
from orders_pipeline.channels.http import HubSession
from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.model.action_states import Event, Standing, State
from orders_pipeline.model.outcomes import Outcome


def stored_after_sending(patch: MonkeyPatch) -> None:
    begin, change = Journal.begin, Journal.change
    begun: dict[str, dict[str, Any]] = {}

    def begin_later(journal: Journal, step: StepEntry, **options: Any) -> StepEntry:
        begun[step.key] = {"step": step, **options}
        return replace(step, standing=Standing(State.SENDING))

    def begin_and_change(journal: Journal, step: StepEntry, event: Event, **options: Any) -> StepEntry:
        if waiting := begun.pop(step.key, None):
            step = begin(journal, **waiting)
        return change(journal, step, event, **options)

    patch.setattr(Journal, "begin", begin_later)
    patch.setattr(Journal, "change", begin_and_change)


def a_second_attempt(patch: MonkeyPatch) -> None:
    once = HubSession.send_once

    def twice(session: HubSession, *request: Any) -> Any:
        try:
            return once(session, *request)
        except Unknown:
            return once(session, *request)

    patch.setattr(HubSession, "send_once", twice)


def any_plan_is_approved(patch: MonkeyPatch) -> None:
    approve = Journal.approve
    patch.setattr(
        Journal,
        "approve",
        lambda journal, account, key, plan_hash, **options: approve(
            journal, account, key, journal.entry(account, key).plan_hash, **options
        ),
    )


def nothing_changes_meanwhile(patch: MonkeyPatch) -> None:
    patch.setattr(
        "orders_pipeline.flows.actions.account_hub.AccountHub.digest_of",
        lambda hub, plan, number: plan.steps[number].digest,
    )


def backups_go_unnoticed(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.actions.journal.switches.why_no_money", lambda connection, made: None)


def no_kill_switch(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.actions.journal.switches.why_stopped", lambda connection: None)


def two_at_once(patch: MonkeyPatch) -> None:
    patch.setattr(Journal, "_refuse_second", lambda journal, connection, step: None)


def the_dead_are_left_sending(patch: MonkeyPatch) -> None:
    patch.setattr(Journal, "recover", lambda journal, at: [])


def the_living_are_taken_for_dead(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.actions.journal.journal.is_alive", lambda folder, name: False)


def whoever_comes_sets(patch: MonkeyPatch) -> None:
    def regardless(connection: Any, step: StepEntry, at: Any, told: Any) -> StepEntry:

        row = connection.execute(STEPS.select().where(STEPS.c.key == step.key, STEPS.c.number == step.number)).one()
        return compared_and_set(connection, replace(step, revision=step_of(row).revision), at, told)

    patch.setattr("orders_pipeline.actions.journal.writes.compared_and_set", regardless)


def old_plans_may_begin(patch: MonkeyPatch) -> None:

    patch.setattr(
        "orders_pipeline.actions.journal.journal.step_row",
        lambda plan, number, at, revision: step_row(plan, number, at, 0),
    )


def dry_runs_send(patch: MonkeyPatch) -> None:
    patch.setattr(
        "orders_pipeline.flows.actions.applying.writers",
        lambda settings: frozenset(account.name for account in settings.accounts),
    )


def absence_is_believed_at_once(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.actions.journal.journal.SETTLES_WITHIN", timedelta())


def doubts_are_free(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.flows.actions.own.SPENDING", frozenset({State.SETTLED}))


def every_refusal_counts(patch: MonkeyPatch) -> None:
    def outcome(draft: Any, answer: Any) -> Outcome:
        event = Event.ANSWERED_OK if answer.status == 204 else Event.ANSWERED_NO
        return Outcome(event=event, sentence=str(answer.status))

    rest = replace(DIALECTS["channeladvisor"], writeback=replace(WRITEBACK, outcome=outcome))
    patch.setitem(DIALECTS, "channeladvisor", rest)
