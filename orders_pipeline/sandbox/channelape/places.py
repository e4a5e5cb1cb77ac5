"""Businesses, their channels, suppliers and subscription, and sessions: what stands around the orders. Spec §2."""

from collections.abc import Iterable
from typing import Any

from orders_pipeline.sandbox.channelape.access import USER, Holder
from orders_pipeline.sandbox.channelape.ids import BUSINESSES, MARKETS, channel_of, supplier_of, uuid_of
from orders_pipeline.sandbox.channelape.values import date_text
from orders_pipeline.sandbox.world import START, US_PROFILE, World

Thing = dict[str, Any]
PROFILE_OF = {business: profile for profile, business in BUSINESSES.items()}
SINCE = date_text(START)
CENTERS = {5: "Main warehouse", 77: "Fulfilled by the marketplace"}
NAMES = {
    business: "Sample Goods US" if profile == US_PROFILE else "Sample Goods World"
    for business, profile in PROFILE_OF.items()
}
ZONES = {True: "America/New_York", False: "Europe/Berlin"}


def business(business_id: str) -> Thing:
    return {
        "id": business_id,
        "name": NAMES[business_id],
        "timeZone": ZONES[PROFILE_OF[business_id] == US_PROFILE],
        "alphabeticCurrencyCode": "USD" if PROFILE_OF[business_id] == US_PROFILE else "EUR",
        "creationTime": SINCE,
        "updateTime": SINCE,
        "errors": [],
    }


def channels(business_id: str, world: World) -> list[Thing]:
    """One for each marketplace that the catalogue or an order of the world knows."""
    profile = PROFILE_OF[business_id]
    seen = {market.key for market in MARKETS[profile]}
    seen |= {life.order.marketplace for life in world.lives.values() if life.order.profile_id == profile}
    return [_channel(business_id, profile, key) for key in sorted(seen)]


def _channel(business_id: str, profile: int, marketplace: str) -> Thing:
    return {
        "id": channel_of(profile, marketplace),
        "businessId": business_id,
        "name": marketplace.replace("_", " ").title(),
        "integrationId": uuid_of("integration", marketplace),
        "enabled": True,
        "additionalFields": [],
        "createdAt": SINCE,
        "updatedAt": SINCE,
        "errors": [],
    }


def suppliers(business_id: str) -> list[Thing]:
    profile = PROFILE_OF[business_id]
    return [
        {
            "id": supplier_of(profile, center),
            "businessId": business_id,
            "name": name,
            "integrationId": uuid_of("integration", "warehouse", center),
            "enabled": True,
            "additionalFields": [],
            "createdAt": SINCE,
            "updatedAt": SINCE,
            "errors": [],
        }
        for center, name in CENTERS.items()
    ]


def subscription(business_id: str, per_second: int, user_per_second: int) -> Thing:
    return {
        "businessId": business_id,
        "active": True,
        "apiRateLimitPerSecond": per_second,
        "userRateLimitPerSecond": user_per_second,
        "errors": [],
    }


def session(token: str, holder: Holder) -> Thing:
    return {"sessionId": token, "userId" if holder.is_user else "apiAccountId": holder.id, "errors": []}


def businesses_of(user_id: str, known: Iterable[str]) -> list[Thing]:
    return [business(each) for each in known] if user_id == USER else []
