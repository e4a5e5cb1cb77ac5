"""ChannelUnity's orders as typed structs, field names as on the wire (channelunity.md §5.3).

Everything is text or absent: what is required, and what a text means, is told in `normalize`.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from orders_pipeline.channels.xml import Element
from orders_pipeline.model.reasons import Quarantined, Reason

Text = str | None


class Item(msgspec.Struct, gc=False):
    """One for each SKU of the order: the marketplace's lines are lost (§10.17). Price and tax are of one unit."""

    SKU: Text = None
    Name: Text = None
    Qty: Text = None
    Price: Text = None
    Tax: Text = None


class Order(msgspec.Struct, gc=False):
    """OrderId is the hub's own number; the key is RemoteOrderId, the marketplace's."""

    OrderId: Text = None
    RemoteOrderId: Text = None
    ServiceSku: Text = None
    PurchaseDate: Text = None
    Currency: Text = None
    ShipRecipientName: Text = None
    ShipEmail: Text = None
    ShipAddress1: Text = None
    ShipAddress2: Text = None
    ShipAddress3: Text = None
    ShipCity: Text = None
    ShipState: Text = None
    ShipPostalcode: Text = None
    ShipCountry: Text = None
    ShipPhoneNumber: Text = None
    ShipPrice: Text = None
    ShipTax: Text = None
    ShipService: Text = None
    ShipDeliveryInstructions: Text = None
    BuyerCheckoutMessage: Text = None
    OrderStatus: Text = None
    OrderFlags: Text = None
    PayPalTransactionID: Text = None
    EbayRecordNumber: Text = None
    PaymentMethod: Text = None
    GiftWrapPrice: Text = None
    GiftWrapTax: Text = None
    GiftWrapType: Text = None
    GiftMessage: Text = None
    BuyerName: Text = None
    BuyerEmail: Text = None
    BuyerPhoneNumber: Text = None
    GrandTotal: Text = None
    OrderTax: Text = None
    OrderItems: tuple[Item, ...] = ()


LONGEST_ID = 200  # characters; what is longer is no number of an order
ITEMS, ITEM = "OrderItems", "Item"
FIELDS = tuple(name for name in Order.__struct_fields__ if name != ITEMS)
ITEM_FIELDS = Item.__struct_fields__
KNOWN, ITEM_KNOWN = frozenset((*FIELDS, ITEMS)), frozenset(ITEM_FIELDS)


def order_of(element: Element) -> Order:
    """Raises Quarantined: elements where a text belongs, or a field that stands there twice."""
    values: dict[str, Any] = {}
    items: tuple[Item, ...] = ()
    for child in element:
        if len(child):
            if child.tag == ITEMS:
                items = tuple(_item(entry, place) for place, entry in enumerate(_entries(child)))
            elif child.tag in KNOWN:
                raise _nested(f"$.{child.tag}")
        values[child.tag] = child.text
    if len(values) < len(element):
        _refuse_repeated(element, KNOWN, "$")
    values[ITEMS] = items
    in_order: Iterator[Any] = map(values.get, Order.__struct_fields__)
    return Order(*in_order)


def _entries(element: Element) -> list[Element]:
    return [entry for entry in element if entry.tag == ITEM]


def _item(element: Element, place: int) -> Item:
    values: dict[str, Any] = {}
    for child in element:
        if len(child) and child.tag in ITEM_KNOWN:
            raise _nested(f"$.{ITEMS}[{place}].{child.tag}")
        values[child.tag] = child.text
    if len(values) < len(element):
        _refuse_repeated(element, ITEM_KNOWN, f"$.{ITEMS}[{place}]")
    return Item(*map(values.get, ITEM_FIELDS))


def unknown_fields(element: Element) -> tuple[str, ...]:
    """Paths such as `OrderItems.Item.NewThing`, each once, in order: drift, which harms nothing."""
    found = {str(child.tag) for child in element if child.tag not in KNOWN}
    for items in (child for child in element if child.tag == ITEMS):
        found |= {f"{ITEMS}.{entry.tag}" for entry in items if entry.tag != ITEM}
        for item in _entries(items):
            found |= {f"{ITEMS}.{ITEM}.{child.tag}" for child in item if child.tag not in ITEM_KNOWN}
    return tuple(sorted(found))


def order_id_of(element: Element) -> str | None:
    """The marketplace's number without the space around it, whatever else is wrong (§10.21)."""
    return id_in(element.findtext("RemoteOrderId"))


def id_in(text: Text) -> str | None:
    found = text.strip() if text else ""
    return found if 0 < len(found) <= LONGEST_ID else None


def _refuse_repeated(element: Element, known: frozenset[str], path: str) -> None:
    """Which of two is meant nobody can say. Of fields that are not known nothing is read."""
    seen: set[str] = set()
    for child in element:
        if child.tag in seen:
            raise Quarantined(Reason.WRONG_TYPE, f"{path}.{child.tag}", "the field stands there twice")
        if child.tag in known:
            seen.add(str(child.tag))


def _nested(path: str) -> Quarantined:
    return Quarantined(Reason.WRONG_TYPE, path, "there are elements where a text belongs")
