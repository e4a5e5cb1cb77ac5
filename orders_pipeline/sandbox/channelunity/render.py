"""Trees to XML bytes. Text comes in CDATA or escaped, absent things as an empty element or not at all: §5.3.

The same order is always written the same way.
"""

from collections.abc import Iterable
from zlib import crc32

from orders_pipeline.sandbox.channelunity.document import Element, Tree

HEAD, FOOT = b'<?xml version="1.0" encoding="utf-8"?>\n<ChannelUnity>\n', b"</ChannelUnity>\n"
OK = "OK"
# Elements that the vendor's example writes without CDATA; the others it wraps.
BARE = frozenset(
    {
        "OrderId", "ShipPhoneNumber", "ShipPrice", "ShipTax", "PayPalTransactionID", "EbayRecordNumber",
        "PaymentMethod", "GiftWrapPrice", "GiftWrapTax", "GrandTotal", "OrderTax", "Qty", "Price", "Tax",
    }
)  # fmt: skip
ABSENT = ("<{0}></{0}>", "<{0}/>", "")
TURNS = ("as_documented", "as_documented", "escaped", "wrapped")  # how an order writes its texts, by its id


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(text: str) -> str:
    """In CDATA; its end mark cannot stand inside."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def as_documented(name: str, text: str) -> str:
    return escaped(text) if name in BARE else wrapped(text)


WRITE = {
    "as_documented": as_documented,
    "escaped": lambda name, text: escaped(text),
    "wrapped": lambda name, text: wrapped(text),
}


def order_bytes(tree: Tree, style: int) -> bytes:
    """`<Order>...</Order>`; `style` is any number, the order's id."""
    return (_element(("Order", tree), style) + "\n").encode()


def _element(element: Element, style: int) -> str:
    name, value = element
    if not value:
        return ABSENT[crc32(f"{style}/{name}".encode()) % len(ABSENT)].format(name)
    if isinstance(value, list):
        return f"<{name}>" + "".join(_element(child, style) for child in value) + f"</{name}>"
    return f"<{name}>{WRITE[TURNS[style % len(TURNS)]](name, value)}</{name}>"


def plain(name: str, text: str) -> str:
    return f"<{name}>{as_documented(name, text)}</{name}>\n"


def page(orders: Iterable[bytes]) -> bytes:
    """Orders are children of the root; the status comes after them."""
    return b"".join((HEAD, *orders, status(OK), FOOT))


def status(text: str) -> bytes:
    """`OK`, or another text, in CDATA."""
    return b"<Status>OK</Status>\n" if text == OK else plain("Status", text).encode()


def refusal(text: str) -> bytes:
    return HEAD + status(text) + FOOT
