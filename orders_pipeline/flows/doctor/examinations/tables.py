"""Do readers see what was read? The warehouse file, the published snapshot, what waits, what is quarantined. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from shlex import quote

from orders_pipeline.flows.doctor.findings import Finding, Severity, trouble, warning
from orders_pipeline.flows.doctor.picture import Link, Picture
from orders_pipeline.flows.doctor.words import ago, instant, many
from orders_pipeline.warehouse.looking import STORAGE

WAREHOUSE, PUBLISHED = "warehouse", "published"
LOADED_WITHIN = timedelta(minutes=30)  # the sensor looks every 30 seconds; a large load takes minutes
TOO_LONG = timedelta(hours=4)
MOVE_AWAY = "mv {file} {file}.old && orders-pipeline load && orders-pipeline publish"
PUBLISH = "orders-pipeline load && orders-pipeline publish"


def link(picture: Picture) -> Iterator[Finding]:
    """What readers open must lead to a snapshot, once there is anything to show."""
    where = picture.home / PUBLISHED
    if picture.link is Link.BROKEN:
        yield trouble("published_broken", PUBLISHED, f"The link {where} leads nowhere: readers find no file.", PUBLISH)
    if picture.link is Link.UNREADABLE:
        what = f"The snapshot that {where} leads to has no manifest that can be read."
        yield trouble("published_broken", PUBLISHED, what, f"rm {quote(str(where))} && {PUBLISH}")
    if picture.link is Link.ABSENT and picture.warehouse is not None:
        yield warning("never_published", PUBLISHED, "Nothing is published yet.", PUBLISH)


def snapshot_files(picture: Picture) -> Iterator[Finding]:
    if picture.published and (missing := picture.published.missing):
        what = (
            f"Snapshot {picture.published.number} lacks {many(len(missing), 'file')} that its manifest names, or they "
            f"are cut; the first is {missing[0]}."
        )
        yield trouble(
            "snapshot_files_missing", PUBLISHED, what, f"rm {quote(str(picture.home / PUBLISHED))} && {PUBLISH}"
        )


def versions(picture: Picture) -> Iterator[Finding]:
    """The writer's file as this program would write it."""
    seen = picture.warehouse
    file = picture.home / WAREHOUSE / "orders.duckdb"
    if seen is None:
        return
    if seen.storage is None:
        yield trouble(
            "warehouse_unreadable", WAREHOUSE, f"{file} is no DuckDB file.", MOVE_AWAY.format(file=quote(str(file)))
        )
    elif seen.storage != STORAGE:
        what = f"{file} is of DuckDB's file format {seen.storage}; this program writes {STORAGE}."
        yield trouble("warehouse_format", WAREHOUSE, what, MOVE_AWAY.format(file=quote(str(file))))
    elif seen.stored_version is not None and seen.stored_version != picture.schema_version:
        what = (
            f"{file} was written with tables of version {seen.stored_version}, this program knows "
            f"{picture.schema_version}: nothing is loaded. All of it can be rebuilt from the landing."
        )
        yield trouble("warehouse_version", WAREHOUSE, what, MOVE_AWAY.format(file=quote(str(file))))


def waiting(picture: Picture) -> Iterator[Finding]:
    """Certified windows that readers do not see, longer than a load takes."""
    for seen in picture.accounts:
        if seen.waiting_since is None or picture.at - seen.waiting_since < LOADED_WITHIN:
            continue
        length = picture.at - seen.waiting_since
        what = (
            f"{many(seen.waiting, 'certified window waits', 'certified windows wait')} to be loaded and published, the "
            f"first since {instant(seen.waiting_since)}, {ago(length)}."
        )
        severity = Severity.TROUBLE if length >= TOO_LONG else Severity.WARNING
        yield Finding(severity=severity, code="windows_waiting", area=seen.name, sentence=what, next=PUBLISH)


def quarantine(picture: Picture) -> Iterator[Finding]:
    rejects = picture.published.rejects if picture.published else ()
    for account, group in groupby(rejects, key=lambda one: one.account):
        reasons = list(group)
        oldest = min(one.oldest_at for one in reasons)
        by_reason = ", ".join(f"{one.orders:,} {one.reason}" for one in reasons)
        count = sum(one.orders for one in reasons)
        what = f"{many(count, 'order is', 'orders are')} quarantined ({by_reason}), the oldest since {instant(oldest)}."
        yield warning("quarantined", account, what, "orders-pipeline quarantine list")
