"""ChannelApe: an order as the list of a business shows it."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from benchmarks.rendering.shown import Shown, is_long, micros, states
from orders_pipeline.sandbox.channelape.rows import Row
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import US_PROFILE

TEXTS = ("order",)
SHARE = Fraction(3, 5)  # orders of a world that belong to the business
NUMBERS = Settings().channelape_numbers


def shown(orders: int) -> Iterator[Shown]:
    for state in states(orders, SHARE, lambda state: state.order.profile_id == US_PROFILE):
        row = Row(state, NUMBERS)
        yield Shown(row.order.id, (micros(row.updated_at), micros(row.purchased_at)), (row.body(),), is_long(state))


def listed(placed: list) -> list:
    """The newest purchase first."""
    return sorted(placed, key=lambda one: (-one.times[1], one.key))


def counted(texts: Sequence[bytes]) -> dict[str, Decimal]:
    order = json.loads(texts[0], parse_float=Decimal, parse_int=Decimal)
    lines, parcels = order["lineItems"], order.get("fulfillments") or ()
    return {
        "order_items": Decimal(len(lines)),
        "fulfillments": Decimal(len(parcels)),
        "fulfillment_items": Decimal(sum(len(parcel.get("lineItems") or ()) for parcel in parcels)),
        "total": _number(order, "totalPrice"),
        "tax": _number(order, "totalTax"),
        "item_price": sum((_number(line, "price") for line in lines), Decimal(0)),
        "item_units": sum((_number(line, "quantity") for line in lines), Decimal(0)),
    }


def _number(found: dict, name: str) -> Decimal:
    return Decimal(found.get(name) or 0)
