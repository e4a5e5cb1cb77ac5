"""An answer of ChannelUnity opened: a page of orders, or whatever else it is. Pure (channelunity.md §3).

Whether it is one is told by its Status alone, at any place and in any case of letters; an answer without one is not
whole.
"""

import msgspec

from orders_pipeline.channels.channelunity.cutting import cut
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.xml import Element, root_of

ROOT, ORDER, STATUS, OK = "ChannelUnity", "Order", "status", "OK"
# Elements, in small letters, that tell another document, and what it is.
FOREIGN = {
    "apikey": "the answer to ValidateUser",
    "subscriptions": "the answer to ValidateUser",
    "orders": "an OrderNotification, which the hub pushes",
    "partialrefunds": "a PartialRefundNotification, which the hub pushes",
    "notification": "a notification, which the hub pushes",
    "requesttype": "a message to the hub, or a shop's answer to it",
    "payload": "a message to the hub",
}
BESIDE = frozenset({ORDER, "Info"})  # what stands at the top of a page besides its Status


class NotOk(Malformed):
    """The hub answers, and not with OK. Its words are for people; what it means follows from what was asked."""


class Opened(msgspec.Struct, frozen=True):
    """A page: its orders in their places, each as an element, or as the bytes of one that is no XML.

    unknown: what stands beside the orders and is not known.
    """

    orders: list[Element | bytes]
    unknown: tuple[str, ...]


def opened(content: bytes) -> Opened:
    """Raises NotOk: a refusal; Malformed: anything but a whole page of orders."""
    try:
        root = root_of(content)
    except Malformed as error:
        root, orders = _around(content, error)
    else:
        orders = [child for child in root if child.tag == ORDER]
    refuse_foreign(root)
    refuse_not_ok(root)
    beside = {str(child.tag) for child in root if child.tag not in BESIDE and _small(child) != STATUS}
    return Opened(orders, tuple(sorted(beside)))


def _around(content: bytes, error: Malformed) -> tuple[Element, list[Element | bytes]]:
    """Of a page that is no XML as a whole. Raises `error`, where it is none without its orders either."""
    try:
        around, orders = cut(content)
        if orders:
            return root_of(around), [_order(one) for one in orders]
    except (ValueError, Malformed):
        pass
    raise error from None


def _order(content: bytes) -> Element | bytes:
    try:
        return root_of(content)
    except Malformed:
        return content


def refuse_foreign(root: Element) -> None:
    if root.tag != ROOT:
        raise Malformed("the answer is no ChannelUnity document")
    for child in root:
        if (what := FOREIGN.get(_small(child))) is not None:
            raise Malformed(f"the document is no page of orders but {what}")


def refuse_not_ok(root: Element) -> None:
    """Raises NotOk, and Malformed where no Status is there or several say different things."""
    said = {"".join(map(str, child.itertext())).strip() for child in root if _small(child) == STATUS}
    if not said:
        raise Malformed("the answer has no Status, so it is not whole")
    if OK not in said:
        raise NotOk("the hub answers with a Status that is not OK")
    if len(said) > 1:
        raise Malformed("the answer has several Status, which contradict each other")


def value_of(parent: Element, name: str) -> str | None:
    """The text of a child, by its name in any case of letters; None where there is none."""
    for child in parent:
        if _small(child) == name.lower():
            return "".join(map(str, child.itertext())).strip() or None
    return None


def _small(element: Element) -> str:
    return str(element.tag).lower()
