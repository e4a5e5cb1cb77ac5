"""Files that are either there whole or not at all, also after a power cut."""

import os
from pathlib import Path
from uuid import uuid4

BEING_WRITTEN = ".writing-"


def write_new(path: Path, content: bytes) -> None:
    """Write `content` to `path` at once and durably; an existing file of that name is replaced."""
    make_folder(path.parent)
    being_written = path.parent / f"{BEING_WRITTEN}{uuid4().hex}"
    with being_written.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    being_written.replace(path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names within `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_unfinished(folder: Path) -> None:
    """Remove what a killed writer left half written. Only while nobody else writes there."""
    for left in folder.rglob(f"{BEING_WRITTEN}*"):
        left.unlink(missing_ok=True)
