"""One benchmark at a time in a folder: two would measure each other, and write into each other's homes."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.places import BENCH


@contextmanager
def alone() -> Iterator[None]:
    """Ends the program where another benchmark runs."""
    BENCH.mkdir(parents=True, exist_ok=True)
    with (BENCH / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another benchmark runs in {BENCH}: wait for it.")
        yield
