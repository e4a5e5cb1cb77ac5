"""How many sendings there were, counted outside the journal: a journal restored from a backup gives itself away.

The count is durable before the first byte of a sending leaves.
"""

import fcntl
import os
from pathlib import Path

FILE = "generation"


class Generation:
    """A number in a file of its own, written whole and synced."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def read(self) -> int:
        """0 where none was written yet. Raises ValueError: the file holds no number."""
        try:
            return int(self._file.read_text().strip())
        except FileNotFoundError:
            return 0

    def count_one(self, known: int) -> None:
        """One sending more, durable on return. known: what the journal counts, this one included.

        A journal that knows of fewer stays behind by as many, however many it sends from then on.
        """
        folder = os.open(self._file.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            draft = self._file.with_suffix(".draft")
            with draft.open("w") as file:
                file.write(f"{max(self.read() + 1, known)}\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
            os.fsync(folder)
        finally:
            os.close(folder)
