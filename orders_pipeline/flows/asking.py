"""Questions to the published snapshot, which stand in `questions/` as SQL.

A question runs by itself in any DuckDB that has the published file open; its variables `account`, `since` and `until`
narrow it, and are unset where nothing shall be left out.
"""

from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import pyarrow as pa

from orders_pipeline.settings import Home
from orders_pipeline.warehouse.choosing import Bound, accounts_of, bound, known, refuse_empty
from orders_pipeline.warehouse.errors import BadChoice
from orders_pipeline.warehouse.query import arrow_table, query, reading, set_variables
from orders_pipeline.warehouse.writer import DATABASE

# For analysts, in the order in which they are listed.
QUESTIONS = (
    "net_sales_by_day",
    "marketplace_mix",
    "tax_by_country",
    "refund_reasons",
    "refunds_out_of_balance",
    "late_parcels",
    "units_outstanding",
    "sku_velocity",
    "order_changes",
    "hub_agreement",
    "hub_disagreements",
    "completeness_by_day",
)
FOR_PEOPLE = ("sales_by_day", "unshipped_orders", "refund_rate_by_sku", "shared_orders")  # what the demo shows
COUNTED_ONCE = "counted_once"  # and says in a sentence
DOUBTFUL_TOTALS = "doubtful_totals"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question as its file tells it: asked in the first line, then grain and definitions, a meaning a column."""

    name: str
    question: str
    grain: str
    columns: dict[str, str]
    sql: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of the question, and what the snapshot says."""

    name: str
    question: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def ask(home: Home, name: str) -> Answer:
    """Raises NotPublished."""
    sql = _text(name)
    columns, rows = query(home.published / DATABASE, sql)
    return Answer(name=name, question=_asked(sql), columns=list(columns), rows=[tuple(row) for row in rows])


def ask_about(home: Home, name: str, account: str | None, since: Bound, until: Bound) -> Answer:
    """One of QUESTIONS, narrowed. Raises NotPublished, BadChoice: see `answered`."""
    with reading(home.published / DATABASE) as connection:
        table = answered(connection, name, account, since, until)
    rows = [tuple(row.values()) for row in table.to_pylist()]
    return Answer(name=name, question=_asked(_text(name)), columns=table.column_names, rows=rows)


def answered(connection: Any, name: str, account: str | None, since: Bound, until: Bound) -> pa.Table:
    """The answer of an opened snapshot; `since` and `until` are days of the merchant, half-open.

    Raises BadChoice: there is no such question or account, a bound is no day, or no day lies between the two.
    """
    sql = _text(known(name, QUESTIONS, "question"))
    accounts_of(connection, account)
    days = {"since": _day("since", since), "until": _day("until", until)}
    refuse_empty(since, until)
    set_variables(connection, {"account": account, **days})
    return arrow_table(connection, sql)


@cache
def question(name: str) -> Question:
    """One of QUESTIONS. Raises BadChoice: it is none of them."""
    lines = _text(known(name, QUESTIONS, "question")).splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    head = [line.removeprefix("--").strip() for line in lines[:end]]
    split = head.index("Columns:")
    meanings = (line.partition(": ") for line in head[split + 1 :])
    return Question(
        name=name,
        question=head[0],
        grain=" ".join(head[1:split]),
        columns={column: meaning for column, _, meaning in meanings},
        sql=_text(name),
    )


def _text(name: str) -> str:
    return files("orders_pipeline.flows").joinpath(f"questions/{name}.sql").read_text("utf-8")


def _asked(sql: str) -> str:
    return sql.splitlines()[0].removeprefix("--").strip()


def _day(name: str, value: Bound) -> date | None:
    if isinstance(value, datetime) or bound(name, value)[f"{name}_at"] is not None:
        raise BadChoice(f"{name}={value}: questions speak of days of the merchant. Write one such as 2026-09-30.")
    return bound(name, value)[f"{name}_on"]
