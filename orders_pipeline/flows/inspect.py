"""Saved hub responses, and bodies of the landing, read offline, as canonical rows. Touches no warehouse."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.landing.bodies import decompressed
from orders_pipeline.model.sighting import Problem, Sighting
from orders_pipeline.model.tables import CHILDREN
from orders_pipeline.model.tables import ORDERS as ORDERS_TABLE

REJECTS = "rejects"
LANDED = ".zst"


class Row(msgspec.Struct, frozen=True):
    """One line of output: `{"table": …, "row": {…}}`; decimals as strings, instants in ISO 8601."""

    table: str
    row: msgspec.Struct | dict[str, object]


def rows_of(channel: str, file: Path, account: str, currency: str | None = None) -> Iterator[Row]:
    """The rows that the orders of a saved response become, rejects among them.

    currency: of every amount, for channels whose protocol has none.

    Raises Malformed: the file as a whole is no answer of this channel; NotSpoken; OSError.
    """
    body = Body(kind=ORDERS, content=decompressed(file) if file.suffix == LANDED else file.read_bytes())
    for sighting in dialect_of(channel).sightings(Scope(account=account, currency=currency), body, ()):
        yield from _rows(sighting, file)


def _rows(sighting: Sighting, file: Path) -> Iterator[Row]:
    if sighting.problem is not None:
        yield Row(REJECTS, _reject(sighting.problem, sighting.position, file))
    if sighting.document is not None:
        yield Row(ORDERS_TABLE.name, sighting.document.order)
        for table in CHILDREN:
            for record in getattr(sighting.document, table.name):
                yield Row(table.name, record)


def _reject(problem: Problem, position: int, file: Path) -> dict[str, object]:
    return {"file": file.name, "position": position, **msgspec.structs.asdict(problem)}


def as_json(row: Row, *, is_brief: bool = False) -> str:
    """`is_brief`: columns that are NULL are left out."""
    if is_brief:
        columns = row.row if isinstance(row.row, dict) else msgspec.structs.asdict(row.row)
        row = Row(row.table, {name: value for name, value in columns.items() if value is not None})
    return msgspec.json.encode(row).decode()
