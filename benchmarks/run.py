"""The benchmark's command: `python -m benchmarks.run`, or `make bench`.

Without options it runs every course and writes docs/benchmarks.md; with options it prints, for tuning.
"""

import argparse
import sys
from datetime import UTC, datetime

from benchmarks.alone import alone
from benchmarks.contenders import CONTENDERS, Given, profile
from benchmarks.courses import COURSES, ONE_IN, PAGE_SIZE, Course
from benchmarks.hub import running_hub
from benchmarks.machine import this_machine
from benchmarks.places import REPORT, RUNS
from benchmarks.rendered import Rendered, rendered
from benchmarks.report import report
from benchmarks.results import Result, lines, median

NEEDS_OURS = ("fetch",)  # it makes the requests that ours made


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(course: Course, pages: Rendered, *, with_profile: bool = False) -> list[Result]:
    """The medians of all contenders of a course."""
    results: dict[str, list[Result]] = {name: [] for name in course.times}
    RUNS.mkdir(parents=True, exist_ok=True)
    with running_hub(pages, course.page_size) as hub:
        given = Given(orders=pages, hub=hub, targets=[])
        for turn in range(max(course.times.values())):
            for name, times in course.times.items():
                if turn < times:
                    results[name].append(CONTENDERS[name](given))
                    say("\n".join(lines(results[name][-1])))
        if with_profile:
            say(profile(given))
    return [median(each) for each in results.values()]


def everything() -> None:
    """Every course, and the report. Ends with 1 where a result was wrong."""
    machine, pages = this_machine(), [rendered(course.orders, course.one_in, say) for course in COURSES]
    done = []
    for course, orders in zip(COURSES, pages, strict=True):
        say(f"\n{course.title}")
        done.append((course, run(course, orders)))
    REPORT.write_text(report(machine, datetime.now(UTC), done, max(pages, key=lambda one: one.facts.orders)))
    say(f"\nWritten: {REPORT}")
    if any(result.wrong for _, results in done for result in results):
        sys.exit(1)


def tuning(told: argparse.Namespace) -> None:
    names = list(told.only or CONTENDERS)
    if set(NEEDS_OURS) & set(names):
        names = ["ours", *(name for name in names if name != "ours")]
    for orders in told.orders or [10_000]:
        times = dict.fromkeys(names, told.times)
        course = Course(orders=orders, page_size=told.page_size, one_in=told.one_in, times=times)
        results = run(course, rendered(orders, told.one_in, say), with_profile=told.profile)
        if told.times > 1:
            say("\n".join(line for result in results for line in ("median of", *lines(result))))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("--orders", type=int, action="append", help="may be repeated; default: 10000")
    parser.add_argument("--only", choices=CONTENDERS, action="append", help="may be repeated; default: all")
    parser.add_argument("--times", type=int, default=1, help="runs of each; default: %(default)s")
    parser.add_argument("--page-size", type=int, default=PAGE_SIZE, help="orders on a page; default: %(default)s")
    parser.add_argument("--one-in", type=int, default=ONE_IN, help="of the long orders; default: %(default)s")
    parser.add_argument("--profile", action="store_true", help="profile our load, into data/bench/profiles")
    told = parser.parse_args()
    with alone():
        if len(sys.argv) == 1:
            everything()
        else:
            tuning(told)


if __name__ == "__main__":
    main()
