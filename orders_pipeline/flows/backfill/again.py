"""Days that are certified already, read once more: generations of windows side by side, told apart by their names.

A window is known by its bounds, which are whole seconds. Those of the n-th reading again begin n microseconds earlier,
so that they stand beside the earlier ones and are loaded as windows of their own; what is certified is not overwritten.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import msgspec

from orders_pipeline.landing.durable import write_new
from orders_pipeline.model.window import Window

FILE = "again.json"
TICK, A_SECOND = timedelta(microseconds=1), 1_000_000


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A reading of days again that has not ended: the same command goes on with it."""

    first: date
    last: date
    generation: int


def generation(window: Window) -> int:
    """0: the first reading."""
    return -window.start.microsecond % A_SECOND


def plain(window: Window) -> Window:
    """As the first reading would have it."""
    return Window(window.start + generation(window) * TICK, window.end)


def of_generation(number: int, window: Window) -> Window:
    return Window(window.start - number * TICK, window.end)


def covered_by(number: int, covered: Iterable[Window]) -> list[Window]:
    """What windows of that generation cover, whatever others do."""
    return [plain(window) for window in covered if generation(window) == number]


def begin(folder: Path, first: date, last: date, covered: Iterable[Window]) -> int:
    """The generation to read: that of the reading of these very days that was cut off, else a new one."""
    file = folder / FILE
    try:
        left = msgspec.json.decode(file.read_bytes(), type=Begun)
    except (OSError, msgspec.MsgspecError):
        left = None
    if left is not None and (left.first, left.last) == (first, last):
        return left.generation
    newest = max([left.generation if left else 0, *map(generation, covered)])
    begun = Begun(first=first, last=last, generation=newest + 1)
    write_new(file, msgspec.json.encode(begun))
    return begun.generation


def ended(folder: Path) -> None:
    """Every day is read: the next time is another generation."""
    (folder / FILE).unlink(missing_ok=True)
