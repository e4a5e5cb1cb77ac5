"""One order as two dialects show it, compared column by column: the others are held against ChannelAdvisor REST.

Equal is the rule. Where two dialects differ rightly, a dialect's table says in which column, why, and what holds
instead; what a dialect cannot know stands in model/unknowable.py. A rule that no order needs is no rule.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from orders_pipeline.model.tables import CANONICAL, Table
from orders_pipeline.model.unknowable import EVERY, unknowable

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]  # the rows of one order
LINEAGE = {"account", "window_id", "page_number", "position", "requested_at", "load_id", "content_hash"}


class Pair(NamedTuple):
    """A row as REST shows it and as the other dialect does, with all that both show of the order."""

    rest: Row
    row: Row
    order: Tables
    other: Tables


Holds = Callable[[Any, Any, Pair], bool]


class Rule(NamedTuple):
    why: str
    holds: Holds


class Dialect(NamedTuple):
    """rows: of a table, what REST's rows of an order become in the dialect, by a key; keys: that key of its own rows.

    left_out: tables that are not compared, with the reason. may_lack: whether a row of REST's may be missing.
    prepared: the dialect's rows under REST's keys, where its own tell nothing.
    """

    channel: str
    rules: Mapping[str, Mapping[str, Rule]]
    rows: Mapping[str, Callable[[Tables], Iterable[tuple[Hashable, Row]]]]
    keys: Mapping[str, Callable[[Row], Hashable]]
    left_out: Mapping[str, str] = {}
    may_lack: Mapping[str, Callable[[Row, Tables, Tables], bool]] = {}
    prepared: Callable[[Tables, Tables], Tables] = lambda order, other: other


def own(why: str) -> Rule:
    """Left out by name: each hub has a value of its own."""
    return Rule(why, lambda ours, theirs, pair: True)


def word(why: str) -> Rule:
    """Another word for the same: there where the other's is."""
    return Rule(why, lambda ours, theirs, pair: (ours is None) is (theirs is None))


def cut_to(unit: str) -> Rule:
    """Instants cut to whole seconds or milliseconds."""

    def cut(value: datetime | None) -> datetime | None:
        if value is None:
            return None
        return value.replace(microsecond=value.microsecond // 1000 * 1000 if unit == "milliseconds" else 0)

    return Rule(f"told to the {unit[:-1]}", lambda ours, theirs, pair: cut(ours) == theirs)


def or_else(why: str, holds: Holds) -> Rule:
    """Equal, or what holds instead."""
    return Rule(why, lambda ours, theirs, pair: ours == theirs or holds(ours, theirs, pair))


def or_none(why: str, when: Callable[[Pair], bool] = lambda pair: True) -> Rule:
    """Equal, or not told under a condition."""
    return or_else(why, lambda ours, theirs, pair: theirs is None and when(pair))


def or_unknown(column: str, why: str = "its list of words is another") -> Rule:
    """Equal, or NULL and named as a word that the list does not know; on either side."""

    def named(row: Row) -> bool:
        return row[column] is None and column in (row["unknown_words"] or "").split(",")

    return or_else(why, lambda ours, theirs, pair: named(pair.row) or named(pair.rest))


def differences(dialect: Dialect, order: Tables, other: Tables, needed: set[tuple[str, str]]) -> Iterator[str]:
    """Where the two disagree. `needed`: collects (table, column) of the rules without which they would."""
    other = dialect.prepared(order, other)
    for table in CANONICAL:
        if EVERY in unknowable(dialect.channel, table.name):
            yield from (f"{table.name}: a row that it cannot have" for _ in other[table.name])
        elif table.name not in dialect.left_out:
            yield from _of_table(dialect, table, order, other, needed)


def _of_table(
    dialect: Dialect, table: Table, order: Tables, other: Tables, needed: set[tuple[str, str]]
) -> Iterator[str]:
    name, rules = table.name, dialect.rules.get(table.name, {})
    ours = dict(dialect.rows[name](order))
    theirs = {dialect.keys[name](row): row for row in other[name]}
    may_lack = dialect.may_lack.get(name, lambda row, order, other: False)
    missing = [key for key, row in ours.items() if key not in theirs and not may_lack(row, order, other)]
    surplus = theirs.keys() - ours.keys()
    if missing or surplus or len(theirs) != len(other[name]):
        yield f"{name}: {missing} of REST's rows are missing, {surplus} are not its, of {len(other[name])}"
    silent = unknowable(dialect.channel, name) | unknowable("channeladvisor", name) | LINEAGE
    for key in ours.keys() & theirs.keys():
        pair = Pair(ours[key], theirs[key], order, other)
        for column in (column.name for column in table.columns if column.name not in silent):
            one, another = pair.rest.get(column), pair.row[column]
            if one == another:
                continue
            rule = rules.get(column)
            if rule is None or not rule.holds(one, another, pair):
                yield f"{name}.{column} of {key}: {one!r} and {another!r}"
            else:
                needed.add((name, column))
