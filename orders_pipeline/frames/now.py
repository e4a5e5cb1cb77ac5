"""One frame of the snapshot that is published at the moment. For several that fit together, open a `snapshot()`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from orders_pipeline.frames.snapshot import Accounts, Snapshot
from orders_pipeline.warehouse.choosing import Bound

Place = Path | str | None


def snapshot(home: Place = None) -> Snapshot:
    """For a `with` block: one state, whatever is published meanwhile. Raises NotPublished."""
    return Snapshot(home)


def table(
    name: str,
    *,
    account: Accounts = None,
    since: Bound = None,
    until: Bound = None,
    columns: Sequence[str] | None = None,
    zone: str | None = None,
    personal: bool = False,
    home: Place = None,
) -> pd.DataFrame:
    """Rows of a table or view; the arguments are those of Snapshot.table. Raises NotPublished, BadChoice."""
    with Snapshot(home) as held:
        return held.table(
            name, account=account, since=since, until=until, columns=columns, zone=zone, personal=personal
        )


def question(
    name: str,
    *,
    account: str | None = None,
    since: Bound = None,
    until: Bound = None,
    zone: str | None = None,
    home: Place = None,
) -> pd.DataFrame:
    """The answer to a sample question; see Snapshot.question. Raises NotPublished, BadChoice."""
    with Snapshot(home) as held:
        return held.question(name, account=account, since=since, until=until, zone=zone)


def query(
    sql: str,
    values: Sequence[Any] | Mapping[str, Any] | None = None,
    *,
    zone: str | None = None,
    home: Place = None,
) -> pd.DataFrame:
    """The rows of one SELECT; see Snapshot.query. Raises NotPublished, BadChoice, duckdb.Error."""
    with Snapshot(home) as held:
        return held.query(sql, values, zone=zone)
