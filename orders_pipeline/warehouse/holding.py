"""What the warehouse holds of the orders that come in: the versions to compare with. Reads, never writes."""

from datetime import datetime

import duckdb
import pyarrow as pa

from orders_pipeline.warehouse.batches import Batch, Key
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.counts import Progress
from orders_pipeline.warehouse.handing import handed, keys
from orders_pipeline.warehouse.judging import KnownVersions, WindowOrder
from orders_pipeline.warehouse.outcome import NEVER, Outcome, Seen, Version
from orders_pipeline.warehouse.statements import text

_PARTS = pa.schema([("account", pa.string()), ("window_id", pa.string()), ("part", pa.int64())])


Certified = tuple[str, str, datetime]  # account, window, when it was certified


def unfinished_windows(connection: duckdb.DuckDBPyConnection) -> dict[Certified, Progress]:
    """How far each window is loaded that a load has begun and not ended.

    By its certificate: a window that was read anew has other pages, of which none is loaded.
    """
    rows = connection.execute(text("sql/unfinished_windows")).fetchall()
    return {
        (account, window_id, certified_at): Progress(
            pages_loaded=pages_loaded, received=received, counts=dict(zip(Outcome, counts, strict=True))
        )
        for account, window_id, certified_at, pages_loaded, received, *counts in rows
    }


def held_versions(connection: duckdb.DuckDBPyConnection) -> dict[Key, Seen]:
    """Of the handed `incoming_keys`."""
    return {
        (account, order_id): Seen(_version(*version), content_hash)
        for account, order_id, content_hash, *version in connection.execute(text("sql/held_versions")).fetchall()
    }


def counted_before(connection: duckdb.DuckDBPyConnection, batch: Batch) -> dict[WindowOrder, Outcome]:
    """What the handed `incoming_keys` were counted as in parts of the same windows in earlier batches."""
    parts = [
        (part.window.account, part.window.window_id, number)
        for number, part in enumerate(batch.parts)
        if part.before.pages_loaded
    ]
    if not parts:
        return {}
    with handed(connection, "incoming_parts", arrow_table(parts, _PARTS)):
        rows = connection.execute(text("sql/counted_sightings")).fetchall()
    return {(part, order_id): Outcome(outcome) for part, order_id, outcome in rows}


def known_versions(connection: duckdb.DuckDBPyConnection, wanted: set[Key]) -> dict[Key, KnownVersions]:
    known: dict[Key, KnownVersions] = {}
    if not wanted:
        return known
    with handed(connection, "telling_keys", keys(wanted)):
        rows = connection.execute(text("sql/known_versions")).fetchall()
    for account, order_id, version_hash, is_standing, *place in rows:
        versions = known.setdefault((account, order_id), KnownVersions())
        versions.add(version_hash, _version(*place))
        if is_standing:
            versions.standing = version_hash
    return known


def _version(updated_us: int | None, requested_us: int, window_id: str, page_number: int, position: int) -> Version:
    return Version(NEVER if updated_us is None else updated_us, requested_us, window_id, page_number, position)
