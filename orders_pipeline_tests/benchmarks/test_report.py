"""The report is written whatever was run, and says itself where an aim is not met. Its figures here are made up."""

from datetime import UTC, datetime

import pytest

from benchmarks.contenders import CONTENDERS
from benchmarks.courses import COURSES, SHORT
from benchmarks.dialects import DIALECTS
from benchmarks.machine import Machine
from benchmarks.measuring import Measured
from benchmarks.rendered import Rendered, rendered
from benchmarks.report import Done, report
from benchmarks.results import MIB, Result

NOW = datetime(2026, 9, 30, tzinfo=UTC)
MACHINE = Machine(
    cpu="a processor",
    cores=2,
    memory_gib=8.0,
    kernel="6.1",
    python="3.11",
    ours={"duckdb": "2.0.0"},
    dlt={"dlt": "1.31.0"},
    commit="0123456789ab",
)


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    """A few rendered orders of each dialect; the report counts their bytes and facts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("benchmarks.rendered.PAGES", tmp_path_factory.mktemp("pages"))
        return {channel: rendered(channel, 10, 1, lambda line: None) for channel in DIALECTS}


def done(course, orders: Rendered, ours_seconds: float, mib: int = 100) -> Done:
    labels = {"ours": "ours", "fetch": "fetch only", "decode": "decode only"}
    labels |= {f"dlt-{kind}": label for kind, label in DIALECTS[course.channel].dlt.items()}
    assert set(labels) <= set(CONTENDERS)
    results = [
        Result(
            contender=labels[name],
            orders=course.orders,
            parts={
                "load": Measured(wall=ours_seconds if name == "ours" else 100.0, cpu=1.0, peak_bytes=mib * MIB),
            },
        )
        for name in course.times
    ]
    return Done(course, orders, results, "")


def aims_of(text: str, channel: str) -> str:
    return text.split(f"## {DIALECTS[channel].title}\n")[1].split("\n\n| | orders/s")[0]


@pytest.mark.parametrize(("courses", "is_short"), [(COURSES, False), (SHORT, True)], ids=["whole", "short"])
def test_a_report_is_written_of_every_dialect(orders, courses, is_short):
    text = report(MACHINE, NOW, [done(one, orders[one.channel], 1.0) for one in courses], is_short=is_short)
    assert ("This was the short run" in text) is is_short
    for channel in DIALECTS:
        sizes = list(dict.fromkeys(one.orders for one in courses if one.channel == channel))
        assert f"| aim | {' | '.join(f'{size:,}' for size in sizes)} |" in aims_of(text, channel)
        assert ("so many orders more" in aims_of(text, channel)) is (len(sizes) > 1)


def test_one_course_a_dialect_is_enough(orders):
    one_each = {course.channel: course for course in reversed(SHORT)}.values()
    text = report(MACHINE, NOW, [done(one, orders[one.channel], 1.0) for one in one_each], is_short=True)
    assert all("| aim | 10,000 |\n|---|---:|\n" in aims_of(text, channel) for channel in DIALECTS)


def test_an_aim_that_is_met_is_only_shown(orders):
    (course,) = (one for one in SHORT if one.channel == "channelunity")
    text = aims_of(report_of(course, orders, 0.5), course.channel)
    assert "| at least 12,000 orders/s | 20,000 |" in text
    assert "Every aim is met." in text
    assert "ot met" not in text


def test_one_that_is_not_is_called_so_beside_its_figure_and_in_a_sentence(orders):
    (course,) = (one for one in SHORT if one.channel == "channelunity")
    text = aims_of(report_of(course, orders, 50.0, mib=600), course.channel)
    assert "| at least 12,000 orders/s | 200, not met |" in text
    assert "| peak memory under 512 MiB | 600, not met |" in text
    assert "| at least 4 times as fast as dlt, merge | 2.00, not met |" in text
    assert "**Not met:** at least 12,000 orders/s (200 with 10,000 orders); peak memory under 512 MiB (600 " in text


def report_of(course, orders, seconds: float, mib: int = 100) -> str:
    rest = next(one for one in SHORT if one.channel == "channeladvisor")
    both = [done(rest, orders["channeladvisor"], 1.0), done(course, orders[course.channel], seconds, mib)]
    return report(MACHINE, NOW, both)
