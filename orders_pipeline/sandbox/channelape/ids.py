"""Ids of this hub: UUIDs that follow from the world's numbers, the same in every sandbox. Spec §1.

One business for each profile of the world, one channel for each marketplace within it.
"""

from functools import lru_cache
from uuid import UUID, uuid5

from orders_pipeline.sandbox.world.catalogue import (
    PROFILES,
    UNKNOWN_MARKETS,
    US_MARKETS,
    US_PROFILE,
    WORLD_MARKETS,
    WORLD_PROFILE,
    Market,
)
from orders_pipeline.sandbox.world.order import Line, Order, Parcel

SPACE = UUID("c4a9e000-0000-4000-8000-000000000000")
MARKETS: dict[int, tuple[Market, ...]] = {
    US_PROFILE: (*US_MARKETS, UNKNOWN_MARKETS[US_PROFILE]),
    WORLD_PROFILE: (*(m for markets in WORLD_MARKETS.values() for m in markets), UNKNOWN_MARKETS[WORLD_PROFILE]),
}
FAMILY = {market.key: market.family for markets in MARKETS.values() for market in markets}


@lru_cache(maxsize=1 << 15)
def uuid_of(*parts: object) -> str:
    return str(uuid5(SPACE, "/".join(map(str, parts))))


def business_of(profile: int) -> str:
    return uuid_of("business", profile)


BUSINESSES = {profile: business_of(profile) for profile in PROFILES}


def channel_of(profile: int, marketplace: str) -> str:
    return uuid_of("channel", profile, marketplace)


def order_uuid(order_id: int) -> str:
    return uuid_of("order", order_id)


def supplier_of(profile: int, center: int) -> str:
    return uuid_of("supplier", profile, center)


def channel_order_id(order: Order) -> str:
    """The order's number at its marketplace; the hub cannot do without one, so a shop without has the order's own."""
    is_own = order.site_order_id is None or order.site_order_id == str(order.order_id)
    return (order.secondary_site_order_id if is_own else None) or order.site_order_id or str(order.order_id)


def line_item_id(line: Line) -> str:
    """The channel's id of the line: spec §4."""
    return line.site_line_id or str(line.line_id)


def fulfillment_id(parcel: Parcel) -> str:
    """The shipment's id in the warehouse's system: spec §4."""
    return f"F-{parcel.parcel_id}"
