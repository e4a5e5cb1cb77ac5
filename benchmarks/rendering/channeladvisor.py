"""ChannelAdvisor REST: an order as lists show it, and whole where they cut its collections."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlsplit

from benchmarks.rendering.shown import LONG, Shown, is_long, micros, states
from orders_pipeline.channels.channeladvisor import query
from orders_pipeline.sandbox.channeladvisor.entities import ORDER
from orders_pipeline.sandbox.channeladvisor.options import options_of
from orders_pipeline.sandbox.channeladvisor.render import Links, as_bytes
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.channeladvisor.values import kept
from orders_pipeline.sandbox.world import US_PROFILE

TEXTS = ("list", "whole")
SHARE = Fraction(3, 5)  # orders of a world that belong to the profile
ROOT_OF_LINKS = "http://127.0.0.1/v1"  # of the rest of a cut collection; readers here ask for the whole order


def shown(orders: int) -> Iterator[Shown]:
    shape = options_of(urlsplit(query.whole_order(1)).query, ORDER).shape  # what our client asks to be expanded
    links = Links(ROOT_OF_LINKS)
    for state in states(orders, SHARE, lambda state: state.order.profile_id == US_PROFILE):
        row = Row(ORDER, state, state.order)
        cut, whole = as_bytes(row, shape, links, LONG), as_bytes(row, shape, links, None)
        texts = (cut, b"" if whole == cut else whole)
        yield Shown(state.order.order_id, (micros(kept(state.updated_at)),), texts, is_long(state) or whole != cut)


def listed(placed: list) -> list:
    """By id."""
    return placed


def counted(texts: Sequence[bytes]) -> dict[str, Decimal]:
    order = json.loads(texts[1] or texts[0], parse_float=Decimal, parse_int=Decimal)
    items, parcels = order["Items"], order["Fulfillments"]
    return {
        "order_items": Decimal(len(items)),
        "bundle_components": Decimal(sum(len(item["BundleComponents"]) for item in items)),
        "fulfillments": Decimal(len(parcels)),
        "fulfillment_items": Decimal(sum(len(parcel["Items"]) for parcel in parcels)),
        "total": order["TotalPrice"] or Decimal(0),
        "item_tax": sum((item["TaxPrice"] or Decimal(0) for item in items), Decimal(0)),
        "item_units": sum((item["Quantity"] for item in items), Decimal(0)),
    }
