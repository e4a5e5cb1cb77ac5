"""Questions to the published snapshot, which stand in `questions/` as SQL, and the rows that the warehouse holds."""

from importlib.resources import files
from typing import Any

import msgspec

from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import query, rows_per_table
from orders_pipeline.warehouse.writer import DATABASE, writer_lock

FOR_PEOPLE = ("sales_by_day", "unshipped_orders", "refund_rate_by_sku")
DOUBTFUL_TOTALS = "doubtful_totals"
PATIENCE_SECONDS = 60.0


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of the question, and what the snapshot says."""

    name: str
    question: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def ask(home: Home, name: str) -> Answer:
    """Raises NotPublished."""
    sql = files("orders_pipeline.flows").joinpath(f"questions/{name}.sql").read_text("utf-8")
    columns, rows = query(home.published / DATABASE, sql)
    question = sql.splitlines()[0].removeprefix("--").strip()
    return Answer(name=name, question=question, columns=list(columns), rows=[tuple(row) for row in rows])


def rows_held(home: Home) -> dict[str, int]:
    """Rows of each table in the warehouse itself, published or not. Raises WarehouseBusy: another process writes."""
    with writer_lock(home.warehouse, PATIENCE_SECONDS):
        return rows_per_table(home.warehouse / DATABASE)
