"""What comes next is made ready while the present is worked on: iterators that run ahead.

What they make must not touch what the consumer works with; for a load that is the connection.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """One item ahead, in a thread: the same items and, in its place, the same error. Two are alive at a time."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        following = thread.submit(next, items, None)
        while (item := following.result()) is not None:
            following = thread.submit(next, items, None)
            yield item
            del item


def taken_early(items: Iterator[Item], count: int) -> Iterator[Item]:
    """Up to `count` items ahead: for promises that others keep. What taking one raises comes in its place."""
    taken: deque[Item] = deque()
    try:
        for item in items:
            taken.append(item)
            if len(taken) > count:
                yield taken.popleft()
    except Exception as error:
        failed: Exception | None = error
    else:
        failed = None
    while taken:
        yield taken.popleft()
    if failed is not None:
        raise failed
