"""As much of an answer as the conversation needs: ids, versions, the hub's count, what else is to be asked for. Pure.

Lenient where `elements` is strict: an order that cannot be normalized must still be counted and paged over.
"""

from datetime import datetime
from typing import NamedTuple

from orders_pipeline.channels.channeladvisor_soap import answers, codes, names
from orders_pipeline.channels.channeladvisor_soap.drift import unknown_fields
from orders_pipeline.channels.channeladvisor_soap.elements import BLANKS, moment
from orders_pipeline.channels.channeladvisor_soap.names import ord_
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.xml import Element, children
from orders_pipeline.model.reasons import Quarantined

DATES = ("CheckoutDateGMT", "PaymentDateGMT", "ShippingDateGMT")
DIGITS_OF_AN_ID = 10  # §4: int


class Entry(NamedTuple):
    """An order on a page. has_refunds: its refund history has something to tell, or may have.

    dates: of the order and its states, as the hub writes them.
    """

    order_id: int | None
    version: str
    has_refunds: bool
    dates: tuple[str | None, ...] = ()

    @property
    def changed_at(self) -> datetime | None:
        """The newest of the dates that can be read."""
        return max((date for date in map(_moment, self.dates) if date is not None), default=None)


class Page(NamedTuple):
    """`matches`: orders that meet the criteria by the hub's own count (NumberOfMatches), 0 of a page without any."""

    entries: tuple[Entry, ...]
    matches: int | None
    unknown_fields: tuple[str, ...] = ()


def page(content: bytes, redactor: Redactor | None = None) -> Page:
    """An answer of GetOrderList. Raises as `answers.data_of`."""
    items = list(children(answers.data_of(content, names.GET_ORDER_LIST, redactor)))
    if not items:
        return Page((), 0)
    counts = {number_of(item, "NumberOfMatches") for item in items}
    matches = counts.pop() if len(counts) == 1 else None
    if matches is not None and matches < len(items):
        matches = None  # then it is no count of what was asked for
    return Page(tuple(map(_entry, items)), matches, unknown_fields(items[0]))


def order_id_of(item: Element) -> int | None:
    """The id, where there is one that is one."""
    found = number_of(item, "OrderID")
    return found if found is not None and found > 0 else None


def refunds_of(content: bytes, order_id: int, redactor: Redactor | None = None) -> None:
    """Looks whether an answer of GetOrderRefundHistory is that of the order. Raises as `answers.data_of`."""
    if number_of(answers.data_of(content, names.GET_REFUND_HISTORY, redactor), "OrderID") != order_id:
        raise Malformed("the answer is another order's than was asked for")


def fulfilled_of(content: bytes, order_ids: frozenset[int], redactor: Redactor | None = None) -> frozenset[int]:
    """The orders of which an answer of GetOrderFulfillmentDetailList tells; it may leave some out, never bring others.

    Raises as `refunds_of`.
    """
    data = answers.data_of(content, names.GET_FULFILLMENTS, redactor)
    seen = [number_of(entry, "OrderID", names.WEB) for entry in children(data)]
    if len(set(seen)) != len(seen) or not order_ids.issuperset(seen):
        raise Malformed("the answer shows other orders than were asked for")
    return order_ids.intersection(seen)


def _entry(item: Element) -> Entry:
    states = item.find(ord_("OrderStatus"))
    refunds = None if states is None else states.findtext(ord_("OrderRefundStatus"))
    dates = [item.findtext(ord_(name)) for name in ("LastUpdateDate", "OrderTimeGMT")]
    dates += [] if states is None else [states.findtext(ord_(name)) for name in DATES]
    return Entry(order_id_of(item), dates[0] or "", (refunds or None) not in codes.NO_REFUNDS, tuple(dates))


def _moment(text: str | None) -> datetime | None:
    try:
        return moment(text) if text else None
    except Quarantined:
        return None


def number_of(element: Element, name: str, namespace: str = names.ORDERS) -> int | None:
    text = (element.findtext(f"{{{namespace}}}{name}") or "").strip(BLANKS)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_AN_ID else None
