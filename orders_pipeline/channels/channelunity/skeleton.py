"""As much of a page as paging needs: which orders stand on it, in which order, and when they were bought. Pure.

Lenient where `normalize` is strict: an order that will be quarantined must still be counted and paged over.
"""

import hashlib
from datetime import UTC, datetime

import msgspec

from orders_pipeline.channels.channelunity.answer import opened
from orders_pipeline.channels.channelunity.cutting import order_id_in
from orders_pipeline.channels.channelunity.texts import moment_of, word
from orders_pipeline.channels.channelunity.wire import id_in, unknown_fields
from orders_pipeline.channels.values import instant
from orders_pipeline.channels.xml import Element

_TOLD = ("RemoteOrderId", "OrderId", "PurchaseDate")


class Entry(msgspec.Struct, frozen=True):
    """One order. mark: who it is, the same on two pages, whatever can be read of it.

    bought_at: None where that cannot be read.
    """

    order_id: str | None
    mark: str
    bought_at: datetime | None


class Skeleton(msgspec.Struct, frozen=True):
    entries: tuple[Entry, ...]
    unknown_fields: tuple[str, ...]  # beside the orders, and of the first of them


def page(content: bytes) -> Skeleton:
    """Raises NotOk, Malformed: no page."""
    found = opened(content)
    first = found.orders[0] if found.orders else b""
    drift = () if isinstance(first, bytes) else unknown_fields(first)
    return Skeleton(tuple(map(_entry, found.orders)), (*found.unknown, *drift))


def _entry(order: Element | bytes) -> Entry:
    if isinstance(order, bytes):
        order_id = order_id_in(order)
        return Entry(order_id, order_id or hashlib.sha256(order).hexdigest(), None)
    told = {str(child.tag): child.text for child in order.iterchildren(*_TOLD)}
    order_id, number = id_in(told.get("RemoteOrderId")), told.get("OrderId")
    bought_at = moment_of(word(told.get("PurchaseDate")) or "")
    if order_id is None and not word(number):
        said = hashlib.sha256("\0".join(map(str, order.itertext())).encode()).hexdigest()
        return Entry(None, said, instant(bought_at))
    return Entry(order_id, order_id or f"OrderId {number}", instant(bought_at))


def is_within(entry: Entry, start: datetime, end: datetime) -> bool:
    """Bought within these instants. Of which that cannot be read might be, so it counts."""
    return entry.bought_at is None or start <= entry.bought_at.astimezone(UTC) < end
