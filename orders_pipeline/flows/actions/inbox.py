"""The inbox: files with actions that people or programs put there. Each is taken once, with a report beside it.

A file that is still being written is left alone; one whose hubs do not answer stays and is taken later. Taken twice it
asks for the same intents, which changes nothing.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from orders_pipeline.actions.journal import Journal
from orders_pipeline.channels.base import Patience
from orders_pipeline.flows.actions.files.importing import Imported, check_file, import_checked
from orders_pipeline.flows.actions.files.reading import LARGEST, READERS, FileRefused
from orders_pipeline.flows.actions.files.report import imported_lines
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.landing.durable import write_new
from orders_pipeline.settings import Home, Settings

DONE, LOCK, REPORT = "done", ".lock", ".report.txt"
QUIET_SECONDS = 5.0
"""A file that was changed since then may still be written."""
WHO = "inbox"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """imported: None where the file as a whole was refused. moved_to: None where it stays, to be taken again."""

    name: str
    sentence: str
    imported: Imported | None = None
    moved_to: Path | None = None


def settled_files(home: Home, at: float | None = None) -> list[Path]:
    """Files that nobody writes to any more, oldest first. at: seconds of the system's clock."""
    at = time.time() if at is None else at
    if not home.inbox.is_dir():
        return []
    found = [path for path in home.inbox.iterdir() if _is_meant(path)]
    ages = [(path.stat().st_mtime, path) for path in found]
    return [path for changed, path in sorted(ages) if at - changed >= QUIET_SECONDS]


def fingerprint(files: list[Path]) -> str:
    """The same for the same files, unchanged."""
    told = "\n".join(f"{path.name} {(seen := path.stat()).st_size} {seen.st_mtime_ns}" for path in files)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def take_inbox(
    home: Home,
    settings: Settings,
    journal: Journal,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
    at: float | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> list[Taken]:
    """Every settled file, one after the other; nothing where another process is taking them."""
    with _alone(home.inbox) as is_alone:
        if not is_alone:
            return []
        return [
            taken
            for path in settled_files(home, at)
            if (taken := _take(home, settings, journal, path, environ, now, patience, step)) is not None
        ]


def _take(
    home: Home,
    settings: Settings,
    journal: Journal,
    path: Path,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    patience: Patience,
    step: Callable[[str], None],
) -> Taken | None:
    """None: the file was changed meanwhile, and is left to the next time."""
    try:
        before = path.stat()
        digest = _digest(path) if before.st_size <= LARGEST else "too-large"
        found = check_file(settings, path)
    except FileRefused as refused:
        if _has_changed(path, before):
            return None
        return _moved(home, path, digest, now(), [f"Nothing of the file was taken: {refused}"], None)
    except OSError as error:
        return Taken(name=path.name, sentence=f"{path.name} stays: it cannot be read ({error.strerror})")
    if _has_changed(path, before):
        return None
    imported = import_checked(home, settings, journal, found, who=WHO, environ=environ, now=now, patience=patience)
    step("asked, not moved")
    lines = list(imported_lines(imported))
    if imported.unasked:
        return Taken(name=path.name, sentence=f"{path.name} stays: {imported.unasked[0].failure}", imported=imported)
    return _moved(home, path, digest, now(), lines, imported)


def _moved(home: Home, path: Path, digest: str, at: datetime, lines: list[str], imported: Imported | None) -> Taken:
    """The report is there before the file is: what is done has one."""
    done = home.inbox / DONE
    done.mkdir(exist_ok=True)
    target = done / f"{path.name}-{digest[:16]}"
    report = target.with_name(target.name + REPORT)
    told = [f"{path.name}, taken at {at:%Y-%m-%d %H:%M:%S} UTC", *lines, ""]
    earlier = report.read_bytes() if report.exists() else b""
    write_new(report, earlier + ("\n".join(told) + "\n").encode())
    path.replace(target)
    return Taken(name=path.name, sentence=f"{path.name}: {lines[0]}", imported=imported, moved_to=target)


def _is_meant(path: Path) -> bool:
    """Names with a dot before them, or another ending, are still being written or not for us."""
    return path.is_file() and not path.is_symlink() and path.name[0] != "." and path.suffix.lower() in READERS


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _has_changed(path: Path, before: os.stat_result) -> bool:
    try:
        after = path.stat()
    except FileNotFoundError:
        return True
    return (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino)


@contextmanager
def _alone(inbox: Path) -> Iterator[bool]:
    """The lock goes with the process, however that ends."""
    inbox.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(inbox / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)
