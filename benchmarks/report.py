"""docs/benchmarks.md from the results of a run: a section a dialect, tables of figures, aims beside what was reached.

The method stands in method.md, whose gaps are filled from the same sources.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks import aims, dlt_settings
from benchmarks.aims import Reached
from benchmarks.courses import OLDER_PAGE_SIZE, ONE_IN, PAGE_SIZE, Course
from benchmarks.dialects import DIALECTS
from benchmarks.machine import Machine
from benchmarks.measuring import Measured
from benchmarks.rendered import Rendered
from benchmarks.rendering.shown import LONG
from benchmarks.results import MIB, Result

SIZES = 2  # of the orders of a dialect
SHORT = """\
**This was the short run:** each contender once, and not every size. The whole one is `make bench`.

"""


class Done(NamedTuple):
    """A course that was run: the medians of all contenders, and where our load spent its time."""

    course: Course
    orders: Rendered
    results: list[Result]
    profile: str

    def whole(self, contender: str) -> Result:
        """The run of one that took part."""
        return next(result for result in self.results if result.contender == contender)


def report(machine: Machine, at: datetime, done: Sequence[Done], *, is_short: bool = False) -> str:
    parts = [_head(machine, at, is_short)]
    for channel in dict.fromkeys(each.course.channel for each in done):
        parts.append(_dialect(channel, [each for each in done if each.course.channel == channel]))
    return "\n".join([*parts, _method(machine, done)])


def _head(machine: Machine, at: datetime, is_short: bool) -> str:
    ours, dlt = (", ".join(f"{name} {number}" for name, number in each.items()) for each in (machine.ours, machine.dlt))
    return f"""\
# Benchmarks

Written by `make bench`, not by hand. All figures of this page come from one run on one machine.

{SHORT if is_short else ""}| | |
|---|---|
| date | {at:%Y-%m-%d %H:%M} UTC |
| commit | {machine.commit} |
| machine | {machine.cores} cores of {machine.cpu}, {machine.memory_gib:.1f} GiB, Linux {machine.kernel} |
| ours | Python {machine.python}, {ours} |
| dlt | Python {machine.python}, {dlt} |
"""


def _dialect(channel: str, done: Sequence[Done]) -> str:
    parts = [f"## {DIALECTS[channel].title}\n", _aims(channel, done), _facts(channel, done)]
    return "\n".join([*parts, *map(_course, done), *filter(None, map(_profile, done))])


def _facts(channel: str, done: Sequence[Done]) -> str:
    largest = max((each.orders for each in done), key=lambda orders: orders.orders)
    rows = ", ".join(
        f"{number:,.0f} {fact.replace('_', ' ')}"
        for fact, number in largest.facts.items()
        if fact in ("order_items", "bundle_components", "fulfillments", "fulfillment_items", "refunds")
    )
    return f"{largest.orders:,} orders have {rows}; {largest.bytes_each():,.0f} bytes an order on a list.\n"


def _course(done: Done) -> str:
    course, results = done.course, done.results
    rows = [
        f"### {course.title}\n",
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


def _profile(done: Done) -> str:
    if not done.profile:
        return ""
    return f"Where the load of {done.course.orders:,} orders spends its time, step by step:\n\n```\n{done.profile}```\n"


def _aims(channel: str, done: Sequence[Done]) -> str:
    """Of the first courses, which differ in their size alone; a short run may have one of them."""
    return aims.told(DIALECTS[channel], [Reached(each.course.orders, each.whole) for each in done[:SIZES]])


def _method(machine: Machine, done: Sequence[Done]) -> str:
    of_rest = max((each.orders for each in done if len(each.orders.mapped()) == 2), key=lambda orders: orders.orders)
    settings = "\n".join(f"| `{name}` | `{value}` | {why} |" for name, (value, why) in dlt_settings.SETTINGS.items())
    in_code = "\n".join(f"* {sentence}." for sentence in dlt_settings.IN_CODE)
    sizes = ", ".join(f"{dialect.title} {PAGE_SIZE[channel]:,}" for channel, dialect in DIALECTS.items())
    return (
        (Path(__file__).parent / "method.md")
        .read_text()
        .format(
            orders=of_rest.orders,
            cut=sum(one.has(1) for one in of_rest.placed),
            cap=LONG,
            one_in=ONE_IN,
            sizes=sizes,
            older_page_size=OLDER_PAGE_SIZE,
            version=machine.dlt["dlt"],
            settings=settings,
            in_code=in_code,
        )
    )
