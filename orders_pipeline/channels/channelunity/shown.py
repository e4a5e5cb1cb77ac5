"""What of a bad ChannelUnity order a person may see: the allow-list, and the order as its page shows it.

Names, addresses, mails, telephones, messages, titles and the values of flags are on no list.
"""

from collections.abc import Sequence

import msgspec

from orders_pipeline.channels.bad_json import Node, Shape
from orders_pipeline.channels.base import Body
from orders_pipeline.channels.channelunity import codes, wire
from orders_pipeline.channels.channelunity.answer import opened
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.showable import Kind, Showable
from orders_pipeline.channels.snippet import MARK, Snippet, snippet
from orders_pipeline.channels.xml import Element

# Field on the wire (channelunity.md §5.3) -> what it may hold. A field that is not here is masked.
FIELDS: dict[str, Kind] = {
    **dict.fromkeys(("ShipPrice", "ShipTax", "GiftWrapPrice", "GiftWrapTax", "GrandTotal", "OrderTax"), Kind.NUMBER),
    **dict.fromkeys(("Qty", "Price", "Tax", "OrderId", "EbayRecordNumber"), Kind.NUMBER),
    "RemoteOrderId": Kind.ID,
    "SKU": Kind.CODE,
    "PurchaseDate": Kind.INSTANT,
    "Currency": Kind.CURRENCY,
    **dict.fromkeys(("ServiceSku", "OrderStatus", "PaymentMethod"), Kind.WORD),
}
WORDS = frozenset({"PayPal", "CreditCard"}).union(codes.ORDER_STATUS, codes.SITE)
COLLECTIONS: dict[type[msgspec.Struct], dict[str, type[msgspec.Struct]]] = {wire.Order: {wire.ITEMS: wire.Item}}
SHOWABLE = Showable(order=wire.Order, collections=COLLECTIONS, kinds=FIELDS, words=WORDS)


def snippet_of(page: Body, more: Sequence[Body], position: int, path: str) -> Snippet:
    """Around `path` of the order at `position`. Raises ValueError: there is no such place."""
    try:
        orders = opened(page.content).orders
    except Malformed as error:
        raise ValueError(error.sentence) from None
    if not 0 < position <= len(orders):
        raise ValueError(f"the page shows {len(orders)} orders, and none at place {position}")
    order = orders[position - 1]
    if isinstance(order, bytes):
        line = f"{MARK}‹order, {len(order):,} bytes›"
        return Snippet(lines=(line,), remark="The order is no XML: a sign or a tag in it is garbled.")
    return snippet(_tree(order), path, SHOWABLE)


def _tree(element: Element) -> Node:
    """As of JSON: an order is an object, its items a list of them; whatever else holds elements is only counted."""
    return Node(Shape.OBJECT, members=[(str(child.tag), _value(child)) for child in element])


def _value(element: Element) -> Node:
    if element.tag == wire.ITEMS:
        return Node(Shape.LIST, members=[(None, _tree(entry)) for entry in element if entry.tag == wire.ITEM])
    if len(element):
        return _tree(element)
    return Node(Shape.TEXT, raw=msgspec.json.encode(element.text or ""))
