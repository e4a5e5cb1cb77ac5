"""What is bought: the lines of an order with their amounts, made up from a seed and the order's traits.

Reckons in minor units of the currency; the structs carry Decimals. Knows nothing of time.
"""

from collections.abc import Iterable
from random import Random

from orders_pipeline.sandbox.world.catalogue import (
    BUNDLE_PARTS,
    GIFT_MESSAGES,
    GOODS,
    PRICE_RANGE,
    USUAL_PRICE_RANGE,
    Market,
)
from orders_pipeline.sandbox.world.ids import LINES, PRODUCTS, PROMOTIONS, Numbers
from orders_pipeline.sandbox.world.order import Component, Line, Promotion, amount

LINE_COUNTS = {"lines_21": 21, "lines_40": 40, "lines_41": 41, "lines_57": 57}


def tax_on(price: int, market: Market) -> int:
    """The tax of a price in minor units, half up: on top of it, or the part of it where prices include tax."""
    rate = market.tax_per_mille
    whole = 1000 + rate if market.tax == "inclusive_vat" else 1000
    return (2 * price * rate + whole) // (2 * whole)


def a_basket(random: Random, traits: frozenset[str], market: Market, numbers: Numbers) -> tuple[Line, ...]:
    count = next((n for trait, n in LINE_COUNTS.items() if trait in traits), None)
    if count is None:
        count = random.choices((1, 2, 3, 5), (60, 22, 12, 6))[0]
    if traits & {"mixed", "sku_twice", "zero_quantity", "no_unit_price", "line_cancel"}:
        count = max(count, 3)
    return tuple(_line(random, position, count, traits, market, numbers) for position in range(count))


def _line(random: Random, position: int, count: int, traits: frozenset[str], market: Market, numbers: Numbers) -> Line:
    first, last = position == 0, position == count - 1
    if count > len(GOODS):
        sku, title = f"BULK-{position:03}", f"Bulk good № {position}"
    else:
        sku, title = GOODS[(numbers.number * 3 + position) % len(GOODS)]
    if "sku_twice" in traits and position < 2:
        sku, title = GOODS[0]
    quantity = random.choices((1, 2, 3, 6), (70, 16, 10, 4))[0]
    if first and traits & {"part_cancel", "part_refund", "bundle", "full_component_refund"}:
        quantity = 3
    if first and "many_parcels" in traits:
        quantity = 25
    if last and "zero_quantity" in traits:
        quantity = 0
    unit = random.randint(*PRICE_RANGE.get(market.currency, USUAL_PRICE_RANGE))
    gift = "gift" in traits and first
    if last and "no_unit_price" in traits:
        unit = 0
    shipping = 0 if market.family == "otto" or not quantity else random.choice((0, 0, unit // 9, unit // 5 + 1))
    if first and traits & {"full_component_refund", "part_refund"}:
        shipping = unit // 3 + 1
    gift_price = unit // 10 + 1 if gift else 0
    taxed = "order_level_tax" not in traits
    recycling = unit // 50 + 1 if "recycling_fee" in traits and first else 0
    bundle = "bundle" in traits and first
    line_id = numbers.next(LINES)
    return Line(
        line_id=line_id,
        product_id=PRODUCTS + sum(map(ord, sku)) * 7 % 99_991,
        site_line_id=_site_line(market, line_id),
        seller_line_id=f"S{line_id}" if numbers.number % 50 == 1 else None,
        listing_id=f"L{line_id % 9973:05}" if market.family in ("amazon", "ebay") else None,
        sku=None if "no_sku" in traits and first else sku,
        title=title,
        quantity=quantity,
        unit_price=None if last and "no_unit_price" in traits else amount(unit, market.currency),
        tax=amount(tax_on(unit * quantity, market) if taxed else 0, market.currency),
        shipping=amount(shipping, market.currency),
        shipping_tax=amount(tax_on(shipping, market) if taxed else 0, market.currency),
        recycling_fee=amount(recycling, market.currency),
        gift_price=amount(gift_price, market.currency),
        gift_tax=amount(tax_on(gift_price, market) if taxed else 0, market.currency),
        gift_message=GIFT_MESSAGES[numbers.number % len(GIFT_MESSAGES)] if gift else None,
        gift_notes="Gift wrap: red ribbon" if gift else None,
        harmonized_code="8211.92" if sku == "KNIFE-8" else None,
        url=f"https://shop.example.com/item/{line_id % 9973}" if market.family == "shop" else None,
        is_external="external" in traits or ("mixed" in traits and position % 2 == 1),
        components=tuple(_components(position, quantity)) if bundle else (),
        promotions=tuple(_promotions(random, unit * quantity, shipping, market, numbers))
        if "item_promotion" in traits and first
        else (),
    )


def _site_line(market: Market, line_id: int) -> str | None:
    if market.family == "direct":
        return None
    return f"{line_id:014}" if market.family == "amazon" else f"{line_id}-1"


def _components(position: int, quantity: int) -> Iterable[Component]:
    for part, (sku, title) in enumerate(BUNDLE_PARTS):
        yield Component(product_id=PRODUCTS + 100_000 + part, sku=sku, title=title, quantity=(part + 1) * quantity)


def _promotions(random: Random, price: int, shipping: int, market: Market, numbers: Numbers) -> Iterable[Promotion]:
    for share, code in ((12, "SAVE-ONE"), (25, 'Été "25"'))[: random.choice((1, 1, 2))]:
        yield Promotion(
            promotion_id=numbers.next(PROMOTIONS),
            code=code,
            amount=amount(-(price // share), market.currency),
            shipping_amount=amount(-(shipping // 2) if code == "SAVE-ONE" else 0, market.currency),
        )
