"""Looks at the published snapshot, which is never locked, and at the writer's file, which is not opened.

But where its tables are doubted and nobody writes: then orders cannot be loaded anyway.
"""

from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from orders_pipeline.flows.doctor.picture import Link, Proven, Published, Rejects, Warehouse
from orders_pipeline.flows.doctor.statements import text
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.looking import schema_version_of, storage_of
from orders_pipeline.warehouse.manifest import Manifest, read_manifest
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.schema import schema_version
from orders_pipeline.warehouse.writer import DATABASE

Row = TypeVar("Row", Rejects, Proven)


def link_of(home: Home) -> Link:
    """What readers find where the snapshot should be."""
    if not home.published.is_symlink():
        return Link.ABSENT
    if not home.published.exists():
        return Link.BROKEN
    return Link.LEADS if read_manifest(home.published.resolve()) else Link.UNREADABLE


def published(home: Home) -> Published | None:
    """None where no snapshot is published that can be read."""
    snapshot = home.published.resolve()
    manifest = read_manifest(snapshot) if link_of(home) is Link.LEADS else None
    if manifest is None:
        return None
    seen = Published(
        number=manifest.number,
        made_at=manifest.made_at,
        schema_version=manifest.schema_version,
        bytes=sum(file.bytes for file in manifest.files),
        missing=_missing(snapshot, manifest),
    )
    if DATABASE in seen.missing:
        return seen
    with reading(snapshot / DATABASE) as connection:
        return replace(
            seen,
            loaded={account: frozenset(windows) for account, windows in connection.execute(text("loaded")).fetchall()},
            rejects=_rows(connection, "open_rejects", Rejects) if seen.schema_version == schema_version() else (),
            proofs=_rows(connection, "newest_proofs", Proven) if seen.schema_version == schema_version() else (),
        )


def open_rejects(home: Home) -> tuple[Rejects, ...]:
    """What is quarantined and not healed, by account and reason. Raises NotPublished."""
    with reading(home.published / DATABASE) as connection:
        return _rows(connection, "open_rejects", Rejects)


def _rows(connection: Any, question: str, row: type[Row]) -> tuple[Row, ...]:
    """The rows of a question, whose columns are named as the fields."""
    result = connection.execute(text(question))
    names = [column[0] for column in result.description]
    return tuple(row(**dict(zip(names, values, strict=True))) for values in result.fetchall())


def _missing(snapshot: Path, manifest: Manifest) -> tuple[str, ...]:
    """Files that the manifest names and that are not there, or cut."""
    return tuple(file.path for file in manifest.files if not _is_whole(snapshot / file.path, file.bytes))


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def warehouse(home: Home, snapshot: Published | None, *, is_written: bool) -> Warehouse | None:
    """None where nothing was ever loaded."""
    file = home.warehouse / DATABASE
    if not file.exists():
        return None
    is_doubted = snapshot is None or snapshot.schema_version != schema_version()
    return Warehouse(
        bytes=file.stat().st_size,
        storage=storage_of(file),
        stored_version=schema_version_of(file) if is_doubted and not is_written else None,
    )
