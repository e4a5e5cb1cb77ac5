"""Rows under keys that a reader made up, compared by content: two authors need not hash alike.

ChannelApe gives some fulfillments and refunds no id. Here their keys become ordinals within their order, in the order
of what the rows and their children hold; two tables that hold the same are then the same.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Owner = tuple[str, str]  # account, order
Children = tuple[tuple[str, str, Callable[[Row], bool]], ...]

# table, its key, whether the hub gave it, and where children name it: table, column, whether the row speaks of it
KINDS: tuple[tuple[str, str, Callable[[Row], bool], Children], ...] = (
    (
        "fulfillments",
        "fulfillment_id",
        lambda row: row["fulfillment_id"].startswith("F-"),
        (
            ("fulfillment_items", "fulfillment_id", lambda row: True),
            ("additional_fields", "owner_id", lambda row: row["owner"] == "fulfillment"),
        ),
    ),
    (
        "refunds",
        "refund_id",
        lambda row: row["seller_refund_id"] is not None,
        (
            ("refund_items", "refund_id", lambda row: True),
            ("order_texts", "about_id", lambda row: row["kind"].startswith("refund_")),
        ),
    ),
)


def by_content(tables: Tables, accounts: Collection[str]) -> Tables:
    """The tables with every made-up key of these accounts' rows replaced by an ordinal; sorted by what they hold."""
    made = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for table, key, is_the_hub_s, children in KINDS:
        mine = _children_by_key(made, children)
        of_order: dict[Owner, list[tuple[str, Row, list[tuple[Row, str]]]]] = defaultdict(list)
        for row in made[table]:
            if row["account"] in accounts and not is_the_hub_s(row):
                owner = (row["account"], row["order_id"])
                named = mine[*owner, row[key]]
                content = repr([_without(row, key), *sorted(repr(_without(child, column)) for child, column in named)])
                of_order[owner].append((content, row, named))
        for found in of_order.values():
            for ordinal, (_, row, named) in enumerate(sorted(found, key=lambda each: each[0]), 1):
                row[key] = f"made up {ordinal}"
                for child, column in named:
                    child[column] = row[key]
    return {name: sorted(rows, key=repr) for name, rows in made.items()}


def _children_by_key(tables: Tables, children: Children) -> dict[tuple[str, str, str], list[tuple[Row, str]]]:
    """(account, order, key) -> the rows that name it, each with the column that does."""
    found = defaultdict(list)
    for name, column, speaks in children:
        for child in filter(speaks, tables[name]):
            found[child["account"], child["order_id"], child[column]].append((child, column))
    return found


def _without(row: Row, column: str) -> list[tuple[str, Any]]:
    return sorted((name, value) for name, value in row.items() if name != column)
