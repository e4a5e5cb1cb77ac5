"""What comes next is made ready while the present is worked on: an iterator that runs one item ahead, in a thread.

What it makes must not touch what the consumer works with; for a load that is the connection.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items and, in its place, the same error. Two of them are alive at a time."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        following = thread.submit(next, items, None)
        while (item := following.result()) is not None:
            following = thread.submit(next, items, None)
            yield item
            del item
