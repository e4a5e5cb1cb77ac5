"""The laws of sending that live in code, each with a way to take it away and a story that needs it.

Laws that are rows of the table of transitions stand in `test_every_state`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pytest import MonkeyPatch

from orders_pipeline.model.actions import ActionKind
from orders_pipeline_tests.actions import laws_stories as stories
from orders_pipeline_tests.actions import laws_taken as taken


class Law(NamedTuple):
    """story: AssertionError where the law is missing, and `lie` is what it says. taken: how it goes missing."""

    taken: Callable[[MonkeyPatch], None]
    story: Callable[[Path], None]
    lie: str


REFUND = ActionKind.REFUND
LAWS = {
    "sending is stored before the first byte": Law(
        taken.stored_after_sending, stories.killed_once_the_hub_has_it, "it was sent twice"
    ),
    "one attempt": Law(
        taken.a_second_attempt,
        stories.schedule(REFUND, "reset_after", "looked, stored"),
        "applied twice by our sending",
    ),
    "an approval is of one plan": Law(taken.any_plan_is_approved, stories.approval_of_another_plan, "nobody agreed to"),
    "an approval dies when the order changes": Law(
        taken.nothing_changes_meanwhile, stories.refunded_by_hand_meanwhile, "given back once more"
    ),
    "a restored journal sends no money": Law(taken.backups_go_unnoticed, stories.restored, "sent twice"),
    "the kill switch stops everything": Law(taken.no_kill_switch, stories.stopped, "although sending was stopped"),
    "one money intent of an order in flight": Law(
        taken.two_at_once, stories.a_second_refund_of_the_order, "are in flight"
    ),
    "the sendings of the dead are in doubt": Law(
        taken.the_dead_are_left_sending,
        stories.schedule(REFUND, "sent, no answer read", "looked, stored"),
        "no rest: ..sending",
    ),
    "the sendings of the living are theirs": Law(
        taken.the_living_are_taken_for_dead, stories.another_run_while_one_is_sending, "taken for lost"
    ),
    "only refusals on the list are refusals": Law(
        taken.every_refusal_counts,
        stories.schedule(REFUND, "5xx_after", "looked, stored"),
        "called rejected, and has its effect",
    ),
    "compare and set": Law(taken.whoever_comes_sets, stories.two_senders, "two senders"),
    "an old plan cannot begin": Law(
        taken.old_plans_may_begin, stories.planned_anew_meanwhile, "nobody agrees to any more"
    ),
    "dry run is the default": Law(taken.dry_runs_send, stories.in_dry_run, "in dry run has sent"),
    "absence is believed after a settle window": Law(
        taken.absence_is_believed_at_once,
        stories.schedule(ActionKind.ACKNOWLEDGE, "delayed", "looked, stored"),
        "called withdrawn, and has its effect",
    ),
    "doubts count as spent": Law(taken.doubts_are_free, stories.a_doubt_is_spent, "counts as being there"),
}
