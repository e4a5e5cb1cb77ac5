"""A command as a process of its own, measured from outside: wall time, CPU time, peak memory of its process tree.

Reads /proc and so runs on Linux only. CPU is what the kernel counted for the process and for its children that it
waited for. Memory is sampled: of a single process the kernel's own high-water mark of resident memory (VmHWM), of
several at once the sum of their proportional shares (PSS), so that shared pages count once.
"""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

EVERY = 0.025  # seconds between two looks at memory
EVERY_PSS = 0.1  # of several processes: the kernel walks their pages for it
KIB = 1024
PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


class Measured(Struct, frozen=True, kw_only=True):
    """One run of one command. Seconds and bytes."""

    wall: float
    cpu: float
    peak_bytes: int
    output: str = ""


class CommandFailed(RuntimeError):
    """A measured command ended with an error: its figures mean nothing."""


def measure(
    command: Sequence[str | Path], *, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Measured:
    """Run to the end. Raises CommandFailed with the end of what it wrote."""
    began = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **(environ or {})},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    errors: list[str] = []
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    reader.start()
    output = process.stdout.read()
    reader.join()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        said = "\n".join((output + errors[0]).splitlines()[-30:])
        raise CommandFailed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said}")
    return Measured(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        peak_bytes=watch.peak,
        output=output,
    )


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process so far, user and system."""
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done = pid, threading.Event()
        self.peak = 0
        self._next_pss = 0.0

    def run(self) -> None:
        while not self._done.wait(EVERY):
            tree = _tree(self._pid)
            if len(tree) == 1:
                self.peak = max(self.peak, _kib(PROC / str(self._pid) / "status", "VmHWM:"))
            elif time.monotonic() >= self._next_pss:
                self.peak = max(self.peak, sum(_kib(PROC / str(pid) / "smaps_rollup", "Pss:") for pid in tree))
                self._next_pss = time.monotonic() + EVERY_PSS

    def stop(self) -> None:
        self._done.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            tasks = list((PROC / str(one) / "task").iterdir())
        except OSError:
            continue
        for task in tasks:
            try:
                waiting += map(int, (task / "children").read_text().split())
            except OSError:
                continue
    return found


def _kib(path: Path, name: str) -> int:
    """Bytes of a line such as `VmHWM: 1234 kB`; 0 where the process is gone."""
    try:
        for line in path.read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * KIB
    except OSError:
        pass
    return 0
