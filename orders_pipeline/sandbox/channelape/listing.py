"""A page of a list of orders: filters, the key to go on from, and the words about the page. Spec §3.2, §3.3.

The list is kept by key and has no snapshot: an order that changes between two pages may leave it or enter it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from zlib import crc32

from msgspec import Struct

from orders_pipeline.sandbox.channelape.errors import Refused
from orders_pipeline.sandbox.channelape.ids import channel_order_id
from orders_pipeline.sandbox.channelape.query import Query
from orders_pipeline.sandbox.channelape.rows import OrderRows, Row
from orders_pipeline.sandbox.faults import Faults
from orders_pipeline.sandbox.settings import Settings

Pagination = dict[str, Any]


class Page(Struct):
    rows: Sequence[Row]
    pagination: Pagination


def matching(rows: Sequence[Row], query: Query, settings: Settings) -> list[Row]:
    """Every order that the filters let through, in the order of the list."""
    has_end = settings.channelape_has_inclusive_ends
    return [row for row in rows if _is_wanted(row, query, has_end)]


def _is_wanted(row: Row, query: Query, has_end: bool) -> bool:
    order = row.order
    return (
        query.business_id in (None, order.business_id)
        and query.channel_id in (None, order.channel_id)
        and query.updated.holds(row.updated_at, has_end)
        and query.purchased.holds(row.purchased_at, has_end)
        and (not query.statuses or order.status in query.statuses)
        and query.channel_order_id in (None, channel_order_id(row.state.order))
        and query.purchase_order_number in (None, order.purchase_order_number)
    )


def page_of(found: Sequence[Row], query: Query, rows: OrderRows, by_id: dict[str, Row], settings: Settings) -> Page:
    """Raises Refused with code 22 for a key that is no order's."""
    start = 0
    if query.last_key is not None:
        last = by_id.get(query.last_key)
        if last is None:
            raise Refused(22, detail="lastKey is not known.")
        start = bisect_right([rows.rank(row.place) for row in found], rows.rank(last.place))
    shown = found[start : start + query.size]
    return Page(
        shown, pagination_of(shown, query, settings, is_last=start + query.size >= len(found), total=len(found))
    )


def pagination_of(
    shown: Sequence[Row], query: Query, settings: Settings, *, is_last: bool, total: int, last_key: str | None = None
) -> Pagination:
    """`last_key`: another one than the last item's."""
    turn = crc32(repr(query.pairs).encode())  # the same question has the same answer
    key = last_key or (shown[-1].order.id if shown else None)
    told: Pagination = {}
    if key and (not is_last or _by_turn(settings.channelape_last_key, ("present", "absent"), turn) == "present"):
        told |= {"lastKey": key, "nextPageHref": next_page(query, key)}
    size = _by_turn(settings.channelape_told_size, ("asked", "shown"), turn // 2)
    told |= {"lastPage": is_last, "pageSize": query.size if size == "asked" else len(shown)}
    return {**told, "totalItems": total} if query.has_count else told


def next_page(query: Query, last_key: str) -> str:
    """Relative, and without a leading slash."""
    kept = [(name, value) for name, value in query.pairs if name not in ("lastKey", "size")]
    pairs = [("lastKey", last_key), ("size", str(query.size)), *kept]
    return "v1/orders?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)


def _by_turn(setting: str, ways: tuple[str, ...], turn: int) -> str:
    return ways[turn % len(ways)] if setting == "vary" else setting


def misled(page: Page, found: Sequence[Row], query: Query, settings: Settings, faults: Faults, path: str) -> Page:
    """The page with what an armed fault of paging does to it."""
    shown, is_last = page.rows, page.pagination["lastPage"]

    def told(rows: Sequence[Row], last_key: str | None = None, *, is_last: bool = False) -> Page:
        return Page(rows, pagination_of(rows, query, settings, is_last=is_last, total=len(found), last_key=last_key))

    if is_last and shown and (strike := faults.strike("first_page_past_end", path)):
        repeats = strike.choice("variant", "past_end", "repeated") == "repeated"
        return told(shown, query.last_key if repeats else None)
    if is_last and not shown and query.last_key and "first_page_past_end" in faults.armed:
        return told(found[: query.size], is_last=len(found) <= query.size)
    if shown and query.last_key and faults.strike("last_key_repeated", path):
        return told(shown, query.last_key)
    if len(shown) > 1 and faults.strike("short_page", path):
        return told(shown[: len(shown) // 2])
    if not is_last and (strike := faults.strike("foreign_next_link", path)):
        page.pagination["nextPageHref"] = f"{strike.options['host']}/{page.pagination['nextPageHref']}"
    return page
