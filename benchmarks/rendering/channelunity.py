"""ChannelUnity: an order as GetOrders shows it. The orders of all channels stand in one subscription here."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from benchmarks.rendering.shown import Shown, is_long, micros, states
from orders_pipeline.sandbox.channelunity.document import tree_of
from orders_pipeline.sandbox.channelunity.kept import kept
from orders_pipeline.sandbox.channelunity.render import order_bytes
from orders_pipeline.sandbox.channelunity.subscriptions import subscription_of

TEXTS = ("order",)
SHARE = Fraction(9, 10)  # orders of a world that stand in a channel of this hub


def shown(orders: int) -> Iterator[Shown]:
    for state in states(orders, SHARE, lambda state: subscription_of(state) is not None):
        order, order_id = kept(state), state.order.order_id
        text = order_bytes(tree_of(order, order_id), order_id)
        yield Shown(order.order_number, (micros(order.updated_at),), (text,), is_long(state))


def listed(placed: list) -> list:
    """By the hub's own number."""
    return sorted(placed, key=lambda one: one.key)


def counted(texts: Sequence[bytes]) -> dict[str, Decimal]:
    order = etree.fromstring(texts[0])
    items = order.findall("OrderItems/Item")
    return {
        "order_items": Decimal(len(items)),
        "total": _number(order, "GrandTotal"),
        "tax": _number(order, "OrderTax"),
        "item_price": sum((_number(item, "Price") for item in items), Decimal(0)),
        "item_units": sum((_number(item, "Qty") for item in items), Decimal(0)),
    }


def _number(element: etree._Element, name: str) -> Decimal:
    return Decimal(element.findtext(name) or 0)
