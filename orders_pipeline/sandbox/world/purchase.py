"""The order at the moment of purchase: who, where, for how much. What happens to it afterwards stands in `life`."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from orders_pipeline.sandbox.world.basket import a_basket, tax_on
from orders_pipeline.sandbox.world.catalogue import (
    CARRIERS,
    CURRENCY_WHEEL,
    UNKNOWN_MARKETS,
    US_MARKETS,
    US_PROFILE,
    WORLD_MARKETS,
    WORLD_PROFILE,
    Market,
    contact,
)
from orders_pipeline.sandbox.world.ids import Numbers
from orders_pipeline.sandbox.world.order import ZERO, Contact, Line, Order, Payment, amount

AMAZON_PREFIX = {"US": 113, "CA": 701, "GB": 203, "DE": 302, "FR": 402, "JP": 503}


def profile_of(number: int) -> int:
    """Three of five orders belong to the American profile."""
    return US_PROFILE if number % 5 < 3 else WORLD_PROFILE


def market_of(random: Random, number: int, profile: int, traits: frozenset[str]) -> Market:
    if "unknown_market" in traits:
        return UNKNOWN_MARKETS[profile]
    if profile == US_PROFILE:
        markets = US_MARKETS
    else:
        place = number // 5 * 2 + (number % 5 == 4)
        markets = WORLD_MARKETS[CURRENCY_WHEEL[place % len(CURRENCY_WHEEL)]]
    if "external" in traits and (of_amazon := tuple(market for market in markets if market.family == "amazon")):
        markets = of_amazon
    return random.choices(markets, [market.weight for market in markets])[0]


def total_of(lines: tuple[Line, ...], market: Market, shipping: Decimal, tax: Decimal, others: Decimal) -> Decimal:
    """What the buyer pays: the identity of channeladvisor-rest.md §5.1."""
    goods = sum(((line.unit_price or ZERO) * line.quantity for line in lines), ZERO)
    fees = sum((line.gift_price + line.recycling_fee for line in lines), ZERO)
    discounts = sum((p.amount + p.shipping_amount for line in lines for p in line.promotions), ZERO)
    exclusive = tax if market.tax in ("exclusive", "exclusive_vat") else ZERO
    return goods + shipping + exclusive + fees + others + discounts


def a_purchase(
    random: Random,
    traits: frozenset[str],
    numbers: Numbers,
    at: datetime,
    *,
    profile: int,
    market: Market,
    lines: tuple[Line, ...] | None = None,
) -> Order:
    lines = lines if lines is not None else a_basket(random, traits, market, numbers)
    currency, number = market.currency, numbers.number

    def money(minor_units: int) -> Decimal:
        return amount(minor_units, currency)

    shipping = sum((line.shipping for line in lines), money(0))
    shipping_tax = sum((line.shipping_tax for line in lines), money(0))
    gift_tax = sum((line.gift_tax for line in lines), money(0))
    tax = sum((line.tax for line in lines), money(0)) + shipping_tax + gift_tax
    if "order_level_tax" in traits:
        goods = sum(((line.unit_price or ZERO) * line.quantity for line in lines), money(0)) + shipping
        tax = money(tax_on(int(goods / money(1)), market))
    insurance = money(295 if "insurance" in traits else 0)
    extra = money(199 if "extra_cost" in traits else -149 if "extra_discount" in traits else 0)
    promotion = money(500 if "order_promotion" in traits else 0)
    total = total_of(lines, market, shipping, tax, insurance + extra - promotion)
    if "totals_off" in traits:
        total += money(random.choice((-101, -3, 1, 250)))
    order_id, place = numbers.order_id, _site_order(market, numbers)
    is_forgotten = "personal_data_removed" in traits
    own = "self_numbered" in traits
    carrier, service = CARRIERS[market.country][number % len(CARRIERS[market.country])]
    domain = "example.com" if number % 2 else "example.org"
    return Order(
        order_id=order_id,
        profile_id=profile,
        marketplace=market.key,
        site_account_id=900 + number % 3 if market.family != "direct" else None,
        site_order_id=str(order_id) if own or market.family == "direct" else place,
        secondary_site_order_id=place if own else None,
        seller_order_id=f"SO-{number}" if number % 6 == 0 else None,
        currency=currency,
        purchased_at=at,
        ship_by_at=at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3) if number % 4 else None,
        deliver_by_at=at.replace(microsecond=0) + timedelta(days=9) if number % 3 else None,
        asked_carrier=carrier if number % 7 else None,
        asked_service=service if number % 7 else None,
        goods_tax=market.tax,
        shipping_tax_kind=market.tax,
        gift_tax_kind=market.tax if "gift" in traits else "none",
        total=total,
        tax=tax,
        shipping=shipping,
        shipping_tax=None if number % 33 == 5 and not shipping_tax else shipping_tax,
        insurance=insurance,
        gift=sum((line.gift_price for line in lines), money(0)) if "gift" in traits or number % 2 else None,
        gift_tax=gift_tax if "gift" in traits or number % 2 else None,
        extra=extra,
        promotion_code=("SUMMER", "NEU-%10")[number % 2] if "order_promotion" in traits else None,
        promotion=promotion if number % 2 else promotion.copy_negate() if promotion else promotion,
        lines=lines,
        buyer_user=f"buyer_{number:05}" if market.family == "ebay" else None,
        buyer_email=f"buyer+{number}@{domain}" if number % 31 and not is_forgotten else None,
        wants_mail=(None, True, False)[number % 3],
        billing=Contact()
        if is_forgotten
        else contact(
            market.country, number // 3 + number % 2, company="Muster & Söhne GmbH" if number % 9 == 2 else None
        ),
        payment=_payment(market, number),
        managed_by="external" if "external" in traits else "mixed" if "mixed" in traits else "seller",
        is_third_party="third_party" in traits and not traits & {"external", "mixed"},
        custom_fields=_custom_fields(traits, number),
        attributes=(("IsPrime", "true"), ("channel note", "ünïcode \U0001f4e6")) if "attributes" in traits else (),
        checkout_source=(0, 3, None)[number % 3],
        reseller_id="RES-1" if number % 40 == 3 else None,
    )


def _site_order(market: Market, numbers: Numbers) -> str:
    number = numbers.number
    if market.family == "amazon":
        return f"{AMAZON_PREFIX[market.country]}-{number * 7919 % 10_000_000:07}-{numbers.order_id % 10_000_000:07}"
    if market.family == "ebay":
        return f"{number % 30:02}-{10_000 + number:05}-{number * 37 % 100_000:05}"
    return f"{market.key[:2].upper()}{numbers.order_id}"


def _payment(market: Market, number: int) -> Payment:
    if market.family in ("ebay", "shop") and number % 2:
        return Payment(method="PayPal", transaction_id=f"PP{number:012}", paypal_account="payer@example.com")
    if market.family in ("shop", "direct"):
        return Payment(method="CreditCard", card_last4=f"{number % 10_000:04}", merchant_reference=f"MR-{number}")
    return Payment(method=market.family.capitalize())


def _custom_fields(traits: frozenset[str], number: int) -> tuple[tuple[int, str | None], ...]:
    if "custom_fields" not in traits:
        return ()
    fields = ((101, f"value {number}"), (102, None if number % 3 else ""), (205, 'ja, "naïve" \U0001f642'))
    return (*fields, (101, "the same id again"), (101, f"value {number}")) if "repeated_field" in traits else fields
