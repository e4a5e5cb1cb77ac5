"""The merchant's days: whatever clocks do, they leave no gap and do not overlap."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders_pipeline.model.days import by_day, day_start
from orders_pipeline.model.window import Window

SECONDS = int(datetime(2099, 12, 1, tzinfo=UTC).timestamp())
instants = st.integers(0, SECONDS).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})


def days(first, last, time_zone):
    span = Window(day_start(first, time_zone), day_start(last + timedelta(days=1), time_zone))
    return list(by_day(span, time_zone))


@pytest.mark.parametrize(
    ("time_zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Havana", date(2026, 3, 8), 23),  # at midnight: the day begins at 1
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("UTC", date(2026, 3, 29), 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(time_zone, day, hours):
    before, this, after = days(day - timedelta(days=1), day + timedelta(days=1), time_zone)
    assert [one for one, _ in (before, this, after)] == [day + timedelta(days=n) for n in (-1, 0, 1)]
    assert this[1].length == timedelta(hours=hours)
    assert (before[1].end, this[1].end) == (this[1].start, after[1].start)


def test_a_day_that_a_zone_left_out_is_none():
    found = days(date(2011, 12, 29), date(2011, 12, 31), "Pacific/Apia")
    assert [day for day, _ in found] == [date(2011, 12, 29), date(2011, 12, 31)]
    assert found[0][1].end == found[1][1].start


@given(start=instants, length=st.timedeltas(timedelta(seconds=1), timedelta(days=40)), zone=st.sampled_from(ZONES))
def test_the_days_of_a_window_are_exactly_the_window(start, length, zone):
    window = Window(start, start + length)
    parts = list(by_day(window, zone))
    assert (parts[0][1].start, parts[-1][1].end) == (window.start, window.end)
    assert all(one.end == following.start for (_, one), (_, following) in pairwise(parts))
    assert all(day < following for (day, _), (following, _) in pairwise(parts))
