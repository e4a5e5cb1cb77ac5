"""Every action at every hub under all ordered pairs of crashes and faults: no state says what the hub's books do not.

A twentieth of the schedules, drawn by a seed that is printed, in `make test`; all of them in `make test-long`.
"""

from collections import Counter
from math import ceil
from random import Random

import pytest

from orders_pipeline_tests.actions.grid.rows import ROWS, Row
from orders_pipeline_tests.actions.grid.schedule import ran
from orders_pipeline_tests.actions.grid.troubles import CRASHES, NETWORK, PAIRS

SEED = 5
ZEROS = {
    "applied_twice": "applied twice by our sending",
    "done_without_effect": "called done, and has no effect",
    "failed_with_effect": ", and has its effect",
    "in_no_named_state": "no rest",
}


def zeros(row, pairs, figures):
    """Runs them; the figures are summed for the end of the run, every violation is told with its schedule."""
    found, ended, both = [], Counter(), 0
    for one, two in pairs:
        schedule = ran(row, one, two)
        found += [f"{row.name}, {one}, then {two}: {violation}" for violation in schedule.found]
        ended.update(f"{state} in the end" for state in schedule.ended)
        both += schedule.struck[1:2] == [two]
    each = {name: sum(told in violation for violation in found) for name, told in ZEROS.items()}
    met = {"schedules": len(pairs), "with_both_troubles_met": both, "violations": len(found)}
    figures(f"grid, seed {SEED}", **met, **each, **ended)
    assert not found, "\n".join(found)


def test_there_are_fourteen_crashes_and_twelve_faults():
    assert (len(CRASHES), len(NETWORK), len(PAIRS), len(ROWS)) == (14, 12, 26 * 26, 4 * 4)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_twentieth_of_the_schedules_ends_in_no_lie(row: Row, figures):
    pairs = Random(f"{SEED}/{row.name}").sample(PAIRS, ceil(len(PAIRS) / 20))
    zeros(row, pairs, figures)


@pytest.mark.long
@pytest.mark.parametrize("first", sorted({one for one, _ in PAIRS}))
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_schedule_ends_in_a_lie(row: Row, first: str, figures):
    zeros(row, [pair for pair in PAIRS if pair[0] == first], figures)
