"""The quarantine as the published snapshot shows it: which orders are set aside, and why. Blocks no load.

A page's number and place tell where one stood; no value of a document is handed out.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from orders_pipeline.model.reasons import Explained, explained
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.errors import NotPublished
from orders_pipeline.warehouse.manifest import read_manifest
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.rejects import Choice, Rejection, refuse_unknown, rejections
from orders_pipeline.warehouse.writer import DATABASE

# A path is made of the protocol's words and of ids; what else stands in it came from a document.
_PLAIN_PATH = re.compile(r"\$(\.\(?\w+\)?(\(\d+\)(/\w+)?)?|\[\d+\]|\[\.\.\.\])*", re.ASCII)


class OfReason(msgspec.Struct, frozen=True, kw_only=True):
    """How many rejects have a reason, and of how many orders; one whose id cannot be read counts as an order."""

    reason: str
    rejects: int
    orders: int
    explained: Explained


class Quarantine(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot holds in quarantine, newest first; `at` is when the snapshot was made."""

    snapshot: int | None
    at: datetime | None
    reasons: tuple[OfReason, ...]
    rejects: tuple[Rejection, ...]


def quarantine(home: Home, choice: Choice) -> Quarantine:
    """Raises NotPublished; BadChoice: no such account or reason."""
    snapshot = published(home)
    with reading(snapshot / DATABASE) as connection:
        refuse_unknown(connection, choice)
        found = rejections(connection, choice)
    manifest = read_manifest(snapshot)
    return Quarantine(
        snapshot=manifest.number if manifest else None,
        at=manifest.made_at if manifest else None,
        reasons=_summed(found),
        rejects=tuple(sorted(found, key=lambda one: one.rejected_at, reverse=True)),
    )


def published(home: Home) -> Path:
    """The folder of the newest snapshot. Raises NotPublished."""
    if not home.published.exists():
        raise NotPublished(home.published / DATABASE)
    return home.published.resolve()


def age(one: Rejection, now: datetime) -> timedelta:
    return max(now - one.rejected_at, timedelta(0))


def plain_path(path: str) -> str:
    """The path of a reject, without what an id in it may say that is none."""
    return path if _PLAIN_PATH.fullmatch(path) else f"‹path, {len(path)} characters›"


def _summed(found: Sequence[Rejection]) -> tuple[OfReason, ...]:
    """Most orders first."""
    by_reason: dict[str, list[Rejection]] = {}
    for one in found:
        by_reason.setdefault(one.reason, []).append(one)
    summed = [
        OfReason(
            reason=reason,
            rejects=len(rejects),
            orders=len({(one.account, one.order_id or one.number) for one in rejects}),
            explained=explained(reason),
        )
        for reason, rejects in by_reason.items()
    ]
    return tuple(sorted(summed, key=lambda one: (-one.orders, one.reason)))
