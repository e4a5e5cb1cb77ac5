"""A warehouse in a temporary folder: load in one line, look at tables in another."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from orders_pipeline.model.records.lineage import Account
from orders_pipeline.model.tables import CANONICAL
from orders_pipeline.warehouse.accounts import upsert_accounts
from orders_pipeline.warehouse.counts import LoadReport
from orders_pipeline.warehouse.incoming import IncomingWindow
from orders_pipeline.warehouse.load import load
from orders_pipeline.warehouse.publish import PublishReport, publish
from orders_pipeline.warehouse.query import query
from orders_pipeline.warehouse.writer import DATABASE, Writer, writer
from orders_pipeline_tests.warehouse.making import ACCOUNT, at

Row = dict[str, Any]


class Warehouse:
    """Stays open between loads, as long as nobody else has to open it."""

    def __init__(self, folder: Path, empty: Path | None = None) -> None:
        self.folder = folder
        self.directory, self.snapshots, self.published = (
            folder / "warehouse",
            folder / "snapshots",
            folder / "published",
        )
        self.accounts = [ACCOUNT]
        self._open: ExitStack | None = None
        if empty is not None:
            self.directory.mkdir()
            shutil.copy(empty, self.directory / DATABASE)

    def load(self, *windows: IncomingWindow, load_id: str = "load-1", **options: Any) -> LoadReport:
        return load(self.writer, windows, load_id=load_id, now=lambda: at(10_000), **options)

    def publish(self, minutes: float = 10_000, **options: Any) -> PublishReport:
        self.close()
        return publish(self.directory, self.snapshots, self.published, at(minutes), **options)

    @property
    def writer(self) -> Writer:
        if self._open is None:
            self._open = ExitStack()
            self._writer = self._open.enter_context(writer(self.directory))
            upsert_accounts(self._writer, self.accounts)
        return self._writer

    def name(self, *accounts: Account) -> None:
        """These are what accounts.toml names from now on, in this order."""
        self.accounts = [replace(account, rank=rank) for rank, account in enumerate(accounts, start=1)]
        upsert_accounts(self.writer, self.accounts)

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def rows(self, sql: str) -> list[Row]:
        result = self.writer.connection.execute(sql)
        columns = [column[0] for column in result.description or []]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def table(self, name: str) -> list[Row]:
        return self.rows(f"SELECT * FROM {name} ORDER BY ALL")

    def tables(self) -> dict[str, list[Row]]:
        return {table.name: self.table(table.name) for table in CANONICAL}

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        """From what is published."""
        return query(self.published / DATABASE, sql)[1]


@pytest.fixture(scope="session")
def an_empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: tables, comments and views take longer than a small load."""
    warehouse = Warehouse(tmp_path_factory.mktemp("empty"))
    assert warehouse.writer
    warehouse.close()
    return warehouse.directory / DATABASE


@pytest.fixture
def warehouse(tmp_path: Path, an_empty_warehouse: Path) -> Iterator[Warehouse]:
    made = Warehouse(tmp_path, an_empty_warehouse)
    yield made
    made.close()
