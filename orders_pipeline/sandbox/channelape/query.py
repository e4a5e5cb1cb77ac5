"""The options of a list of orders: selectors, filters, paging. Spec §3; what cannot be read is refused with code 22."""

import re
from datetime import datetime
from typing import NoReturn
from urllib.parse import parse_qsl

from msgspec import Struct

from orders_pipeline.sandbox.channelape import words
from orders_pipeline.sandbox.channelape.errors import Refused

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
SPANS = {"startDate": "endDate", "updatedAtStartDate": "updatedAtEndDate"}


class Span(Struct, frozen=True):
    """Of instants, with its later end or without."""

    start: datetime | None
    end: datetime | None

    def holds(self, instant: datetime, has_end: bool) -> bool:
        if self.start is not None and instant < self.start:
            return False
        return self.end is None or (instant <= self.end if has_end else instant < self.end)


class Query(Struct, frozen=True):
    """`pairs` is the query as it came, for the link to the next page."""

    pairs: tuple[tuple[str, str], ...]
    business_id: str | None
    channel_id: str | None
    channel_order_id: str | None
    purchase_order_number: str | None
    statuses: frozenset[str]
    purchased: Span
    updated: Span
    size: int
    last_key: str | None
    has_count: bool


def query_of(text: str, *, size: int, largest: int) -> Query:
    """Raises Refused with code 22."""
    pairs = tuple(parse_qsl(text, keep_blank_values=True))
    given = dict(pairs)
    business_id, channel_id = (given.get(name, "").lower() for name in ("businessId", "channelId"))
    if not business_id and not channel_id:
        _refuse("One of businessId and channelId is required.")
    if not business_id and ("channelOrderId" in given or "purchaseOrderNumber" in given):
        _refuse("channelOrderId and purchaseOrderNumber need a businessId.")
    statuses = frozenset(value for name, value in pairs if name == "status")
    if statuses - set(words.ORDER_STATUS):
        _refuse("There is no such status.")
    purchased, updated = (Span(_instant(given, since), _instant(given, until)) for since, until in SPANS.items())
    return Query(
        pairs=pairs,
        business_id=business_id or None,
        channel_id=channel_id or None,
        channel_order_id=given.get("channelOrderId"),
        purchase_order_number=given.get("purchaseOrderNumber"),
        statuses=statuses,
        purchased=purchased,
        updated=updated,
        size=_size(given.get("size"), size, largest),
        last_key=given.get("lastKey") or None,
        has_count=given.get("count", "").lower() == "true",
    )


def _size(text: str | None, usual: int, largest: int) -> int:
    if text is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= largest:
        _refuse(f"size must be between 1 and {largest}.")
    return int(text)


def _instant(given: dict[str, str], name: str) -> datetime | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        if INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:  # a day that no month has
        pass
    return _refuse(f"{name} must be an ISO 8601 date-time in UTC.")


def _refuse(detail: str) -> NoReturn:
    raise Refused(22, detail=detail)
