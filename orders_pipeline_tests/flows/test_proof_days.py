"""Which days are proven when: the young ones always, each old one again within weeks; days are the merchant's."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders_pipeline.flows.proof.days import A_DAY, day_of, days_to_prove

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("on", "start", "hours"),
    [
        (date(2026, 9, 30), datetime(2026, 9, 30, 4, tzinfo=UTC), 24),
        (date(2026, 3, 8), datetime(2026, 3, 8, 5, tzinfo=UTC), 23),
        (date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC), 25),
    ],
    ids=["an ordinary day", "clocks go forward", "clocks go back"],
)
def test_a_day_is_as_long_as_the_merchant_s(on, start, hours):
    window = day_of(on, NEW_YORK, by_id=True).window
    assert (window.start, window.length) == (start, timedelta(hours=hours))


@given(st.sampled_from(sorted(available_timezones())), st.dates(date(2020, 1, 1), date(2035, 12, 30)))
def test_days_follow_each_other_without_gap_or_overlap_in_every_zone(zone, on):
    one, other = (day_of(day, zone, by_id=False).window for day in (on, on + A_DAY))
    assert one.end == other.start
    assert timedelta(hours=22) <= one.length <= timedelta(hours=26)


def test_the_young_days_are_proven_in_every_run_and_the_youngest_and_each_once_a_week_by_their_ids():
    days = days_to_prove(date(2026, 9, 1), NOW, NEW_YORK, {})
    assert [day.on for day in days] == [date(2026, 9, 30) - timedelta(days=age) for age in range(30)]
    assert [age for age, day in enumerate(days) if day.by_id] == [0, 1, 2, 7, 14, 21, 28]


def test_today_is_the_merchant_s_and_not_that_of_utc():
    late = datetime(2026, 9, 30, 2, tzinfo=UTC)
    assert days_to_prove(date(2026, 9, 1), late, NEW_YORK, {})[0].on == date(2026, 9, 29)
    assert days_to_prove(date(2026, 9, 30), late, NEW_YORK, {}) == []


def test_every_old_day_is_proven_again_within_five_weeks_by_runs_of_equal_size_though_some_are_missed():
    start, proven, sizes, longest = date(2024, 9, 1), {}, [], timedelta(0)
    for run in range(200):
        now = NOW + timedelta(days=run, minutes=run % 7)
        if run % 10 == 9:
            continue
        days = days_to_prove(start, now, NEW_YORK, proven)
        sizes.append(len(days))
        for day in days:
            if day.on in proven:
                longest = max(longest, now - proven[day.on])
            proven[day.on] = now
    every = {start + timedelta(days=age) for age in range((date(2026, 9, 30) - start).days)}
    assert every <= set(proven)
    assert longest < timedelta(days=35)
    assert max(sizes) <= 35 + 50
