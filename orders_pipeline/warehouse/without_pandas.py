"""Arrow and DuckDB look for pandas before they take a plain list or table, and import it: a quarter of a second.

For a process that has no use for it. Whoever imports pandas afterwards has it, and both of them take it then.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType


class _NotThere(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is left out here", name=fullname)


@contextmanager
def pandas_left_out() -> Iterator[None]:
    """Within the block pandas cannot be imported, by no thread; where it was before, it stays."""
    finder = _NotThere()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
