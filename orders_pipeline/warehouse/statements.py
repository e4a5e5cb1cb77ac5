"""The SQL of the warehouse, read from the files beside this module.

Only reading and filling in names from the table spec; values never come in by text, they are bound or come as Arrow.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from orders_pipeline.model.tables import BY_NAME

_ROOM = files("orders_pipeline.warehouse")
_WORD = re.compile(r"\w+")


@cache
def text(name: str) -> str:
    """A file by its path without ending, such as `sql/held_versions`."""
    return _ROOM.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str, **names: str) -> str:
    """A statement with its {placeholders} filled by names of tables and columns."""
    return text(f"sql/{name}").format(**names)


class View(msgspec.Struct, frozen=True):
    """A view as its file tells it: the question and grain in the head, a meaning for each column, the query.

    of_table: the table whose columns it has, and more perhaps.
    """

    name: str
    meaning: str
    columns: dict[str, str]
    query: str
    of_table: str | None = None


def views() -> tuple[View, ...]:
    """All views, by name."""
    names = sorted(entry.name for entry in _ROOM.joinpath("views").iterdir() if entry.name.endswith(".sql"))
    return tuple(_view(name.removesuffix(".sql")) for name in names)


def in_order(found: Iterable[View]) -> list[View]:
    """As they can be made: each after those that it asks, else by name."""
    waiting, made = sorted(found, key=lambda view: view.name), list[View]()
    while waiting:
        names = {view.name for view in waiting}
        ready = next(view for view in waiting if not names - {view.name} & set(_WORD.findall(view.query)))
        waiting.remove(ready)
        made.append(ready)
    return made


def _view(name: str) -> View:
    lines = text(f"views/{name}").splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    head = [line.removeprefix("--").strip() for line in lines[:end]]
    split = next(number for number, line in enumerate(head) if line.startswith("Columns:"))
    of_table = _table_of(head[split])
    columns = {column.name: column.meaning for column in BY_NAME[of_table].columns} if of_table else {}
    for line in head[split + 1 :]:
        column, _, meaning = line.partition(": ")
        columns[column] = meaning
    return View(name, " ".join(head[:split]), columns, "\n".join(lines[end:]).strip(), of_table)


def _table_of(line: str) -> str | None:
    """`orders`, of `Columns: those of orders`, after which more may follow; None of `Columns:` alone."""
    found = re.fullmatch(r"Columns:(?: those of (\w+)(?:, and)?)?", line)
    assert found is not None, line
    return found[1]
