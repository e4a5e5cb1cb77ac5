"""As much of a page as paging needs: ids, links, the hub's count. Pure.

Lenient where `wire` is strict: an order that cannot be normalized must still be counted and paged over.
"""

import hashlib
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from orders_pipeline.channels.channeladvisor.drift import unknown_fields
from orders_pipeline.channels.channeladvisor.lenient import order_id_of
from orders_pipeline.channels.channeladvisor.plain import is_plain
from orders_pipeline.channels.envelope import UNREADABLE, opened
from orders_pipeline.channels.errors import Malformed

LINK = "@odata.nextLink"


class Entry(msgspec.Struct, frozen=True):
    """One entry of a page: its id, a mark of its version, and the links to the rest of its cut collections.

    A link is None where the hub gives something else than text for it: the rest is there, and cannot be asked for.
    """

    order_id: int | None
    version: str
    more: tuple[tuple[str, str | None], ...]  # (path such as Items or Fulfillments(9)/Items, link)
    profile: str | None = None  # where the entry is an order and says so


class Skeleton(msgspec.Struct, frozen=True):
    """A page: its entries in order, the link to the next page and the count, where they are given."""

    entries: tuple[Entry, ...]
    next_link: str | None
    count: int | None
    unknown_fields: tuple[str, ...] = ()  # of its first order
    is_plain: bool | None = None


class _Around(msgspec.Struct):
    next_link: str | None = msgspec.field(name=LINK, default=None)
    count: int | None = msgspec.field(name="@odata.count", default=None)


class _Child(msgspec.Struct):
    ID: Any = None
    items: Any = msgspec.field(name=f"Items{LINK}", default=None)
    promotions: Any = msgspec.field(name=f"Promotions{LINK}", default=None)
    components: Any = msgspec.field(name=f"BundleComponents{LINK}", default=None)
    adjustments: Any = msgspec.field(name=f"Adjustments{LINK}", default=None)


class _Order(msgspec.Struct):
    ID: Any = None
    ProfileID: Any = None
    UpdatedDateUtc: Any = None
    Items: list[_Child] | None = None
    Fulfillments: list[_Child] | None = None
    items: Any = msgspec.field(name=f"Items{LINK}", default=None)
    fulfillments: Any = msgspec.field(name=f"Fulfillments{LINK}", default=None)
    adjustments: Any = msgspec.field(name=f"Adjustments{LINK}", default=None)
    custom_fields: Any = msgspec.field(name=f"CustomFields{LINK}", default=None)


# Attribute -> the collection's name on the wire.
_OF_ORDER = {
    "items": "Items",
    "fulfillments": "Fulfillments",
    "adjustments": "Adjustments",
    "custom_fields": "CustomFields",
}
_OF_CHILD = {
    "items": "Items",
    "promotions": "Promotions",
    "components": "BundleComponents",
    "adjustments": "Adjustments",
}

_links_of_order, _links_of_entry = attrgetter(*_OF_ORDER), attrgetter(*_OF_CHILD)
_NONE = (None,) * len(_OF_ORDER)  # nearly always: what is not cut has no links

_around = msgspec.json.Decoder(_Around)
_order = msgspec.json.Decoder(_Order)
_child = msgspec.json.Decoder(_Child)


def page(content: bytes) -> Skeleton:
    """A list of orders. Raises Malformed: none, whatever else it is."""
    entries, around = _opened(content)
    drift = unknown_fields(entries[0]) if entries else ()
    return Skeleton(tuple(map(_entry, entries)), around.next_link or None, around.count, drift, is_plain(content))


def entries(content: bytes) -> Sequence[bytes | msgspec.Raw]:
    """The orders of a list as they stand on it. Raises Malformed: no list."""
    return _opened(content)[0]


def order(content: bytes) -> Entry:
    """One order read whole. Raises Malformed: no order."""
    found = _entry(content)
    if found.order_id is None:
        raise Malformed(f"the answer is no order: {_kind_of(content)}")
    return found


def rest(content: bytes, path: str) -> Skeleton:
    """The rest of a collection of an order; its entries may have cut collections of their own."""
    entries, around = _opened(content)
    elements = tuple(_element(raw, path, place) for place, raw in enumerate(entries))
    return Skeleton(elements, around.next_link or None, around.count)


def _opened(content: bytes) -> tuple[Sequence[bytes | msgspec.Raw], _Around]:
    try:
        found = opened(content)
        around = _around.decode(content if found.around is None else found.around)
    except (ValueError, *UNREADABLE):
        raise Malformed(f"the page is no list of orders: {_kind_of(content)}") from None
    if around.count is not None and around.count < 0:
        raise Malformed("the page counts fewer orders than none")
    return found.entries, around


def _entry(raw: bytes | msgspec.Raw) -> Entry:
    try:
        found = _order.decode(raw)
    except UNREADABLE:  # it will be quarantined when it is loaded
        found = _Order()
    number = order_id_of(raw) if not _is_number(found.ID) else str(found.ID)
    profile = str(found.ProfileID) if _is_number(found.ProfileID) else None
    return Entry(None if number is None else int(number), str(found.UpdatedDateUtc), tuple(_links(found)), profile)


def _element(raw: bytes | msgspec.Raw, path: str, place: int) -> Entry:
    try:
        found = _child.decode(raw)
    except UNREADABLE:
        found = _Child()
    return Entry(None, hashlib.sha256(raw).hexdigest(), tuple(_links_of_child(found, path, place)))


def _links(found: _Order) -> Iterator[tuple[str, str | None]]:
    if (links := _links_of_order(found)) != _NONE:
        for name, link in zip(_OF_ORDER.values(), links, strict=True):
            yield from _link(name, link)
    for collection, children in (("Items", found.Items), ("Fulfillments", found.Fulfillments)):
        for place, child in enumerate(children or ()):
            if _links_of_entry(child) != _NONE:
                yield from _links_of_child(child, collection, place)


def _links_of_child(child: _Child, path: str, place: int) -> Iterator[tuple[str, str | None]]:
    """An id that is none may be any text: such a child is called by its place, and its order will be quarantined."""
    called = f"{path}({child.ID})" if _is_number(child.ID) else f"{path}[{place}]"
    for name, link in zip(_OF_CHILD.values(), _links_of_entry(child), strict=True):
        yield from _link(f"{called}/{name}", link)


def _link(path: str, link: object) -> Iterator[tuple[str, str | None]]:
    if link not in (None, ""):
        yield path, link if isinstance(link, str) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _kind_of(content: bytes) -> str:
    """What it looks like instead, without quoting it."""
    start = content.lstrip()[:1]
    return {b"": "it is empty", b"<": "it is HTML or XML", b"{": "it is cut off or of another shape"}.get(
        start, "it is no JSON"
    )
