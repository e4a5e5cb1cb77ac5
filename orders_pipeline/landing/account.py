"""The landing of one account: its windows, the cursor that follows from them, and the lock of the one who reads.

The cursor is nowhere stored: it is the end of the contiguous certified live windows.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from orders_pipeline.landing import manifest as manifests
from orders_pipeline.landing.attempt import WindowAttempt
from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.landing.durable import clear_unfinished, write_new
from orders_pipeline.landing.manifest import Manifest, Purpose
from orders_pipeline.model.window import Window

_STAMPS = ("%Y%m%dT%H%M%S.%fZ", "%Y%m%dT%H%M%SZ")


class Busy(RuntimeError):
    """Another process reads this account: wait for it, or stop it."""


class AccountLanding:
    """`<landing>/<account>/`: `live/` and `backfill/` hold manifests by window, `bodies/` what they name."""

    def __init__(self, landing: Path, account: str) -> None:
        self.account = account
        self.folder = landing / account.replace("/", "~")
        self.bodies = Bodies(self.folder / "bodies")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Be the only one who reads this account. Raises Busy at once if another does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "reader.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(f"account {self.account} is being read by another process; wait for it") from None
            clear_unfinished(self.folder)
            yield

    def attempt(self, step: Callable[[str], None] = lambda name: None) -> WindowAttempt:
        return WindowAttempt(self.bodies, step)

    def certify(self, manifest: Manifest) -> None:
        """The last step of reading a window: from here on it is there."""
        write_new(self._path(manifest.purpose, manifest.window), manifests.encode(manifest))

    def covered(self, purpose: Purpose) -> list[Window]:
        """The certified windows, by the names of their manifests alone, in order."""
        return [window for window, _ in self._files(purpose)]

    def manifests(self, purpose: Purpose) -> Iterator[Manifest]:
        """The certified windows with their pages, in order of start."""
        for _, path in self._files(purpose):
            yield manifests.decode(path.read_bytes())

    def manifest(self, purpose: Purpose, window: Window) -> Manifest:
        return manifests.decode(self._path(purpose, window).read_bytes())

    def _files(self, purpose: Purpose) -> list[tuple[Window, Path]]:
        return sorted((_window_of(path.stem), path) for path in (self.folder / purpose).glob("*.json"))

    def _path(self, purpose: Purpose, window: Window) -> Path:
        return self.folder / purpose / f"{window.name}.json"


def _window_of(name: str) -> Window:
    start, end = name.split("_")
    return Window(_instant(start), _instant(end))


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMPS[0 if "." in stamp else 1]).replace(tzinfo=UTC)


def accounts_in(landing: Path) -> list[str]:
    """The accounts that have a landing, by name."""
    return sorted(path.name.replace("~", "/") for path in landing.glob("*") if path.is_dir())
