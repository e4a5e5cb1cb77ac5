"""The machine under it: clock, locks and their processes, disk, what was left half done. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from shlex import join

from orders_pipeline.flows.doctor.findings import Finding, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.flows.doctor.words import instant, lasting, many, size
from orders_pipeline.landing.listing import window_of

TOLERATED = timedelta(minutes=1)
LONG_AT_WORK = timedelta(hours=6)
LONG_BY_NATURE = {"backfilling": timedelta(days=2)}
COPIES = 3  # the writer's file, the copy that is published, the one before it: what publishing needs to be free
LEAST_FREE = 200 * 2**20
DAYS_LEFT = 14


def clock(picture: Picture) -> Iterator[Finding]:
    """Windows end before the present: one that ends later shows that our clock was ahead then, or is behind now."""
    ends = [window_of(seen.landing.live[-1]).end for seen in picture.accounts if seen.landing.live]
    if ends and (newest := max(ends)) > picture.hub_at + TOLERATED:
        what = (
            f"This machine says {instant(picture.hub_at)}, and the landing reaches to {instant(newest)}: its clock is "
            "behind now, or was ahead when that was read. Nothing is read until it is right."
        )
        yield trouble("clock_behind", "clock", what, "timedatectl; then set the clock")


def locks(picture: Picture) -> Iterator[Finding]:
    """A lock without a holder is only a file. One that is held very long, or by nobody's process, is looked at."""
    for lock in picture.locks or ():
        if lock.since is None:
            what = f"The lock of {lock.what} is held, and process {lock.pid} that took it is gone: a child of it lives."
            yield trouble("lock_orphaned", "locks", what, f"fuser -v {lock.path}; then end that process")
        elif (length := picture.at - lock.since) > LONG_BY_NATURE.get(lock.what.partition(" ")[0], LONG_AT_WORK):
            what = f"Process {lock.pid} has been {lock.what} for {lasting(length)}; nobody else can meanwhile."
            next_step = f"ps -fp {lock.pid}; if it hangs, kill {lock.pid}: nothing is lost, the next run goes on"
            yield warning("lock_held_long", "locks", what, next_step)


def disk(picture: Picture) -> Iterator[Finding]:
    """Publishing copies the writer's file, and the snapshots of a day stay."""
    held = picture.warehouse.bytes if picture.warehouse else 0
    needed = max(held * COPIES, LEAST_FREE)
    if picture.free_bytes < needed:
        what = f"{size(picture.free_bytes)} free below {picture.home}; publishing may need {size(needed)}."
        yield trouble("disk_full", "disk", what, f"free space: du -h -d 1 {picture.home}")


def growth(picture: Picture) -> Iterator[Finding]:
    a_day = sum(seen.landing.bytes_a_day or 0 for seen in picture.accounts)
    if a_day and (days := picture.free_bytes / a_day) < DAYS_LEFT:
        what = f"The landing grows by {size(a_day)} a day, and {size(picture.free_bytes)} are free: {days:.0f} days."
        yield warning("disk_filling", "disk", what, f"make the disk below {picture.home} larger")


def unfinished(picture: Picture) -> Iterator[Finding]:
    left = [*picture.unfinished, *(path for seen in picture.accounts for path in seen.landing.unfinished)]
    if left:
        what = f"{many(len(left), 'half-written file is', 'half-written files are')} older than a day: {left[0]}."
        yield warning("unfinished_files", "disk", what, f"rm -r {join(str(path) for path in left)}")


def unseen(picture: Picture) -> Iterator[Finding]:
    """What could not be looked at is never taken for well."""
    for part, kind in picture.unseen:
        what = f"This part could not be looked at ({kind})."
        yield trouble("not_seen", part, what, "orders-pipeline --debug load shows where it stands; report it")
