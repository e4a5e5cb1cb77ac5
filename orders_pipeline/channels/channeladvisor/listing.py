"""Orders listed by id alone, for the second proof: by another question than the windows', and by paging never skipped.

What is on the pages besides the ids are the dates that tell whether a window can have reached the order yet. Lands
nothing: the list itself is the evidence, and its reader keeps it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import msgspec

from orders_pipeline.channels.base import Answer, Listed, Listing
from orders_pipeline.channels.channeladvisor import paging, query, skeleton
from orders_pipeline.channels.channeladvisor.reading import TRIES_FOR_A_PAGE
from orders_pipeline.channels.channeladvisor.skeleton import Skeleton
from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.channels.errors import Incomplete, Malformed, Shifted
from orders_pipeline.channels.values import instant


class Hub(Protocol):
    """What listing needs of the client."""

    def get(self, url: str) -> Answer: ...
    def count_of(self, filter_text: str, *, is_unexported: bool = False) -> int | None: ...
    def pause(self, tries: int) -> None: ...


class Question(NamedTuple):
    """Which orders are listed. changed_by: how windows find them, see `query.CHANGED_BY`."""

    filter_text: str
    changed_by: str
    is_unexported: bool = False

    def url(self, after: int | None = None, up_to: int | None = None) -> str:
        filter_text, changed_by, is_unexported = self
        return query.ids(filter_text, changed_by, is_unexported=is_unexported, after=after, up_to=up_to)


def listed(hub: Hub, question: Question) -> Listing:
    """One page is one instant. After several the hub's own count may not exceed what was found.

    Marks can be removed behind the reader while others are set, and the counts agree: such a list, as one that the hub
    does not count, is read again until a pass shows no order that those before had not. What comes with a higher id
    than the first pass saw is younger than the list, and not waited for. Raises Shifted: it did not hold still.
    """
    found: dict[int, Listed] = {}
    method, highest, why = paging.KEYSET, -1, ""
    for passes in range(1, paging.MAX_PASSES + 1):
        known = set(found)
        try:
            seen = _one_pass(method, lambda url: _page(hub, url, found), question)
        except paging.NotSorted:
            method, why = paging.RANGES, "the hub does not sort by id"
            found.clear()
            continue
        highest = max(seen.versions, default=0) if highest < 0 else highest
        counted = seen.hub_count if seen.pages == 1 else _recount(hub, question)
        news = {order_id for order_id in seen.versions if order_id <= highest} - known
        if counted is not None and counted > len(found) + seen.nameless:
            why = "the hub counts more orders than it lists"
        elif news and seen.pages > 1 and (question.is_unexported or counted is None):
            why = "orders came into it while it was read"
        else:
            orders = tuple(order for _, order in sorted(found.items()))
            return Listing(orders=orders, nameless=seen.nameless, method=method, pages=seen.pages, passes=passes)
    raise Shifted(f"the list of ids did not hold still for {paging.MAX_PASSES} passes: {why}")


def _one_pass(method: str, page: Callable[[str], Skeleton], question: Question) -> paging.Seen:
    if method == paging.KEYSET:
        return paging.by_keyset(lambda after: page(question.url(after)))
    return paging.by_ranges(lambda after, up_to: page(question.url(after, up_to)))


def _recount(hub: Hub, question: Question) -> int | None:
    return hub.count_of(question.filter_text, is_unexported=question.is_unexported)


def _page(hub: Hub, url: str, found: dict[int, Listed]) -> Skeleton:
    """One page; what it lists is added to `found`."""
    why = ""
    for tries in range(TRIES_FOR_A_PAGE):
        try:
            body = hub.get(url).body
            page = skeleton.page(body)
        except Malformed as error:
            why = error.sentence
            hub.pause(tries)
            continue
        dates = [_changed_and_updated_at(raw) for raw in skeleton.entries(body)]
        for entry, (changed_at, updated_at) in zip(page.entries, dates, strict=True):
            if entry.order_id is not None:
                found[entry.order_id] = Listed(str(entry.order_id), changed_at, updated_at)
        return page
    raise Incomplete(f"{TRIES_FOR_A_PAGE} answers in a row could not be read: {why}")


class _Dates(msgspec.Struct):
    UpdatedDateUtc: Any = None
    CheckoutDateUtc: Any = None
    PaymentDateUtc: Any = None
    ShippingDateUtc: Any = None
    ImportDateUtc: Any = None


_dates = msgspec.json.Decoder(_Dates)


def _changed_and_updated_at(raw: bytes) -> tuple[datetime | None, datetime | None]:
    """As `query.CHANGED_BY` finds it: by its update, or, without one, by the newest date of its states."""
    try:
        found = _dates.decode(raw)
    except UNREADABLE:
        return None, None
    if updated := _instant(found.UpdatedDateUtc):
        return updated, updated
    dates = [_instant(getattr(found, field)) for field in query.STATUS_DATES]
    return max((date for date in dates if date), default=None), None


def _instant(value: object) -> datetime | None:
    """A date that cannot be read is none: the order counts as one that no window finds."""
    try:
        return instant(msgspec.convert(value, datetime)) if isinstance(value, str) else None
    except (msgspec.ValidationError, ValueError):
        return None
