"""A whole pipeline for tests: a sandbox hub on loopback, a home in a temporary folder, and the truth beside it."""

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from orders_pipeline.channels.base import Patience
from orders_pipeline.extract import ReadReport
from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.read import read
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.tables import CANONICAL, Table
from orders_pipeline.sandbox.server import Running, running
from orders_pipeline.settings import Home, Settings, load_settings
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE, writer
from orders_pipeline_tests.dialects import DIALECTS, REST, Spoken

PROFILES = {"us": 12345678, "eu": 23456789}
US = {"us": 12345678}
UNLIMITED = {"per_minute": 100_000, "channelape_per_second": 10_000, "channelape_user_per_second": 10_000}
IN_A_HURRY = Patience(connect=2.0, read=0.7, sleep=lambda seconds: time.sleep(min(seconds, 0.01)))

Row = dict[str, Any]


@dataclass
class Pipeline:
    """Reads `hub` into `home`. `run` is one tick of everything; `tables` is what an analyst then sees."""

    home: Home
    hub: Running
    profiles: dict[str, int] = field(default_factory=lambda: dict(PROFILES))
    keys: str = ""  # further lines of every account in accounts.toml
    others: dict[str, tuple[Spoken, Any]] = field(default_factory=dict)  # accounts of other dialects, with their scopes

    def __post_init__(self) -> None:
        self.home.make()
        shutil.copy(an_empty_warehouse(), self.home.warehouse / DATABASE)
        self.home.accounts_file.write_text(
            "\n".join(spoken.section(name, scope, self.hub, self.keys) for name, (spoken, scope) in self.spoken.items())
        )

    @property
    def spoken(self) -> dict[str, tuple[Spoken, Any]]:
        """Every account: its dialect and its scope."""
        return {name: (REST, profile) for name, profile in self.profiles.items()} | self.others

    def go_on_from(self, before: Home) -> None:
        """As if this home had run what another one has; its snapshot stays where it is."""
        for place in ("landing", "warehouse", "snapshots"):
            shutil.copytree(before.root / place, self.home.root / place, dirs_exist_ok=True)
        self.home.published.symlink_to(before.published.readlink())

    @property
    def settings(self) -> Settings:
        return load_settings(self.home.accounts_file)

    @property
    def environ(self) -> dict[str, str]:
        return {name: value for spoken in DIALECTS.values() for name, value in spoken.secrets(self.hub).items()}

    def read(self, account: str = "us", **options: Any) -> ReadReport:
        return read(self.home, self.settings.account(account), environ=self.environ, patience=IN_A_HURRY, **options)

    def load(self, **options: Any) -> Any:
        return load_pending(self.home, self.settings, **options)

    def publish(self, **options: Any) -> Any:
        return publish_snapshot(self.home, **options)

    def run(self, step: Callable[[str], None] = lambda name: None) -> Any:
        for account in self.spoken:
            self.read(account, step=step)
        report = self.load(step=step)
        self.publish(step=step)
        return report

    @property
    def file(self) -> Path:
        return self.home.published / "orders.duckdb"

    def query(self, sql: str) -> list[Row]:
        with reading(self.file) as connection:
            return rows_of(connection, sql)

    def table(self, name: str) -> list[Row]:
        return self.query(f"SELECT * FROM {name} ORDER BY ALL")

    @property
    def warehouse_file(self) -> Path:
        """The writer's own file: what is loaded, published or not."""
        return self.home.warehouse / DATABASE

    def tables(self, file: Path | None = None) -> dict[str, list[Row]]:
        """Every canonical table as published, or of a file; lineage left out, in the order of the key."""
        with reading(file or self.file) as connection:
            return {
                table.name: sorted_by_key(
                    table, map(without_lineage, rows_of(connection, f"SELECT * FROM {table.name}"))
                )
                for table in CANONICAL
            }

    def loaded(self, sql: str) -> list[Row]:
        """Asked of the writer's own file."""
        with reading(self.warehouse_file) as connection:
            return rows_of(connection, sql)

    def comparable(self, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
        """With keys that a reader makes up replaced by what the rows hold, where a dialect has such keys."""
        for spoken in {spoken.channel: spoken for spoken, _ in self.spoken.values()}.values():
            mine = [name for name, (other, _) in self.spoken.items() if other.channel == spoken.channel]
            tables = spoken.comparable(tables, mine)
        return tables

    def truth(self) -> dict[str, list[Row]]:
        """What the tables must hold at the hub's present."""
        held: dict[str, list[Row]] = {table.name: [] for table in CANONICAL}
        for account, (spoken, scope) in self.spoken.items():
            for document in spoken.documents(self.hub.world, scope, self.hub.clock.now, account).values():
                for table in CANONICAL:
                    held[table.name] += [as_row(record) for record in records_of(document, table)]
        return {table.name: sorted_by_key(table, held[table.name]) for table in CANONICAL}


@cache
def an_empty_warehouse() -> Path:
    """Made once a process: tables, comments and views take longer than a small load."""
    directory = Path(tempfile.mkdtemp(prefix="empty-warehouse-"))
    atexit.register(shutil.rmtree, directory)
    with writer(directory):
        return directory / DATABASE


LINEAGE = ("window_id", "page_number", "position", "requested_at", "load_id", "content_hash")


def rows_of(connection: Any, sql: str) -> list[Row]:
    result = connection.execute(sql)
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def records_of(document: OrderDocument, table: Table) -> tuple[Any, ...]:
    return (document.order,) if table.name == "orders" else getattr(document, table.name)


def as_row(record: Any) -> Row:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def without_lineage(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in LINEAGE}


def sorted_by_key(table: Table, rows: Any) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(row[column] for column in table.key))


def assert_equal_tables(held: dict[str, list[Row]], wanted: dict[str, list[Row]]) -> None:
    """Row for row and cent for cent, in every column; the first difference is named, without dumping tables."""
    for name, rows in wanted.items():
        for found, expected in zip(held[name], rows, strict=False):
            differing = [column for column in expected if found[column] != expected[column]]
            assert not differing, (
                f"{name} {found['account']} {found['order_id']}: {[(c, found[c], expected[c]) for c in differing]}"
            )
            floats = [column for column, value in found.items() if isinstance(value, float)]
            assert not floats, f"{name}: {floats} are floats"
        assert len(held[name]) == len(rows), f"{name} has {len(held[name])} rows, the truth {len(rows)}"


def assert_counts_add_up(pipeline: Pipeline) -> None:
    for row in pipeline.loaded("SELECT * FROM loads"):
        parts = ("inserted", "updated", "unchanged", "stale", "duplicates", "quarantined")
        assert row["received"] == sum(row[part] for part in parts), row


@contextmanager
def a_pipeline(
    folder: Path,
    world: Any = None,
    *,
    profiles: dict[str, int] | None = None,
    others: Iterable[Spoken] | Mapping[str, tuple[Spoken, Any]] = (),
    keys: str = "",
    **hub: Any,
) -> Iterator[Pipeline]:
    """A running hub and an empty home, until the block ends.

    others: accounts that read beside the profiles, by name; of dialects alone, all their scopes.
    """
    accounts = (
        dict(others)
        if isinstance(others, Mapping)
        else {
            f"{each.path[1:].replace('_', '-')}-{n}": (each, scope)
            for each in others
            for n, scope in enumerate(each.scopes)
        }
    )
    held = PROFILES if profiles is None else profiles
    with running(world, **{**UNLIMITED, **hub}) as there:
        yield Pipeline(Home.at(folder), there, dict(held), keys, accounts)
