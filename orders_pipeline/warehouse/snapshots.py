"""Directories that appear whole or not at all: built beside, made durable, renamed, linked to, and cleared away.

Knows files and numbers, nothing of DuckDB or of what is in a snapshot.
"""

import fcntl
import hashlib
import os
import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from orders_pipeline.warehouse.manifest import File, read_manifest

_BUILDING = ".building-"
_CLONE = 0x40049409  # FICLONE: the copy shares its blocks with the original until one of the two is written


def current(published_link: Path) -> Path | None:
    """The snapshot that readers see, if any."""
    return published_link.resolve() if published_link.exists() else None


def begin_building(snapshots: Path) -> Path:
    """An empty directory to build in; what killed builders left is removed. Only under the publisher's lock."""
    snapshots.mkdir(parents=True, exist_ok=True)
    for leftover in snapshots.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover)
    building = snapshots / f"{_BUILDING}{os.getpid()}"
    building.mkdir()
    return building


def next_number(snapshots: Path) -> int:
    return max((int(path.name) for path in numbered(snapshots)), default=0) + 1


def numbered(snapshots: Path) -> list[Path]:
    """Complete snapshots, oldest first."""
    return sorted((path for path in snapshots.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))


def seal(building: Path) -> None:
    """Nobody writes to it any more, and it survives a power failure: files read-only, files and directories synced."""
    for path in sorted(building.rglob("*"), reverse=True):
        if path.is_file():
            path.chmod(0o444)
        sync(path)
    sync(building)


def name_it(building: Path, number: int) -> Path:
    snapshot = building.parent / f"{number:06d}"
    building.rename(snapshot)
    sync(building.parent)
    return snapshot


def point(published_link: Path, snapshot: Path) -> None:
    """One switch for every reader: the link is replaced, never absent."""
    published_link.parent.mkdir(parents=True, exist_ok=True)
    temporary = published_link.with_name(f".{published_link.name}-{os.getpid()}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(snapshot, published_link.parent.resolve()))
    temporary.replace(published_link)
    sync(published_link.parent)


def remove_old(snapshots: Path, published: Path, now: datetime, keep: timedelta) -> tuple[str, ...]:
    """Snapshots that were replaced more than `keep` ago; never the published one. Their names."""
    removed = []
    paths = numbered(snapshots)
    for path, successor in pairwise(paths):
        if path.resolve() == published.resolve():
            continue
        replaced = read_manifest(successor)
        if replaced is None or now - replaced.made_at > keep:
            shutil.rmtree(path)
            removed.append(path.name)
    return tuple(removed)


def copy(source: Path, target: Path) -> None:
    """A copy of its own, never a hard link: by shared blocks where the file system can, else byte by byte."""
    with source.open("rb") as original, target.open("wb") as made:
        try:
            fcntl.ioctl(made.fileno(), _CLONE, original.fileno())
        except OSError:
            shutil.copyfileobj(original, made, 16 * 2**20)


def described(snapshot: Path, path: Path) -> File:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return File(path.relative_to(snapshot).as_posix(), digest, path.stat().st_size)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
