"""What comes next is made ready while the present is worked on: an iterator that runs one item ahead, in a thread.

What it makes must not touch what the consumer works with; for a load that is the connection.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")

# Seconds after which Python lets the other thread go on. Whoever comes back from the database has waited for the usual
# five thousandths at every statement, while rows were made.
_TURN = 0.001


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items and, in its place, the same error. Two of them are alive at a time."""
    with _short_turns(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        following = thread.submit(next, items, None)
        while (item := following.result()) is not None:
            following = thread.submit(next, items, None)
            yield item
            del item


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, _TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
