"""As much of a page as paging needs: ids, the key to go on from, whether it is the last, the hub's count. Pure.

Lenient towards orders where `wire` is strict: one that cannot be normalized must still be counted and paged over.
Strict towards the page: what does not say whether it is the last is none.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from orders_pipeline.channels.bad_json import tree
from orders_pipeline.channels.channelape.drift import unknown_fields
from orders_pipeline.channels.channelape.lenient import as_id, lenient, order_id_of
from orders_pipeline.channels.channelape.refusals import refusal_of
from orders_pipeline.channels.envelope import UNREADABLE, Envelope, cut, opened, without
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.repeats import first_repeat, may_repeat

ENTRIES = "orders"


class Entry(msgspec.Struct, frozen=True):
    """One entry of a page: its id where it has one, and what it says of itself, unread."""

    order_id: str | None
    updated_at: Any = None
    purchased_at: Any = None
    business: str | None = None
    channel: str | None = None


class Skeleton(msgspec.Struct, frozen=True):
    """A page: its entries in order and what its `pagination` says. last_key is opaque."""

    entries: tuple[Entry, ...]
    is_last: bool
    last_key: str | None
    count: int | None
    unknown_fields: tuple[str, ...] = ()  # of its first order


class _Pagination(msgspec.Struct):
    lastPage: bool
    lastKey: str | int | None = None
    totalItems: int | str | None = None


class _Around(msgspec.Struct):
    pagination: _Pagination


class _Order(msgspec.Struct):
    id: Any = None
    businessId: Any = None
    channelId: Any = None
    updatedAt: Any = None
    purchasedAt: Any = None


_around = msgspec.json.Decoder(_Around)
_order = msgspec.json.Decoder(_Order)


def page(content: bytes) -> Skeleton:
    """A list of orders. Raises Malformed: none, whatever else it is; what `refusals` makes of errors in it."""
    try:
        found = _opened(content)
    except Malformed:
        if refused := refusal_of(content):
            raise refused from None
        raise
    around = content if found.around is None else found.around
    if refused := refusal_of(around):
        raise refused
    try:
        told = _around.decode(around).pagination
    except UNREADABLE:
        raise Malformed("the page does not say whether it is the last") from None
    drift = unknown_fields(found.entries[0]) if found.entries else ()
    key = None if told.lastKey in (None, "") else str(told.lastKey)
    return Skeleton(tuple(map(entry, found.entries)), told.lastPage, key, _count(told.totalItems), drift)


def single(content: bytes) -> Skeleton:
    """One order read by its id, as a page that shows it. Raises Malformed: no order; as `page`."""
    if refused := refusal_of(content):
        raise refused
    found = entry(content)
    if found.order_id is None or not isinstance(lenient(content), dict):
        raise Malformed(f"the answer is no order: {_kind_of(content)}")
    return Skeleton((found,), True, None, None, unknown_fields(content))


def entries(content: bytes) -> Sequence[bytes | msgspec.Raw]:
    """The orders of a list as they stand on it. Raises Malformed: no list, or one that is not the only one."""
    return _opened(content).entries


def entry(raw: bytes | msgspec.Raw) -> Entry:
    try:
        found = _order.decode(raw)
    except UNREADABLE:  # it will be quarantined when it is loaded
        return Entry(order_id_of(raw))
    return Entry(as_id(found.id), found.updatedAt, found.purchasedAt, as_id(found.businessId), as_id(found.channelId))


def _opened(content: bytes) -> Envelope:
    """Names that stand twice within an order are that order's; here those of the page around them count."""
    try:
        found = opened(content, ENTRIES)
        around = found.around if found.around is not None else without(content, found.entries)
        if not may_repeat(around):
            return found
        found = cut(content, ENTRIES)
    except ValueError:
        raise Malformed(f"the page is no list of orders: {_kind_of(content)}") from None
    if found.around is not None and first_repeat(tree(found.around)):
        raise Malformed("the page has a field twice")
    return found


def _count(value: int | str | None) -> int | None:
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None
    if value is not None and value < 0:
        raise Malformed("the page counts fewer orders than none")
    return value


def _kind_of(content: bytes) -> str:
    """What it looks like instead, without quoting it."""
    start = content.lstrip()[:1]
    return {b"": "it is empty", b"<": "it is HTML or XML", b"{": "it is cut off or of another shape"}.get(
        start, "it is no JSON"
    )
