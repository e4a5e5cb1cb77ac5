"""One published snapshot, opened read-only: whatever is asked of it, all answers are of one and the same state."""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from orders_pipeline.flows.asking import answered
from orders_pipeline.frames.typed import frame_of, zone_named
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.choosing import Bound, accounts_of, chosen_rows, zones
from orders_pipeline.warehouse.query import arrow_table, reading
from orders_pipeline.warehouse.writer import DATABASE

Accounts = str | Sequence[str] | None


class Snapshot:
    """The snapshot that is published when this is made; one published later, and a running load, change nothing in it.

    `home`: the pipeline's home; by default that of ORDERS_PIPELINE_HOME, else ./data. Use it as a context manager, or
    close it. `path` is the directory of the snapshot: `manifest.json`, `orders.duckdb`, `parquet/`. For one thread.
    Raises NotPublished: nothing is published there yet.

    In every method `zone` is the zone that instants are shown in: an IANA name, or "merchant" where the accounts have
    one zone; else UTC. Raises BadChoice: a name that the snapshot does not hold; the message says which it does.
    """

    def __init__(self, home: Path | str | None = None) -> None:
        published = (Home.at(home) if home is not None else Home.from_environment(os.environ)).published
        self.path = published.resolve()
        self._open = ExitStack()
        self._connection = self._open.enter_context(reading(self.path / DATABASE))

    def table(
        self,
        name: str,
        *,
        account: Accounts = None,
        since: Bound = None,
        until: Bound = None,
        columns: Sequence[str] | None = None,
        zone: str | None = None,
        personal: bool = False,
    ) -> pd.DataFrame:
        """Rows of a table or view, in the order of its key.

        account: one or several; default all. since, until: half-open, each a day of the merchant ("2026-09-01" or a
        date: midnight in the zone of the row's own account) or an instant with a zone. They bound the purchase for
        orders and all that belongs to them, and for views the first column that is a day or an instant.
        columns: default all of the table. `purchased_on` is the day of `purchased_at` in the zone of the row's account,
        and so for every instant. personal: must be True for the tables that hold data of buyers.
        """
        rows = chosen_rows(
            self._connection,
            name,
            account=account,
            since=since,
            until=until,
            columns=columns,
            personal=personal,
        )
        return frame_of(rows, self._zone(zone, account))

    def question(
        self,
        name: str,
        *,
        account: str | None = None,
        since: Bound = None,
        until: Bound = None,
        zone: str | None = None,
    ) -> pd.DataFrame:
        """The answer to one of the sample questions (`orders-pipeline ask` lists them). Days as in the question."""
        rows = answered(self._connection, name, account, since, until)
        return frame_of(rows, self._zone(zone, account))

    def query(
        self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None, *, zone: str | None = None
    ) -> pd.DataFrame:
        """The rows of one SELECT; `values` for its `?` (list) or `$name` (dict). Raises duckdb.Error as DuckDB does.

        Amounts divided in SQL, and `avg`, are DOUBLE, and so float here: cast to DECIMAL in the SQL.
        """
        return frame_of(self.arrow(sql, values), self._zone(zone, None))

    def arrow(self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None) -> pa.Table:
        """The same as an Arrow table, for Polars and others; instants in UTC."""
        return arrow_table(self._connection, sql, values)

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _zone(self, zone: str | None, account: Accounts) -> str:
        held = zones(self._connection)
        chosen = accounts_of(self._connection, account) or held
        return zone_named(zone, {name: held[name] for name in chosen})
