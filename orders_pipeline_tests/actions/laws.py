"""The laws of sending that live in code, each with a way to take it away and a story that needs it.

Laws that are rows of the table of transitions stand in `test_every_state`.
"""

from collections.abc import Iterator

from orders_pipeline.model.actions import ActionKind
from orders_pipeline_tests.actions import laws_around, test_every_state
from orders_pipeline_tests.actions import laws_stories as stories
from orders_pipeline_tests.actions import laws_taken as taken
from orders_pipeline_tests.actions.law import Law

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
    **laws_around.LAWS,
}


def table() -> Iterator[str]:
    """Law, and the test that fails without it, as rows of a note."""
    yield from ("| law | the test that fails where it alone is taken away |", "|---|---|")
    for law in LAWS:
        yield f"| {law} | `test_laws.py::test_a_law_taken_away_alone_is_missed[{law}]` |"
    for law in test_every_state.LAWS:
        yield f"| {law} | `test_every_state.py::test_each_law_taken_away_alone_ends_in_a_lie[{law}]` |"
    alone = test_every_state.test_without_waiting_their_turn_two_are_in_flight.__name__
    yield f"| intents of an order wait their turn | `test_every_state.py::{alone}` |"


if __name__ == "__main__":
    print("\n".join(table()))
