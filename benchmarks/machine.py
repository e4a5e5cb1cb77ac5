"""What the figures were measured on and with: machine, versions, commit, as /proc, git and the packages tell."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct

from benchmarks.environment import versions as dlt_versions
from benchmarks.places import ROOT

OURS = ("duckdb", "pyarrow", "msgspec", "requests")
THEIRS = ("dlt", "duckdb", "pyarrow", "orjson")
GIB = 1024 * 1024  # of the KiB that /proc/meminfo counts in


class Machine(Struct, frozen=True, kw_only=True):
    cpu: str
    cores: int
    memory_gib: float
    kernel: str
    python: str
    ours: dict[str, str]
    dlt: dict[str, str]
    commit: str


def this_machine() -> Machine:
    theirs = dlt_versions()
    return Machine(
        cpu=_line("/proc/cpuinfo", "model name"),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=int(_line("/proc/meminfo", "MemTotal").split()[0]) / GIB,
        kernel=platform.release().partition("-")[0],
        python=platform.python_version(),
        ours={name: version(name) for name in OURS},
        dlt={name: theirs[name] for name in THEIRS},
        commit=_commit(),
    )


def _line(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return "unknown"


def _commit() -> str:
    """The hash, and whether the files were changed since; the report itself does not count."""
    try:
        commit = _git("rev-parse", "--short=12", "HEAD")
        changed = [
            line for line in _git("status", "--porcelain").splitlines() if not line.endswith("docs/benchmarks.md")
        ]
    except (OSError, subprocess.CalledProcessError):
        return "no git checkout"
    return f"{commit} with uncommitted changes" if changed else commit


def _git(*command: str) -> str:
    return subprocess.run(["git", *command], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
