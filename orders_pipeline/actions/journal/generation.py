"""How many sendings there were, counted outside the journal: a journal restored from a backup gives itself away.

The count is durable before the first byte of a sending leaves. It lies beside the journal's folder, not in it: who
restores the folder as a whole does not restore the count with it.
"""

import fcntl
import os
from datetime import datetime
from pathlib import Path

DATABASE = "journal.sqlite"  # the journal itself, in its folder
SUFFIX = ".generation"


class Generation:
    """A number and the time of the last sending, in a file of their own, written whole and synced.

    folder: the journal's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder.with_name(folder.name + SUFFIX)

    def read(self) -> int:
        """0 where none was written yet. Raises ValueError: the file holds no number."""
        return int(self._words()[0])

    def last_at(self) -> datetime | None:
        """When the last sending began; None: there was none, or the file is of a time that did not say."""
        told = self._words()[1:]
        return datetime.fromisoformat(told[0]) if told else None

    def _words(self) -> list[str]:
        try:
            return self._file.read_text().split() or [""]
        except FileNotFoundError:
            return ["0"]

    def count_one(self, known: int, *, at: datetime, is_behind: bool = False) -> None:
        """One sending more, durable on return. known: what the journal counts, this one included.

        Two senders may come here in another order than they were stored in, so the larger count holds. is_behind: the
        journal knows of fewer sendings than were made; it stays behind, however many it sends from then on.
        """
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            draft = self._file.with_name(self._file.name + ".draft")
            with draft.open("w") as file:
                number = self.read() + 1 if is_behind else max(self.read(), known)
                file.write(f"{number} {at.isoformat()}\n")
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
