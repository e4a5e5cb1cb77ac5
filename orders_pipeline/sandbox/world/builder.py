"""One whole order in one line, for tests that are about one thing: `an_order(7, "gift", currency="EUR")`."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import msgspec

from orders_pipeline.sandbox.world.catalogue import OLD_MARKETS, US_MARKETS, US_PROFILE, WORLD_MARKETS, Market
from orders_pipeline.sandbox.world.events import Life, TextEdited, happened
from orders_pipeline.sandbox.world.ids import LINES, PRODUCTS, Numbers
from orders_pipeline.sandbox.world.life import a_life
from orders_pipeline.sandbox.world.order import ZERO, Line
from orders_pipeline.sandbox.world.purchase import a_purchase
from orders_pipeline.sandbox.world.traits import TRAITS

A_DAY = datetime(2026, 9, 1, 10, tzinfo=UTC)
SHIPS = frozenset(
    name for name in TRAITS if "refund" in name or name in {"partial_shipment", "many_parcels", "dispute"}
)
MARKETS = {market.key: market for market in (*US_MARKETS, *OLD_MARKETS)} | {
    m.key: m for markets in WORLD_MARKETS.values() for m in markets
}
BY_CURRENCY = {"USD": MARKETS["amazon_us"], "CAD": MARKETS["amazon_ca"]} | {c: m[0] for c, m in WORLD_MARKETS.items()}


def a_line(sku: str | None = "SKU-1", quantity: int = 1, unit_price: str = "10.00", **fields) -> Line:
    """Amounts may be given as text: `a_line("MUG", 2, "4.50", tax="0.75")`. The line id is set by `an_order`."""
    amounts = {
        name: Decimal(value) if isinstance(value, str) else value for name, value in fields.items() if name in _MONEY
    }
    others = {name: value for name, value in fields.items() if name not in _MONEY}
    return Line(
        line_id=0,
        sku=sku,
        quantity=quantity,
        unit_price=Decimal(unit_price),
        **dict.fromkeys(_MONEY, ZERO) | amounts,
        **{"product_id": PRODUCTS, "site_line_id": None, "seller_line_id": None, "listing_id": None, "title": sku}
        | others,
    )


_MONEY = ("tax", "shipping", "shipping_tax", "recycling_fee", "gift_price", "gift_tax")


def an_order(
    order_id: int = 1001,
    *traits: str,
    profile: int = US_PROFILE,
    currency: str = "USD",
    market: str | Market | None = None,
    lines: tuple[Line, ...] | int | None = None,
    purchased_at: datetime = A_DAY,
    imported_at: datetime | None = None,
    updated_at: datetime | None = None,
    visible_at: datetime | None = None,
    shipped: bool = False,
    seed: int = 1,
    **fields,
) -> Life:
    """The life of one order, paid and unshipped unless traits or `shipped` say more.

    `lines` takes lines or their count. `updated_at` ends the life: what would happen later does not, and a note edited
    at that instant is its last event; `visible_at` is when that last event can be seen. `fields` replace fields of
    `Order`. Orders with ids equal modulo 100,000 share the ids of their parts.
    """
    if unknown := set(traits) - set(TRAITS):
        raise ValueError(f"no such trait: {sorted(unknown)}")
    wanted = frozenset(traits) | (frozenset() if shipped or SHIPS & set(traits) else {"never_shipped"})
    where = MARKETS[market] if isinstance(market, str) else market or BY_CURRENCY[currency]
    numbers, random = Numbers(10_000 + order_id % 100_000, order_id), Random(f"{seed}/{order_id}")
    if isinstance(lines, int):
        lines = tuple(a_line(f"SKU-{n + 1}") for n in range(lines))
    if lines is not None:
        lines = tuple(msgspec.structs.replace(line, line_id=numbers.next(LINES)) for line in lines)
    order = a_purchase(random, wanted, numbers, purchased_at, profile=profile, market=where, lines=lines)
    order = msgspec.structs.replace(order, **fields) if fields else order
    imported_at = imported_at or purchased_at + timedelta(minutes=5)
    life = a_life(random, wanted, numbers, order, where, imported_at)
    events = (happened(imported_at, life.events[0].change), *life.events[1:])
    if updated_at is not None:
        kept = [event for event in events if event.at < updated_at]
        if imported_at != updated_at:
            events = (*kept, happened(updated_at, TextEdited("private_notes", "edited")))
        else:
            events = events[:1]
    if visible_at is not None:
        events = (*events[:-1], msgspec.structs.replace(events[-1], visible_at=visible_at))
    return Life(order, events)
