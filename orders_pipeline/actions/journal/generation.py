"""How many sendings there were, counted outside the journal: a journal restored from a backup gives itself away.

The count is durable before the first byte of a sending leaves. It lies beside the journal's folder, not in it: who
restores the folder as a whole does not restore the count with it.
"""

import fcntl
import os
from pathlib import Path

DATABASE = "journal.sqlite"  # the journal itself, in its folder
SUFFIX = ".generation"


class Generation:
    """A number in a file of its own, written whole and synced. folder: the journal's."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder.with_name(folder.name + SUFFIX)

    def read(self) -> int:
        """0 where none was written yet. Raises ValueError: the file holds no number."""
        try:
            return int(self._file.read_text().strip())
        except FileNotFoundError:
            return 0

    def count_one(self, known: int, *, is_behind: bool = False) -> None:
        """One sending more, durable on return. known: what the journal counts, this one included.

        Two senders may come here in another order than they were stored in, so the larger count holds. is_behind: the
        journal knows of fewer sendings than were made; it stays behind, however many it sends from then on.
        """
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            draft = self._file.with_name(self._file.name + ".draft")
            with draft.open("w") as file:
                file.write(f"{self.read() + 1 if is_behind else max(self.read(), known)}\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
            _sync(self._file.parent)
        finally:
            os.close(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
