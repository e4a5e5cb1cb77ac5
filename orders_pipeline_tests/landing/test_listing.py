"""Years of windows by their names alone say the same as window for window."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.landing.journal import FILE, Attempted, newest, note
from orders_pipeline.landing.listing import holes, listed, window_of
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window, gaps

START = datetime(2026, 8, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 60).map(lambda minutes: START + timedelta(minutes=minutes))
WITH_FRACTIONS = INSTANTS.flatmap(lambda at: st.sampled_from([at, at + timedelta(microseconds=500_000)]))


def windows(instants):
    pairs = st.tuples(instants, instants).map(sorted).filter(lambda pair: pair[0] < pair[1])
    return st.lists(pairs.map(lambda pair: Window(*pair)), max_size=12)


@settings(deadline=None)
@given(windows(INSTANTS) | windows(WITH_FRACTIONS), INSTANTS)
def test_holes_are_the_gaps_between_the_windows(held, start):
    names = sorted({window.name for window in held})
    end = max((window.end for window in held), default=start)
    assert holes(start, names) == (gaps(Window(start, end), held) if end > start else [])
    assert {window_of(name) for name in names} == set(held)


def test_only_manifests_are_listed(tmp_path):
    folder = tmp_path / "live"
    folder.mkdir()
    name = Window(START, START + timedelta(minutes=15)).name
    for file in (f"{name}.json", f"{name}.txt", name, ".writing-0", "notes.json"):
        (folder / file).touch()
    assert listed(tmp_path, Purpose.LIVE) == [name]
    assert listed(tmp_path, Purpose.BACKFILL) == []


def test_the_newest_attempts_are_had_without_reading_years(tmp_path):
    assert newest(tmp_path) == []
    for number in range(40):
        note(tmp_path, Attempted(at=START, orders=number))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"at":"2026-08')
    note(tmp_path, Attempted(at=START, orders=40))
    assert [one.orders for one in newest(tmp_path)] == list(range(41))
    assert [one.orders for one in newest(tmp_path, most_bytes=400)][-2:] == [39, 40]
