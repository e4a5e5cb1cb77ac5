"""Who holds the locks of a home, told by the kernel's own list: looking takes none, so that it stops nobody.

Where there is no /proc/locks, nothing is known, and nothing is claimed.
"""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from orders_pipeline.flows.doctor.picture import Lock
from orders_pipeline.landing.account import accounts_in
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.publish import PUBLISH_LOCK
from orders_pipeline.warehouse.writer import LOCK

KERNEL = Path("/proc/locks")
AT_WORK = {Purpose.LIVE: "reading", Purpose.BACKFILL: "backfilling", Purpose.SINGLE: "reading single orders of"}


def held(home: Home, kernel: Path = KERNEL) -> tuple[Lock, ...] | None:
    """None where this system does not tell."""
    if not kernel.exists():
        return None
    holders = _holders(kernel.read_text())
    return tuple(
        Lock(what=what, path=path, pid=holders[inode], since=_since(holders[inode]))
        for what, path in _locks(home)
        if path.exists() and (inode := path.stat().st_ino) in holders
    )


def _locks(home: Home) -> Iterator[tuple[str, Path]]:
    yield "loading", home.warehouse / LOCK
    yield "publishing", home.snapshots / PUBLISH_LOCK
    for account in accounts_in(home.landing):
        for purpose, what in AT_WORK.items():
            yield f"{what} {account}", home.landing / account.replace("/", "~") / f"{purpose}.lock"


def _holders(listing: str) -> dict[int, int]:
    """Process id by inode, of the locks that are held; those who wait (`->`) hold nothing.

    `3: FLOCK  ADVISORY  WRITE 7234 fe:00:2147948 0 EOF`. The device is left out: on some file systems it is another one
    than stat tells.
    """
    rows = (line.split() for line in listing.splitlines())
    return {int(row[5].rpartition(":")[2]): int(row[4]) for row in rows if len(row) > 5 and row[1] == "FLOCK"}


def _since(pid: int) -> datetime | None:
    """When a process began; None where it is not there."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    ticks = int(after_name[19])  # the 22nd field: since the machine started
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return datetime.fromtimestamp(time.time() - age, UTC)
