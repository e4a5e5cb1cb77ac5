"""The aims beside what was reached: a figure a size, and in words where it is not enough."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.dialects import MERGE, Dialect
from benchmarks.results import MIB, Result

AIM_MIB = 512
AIM_GROWTH = 1.5
DLT = MERGE["merge"]


class Reached(NamedTuple):
    """What a course of so many orders reached, by contender."""

    orders: int
    of: Callable[[str], Result]


class Figure(NamedTuple):
    shown: str
    is_met: bool = True


class Aim(NamedTuple):
    """`figures`: one a size; of what is shown beside the aims all are taken as met. None: a size that has none."""

    sentence: str
    figures: Sequence[Figure | None]


def told(dialect: Dialect, reached: Sequence[Reached]) -> str:
    """A table of one or several sizes, the smallest first, and a sentence that says which aims are not met."""
    aims = [*_aims(dialect, reached), *_beside(dialect, reached)]
    head = [f"| aim | {' | '.join(f'{one.orders:,}' for one in reached)} |", f"|---|{'---:|' * len(reached)}"]
    rows = [f"| {aim.sentence} | {' | '.join(map(_cell, aim.figures))} |" for aim in aims]
    return "\n".join([*head, *rows, "", _verdict(aims, reached), ""])


def _aims(dialect: Dialect, reached: Sequence[Reached]) -> list[Aim]:
    ours = [one.of("ours") for one in reached]
    times = [_times(one, DLT) for one in reached]
    aims = [
        Aim(
            f"at least {dialect.aim:,} orders/s",
            [Figure(f"{one.a_second:,.0f}", one.a_second >= dialect.aim) for one in ours],
        ),
        Aim(
            f"peak memory under {AIM_MIB} MiB",
            [Figure(f"{one.peak_bytes / MIB:,.0f}", one.peak_bytes < AIM_MIB * MIB) for one in ours],
        ),
        Aim(
            f"at least {dialect.aim_times_dlt} times as fast as {DLT}",
            [Figure(f"{times:.2f}", times >= dialect.aim_times_dlt) for times in times],
        ),
    ]
    if len(ours) > 1:
        growth = ours[-1].peak_bytes / ours[0].peak_bytes
        figures = [*[None] * (len(ours) - 1), Figure(f"{growth:.2f}", growth <= AIM_GROWTH)]
        aims.insert(2, Aim(f"at most {AIM_GROWTH} times the memory for so many orders more", figures))
    return aims


def _beside(dialect: Dialect, reached: Sequence[Reached]) -> list[Aim]:
    cpu = [Figure(f"{one.of(DLT).cpu / one.of('ours').cpu:.2f}") for one in reached]
    others = [label for label in dialect.dlt.values() if label != DLT]
    return [
        Aim(f"beside it: CPU seconds of {DLT}, to ours", cpu),
        *(Aim(f"beside it: {label}", [Figure(f"{_times(one, label):.2f}") for one in reached]) for label in others),
    ]


def _times(one: Reached, contender: str) -> float:
    return one.of("ours").a_second / one.of(contender).a_second


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure.shown if figure.is_met else f"{figure.shown}, not met"


def _verdict(aims: Sequence[Aim], reached: Sequence[Reached]) -> str:
    missed = []
    for aim in aims:
        found = [
            f"{figure.shown} with {one.orders:,} orders"
            for figure, one in zip(aim.figures, reached, strict=True)
            if figure is not None and not figure.is_met
        ]
        if found:
            missed.append(f"{aim.sentence} ({', '.join(found)})")
    return f"**Not met:** {'; '.join(missed)}." if missed else "Every aim is met."
