"""Every action at every hub under all ordered pairs of crashes and faults: no state says what the hub's books do not.

A twentieth of the schedules, drawn by a seed that is printed, in `make test`; all of them in `make test-long`.
"""

from collections import Counter
from random import Random

import pytest

from orders_pipeline_tests.actions.grid.rows import ROWS, Row
from orders_pipeline_tests.actions.grid.schedule import ran
from orders_pipeline_tests.actions.grid.troubles import CRASHES, NETWORK, PAIRS

SEED = 5


def zeros(row, pairs, capsys):
    """Runs them; the figures are printed, and every violation with the schedule that shows it."""
    found, ended = [], Counter()
    for one, two in pairs:
        schedule = ran(row, one, two)
        found += [f"{row.name}, {one}, then {two}: {violation}" for violation in schedule.found]
        ended.update(map(str, schedule.ended))
    with capsys.disabled():
        print(f"\n{row.name}: {len(pairs)} schedules, {len(found)} violations; at rest {dict(sorted(ended.items()))}")
    assert not found, "\n".join(found)


def test_there_are_fourteen_crashes_and_twelve_faults():
    assert (len(CRASHES), len(NETWORK), len(PAIRS)) == (14, 12, 650)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_twentieth_of_the_schedules_ends_in_no_lie(row: Row, capsys):
    pairs = Random(f"{SEED}/{row.name}").sample(PAIRS, len(PAIRS) // 20)
    zeros(row, pairs, capsys)


@pytest.mark.long
@pytest.mark.parametrize("first", sorted({one for one, _ in PAIRS}))
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_schedule_ends_in_a_lie(row: Row, first: str, capsys):
    zeros(row, [pair for pair in PAIRS if pair[0] == first], capsys)
