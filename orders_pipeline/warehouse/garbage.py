"""Python's search for cycles, left out while rows are made.

Rows form no cycles; the collector would walk hundreds of thousands of young lists to find that out: half of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_search_for_cycles() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
