"""Who is sending: a lock file held while its process lives, so that sendings of the dead are told from the living's.

The operating system lets go of the lock however the process ends.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "owners"


@contextmanager
def owner(folder: Path) -> Iterator[str]:
    """A name that is alive for as long as the block lasts."""
    name = uuid.uuid4().hex
    path = folder / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield name
        path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def is_anybody_alive(folder: Path) -> bool:
    """Is anybody sending?"""
    return any(is_alive(folder, path.name) for path in (folder / FOLDER).glob("*"))


def is_alive(folder: Path, name: str) -> bool:
    """A name without a file is dead: its process ended and took the file away, or the folder was restored."""
    try:
        descriptor = os.open(folder / FOLDER / name, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
