"""As much of a page as paging needs: ids, links, the hub's count. Pure.

Lenient where `wire` is strict: an order that cannot be normalized must still be counted and paged over.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from orders_pipeline.channels.channeladvisor.drift import unknown_fields
from orders_pipeline.channels.errors import Malformed

LINK = "@odata.nextLink"


class Entry(msgspec.Struct, frozen=True):
    """One order of a page: its id, a mark of its version, and the links to the rest of its cut collections."""

    order_id: int | None
    version: str
    more: tuple[tuple[str, str], ...]  # (path such as Items or Fulfillments(9)/Items, link)


class Skeleton(msgspec.Struct, frozen=True):
    """A page: its orders in order, the link to the next page and the count, where they are given."""

    entries: tuple[Entry, ...]
    next_link: str | None
    count: int | None
    unknown_fields: tuple[str, ...] = ()  # of its first order


class _Page(msgspec.Struct):
    value: list[msgspec.Raw]
    next_link: str | None = msgspec.field(name=LINK, default=None)
    count: int | None = msgspec.field(name="@odata.count", default=None)


class _Child(msgspec.Struct):
    ID: Any = None
    items: str | None = msgspec.field(name=f"Items{LINK}", default=None)
    promotions: str | None = msgspec.field(name=f"Promotions{LINK}", default=None)
    components: str | None = msgspec.field(name=f"BundleComponents{LINK}", default=None)
    adjustments: str | None = msgspec.field(name=f"Adjustments{LINK}", default=None)


class _Order(msgspec.Struct):
    ID: Any = None
    UpdatedDateUtc: Any = None
    Items: list[_Child] | None = None
    Fulfillments: list[_Child] | None = None
    items: str | None = msgspec.field(name=f"Items{LINK}", default=None)
    fulfillments: str | None = msgspec.field(name=f"Fulfillments{LINK}", default=None)
    adjustments: str | None = msgspec.field(name=f"Adjustments{LINK}", default=None)
    custom_fields: str | None = msgspec.field(name=f"CustomFields{LINK}", default=None)


class _Named(msgspec.Struct):
    ID: Any = None


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

_page = msgspec.json.Decoder(_Page)
_order = msgspec.json.Decoder(_Order)
_named = msgspec.json.Decoder(_Named)


def page(content: bytes) -> Skeleton:
    """Raises Malformed: no list of orders, whatever else it is."""
    try:
        found = _page.decode(content)
    except msgspec.MsgspecError as error:
        raise Malformed(f"the page is no list of orders: {_kind_of(content)}") from error
    drift = unknown_fields(found.value[0]) if found.value else ()
    return Skeleton(tuple(_entry(raw) for raw in found.value), found.next_link, found.count, drift)


def order(content: bytes) -> Entry:
    """The same for one order read whole. Raises Malformed: no order."""
    found = _entry(msgspec.Raw(content))
    if found.order_id is None:
        raise Malformed(f"the answer is no order: {_kind_of(content)}")
    return found


def rest(content: bytes) -> Skeleton:
    """The same for the rest of a collection, whose entries are not orders."""
    found = page(content)
    return Skeleton(found.entries, found.next_link, found.count)


def _entry(raw: msgspec.Raw) -> Entry:
    try:
        found = _order.decode(raw)
    except (
        msgspec.MsgspecError
    ):  # a collection or link of another type: the order will be quarantined when it is loaded
        try:
            found = _Order(ID=_named.decode(raw).ID)
        except msgspec.MsgspecError:
            found = _Order()
    number = found.ID if isinstance(found.ID, int) and not isinstance(found.ID, bool) else None
    return Entry(number, str(found.UpdatedDateUtc), tuple(_links(found)))


def _links(found: _Order) -> Iterator[tuple[str, str]]:
    for attribute, name in _OF_ORDER.items():
        if link := getattr(found, attribute):
            yield name, link
    for collection_name, children in (("Items", found.Items), ("Fulfillments", found.Fulfillments)):
        for child in children or ():
            for attribute, name in _OF_CHILD.items():
                if link := getattr(child, attribute):
                    yield f"{collection_name}({child.ID})/{name}", link


def _kind_of(content: bytes) -> str:
    """What it looks like instead, without quoting it."""
    start = content.lstrip()[:1]
    return {b"": "it is empty", b"<": "it is HTML or XML", b"{": "it is cut off or of another shape"}.get(
        start, "it is no JSON"
    )
