"""Makes what is loaded visible: a snapshot of DuckDB file and Parquet, switched to by one link, whole or not at all.

The writer's lock is held only while the closed database file is copied. Killed anywhere, the earlier snapshot stays
what readers see, and the next publishing begins anew.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb
import msgspec

from orders_pipeline.model.tables import TABLES
from orders_pipeline.warehouse import snapshots
from orders_pipeline.warehouse.changes import Change
from orders_pipeline.warehouse.connect import WRITERS_MEMORY, connect, one_row
from orders_pipeline.warehouse.damage import told_plainly
from orders_pipeline.warehouse.links import link_orders
from orders_pipeline.warehouse.manifest import File, Manifest, read_manifest, write_manifest
from orders_pipeline.warehouse.parquet import ROOT, all_months, change_of, link_unchanged, write_changed
from orders_pipeline.warehouse.replacing import Step
from orders_pipeline.warehouse.snapshots import described
from orders_pipeline.warehouse.statements import statement, text
from orders_pipeline.warehouse.writer import DATABASE, exclusive, opened, writer_lock

PUBLISH_LOCK = "publish.lock"
A_DAY = timedelta(hours=24)


class PublishReport(msgspec.Struct, frozen=True, kw_only=True):
    """`is_new` is false where nothing had changed: then `snapshot` is the one that is published already."""

    is_new: bool
    snapshot: Path
    manifest: Manifest
    partitions_written: int = 0
    partitions_linked: int = 0
    removed: tuple[str, ...] = ()


class _Published(NamedTuple):
    path: Path
    manifest: Manifest

    @property
    def is_whole(self) -> bool:
        return all(map(self.holds, self.manifest.files))

    def holds(self, file: File) -> bool:
        """Whether the file is there, and as long as it was written."""
        path = self.path / file.path
        return path.is_file() and path.stat().st_size == file.bytes


class _State(NamedTuple):
    """Names are those of the manifest."""

    warehouse_id: str
    schema_version: str
    sequence: int

    def is_in(self, manifest: Manifest) -> bool:
        return self == (manifest.warehouse_id, manifest.schema_version, manifest.sequence)

    def follows(self, earlier: _Published) -> bool:
        """Whether the earlier snapshot is of this warehouse: then only what changed since is written."""
        manifest = earlier.manifest
        return (manifest.warehouse_id, manifest.schema_version) == self[:2] and manifest.sequence <= self.sequence


def publish(
    warehouse: Path,
    snapshots_dir: Path,
    published_link: Path,
    now: datetime,
    keep: timedelta = A_DAY,
    *,
    is_forced: bool = False,
    wait_seconds: float = 0,
    step: Step = lambda name: None,
) -> PublishReport:
    """Raises WarehouseBusy: someone loads or publishes; DatabaseDamaged; DiskFull. Nothing was changed."""
    snapshots_dir.mkdir(parents=True, exist_ok=True)
    with exclusive(snapshots_dir / PUBLISH_LOCK, wait_seconds):
        earlier = _published(published_link)
        with writer_lock(warehouse, wait_seconds):
            step("checkpoint")
            with opened(warehouse) as connection:
                link_orders(connection)  # of a load that died before it did
                state = _state(connection)
            if earlier and not is_forced and state.is_in(earlier.manifest) and earlier.is_whole:
                removed = snapshots.remove_old(snapshots_dir, earlier.path, now, keep)
                return PublishReport(is_new=False, snapshot=earlier.path, manifest=earlier.manifest, removed=removed)
            building = snapshots.begin_building(snapshots_dir)
            step("copy")
            snapshots.copy(warehouse / DATABASE, building / DATABASE)
        step("parquet")
        base = earlier if earlier and state.follows(earlier) else None
        with told_plainly(building / DATABASE):
            rows, written, linked = _fill(building, base, step)
        step("manifest")
        manifest = Manifest(
            number=snapshots.next_number(snapshots_dir),
            made_at=now,
            **state._asdict(),
            rows=rows,
            files=tuple(sorted([*written, *linked], key=lambda file: file.path)),
        )
        write_manifest(building, manifest)
        step("sync")
        snapshots.seal(building)
        step("rename")
        snapshot = snapshots.name_it(building, manifest.number)
        step("link")
        snapshots.point(published_link, snapshot)
        step("clean")
        removed = snapshots.remove_old(snapshots_dir, snapshot, now, keep)
    return PublishReport(
        is_new=True,
        snapshot=snapshot,
        manifest=manifest,
        partitions_written=len(written) - 1,
        partitions_linked=len(linked),
        removed=removed,
    )


def _published(published_link: Path) -> _Published | None:
    path = snapshots.current(published_link)
    manifest = read_manifest(path) if path else None
    return _Published(path, manifest) if path and manifest else None


def _state(connection: duckdb.DuckDBPyConnection) -> _State:
    row = one_row(connection, text("sql/state"))
    assert row is not None
    return _State(*row)


def _fill(building: Path, base: _Published | None, step: Step) -> tuple[dict[str, int], list[File], list[File]]:
    """The copied database without what is internal, and the partitions beside it. Rows, files written, files linked.

    With little memory; where that does not suffice once more with the machine's.
    """
    try:
        return _filled(building, base, step, WRITERS_MEMORY)
    except duckdb.OutOfMemoryException:
        shutil.rmtree(building / ROOT, ignore_errors=True)
        return _filled(building, base, step, None)


def _filled(
    building: Path, base: _Published | None, step: Step, memory: str | None
) -> tuple[dict[str, int], list[File], list[File]]:
    connection = connect(building / DATABASE, memory=memory)
    try:
        changed = _changed_since(connection, base)
        written = list(write_changed(connection, building, changed))
        linked = list(link_unchanged(building, base.path, base.manifest, changed)) if base else []
        rows = {table.name: _rows(connection, table.name) for table in TABLES}
        step("strip")
        connection.execute("DROP SCHEMA internal CASCADE")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    return rows, [described(building, building / DATABASE), *written], linked


def _changed_since(connection: duckdb.DuckDBPyConnection, base: _Published | None) -> set[Change]:
    """What is written anew: months that commits touched, and those of which a file does not fit its manifest."""
    if base is None:
        return all_months(connection)
    rows = connection.execute(text("sql/changed_since"), [base.manifest.sequence]).fetchall()
    broken = {change for file in base.manifest.files if not base.holds(file) and (change := change_of(file))}
    return {(str(family), str(month)) for family, month in rows} | broken


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = one_row(connection, statement("count_rows", table=table))
    assert row is not None
    return int(row[0])
