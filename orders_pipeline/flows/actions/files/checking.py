"""Rows of a file into intents: every mistake with its row; a mistake in one row keeps its whole intent back, no other.

Pure. What the order itself allows is for policy to say.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec

from orders_pipeline.flows.actions.files.columns import AMOUNTS, BY_NAME, COLUMNS, REQUIRED
from orders_pipeline.flows.actions.files.reading import Row
from orders_pipeline.flows.actions.written import Unfit, amount
from orders_pipeline.model.actions import Intent, Wanted
from orders_pipeline.settings.mistakes import nearest

_SHARED = tuple(column.name for column in COLUMNS if not column.of_line)
_FIELDS = {"action": "kind"}
_OF_INTENT = tuple(name for name in _SHARED if _FIELDS.get(name, name) in Intent.__struct_fields__)


class RowMistake(msgspec.Struct, frozen=True):
    """column: None where it is the row as a whole. sentence: goes on from the name of the column, or of the row."""

    row: int
    column: str | None
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.column + ' ' if self.column else ''}{self.sentence}"


class FromRows(msgspec.Struct, frozen=True):
    """An intent, and the rows that say it."""

    intent: Intent
    rows: tuple[int, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """kept_back: rows without a mistake of their own whose intent has one in another row."""

    rows: int
    intents: tuple[FromRows, ...]
    mistakes: tuple[RowMistake, ...]
    kept_back: tuple[int, ...]


class _Read(msgspec.Struct):
    number: int
    values: dict[str, Any]
    is_good: bool


def checked(rows: Sequence[Row], accounts: Collection[str]) -> Checked:
    """accounts: those of accounts.toml."""
    mistakes: list[RowMistake] = []
    read = [_read(row, accounts, mistakes) for row in rows]
    groups: dict[object, list[_Read]] = {}
    for one in read:
        name = (one.values.get("account"), one.values.get("key"))
        groups.setdefault(name if None not in name else one.number, []).append(one)
    for group in groups.values():
        mistakes += _between(group)
    wrong = {mistake.row for mistake in mistakes}
    good = [group for group in groups.values() if wrong.isdisjoint(one.number for one in group)]
    bad = chain.from_iterable(group for group in groups.values() if group not in good)
    return Checked(
        rows=len(rows),
        intents=tuple(FromRows(_intent(group), tuple(one.number for one in group)) for group in good),
        mistakes=tuple(sorted(mistakes, key=lambda one: one.row)),
        kept_back=tuple(sorted(one.number for one in bad if one.number not in wrong)),
    )


def _read(row: Row, accounts: Collection[str], mistakes: list[RowMistake]) -> _Read:
    if row.problem:
        mistakes.append(RowMistake(row.number, None, row.problem))
        return _Read(row.number, {}, False)
    before, values = len(mistakes), dict[str, Any]()
    for name in REQUIRED:
        if name not in row.cells:
            mistakes.append(RowMistake(row.number, name, "is missing"))
    for name, text in row.cells.items():
        try:
            values[name] = BY_NAME[name].read(text)
        except Unfit as unfit:
            mistakes.append(RowMistake(row.number, name, str(unfit)))
    for name in AMOUNTS:
        if name in values:
            try:
                values[name] = amount(values[name], values.get("currency"))
            except Unfit as unfit:
                mistakes.append(RowMistake(row.number, name, str(unfit)))
    if (account := values.get("account")) is not None and account not in accounts:
        hint = nearest(account, accounts)
        mistakes.append(RowMistake(row.number, "account", f"is none of accounts.toml. {hint}".strip()))
    if "item_id" in values and "sku" in values:
        mistakes.append(RowMistake(row.number, None, "names its line by item_id and by sku: one is enough"))
    if "quantity" in values and not _line_of(values):
        mistakes.append(RowMistake(row.number, "quantity", "needs a line: name it by item_id or sku"))
    return _Read(row.number, values, len(mistakes) == before)


def _between(group: Sequence[_Read]) -> Iterator[RowMistake]:
    """What does not fit among rows of one account and key; each is compared with the first of them."""
    first, lines = group[0], dict[str | None, int]()
    for one in group:
        for name in _SHARED:
            if one.is_good and first.is_good and one.values.get(name) != first.values.get(name):
                sentence = f"is another than in row {first.number}, which has the same key: a new event needs its own"
                yield RowMistake(one.number, name, sentence)
        line = _line_of(one.values)
        if line in lines and one.is_good:
            what = f"the line of row {lines[line]}" if line else f"no line, as row {lines[line]} does,"
            yield RowMistake(one.number, None, f"names {what} under the same key: an intent names each line once")
        lines.setdefault(line, one.number)
    if None in lines and len(lines) > 1:
        sentence = "names no line, and other rows of its key do: an intent is of lines, or of the order as a whole"
        yield RowMistake(lines[None], None, sentence)


def _line_of(values: dict[str, Any]) -> str | None:
    if "item_id" in values:
        return f"item {values['item_id']}"
    return f"sku {values['sku']}" if "sku" in values else None


def _intent(group: Sequence[_Read]) -> Intent:
    first = group[0].values
    told = {_FIELDS.get(name, name): first[name] for name in _OF_INTENT if name in first}
    if _line_of(first) is None:
        return Intent(**told, amounts=_amounts(first))
    return Intent(**told, lines=tuple(_wanted(one.values) for one in group))


def _wanted(values: dict[str, Any]) -> Wanted:
    return Wanted(
        item_id=values.get("item_id"),
        sku=values.get("sku"),
        quantity=values.get("quantity"),
        amounts=_amounts(values),
    )


def _amounts(values: dict[str, Any]) -> dict[Any, Any] | None:
    return {component: values[name] for name, component in AMOUNTS.items() if name in values} or None
