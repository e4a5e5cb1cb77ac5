"""Figures that tests count (schedules, kills, races, violations), summed at the end of a run, also over its workers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest

FIGURES = "figures"
Figures = Callable[..., None]


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """`figures("grid", schedules=32)`: added to what other tests say of the same subject; texts are listed."""
    return lambda subject, **counted: record_property(FIGURES, (subject, counted))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    summed: dict[str, Counter[str]] = defaultdict(Counter)
    for subject, counted in _told(terminalreporter):
        summed[subject].update(counted)
    if summed:
        terminalreporter.section("figures")
    for subject, counted in sorted(summed.items()):
        told = (f"{_number(number)} {name.replace('_', ' ')}" for name, number in counted.items())
        terminalreporter.write_line(f"{subject}: {', '.join(told)}")


def _number(number: float) -> str:
    return f"{number:,.2f}" if isinstance(number, float) else f"{number:,}"


def _told(terminalreporter: Any) -> Iterator[tuple[str, dict[str, float]]]:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                yield from (value for name, value in report.user_properties if name == FIGURES)
