"""The makers of a load: started when there is much to make, asked side by side, each of its pieces kept in order.

What a maker fails at, or dies of, is made here instead: the same rows, or the same error.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Self

import msgspec

from orders_pipeline.flows.making.job import Job, encoded, hear, tell
from orders_pipeline.landing.manifest import Manifest
from orders_pipeline.model.records.lineage import Page
from orders_pipeline.warehouse.incoming import IncomingPage, Promise
from orders_pipeline.warehouse.made import Made, decoded

AT_MOST = 2  # each takes some 100 MB, and two make rows faster than DuckDB writes them
Pages = Sequence[IncomingPage]
Group = tuple[Page, list[Page]]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What is made where. count: of makers; None: as there are cores beside the one that writes.

    here: so many orders of a load are made here while the makers start; a load of fewer starts none. piece: orders that
    are made at once. least: pieces of fewer are made sooner than handed over.
    """

    count: int | None = None
    here: int = 2_000
    piece: int = 500
    least: int = 100


class Makers:
    """Those of one load. `with` ends them, whatever becomes of the load."""

    def __init__(self, landing: Path, load_id: str, share: Share) -> None:
        self._count = min(_cores() - 1, AT_MOST) if share.count is None else share.count
        self._landing, self._load_id = str(landing), load_id
        self._share, self._here = share, share.here
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self.started: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(max(self._count, 1), thread_name_prefix="makers")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.started:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self.started:
            process.wait()
            for end in (process.stdin, process.stdout):
                with suppress(OSError):  # of what it was not told any more
                    _there(end).close()

    def promised(
        self, manifest: Manifest, groups: Sequence[Group], here: Callable[[Sequence[Group]], Pages]
    ) -> Iterator[Promise]:
        """Promises of these pages of a window, in order. `here`: makes them in this process."""
        for piece in pieces(groups, self._share.piece):
            orders = sum(page.orders for page, _ in piece)
            if self._here > 0 or orders < self._share.least or not self._count:
                self._here -= orders
                yield _later(here, piece)
            else:
                pages = tuple(one for page, more in piece for one in (page, *more))
                cut = msgspec.structs.replace(manifest, pages=pages, discarded=())
                job = encoded(Job(self._landing, self._load_id, cut))
                yield _kept(self._asked(job), here, piece)

    def _asked(self, job: bytes) -> "Future[Made | None]":
        if len(self.started) < self._count:
            self.started.append(process := _start())
            self._idle.put(process)
        return self._threads.submit(self._ask, job)

    def _ask(self, job: bytes) -> Made | None:
        """None: it could not, or is no more."""
        process = self._idle.get()
        try:
            tell(_there(process.stdin), job)
            answer = hear(_there(process.stdout))
        except OSError:
            answer = None
        finally:
            self._idle.put(process)
        return decoded(answer) if answer else None


def pieces(groups: Sequence[Group], size: int) -> Iterator[Sequence[Group]]:
    """Whole pages, as many as have `size` orders."""
    piece: list[Group] = []
    orders = 0
    for group in groups:
        piece.append(group)
        orders += group[0].orders
        if orders >= size:
            yield piece
            piece, orders = [], 0
    if piece:
        yield piece


def _later(here: Callable[[Sequence[Group]], Pages], piece: Sequence[Group]) -> Promise:
    return lambda: here(piece)


def _kept(asked: "Future[Made | None]", here: Callable[[Sequence[Group]], Pages], piece: Sequence[Group]) -> Promise:
    def keep() -> Made | Pages:
        made = asked.result()
        return here(piece) if made is None else made

    return keep


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> subprocess.Popen[bytes]:
    """Nothing of it is shown: what it fails at is told where it is made instead."""
    return subprocess.Popen(
        [sys.executable, "-m", "orders_pipeline.flows.making.maker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _there(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None
    return end
