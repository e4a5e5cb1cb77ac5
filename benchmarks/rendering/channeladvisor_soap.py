"""ChannelAdvisor SOAP: an order at both levels of detail that are asked for, its fulfillments, its refund history.

The number of a prefix on its page is the same for every order here, which XML does not mind; the count of matches
stands there as a mark, and the server fills it in.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from benchmarks.rendering.shown import Shown, is_long, micros, states
from orders_pipeline.sandbox.channeladvisor_soap import facts
from orders_pipeline.sandbox.channeladvisor_soap.accounts import BY_ID
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNT_IDS
from orders_pipeline.sandbox.channeladvisor_soap.history_markup import fulfillments, refund_history
from orders_pipeline.sandbox.channeladvisor_soap.markup import ORD, WEB, XSI
from orders_pipeline.sandbox.channeladvisor_soap.order_markup import PREFIX, order_text
from orders_pipeline.sandbox.channeladvisor_soap.values import kept
from orders_pipeline.sandbox.world import US_PROFILE

TEXTS = ("complete", "low", "fulfillments", "refunds")
SHARE = Fraction(54, 100)  # orders of a world that the account holds
CURRENCY = "USD"
ACCOUNT = BY_ID[ACCOUNT_IDS[US_PROFILE, CURRENCY]]
NO_REFUNDS = "NoRefunds"


def shown(orders: int) -> Iterator[Shown]:
    for state in states(orders, SHARE, lambda state: ACCOUNT.holds(state.order)):
        texts = (
            _numbered(order_text(state, "Complete")),
            _numbered(order_text(state, "Low")),
            fulfillments(state).encode(),
            b"" if facts.refund_status(state) == NO_REFUNDS else refund_history(state).encode(),
        )
        times = (micros(kept(state.order.purchased_at)), micros(kept(state.updated_at)))
        yield Shown(state.order.order_id, times, texts, is_long(state))


def listed(placed: list) -> list:
    """By id."""
    return placed


def counted(texts: Sequence[bytes]) -> dict[str, Decimal]:
    order, parcels = (etree.fromstring(_whole(text)) for text in (texts[0], texts[2]))
    refunds = etree.fromstring(texts[3]) if texts[3] else ()
    lines = order.findall(f".//{{{ORD}}}OrderLineItemItem")
    found = list(refunds.iter(f"{{{ORD}}}OrderLineItemRefundHistoryResponse")) if texts[3] else []
    return {
        "order_items": Decimal(len(lines)),
        "fulfillments": Decimal(len(parcels.findall(f".//{{{WEB}}}FulfillmentDetailResponse"))),
        "fulfillment_items": Decimal(len(parcels.findall(f".//{{{WEB}}}FulfillmentItemDetailResponse"))),
        "refunds": Decimal(len(found)),
        "total": _number(order, "TotalOrderAmount"),
        "item_tax": sum((_number(line, "TaxCost") for line in lines), Decimal(0)),
        "item_units": sum((_number(line, "Quantity") for line in lines), Decimal(0)),
        "refunded": sum((_number(refund, "Amount") for refund in found), Decimal(0)),
    }


def _numbered(text: str) -> bytes:
    return text.replace(PREFIX, "q1").encode()


def _whole(text: bytes) -> bytes:
    """With the namespaces that the envelope declares."""
    return b'<page xmlns="%s" xmlns:xsi="%s">%s</page>' % (WEB.encode(), XSI.encode(), text.replace(b"\x03", b"0"))


def _number(element: etree._Element, name: str) -> Decimal:
    return Decimal(element.findtext(f".//{{{ORD}}}{name}") or 0)
