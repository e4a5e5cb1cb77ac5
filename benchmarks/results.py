"""What a contender did in one run, and the median of several."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from benchmarks.measuring import Measured

MIB = 1024 * 1024


class Result(Struct, frozen=True, kw_only=True):
    """One run of one contender over `orders` orders: its parts in turn, each a process of its own."""

    contender: str
    orders: int
    parts: dict[str, Measured]
    requests: int = 0
    server_cpu: float = 0.0
    is_checked: bool = False  # against what was rendered
    wrong: tuple[str, ...] = ()  # how its result differs from what was rendered

    @property
    def wall(self) -> float:
        return sum(part.wall for part in self.parts.values())

    @property
    def cpu(self) -> float:
        return sum(part.cpu for part in self.parts.values())

    @property
    def peak_bytes(self) -> int:
        return max(part.peak_bytes for part in self.parts.values())

    @property
    def a_second(self) -> float:
        return self.orders / self.wall


def median(results: Sequence[Result]) -> Result:
    """The whole run in the middle by wall time, so that its figures belong together; what was wrong in any is kept."""
    middle = sorted(results, key=lambda one: one.wall)[(len(results) - 1) // 2]
    wrong = tuple(dict.fromkeys(sentence for one in results for sentence in one.wrong))
    return msgspec.structs.replace(middle, wrong=wrong)


def lines(result: Result) -> list[str]:
    """For the terminal: a line a part, one for all together, one for each thing that is wrong."""
    parts = [_line(name, part.wall, part.cpu, part.peak_bytes) for name, part in result.parts.items()]
    whole = _line("together", result.wall, result.cpu, result.peak_bytes) if len(parts) > 1 else parts.pop()
    told = (
        f"{result.contender}: {result.orders:,} orders, {result.a_second:,.0f} orders/s, {result.requests:,} requests"
    )
    return [
        f"{told}, server CPU {result.server_cpu:.2f} s",
        *parts,
        whole,
        *(f"  WRONG: {sentence}" for sentence in result.wrong),
    ]


def _line(name: str, wall: float, cpu: float, peak: int) -> str:
    return f"  {name:<22} {wall:8.2f} s wall {cpu:8.2f} s CPU {peak / MIB:8.0f} MiB"
