"""Windows are half-open, cursors contiguous, gaps exact."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders_pipeline.model.window import Window, cursor, gaps, settled, split

DAY = datetime(2026, 8, 1, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return DAY + timedelta(minutes=minutes)


def window(start: int, end: int) -> Window:
    return Window(at(start), at(end))


spans = st.tuples(st.integers(0, 300), st.integers(1, 120)).map(lambda pair: window(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (DAY, DAY),
        (at(1), DAY),
        (DAY.replace(tzinfo=None), at(1)),
        (DAY, at(1).astimezone(timezone(timedelta(hours=2)))),
    ],
    ids=["empty", "backwards", "naive", "not UTC"],
)
def test_a_window_refuses_bounds_that_mean_nothing(start, end):
    with pytest.raises((ValueError, TypeError)):
        Window(start, end)


def test_a_window_s_name_sorts_by_time_and_keeps_microseconds():
    assert window(0, 1).name == "20260801T000000Z_20260801T000100Z"
    assert Window(DAY, DAY + timedelta(microseconds=5)).name == "20260801T000000Z_20260801T000000.000005Z"


def test_the_cursor_stops_before_the_first_gap():
    assert cursor(DAY, [window(0, 10), window(20, 30), window(10, 15)]) == at(15)


def test_the_cursor_of_nothing_is_the_start():
    assert cursor(DAY, [window(5, 10)]) == DAY


def test_what_is_settled_is_a_whole_second_before_the_hub_s_clock():
    assert settled(DAY + timedelta(seconds=90, microseconds=7), timedelta(minutes=1)) == DAY + timedelta(seconds=30)


@given(st.lists(spans, max_size=8))
def test_gaps_and_what_is_covered_are_together_exactly_the_span(covered):
    span = window(0, 400)
    missing = gaps(span, covered)
    for minute in range(0, 400, 7):
        inside = [w for w in [*missing, *covered] if w.start <= at(minute) < w.end]
        assert inside, "every instant is covered or missing"
        assert not ([w for w in missing if w in inside] and [w for w in covered if w in inside])


@given(st.lists(spans, max_size=8))
def test_reading_the_first_gap_moves_the_cursor_to_its_end_or_beyond(covered):
    span = window(0, 400)
    missing = gaps(span, covered)
    if missing:
        assert cursor(DAY, covered) == missing[0].start
        assert cursor(DAY, [*covered, missing[0]]) >= missing[0].end


@given(spans, st.integers(1, 50))
def test_the_parts_of_a_window_are_the_window(whole, parts):
    pieces = split(whole, parts)
    assert pieces[0].start == whole.start
    assert pieces[-1].end == whole.end
    assert all(a.end == b.start for a, b in pairwise(pieces))
    assert len(pieces) <= parts
