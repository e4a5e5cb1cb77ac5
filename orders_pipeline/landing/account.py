"""The landing of one account: its windows, the cursor that follows from them, and the locks of those who read.

The cursor is nowhere stored: it is the end of the contiguous certified live windows.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from orders_pipeline.landing import manifest as manifests
from orders_pipeline.landing.attempt import WindowAttempt
from orders_pipeline.landing.bodies import Bodies, Damaged
from orders_pipeline.landing.durable import clear_unfinished, make_folder, write_new
from orders_pipeline.landing.manifest import Manifest, Purpose, Source
from orders_pipeline.model.window import Window

_NAME = re.compile(r"(?P<start>\d{8}T\d{6}(?:\.\d{6})?Z)_(?P<end>\d{8}T\d{6}(?:\.\d{6})?Z)\.json")


_AT_WORK = {  # what who holds the lock of a purpose is doing
    Purpose.LIVE: "is being read",
    Purpose.BACKFILL: "is being backfilled",
    Purpose.SINGLE: "is being asked for single orders",
}


class Busy(RuntimeError):
    """Another process reads this account for the same purpose: wait for it, or stop it."""


class OtherSource(RuntimeError):
    """accounts.toml gives an account's name to another source than its landing holds: use another name."""

    def __init__(self, account: str, folder: Path, held: Source, wanted: Source) -> None:
        super().__init__(
            f"account {account} has been read from {_shown(held)} until now, and accounts.toml says {_shown(wanted)}. "
            f"What is certified for the one says nothing of the other: give the new one a name of its own, or move "
            f"{folder} away to read from the start"
        )


def _shown(source: Source) -> str:
    parts = (
        source.channel,
        source.scope,
        source.within and f"of {source.within}",
        source.currency,
        f"at {source.host}",
    )
    return f"{' '.join(part for part in parts if part)} (as {source.account})"


class AccountLanding:
    """`<landing>/<account>/`: `live/` and `backfill/` hold manifests by window, `bodies/` what they name."""

    def __init__(self, landing: Path, account: str) -> None:
        self.account = account
        self.folder = landing / account.replace("/", "~")
        self.bodies = Bodies(self.folder / "bodies")

    @contextmanager
    def reading(self, purpose: Purpose = Purpose.LIVE) -> Iterator[None]:
        """Be the only one who reads this account for a purpose. Raises Busy at once, naming who else does.

        Readers for different purposes run side by side: each certifies windows of its own, and a body is the same
        whoever stores it. The lock dies with its process.
        """
        make_folder(self.folder)
        with (self.folder / f"{purpose}.lock").open("a+b") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(f"account {self.account} {_AT_WORK[purpose]} by {_holder(lock)}; wait for it") from None
            lock.truncate(0)
            lock.write(str(os.getpid()).encode())
            lock.flush()
            clear_unfinished(self.folder)
            yield

    def attempt(self, step: Callable[[str], None] = lambda name: None) -> WindowAttempt:
        return WindowAttempt(self.bodies, step)

    def certify(self, manifest: Manifest) -> None:
        """The last step of reading a window: from here on it is there, and all that it names is on the disk."""
        self.bodies.sync({page.sha256 for page in manifest.pages} | {page.sha256 for page in manifest.discarded})
        write_new(self._path(manifest.purpose, manifest.window), manifests.encode(manifest))

    def claim(self, source: Source) -> None:
        """Make this the landing of a source, at its first reading.

        Raises OtherSource: its certificates are of another one.
        """
        path = self.folder / "source.json"
        if not path.exists():
            write_new(path, msgspec.json.encode(source))
            return
        try:
            held = msgspec.json.decode(path.read_bytes(), type=Source)
        except msgspec.MsgspecError as error:
            raise Damaged(f"{path} does not say whose landing this is: restore it") from error
        if held != source:
            raise OtherSource(self.account, self.folder, held, source)

    def covered(self, purpose: Purpose) -> list[Window]:
        """The certified windows, by the names of their manifests alone, in order."""
        return [window for window, _ in self._files(purpose)]

    def manifest(self, purpose: Purpose, window: Window) -> Manifest:
        """A certified window with its pages.     Raises Damaged: the file is no manifest of this account."""
        path = self._path(purpose, window)
        try:
            found = manifests.decode(path.read_bytes())
        except (ValueError, OSError) as error:
            raise Damaged(f"{path} is no manifest; remove it, and the window is read again") from error
        if found.account != self.account:
            raise Damaged(f"{path} is of account {found.account}; the folder must keep the name of its account")
        return found

    def manifests(self, purpose: Purpose) -> Iterator[Manifest]:
        """The certified windows with their pages, in order of start."""
        return (self.manifest(purpose, window) for window in self.covered(purpose))

    def refuse_damage(self, manifest: Manifest) -> None:
        """Look whether every body is as it was landed.

        Raises Damaged: one is not; naming the manifest, whose removal makes the window be read again.
        """
        try:
            self.bodies.look_at(page.sha256 for page in manifest.pages)
        except Damaged as error:
            path = self._path(manifest.purpose, manifest.window)
            raise Damaged(f"{error}; remove {path}, and the window is read again") from error

    def _files(self, purpose: Purpose) -> list[tuple[Window, Path]]:
        """Empty files are what a full disk left; other names are no manifests."""
        found = ((_NAME.fullmatch(path.name), path) for path in (self.folder / purpose).glob("*.json"))
        return sorted(
            (Window(_instant(name["start"]), _instant(name["end"])), path)
            for name, path in found
            if name and path.stat().st_size
        )

    def _path(self, purpose: Purpose, window: Window) -> Path:
        return self.folder / purpose / f"{window.name}.json"


def _holder(lock: BinaryIO) -> str:
    lock.seek(0)
    pid = lock.read(32).decode(errors="replace").strip()
    return f"process {pid}" if pid else "another process"


def _instant(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def accounts_in(landing: Path) -> list[str]:
    """The accounts that have a landing, by name."""
    return sorted(path.name.replace("~", "/") for path in landing.glob("*") if path.is_dir())
