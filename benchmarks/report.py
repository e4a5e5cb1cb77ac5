"""docs/benchmarks.md from the results of a run: tables of figures, aims beside what was reached.

The method stands in method.md, whose gaps are filled from the same sources.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from benchmarks import dlt_settings
from benchmarks.courses import OLDER_PAGE_SIZE, ONE_IN, PAGE_SIZE, Course
from benchmarks.machine import Machine
from benchmarks.measuring import Measured
from benchmarks.rendered import COLLECTION_CAP, Rendered
from benchmarks.results import MIB, Result

Done = Sequence[tuple[Course, list[Result]]]

AIM_ORDERS_A_SECOND = 8_000
AIM_MIB = 512
AIM_GROWTH = 1.5
AIM_TIMES_DLT = 5


def report(machine: Machine, at: datetime, done: Done, pages: Rendered) -> str:
    parts = [_head(machine, at), *(_course(course, results) for course, results in done), _aims(done)]
    return "\n".join([*parts, _method(machine, pages)])


def _head(machine: Machine, at: datetime) -> str:
    ours, dlt = (", ".join(f"{name} {number}" for name, number in each.items()) for each in (machine.ours, machine.dlt))
    return f"""\
# Benchmarks

Written by `make bench`, not by hand. All figures of this page come from one run on one machine.

| | |
|---|---|
| date | {at:%Y-%m-%d %H:%M} UTC |
| commit | {machine.commit} |
| machine | {machine.cores} cores of {machine.cpu}, {machine.memory_gib:.1f} GiB, Linux {machine.kernel} |
| ours | Python {machine.python}, {ours} |
| dlt | Python {machine.python}, {dlt} |
"""


def _course(course: Course, results: list[Result]) -> str:
    rows = [
        f"## {course.title}\n",
        "| | orders/s | wall s | CPU s | peak MiB | requests | server's CPU s | runs | result |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for result, times in zip(results, course.times.values(), strict=True):
        rows += _rows(result, times)
    wrong = [f"\n**{result.contender} is wrong:** {sentence}." for result in results for sentence in result.wrong]
    return "\n".join([*rows, *wrong, ""])


def _rows(result: Result, times: int) -> Iterator[str]:
    verdict = "" if not result.is_checked else "wrong, see below" if result.wrong else "as rendered"
    yield (
        f"| **{result.contender}** | {_figures(result, result.orders)} | {result.requests:,} | "
        f"{result.server_cpu:.2f} | {times} | {verdict} |"
    )
    if len(result.parts) > 1:
        for name, part in result.parts.items():
            yield f"| {name} | {_figures(part, result.orders)} | | | | |"


def _figures(one: Result | Measured, orders: int) -> str:
    return f"{orders / one.wall:,.0f} | {one.wall:.2f} | {one.cpu:.2f} | {one.peak_bytes / MIB:,.0f}"


def _aims(done: Done) -> str:
    small, large = ({result.contender: result for result in results} for _, results in done[:2])
    growth = large["ours"].peak_bytes / small["ours"].peak_bytes
    sizes = " | ".join(f"{course.orders:,}" for course, _ in done[:2])
    both = (small, large)
    rows = [
        f"## Aims and what is reached\n\n| aim | {sizes} |\n|---|---:|---:|",
        f"| at least {AIM_ORDERS_A_SECOND:,} orders/s | " + _cells(f"{each['ours'].a_second:,.0f}" for each in both),
        f"| peak memory under {AIM_MIB} MiB | " + _cells(f"{each['ours'].peak_bytes / MIB:,.0f}" for each in both),
        f"| at most {AIM_GROWTH} times the memory for ten times the orders | | {growth:.2f} |",
        f"| at least {AIM_TIMES_DLT} times as fast as dlt, merge | " + _times(both, "dlt, merge"),
        "| beside it: dlt, append | " + _times(both, "dlt, append"),
        "| beside it: CPU seconds of dlt, merge, to ours | " + _cells(f"{_cpu(each):.2f}" for each in both),
        "| beside it: dlt given Arrow, merge | " + _times(both, "dlt given Arrow, merge"),
    ]
    return "\n".join([*rows, ""])


def _times(both: Sequence[Mapping[str, Result]], contender: str) -> str:
    return _cells(f"{each['ours'].a_second / each[contender].a_second:.2f}" for each in both)


def _cpu(each: Mapping[str, Result]) -> float:
    return each["dlt, merge"].cpu / each["ours"].cpu


def _cells(values: Iterator[str]) -> str:
    return " | ".join(values) + " |"


def _method(machine: Machine, pages: Rendered) -> str:
    facts = pages.facts
    bytes_each = pages.lists.stat().st_size / facts.orders
    cut = sum(one.whole_end > one.whole_start for one in pages.placed)
    settings = "\n".join(f"| `{name}` | `{value}` | {why} |" for name, (value, why) in dlt_settings.SETTINGS.items())
    in_code = "\n".join(f"* {sentence}." for sentence in dlt_settings.IN_CODE)
    return (
        (Path(__file__).parent / "method.md")
        .read_text()
        .format(
            facts=facts,
            bytes_each=bytes_each,
            cut=cut,
            cap=COLLECTION_CAP,
            one_in=ONE_IN,
            page_size=PAGE_SIZE,
            older_page_size=OLDER_PAGE_SIZE,
            version=machine.dlt["dlt"],
            settings=settings,
            in_code=in_code,
        )
    )
