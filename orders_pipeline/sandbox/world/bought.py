"""Orders that are named one by one, whole: what somebody buys while a world lives, or what a person writes down. Pure.

Everything that is not named is made up, as in an order of the seed.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import msgspec
from msgspec import Struct

from orders_pipeline.sandbox.world.catalogue import CARRIERS, US_MARKETS, US_PROFILE, WORLD_MARKETS, Market
from orders_pipeline.sandbox.world.events import Imported, Life, ParcelsMoved, happened
from orders_pipeline.sandbox.world.ids import LINES, PRODUCTS, Numbers
from orders_pipeline.sandbox.world.order import ZERO, Contact, Line, Order
from orders_pipeline.sandbox.world.parcels import first_parcels
from orders_pipeline.sandbox.world.purchase import a_purchase

replace = msgspec.structs.replace
A_MOMENT = timedelta(seconds=1)
FIRST_NUMBER = 10_000  # above the places of an order of the seed, whose parts have ids by their place
MARKETS: dict[tuple[bool, str], Market] = {  # is it of the American profile, key
    **{(True, market.key): market for market in US_MARKETS},
    **{(False, market.key): market for markets in WORLD_MARKETS.values() for market in markets},
}


class BoughtLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amounts but `unit_price` are for all units."""

    sku: str
    quantity: int
    unit_price: Decimal
    title: str | None = None
    tax: Decimal = ZERO
    shipping: Decimal = ZERO
    shipping_tax: Decimal = ZERO
    gift_price: Decimal = ZERO
    gift_tax: Decimal = ZERO
    gift_message: str | None = None
    gift_notes: str | None = None


class Bought(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order that is paid when it comes. `has_left`: the seller has shipped it a moment later.

    number: the marketplace's. Ids of orders that are equal modulo 90,000 share the ids of their parts.
    """

    order_id: int
    market: str
    lines: tuple[BoughtLine, ...]
    profile: int = US_PROFILE
    number: str | None = None
    has_left: bool = False
    ship_to: Contact | None = None
    billing: Contact | None = None
    buyer_email: str | None = None
    buyer_user: str | None = None
    public_notes: str | None = None
    private_notes: str | None = None
    instructions: str | None = None
    custom_fields: tuple[tuple[int, str | None], ...] = ()


def life_of(bought: Bought, at: datetime) -> Life:
    """Bought and imported at the instant. Raises ValueError: no such marketplace, or no line."""
    market = MARKETS.get((bought.profile == US_PROFILE, bought.market))
    if market is None or not bought.lines:
        raise ValueError(f"order {bought.order_id} has no line, or no marketplace that there is: {bought.market}")
    numbers = Numbers(FIRST_NUMBER + bought.order_id % 90_000, bought.order_id)
    order = _order(bought, market, numbers, at)
    parcels = first_parcels(order, numbers, at, frozenset())
    imported = Imported(
        checkout="completed",
        payment="cleared",
        ship_to=bought.ship_to or order.billing,
        parcels=parcels,
        public_notes=bought.public_notes,
        private_notes=bought.private_notes,
        instructions=bought.instructions,
    )
    events = [happened(at, imported)]
    if bought.has_left:
        left_at, (carrier, service) = at + A_MOMENT, CARRIERS[market.country][0]
        facts = {"state": "shipped", "updated_at": left_at, "shipped_at": left_at, "carrier": carrier}
        left = (
            replace(parcel, **facts, service=service, tracking_number=f"1Z{parcel.parcel_id}") for parcel in parcels
        )
        events.append(happened(left_at, ParcelsMoved(tuple(left))))
    return Life(order, tuple(events))


def _order(bought: Bought, market: Market, numbers: Numbers, at: datetime) -> Order:
    lines = tuple(
        Line(
            line_id=(line_id := numbers.next(LINES)),
            product_id=PRODUCTS + sum(map(ord, line.sku)) * 7 % 99_991,
            site_line_id=f"{line_id}-1",
            seller_line_id=None,
            listing_id=None,
            recycling_fee=ZERO,
            **msgspec.structs.asdict(line),
        )
        for line in bought.lines
    )
    traits = frozenset({"gift"} if any(line.gift_price for line in lines) else ())
    random = Random(f"bought/{bought.order_id}")
    order = a_purchase(random, traits, numbers, at, profile=bought.profile, market=market, lines=lines)
    told = {
        "site_order_id": bought.number,
        "billing": bought.billing,
        "buyer_email": bought.buyer_email,
        "buyer_user": bought.buyer_user,
        "custom_fields": bought.custom_fields or None,
    }
    return replace(order, **{name: value for name, value in told.items() if value is not None})
