"""The sandbox as a process of its own, for as long as a block lasts: started, known to others, stopped by its id.

One sandbox a home: two processes over one world would tell different times. Who holds the lock has started it; `dev`
lends its own to a demo that runs beside it.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select

import msgspec

from orders_pipeline.flows.keeper import end, kept
from orders_pipeline.settings import Home

PATIENCE_SECONDS = 30.0
LOCK, LENT, STARTED = "process.lock", "process.json", "process.pid"
MODULE = "orders_pipeline.sandbox"
NO_SETTINGS: Mapping[str, object] = {}


class SandboxBusy(RuntimeError):
    """Another demo uses the sandbox of this home: wait until it ends."""


class SandboxFailed(RuntimeError):
    """The sandbox did not start; nothing was read."""


class SandboxProcess(msgspec.Struct, frozen=True):
    """Where a sandbox answers, and the id that it is stopped by."""

    url: str
    pid: int


@contextmanager
def sandbox_process(
    home: Home, *, port: int = 0, lend: bool = False, settings: Mapping[str, object] = NO_SETTINGS
) -> Iterator[SandboxProcess]:
    """A sandbox over the home's world. Stopped at the end, also by errors and Ctrl-C; one that is borrowed is left.

    settings: fields of the sandbox's Settings that differ from their defaults.

    Raises SandboxBusy: another process has started one and does not lend it. SandboxFailed: it does not start.
    """
    home.sandbox.mkdir(parents=True, exist_ok=True)
    lent = home.sandbox / LENT
    with (home.sandbox / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield _borrowed(home, lent)
            return
        lent.unlink(missing_ok=True)
        _stop_orphan(home)
        process = _start(home, port, settings)
        try:
            sandbox = _announced(process)
            (home.sandbox / STARTED).write_text(str(sandbox.pid))
            if lend:
                lent.write_bytes(msgspec.json.encode(sandbox))
            yield sandbox
        finally:
            lent.unlink(missing_ok=True)
            end(process)
            (home.sandbox / STARTED).unlink(missing_ok=True)


def _stop_orphan(home: Home) -> None:
    """The sandbox whose keeper was killed: ended by the id that stands there, if that still is this sandbox."""
    started = home.sandbox / STARTED
    if not started.exists():
        return
    pid = int(started.read_text() or 0)
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        command = []
    if MODULE in command and str(home.sandbox) in command:
        os.kill(pid, signal.SIGTERM)
    started.unlink()


def _borrowed(home: Home, lent: Path) -> SandboxProcess:
    try:
        return msgspec.json.decode(lent.read_bytes(), type=SandboxProcess)
    except FileNotFoundError:
        raise SandboxBusy(
            f"another demo or dev runs with the sandbox of {home.root}; nothing was changed. "
            "Wait until it ends, or work in another home: orders-pipeline --home DIRECTORY …"
        ) from None


def _start(home: Home, port: int, settings: Mapping[str, object]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", MODULE, "--dir", str(home.sandbox), "--port", str(port)]
    command += ["--settings", json.dumps(dict(settings))]
    return kept(command, stdout=subprocess.PIPE)


def _announced(process: subprocess.Popen[str]) -> SandboxProcess:
    """The one line that it prints when it is ready."""
    assert process.stdout is not None
    ready, _, _ = select([process.stdout], [], [], PATIENCE_SECONDS)
    line = process.stdout.readline() if ready else ""
    if not line:
        raise SandboxFailed(
            "the sandbox did not start; nothing was read and nothing changed. "
            "Its own words stand above; try it alone: orders-pipeline sandbox serve"
        )
    return msgspec.convert(json.loads(line), SandboxProcess)
