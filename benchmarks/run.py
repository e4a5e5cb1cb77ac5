"""The benchmark's command: `python -m benchmarks.run`, or `make bench`.

Without options it runs every course and writes docs/benchmarks.md; with options it prints, for tuning.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

from benchmarks.alone import alone
from benchmarks.contenders import CONTENDERS, Given, profile
from benchmarks.courses import COURSES, ONE_IN, OURS_AND_FLOORS, PAGE_SIZE, SHORT, Course
from benchmarks.dialects import DIALECTS
from benchmarks.environment import dlt_python
from benchmarks.hub import running_hub
from benchmarks.machine import this_machine
from benchmarks.places import REPORT, RUNS
from benchmarks.rendered import Rendered, rendered
from benchmarks.report import Done, report
from benchmarks.results import Result, lines, median

NEEDS_OURS = ("fetch", "decode")  # they take the requests that ours made


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(course: Course, pages: Rendered, *, of_functions: bool = False) -> tuple[list[Result], str]:
    """The medians of all contenders of a course, and the profile of our load where the course has one."""
    results: dict[str, list[Result]] = {name: [] for name in course.times}
    profiled = ""
    RUNS.mkdir(parents=True, exist_ok=True)
    with running_hub(pages, course.page_size) as hub:
        given = Given(orders=pages, page_size=course.page_size, hub=hub, asked=[])
        for turn in range(max(course.times.values())):
            for name, times in course.times.items():
                if turn < times:
                    results[name].append(CONTENDERS[name](given))
                    say("\n".join(lines(results[name][-1])))
        if course.is_profiled:
            say(profiled := profile(given, of_functions=of_functions))
    return [median(each) for each in results.values()], profiled


def everything(*, is_short: bool = False) -> None:
    """Every course, or those of the short run, and the report. Ends with 1 where a result was wrong."""
    courses = SHORT if is_short else COURSES
    dlt_python()
    machine, pages = this_machine(), _rendered(courses)
    done = []
    for course, orders in zip(courses, pages, strict=True):
        say(f"\n{course.title}")
        results, profiled = run(course, orders)
        done.append(Done(course, orders, results, profiled))
    REPORT.write_text(report(machine, datetime.now(UTC), done, is_short=is_short))
    say(f"\nWritten: {REPORT}")
    if any(result.wrong for each in done for result in each.results):
        sys.exit(1)


def _rendered(courses: Sequence[Course]) -> list[Rendered]:
    """The orders of every course, the largest first, a process a core."""
    wanted = {(course.channel, course.orders, course.one_in) for course in courses}
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for one in [pool.submit(rendered, *which, say) for which in sorted(wanted, key=lambda one: -one[1])]:
            one.result()
    return [rendered(course.channel, course.orders, course.one_in) for course in courses]


def tuning(told: argparse.Namespace) -> None:
    for channel in told.channel or ["channeladvisor"]:
        theirs = [f"dlt-{kind}" for kind in DIALECTS[channel].dlt]
        names = [name for name in told.only or CONTENDERS if name in (*OURS_AND_FLOORS, *theirs)]
        if set(NEEDS_OURS) & set(names):
            names = ["ours", *(name for name in names if name != "ours")]
        for orders in told.orders or [10_000]:
            course = Course(
                channel=channel,
                orders=orders,
                page_size=told.page_size or PAGE_SIZE[channel],
                one_in=told.one_in,
                times=dict.fromkeys(names, told.times),
                is_profiled=told.profile,
            )
            say(course.title)
            results, _ = run(course, rendered(channel, orders, told.one_in, say), of_functions=True)
            if told.times > 1:
                say("\n".join(line for result in results for line in ("median of", *lines(result))))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("--channel", choices=DIALECTS, action="append", help="may be repeated; default: channeladvisor")
    parser.add_argument("--orders", type=int, action="append", help="may be repeated; default: 10000")
    parser.add_argument("--only", choices=CONTENDERS, action="append", help="may be repeated; default: all")
    parser.add_argument("--times", type=int, default=1, help="runs of each; default: %(default)s")
    parser.add_argument("--page-size", type=int, help="orders on a page; default: what the hub gives")
    parser.add_argument("--one-in", type=int, default=ONE_IN, help="of the long orders; default: %(default)s")
    parser.add_argument("--profile", action="store_true", help="profile our load, into data/bench/profiles")
    parser.add_argument("--short", action="store_true", help="the report of fewer courses, each contender once")
    told = parser.parse_args()
    with alone():
        if len(sys.argv) == 1:
            everything()
        elif told.short:
            everything(is_short=True)
        else:
            tuning(told)


if __name__ == "__main__":
    main()
