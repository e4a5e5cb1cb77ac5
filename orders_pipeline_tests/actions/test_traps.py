"""Every trap of the catalogue: a case in which it closes, and one near by in which it does not.

Those of ChannelAdvisor's two protocols stand in files of their own; here is seen that none is left out.
"""

from collections import Counter

import pytest

from orders_pipeline.actions.policy.case import Effect
from orders_pipeline.actions.policy.catalogue import CATALOGUE, OF_DIALECT
from orders_pipeline.actions.policy.deciding import decided, rewritten
from orders_pipeline.model.decisions import Decision
from orders_pipeline.model.plans import Refusal
from orders_pipeline_tests.actions import test_traps_rest, test_traps_soap
from orders_pipeline_tests.actions.traps_of import abilities, channelape, channelunity, general, left

CASES = {
    trap_id: pair for of in (general, left, abilities, channelunity, channelape) for trap_id, pair in of.CASES.items()
}
ELSEWHERE = {trap_id for of in (test_traps_rest, test_traps_soap) for trap_id, *_ in of.CASES}
HERE = [trap for trap in CATALOGUE if trap.id not in ELSEWHERE]
REFUSED = [trap.id for trap in HERE if trap.effect is Effect.REFUSED]
REWRITTEN = [trap.id for trap in HERE if trap.effect is Effect.REWRITTEN]


def outcome(case):
    traps = OF_DIALECT.get(case.channel, ())
    return decided(case, traps), traps


@pytest.mark.parametrize("trap_id", REFUSED)
def test_a_trap_that_closes_is_refused_under_its_id_and_in_its_sentence(trap_id):
    case = CASES[trap_id][0]
    refusal, _ = outcome(case)
    assert isinstance(refusal, Refusal)
    assert (refusal.trap, refusal.sentence) == (trap_id, row_of(trap_id).said(case))


@pytest.mark.parametrize("trap_id", REFUSED)
def test_a_near_miss_is_not_refused(trap_id):
    decision, _ = outcome(CASES[trap_id][1])
    assert isinstance(decision, Decision), decision


@pytest.mark.parametrize("trap_id", REWRITTEN)
def test_a_trap_that_is_written_around_is_told_with_the_plan(trap_id):
    case = CASES[trap_id][0]
    decision, traps = outcome(case)
    assert isinstance(decision, Decision), decision
    assert trap_id in rewritten(case, traps)


@pytest.mark.parametrize("trap_id", REWRITTEN)
def test_a_near_miss_needs_no_rewriting(trap_id):
    case = CASES[trap_id][1]
    decision, traps = outcome(case)
    assert isinstance(decision, Decision), decision
    assert trap_id not in rewritten(case, traps)


def test_every_trap_has_its_case_and_every_case_its_trap(figures):
    figures("traps", **Counter(str(trap.effect) for trap in CATALOGUE))
    assert set(CASES) | ELSEWHERE == {trap.id for trap in CATALOGUE}


def test_no_two_traps_share_an_id_and_each_has_a_source_and_a_sentence():
    assert len({trap.id for trap in CATALOGUE}) == len(CATALOGUE) >= 50
    assert all(trap.source and trap.sentence.endswith(".") for trap in CATALOGUE)


@pytest.mark.parametrize(
    ("trap_id", "said"),
    [
        ("MORE-THAN-IS-LEFT-TO-RETURN", "line 7: 4 units asked for, 3 of 3 left to refund"),
        ("FINER-THAN-THE-CURRENCY", "14.955 USD is finer than 0.01, the smallest amount of the currency"),
    ],
)
def test_where_figures_are_of_more_use_than_the_rule_they_are_said(trap_id, said):
    refusal, _ = outcome(CASES[trap_id][0])
    assert refusal.sentence == said


def row_of(trap_id):
    return next(trap for trap in CATALOGUE if trap.id == trap_id)
