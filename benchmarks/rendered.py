"""Orders rendered beforehand: bytes on disk, an index into them, and the facts that every result is checked against.

Made once for each dialect and set of parameters by the sandbox's world and rendering; no order is a copy of another.
How a dialect renders, and how its facts are counted from the bytes, stands in `rendering/`.
"""

import mmap
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import msgspec

from benchmarks.places import PAGES
from benchmarks.rendering import RENDERINGS

FORMAT = 2  # of what is written here; another one renders anew

Facts = dict[str, Decimal]  # what the rendered orders hold, whole: rows, and sums of the digits on the wire


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """One order: its id, the instants by which it is found in microseconds since 1970, and where its texts stand.

    `spans`: begin and end of each of the dialect's texts in turn, both the same where it has none.
    """

    key: int | str
    times: tuple[int, ...]
    spans: tuple[int, ...]

    def has(self, text: int) -> bool:
        return self.spans[2 * text] < self.spans[2 * text + 1]


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of rendered orders. `placed` is in the order in which the hub lists them."""

    folder: Path
    channel: str
    facts: Facts
    placed: list[Placed]

    @property
    def orders(self) -> int:
        return len(self.placed)

    def file(self, text: str) -> Path:
        return self.folder / f"{text}.bin"

    def mapped(self) -> list[memoryview]:
        """The files of the dialect's texts, each as one piece of memory."""
        return [_mapped(self.file(text)) for text in RENDERINGS[self.channel].TEXTS]

    def bytes_each(self) -> float:
        """Of the first text, which is what a list shows."""
        return self.file(RENDERINGS[self.channel].TEXTS[0]).stat().st_size / self.orders


def rendered(channel: str, orders: int, one_in: int, say: Callable[[str], None] = lambda line: None) -> Rendered:
    """The orders of these parameters, rendered now or found on disk.

    `one_in`: of the orders with a collection longer than a list of ChannelAdvisor shows, one in so many is kept.
    """
    folder = PAGES / f"v{FORMAT}-{channel}-orders{orders}-one-in-{one_in}"
    if not folder.exists():
        say(f"Rendering {orders:,} orders of {channel}; this happens once")
        _render(channel, orders, one_in, folder)
    return opened(folder)


def opened(folder: Path) -> Rendered:
    return Rendered(
        folder=folder,
        channel=folder.name.split("-")[1],
        facts=msgspec.json.decode((folder / "facts.json").read_bytes(), type=Facts),
        placed=msgspec.json.decode((folder / "index.json").read_bytes(), type=list[Placed]),
    )


def _render(channel: str, orders: int, one_in: int, folder: Path) -> None:
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    rendering, facts = RENDERINGS[channel], Counter[str]()
    placed: list[Placed] = []
    ends, met = [0] * len(rendering.TEXTS), 0
    with ExitStack() as stack:
        files = [stack.enter_context((draft / f"{text}.bin").open("wb")) for text in rendering.TEXTS]
        for shown in rendering.shown(orders):
            met += shown.is_long
            if shown.is_long and met % one_in:
                continue
            spans = []
            for number, text in enumerate(shown.texts):
                spans += (ends[number], ends[number] + files[number].write(text))
                ends[number] = spans[-1]
            placed.append(Placed(shown.key, shown.times, tuple(spans)))
            facts.update(rendering.counted(shown.texts), orders=1)
            if len(placed) == orders:
                break
        else:
            raise RuntimeError(f"the world shows {len(placed):,} orders that are kept, {orders:,} are needed")
    if len({one.key for one in placed}) < orders:
        raise RuntimeError("two orders have one id")
    (draft / "facts.json").write_bytes(msgspec.json.encode({name: Decimal(number) for name, number in facts.items()}))
    (draft / "index.json").write_bytes(msgspec.json.encode(rendering.listed(placed)))
    draft.rename(folder)


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)) if path.stat().st_size else memoryview(b"")
