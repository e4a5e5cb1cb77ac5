"""The story as it is published: the six scenes with their actions, where each stands, and its money. Reads one file."""

from decimal import Decimal
from importlib.resources import files
from typing import Any

import msgspec

from orders_pipeline.flows.story.scenes import SCENES, Asking
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE

REFUSED, NOT_ASKED = "refused", "not asked yet"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One action. why: of what happened to it last, in a sentence of ours. amount: what it returns; None: no money.

    parts: what that is made of. shown_amount: what the hub shows as returned. trap: what refused it.
    """

    scene: str
    key: str
    account: str
    what: str
    state: str
    has_been_in_doubt: bool = False
    why: str | None = None
    trap: str | None = None
    amount: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    currency: str | None = None
    shown_amount: Decimal | None = None


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A line of which several actions returned everything, by their keys. parts: what, returned, paid."""

    keys: tuple[str, ...]
    order_id: str
    sku: str
    currency: str
    parts: tuple[tuple[str, Decimal, Decimal], ...]

    @property
    def is_exact(self) -> bool:
        return all(returned == paid for _, returned, paid in self.parts)


class Story(msgspec.Struct, frozen=True, kw_only=True):
    actions: tuple[Told, ...]
    wholes: tuple[Whole, ...]


PARTS = ("item", "tax", "shipping", "shipping_tax")


def story(home: Home) -> Story:
    """What stands in the published file of the six scenes, in their order. Raises NotPublished."""
    keys = [asking.key for scene in SCENES for asking in scene.askings]
    with reading(home.published / DATABASE) as connection:
        asked, refused, returned = (
            _rows(connection.execute(_text(name), [keys])) for name in ("asked", "refused", "returned")
        )
    by_key = {(row["account"], row["action_key"]): row for row in (*refused, *asked)}
    return Story(
        actions=tuple(
            _told(scene.title, asking, by_key.get((asking.asked.account, asking.key)))
            for scene in SCENES
            for asking in scene.askings
        ),
        wholes=tuple(map(_whole, returned)),
    )


def _told(scene: str, asking: Asking, row: dict[str, Any] | None) -> Told:
    told = Told(scene=scene, key=asking.key, account=asking.asked.account, what=asking.asked.kind, state=NOT_ASKED)
    if row is None:
        return told
    if "trap" in row:
        return msgspec.structs.replace(told, state=REFUSED, why=row["why"], trap=row["trap"])
    return msgspec.structs.replace(
        told,
        state=row["state"],
        has_been_in_doubt=row["has_been_in_doubt"],
        why=row["why"],
        amount=row["total_amount"],
        parts=tuple(part for name in PARTS if (part := row[f"{name}_amount"])),
        currency=row["currency"] if row["total_amount"] is not None else None,
        shown_amount=row["shown_amount"],
    )


def _whole(row: dict[str, Any]) -> Whole:
    parts = tuple((name, row[f"{name}_returned"], row[f"{name}_paid"]) for name in PARTS)
    return Whole(
        keys=tuple(row["action_keys"]),
        order_id=row["order_id"],
        sku=row["sku"],
        currency=row["currency"],
        parts=tuple((name, returned or Decimal(0), paid or Decimal(0)) for name, returned, paid in parts),
    )


def _rows(result: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _text(name: str) -> str:
    return files("orders_pipeline.flows.story").joinpath(f"sql/{name}.sql").read_text("utf-8")
