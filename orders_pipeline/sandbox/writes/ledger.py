"""Every write that was really applied, in the order of its application: the oracle of the tests of writes.

In memory, and as lines of `ledger.jsonl` where the sandbox has a folder; a line holds the entry and what happened to
the order by it, so that neither is there without the other. A torn last line never happened.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
from msgspec import Struct

from orders_pipeline.sandbox.world.acts import Act, Units
from orders_pipeline.sandbox.world.events import Edit
from orders_pipeline.sandbox.world.order import ZERO

Amounts = dict[str, Decimal]  # by component, named as `model.actions.Component`: gift_wrap, not gift


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Of a request as it came, its path with the dialect's name: two that are equal byte for byte share it."""
    return hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()


class Call(Struct, frozen=True, kw_only=True):
    """Who writes. `request`: its number in the request log; a duplicate by the network shares it with the first."""

    dialect: str
    operation: str
    method: str = ""
    path: str = ""
    fingerprint: str = ""
    request: int | None = None
    source: str = "api"  # or user: a person in the hub
    is_duplicate: bool = False
    is_refused_late: bool = False  # accepted now, refused by the marketplace afterwards


class Effect(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a write did. `kind`: ship, correct, remove, cancel, refund, mark, unmark, create, move or edit.
    A shipment without a parcel: the hub wrote down what it could not know to be true, as the units were not there.

    `amounts`: as this write recorded them; `total`: what they return to the buyer, where prices include the tax
    without the tax. `is_told` False: the marketplace is not told, so no money moves. `fails_at`: the marketplace
    refuses it then, and it has no effect in the end.
    """

    kind: str
    units: Units = {}  # line id -> quantity
    amounts: Amounts = {}
    total: Decimal = ZERO
    line_id: int | None = None  # None for money of the order as a whole
    seller_id: str | None = None
    adjustment_id: int | None = None
    parcel_ids: tuple[int, ...] = ()
    tracking_number: str | None = None
    is_told: bool = True
    fails_at: datetime | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """One applied write; `at` is world time."""

    number: int
    at: datetime
    dialect: str
    operation: str
    method: str
    path: str
    order_id: int
    marketplace_order_id: str | None
    currency: str
    fingerprint: str
    request: int | None
    source: str
    is_duplicate: bool
    effects: tuple[Effect, ...]

    @property
    def seller_ids(self) -> tuple[str, ...]:
        return tuple(effect.seller_id for effect in self.effects if effect.seller_id)

    @property
    def total(self) -> Decimal:
        """What the write returns to the buyer in the end."""
        return sum((effect.total for effect in self.effects if returns(effect)), ZERO)


def returns(effect: Effect) -> bool:
    return effect.is_told and effect.fails_at is None


class Happening(Struct, frozen=True):
    """An event of an order's life that a write made."""

    at: datetime
    change: Act | Edit


class Record(Struct, frozen=True, kw_only=True):
    """A line of the file. `ends_script`: what the world had foreseen for the order ends here; see `script`."""

    entry: Entry
    happenings: tuple[Happening, ...]
    ends_script: bool
    next_id: int


class Ledger:
    def __init__(self, folder: Path | None = None) -> None:
        self.entries: list[Entry] = []
        self._path = folder / "ledger.jsonl" if folder else None

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self.entries))

    def of_order(self, order_id: int) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.order_id == order_id)

    def returned(self, order_id: int) -> Amounts:
        """Money by component that all writes together return to the buyer of an order in the end."""
        sums: Amounts = {}
        effects = (effect for entry in self.of_order(order_id) for effect in entry.effects if returns(effect))
        for effect in effects:
            for name, amount in effect.amounts.items():
                sums[name] = sums.get(name, ZERO) + amount
        return sums

    def as_json(self) -> bytes:
        return msgspec.json.encode(self.entries)

    def write(self, record: Record) -> None:
        """On disk before anybody is told."""
        self.entries.append(record.entry)
        if self._path:
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(record) + b"\n")
                file.flush()
                os.fsync(file.fileno())

    def records(self) -> Iterator[Record]:
        """What an earlier run of the sandbox left, entered anew one by one."""
        if not self._path or not self._path.exists():
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        if lines and not lines[-1].endswith(b"\n"):
            lines.pop()
            self._path.write_bytes(b"".join(lines))
        for line in lines:
            record = msgspec.json.decode(line, type=Record)
            self.entries.append(record.entry)
            yield record
