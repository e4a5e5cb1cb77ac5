"""Files that are either there whole or not at all, also after a power cut."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

BEING_WRITTEN = ".writing-"
SYNCS_AT_ONCE = 16  # a file system answers many that wait with one commit of its log


def write_new(path: Path, content: bytes) -> None:
    """Write `content` to `path` at once and durably; an existing file of that name is replaced."""
    make_folder(path.parent)
    with _being_written(path.parent) as (draft, file):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        draft.replace(path)
    sync_folder(path.parent)


def write_unsynced(path: Path, content: bytes) -> None:
    """The same without waiting for the disk: whoever relies on the file calls `sync` before."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    with _being_written(path.parent) as (draft, file):
        file.write(content)
        file.flush()
        draft.replace(path)


def sync(files: Iterable[Path], within: Path) -> None:
    """Make files durable with their names, and the names of the folders up to `within`."""
    there = set(files)
    if not there:
        return
    folders, waiting = {within}, {file.parent for file in there}
    while waiting:
        folders |= waiting
        waiting = {folder.parent for folder in waiting} - folders - set(within.parents)
    with ThreadPoolExecutor(SYNCS_AT_ONCE) as pool:
        list(pool.map(sync_folder, [*there, *folders, within.parent]))


@contextmanager
def _being_written(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file that its writer holds locked, so that nobody who clears up takes it for left behind."""
    while True:
        draft = folder / f"{BEING_WRITTEN}{uuid4().hex}"
        with draft.open("xb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if draft.exists():  # else it was cleared before it was locked
                yield draft, file
                return


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names within `folder` durable; of a file, what it holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_unfinished(folder: Path) -> None:
    """Remove what a killed writer left half written; what another is writing is locked, and stays."""
    for left in folder.rglob(f"{BEING_WRITTEN}*"):
        with suppress(FileNotFoundError, BlockingIOError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink(missing_ok=True)
