"""The world: the same from the same seed, of every kind, and made up."""

import itertools
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from orders_pipeline.sandbox.world import END, NOW, START, US_PROFILE, WORLD_PROFILE, World, an_order
from orders_pipeline.sandbox.world.events import Imported
from orders_pipeline.sandbox.world.order import EXPONENTS, ZERO
from orders_pipeline.sandbox.world.traits import TRAITS

LATE = NOW + timedelta(days=60)  # everything has happened


def test_the_same_seed_gives_the_same_orders_and_another_seed_others(world_of_300):
    assert World(seed=7, orders=300).lives == world_of_300.lives
    assert World(seed=8, orders=300).lives != world_of_300.lives


def test_no_kind_of_order_is_rarer_than_one_in_300():
    assert all(phase < period <= 300 for period, phase in TRAITS.values())


def _parcels(state):
    return [parcel.state for parcel in state.parcels]


def _steps(state):
    return {adjustment.step for adjustment in state.adjustments}


def _of_level(state, kind, is_order_level):
    return any(a.kind == kind and (a.line is None) == is_order_level for a in state.adjustments)


KINDS = {
    **{
        currency: lambda s, currency=currency: s.order.currency == currency
        for currency in ("USD", "EUR", "GBP", "JPY", "KWD")
    },
    "tax inclusive": lambda s: s.order.goods_tax == "inclusive_vat",
    "tax exclusive": lambda s: s.order.goods_tax == "exclusive",
    "tax at the order only": lambda s: s.order.tax and not any(line.tax for line in s.order.lines),
    "external": lambda s: s.order.managed_by == "external",
    "mixed": lambda s: s.order.managed_by == "mixed" and len({line.is_external for line in s.order.lines}) == 2,
    "third party": lambda s: s.shipping == "third_party",
    **{f"{count} lines": lambda s, count=count: len(s.order.lines) == count for count in (21, 40, 41, 57)},
    "over 20 parcels": lambda s: len(s.parcels) > 20,
    "over 20 items in a parcel": lambda s: any(len(parcel.items) > 20 for parcel in s.parcels),
    "one SKU on two lines": lambda s: max(Counter(line.sku for line in s.order.lines).values()) > 1,
    "no SKU": lambda s: any(line.sku is None for line in s.order.lines),
    "quantity zero": lambda s: any(line.quantity == 0 for line in s.order.lines),
    "no unit price": lambda s: any(line.unit_price is None for line in s.order.lines),
    "unknown site": lambda s: s.order.marketplace == "nova_bazaar",
    "another unknown site": lambda s: s.order.marketplace == "temu_uk",
    "odd shipping word": lambda s: s.shipping == "AwaitingCourier",
    "odd payment word": lambda s: s.payment == "PartiallyAuthorized",
    "odd checkout word": lambda s: s.checkout == "AwaitingReview",
    "odd delivery word": lambda s: "OutForDelivery" in _parcels(s),
    "odd reason": lambda s: any(a.reason == "SomethingNew" for a in s.adjustments),
    "odd request status": lambda s: "AwaitingBank" in _steps(s),
    "bundle": lambda s: any(line.components for line in s.order.lines),
    "item promotion": lambda s: any(line.promotions for line in s.order.lines),
    "order promotion, positive": lambda s: s.order.promotion > 0,
    "order promotion, negative": lambda s: s.order.promotion < 0,
    "gift": lambda s: any(line.gift_message and line.gift_price for line in s.order.lines),
    "insurance": lambda s: s.order.insurance > 0,
    "recycling fee": lambda s: any(line.recycling_fee for line in s.order.lines),
    "extra cost": lambda s: s.order.extra > 0,
    "extra discount": lambda s: s.order.extra < 0,
    "numbered by the hub": lambda s: s.order.site_order_id == str(s.order.order_id) and s.order.secondary_site_order_id,
    "repeated custom field": lambda s: len({n for n, _ in s.order.custom_fields}) < len(s.order.custom_fields),
    "whole cancellation": lambda s: s.shipping == "canceled" and _of_level(s, "cancellation", True),
    "line cancellation": lambda s: any(
        a.kind == "cancellation" and a.line and a.quantity == a.line.quantity for a in s.adjustments
    ),
    "part cancellation": lambda s: any(
        a.kind == "cancellation" and a.line and a.quantity < a.line.quantity for a in s.adjustments
    ),
    "item refund": lambda s: _of_level(s, "refund", False),
    "order refund": lambda s: _of_level(s, "refund", True),
    "refund of all components": lambda s: any(a.line and a.recycling_fee is not None for a in s.adjustments),
    "dispute": lambda s: _of_level(s, "dispute", True),
    **{
        f"step {step}": lambda s, step=step: step in _steps(s)
        for step in ("done", "error", "rejected", "recorded", "submitted")
    },
    **{
        f"by {who}": lambda s, who=who: any(a.source == who for a in s.adjustments)
        for who in ("channel", "user", "api", "system")
    },
    "buyer's return": lambda s: any(a.rma_number and a.return_shipping_fee for a in s.adjustments),
    "in transit": lambda s: "in_transit" in _parcels(s),
    "pickup": lambda s: any(parcel.kind == "pickup" for parcel in s.parcels),
    "pending shipment": lambda s: s.shipping == "pending",
    "payment failed": lambda s: s.payment == "failed",
    "payment submitted": lambda s: s.payment == "submitted",
    "on hold": lambda s: s.checkout == "on_hold",
    "not ready": lambda s: s.checkout == "not_visited",
    "slow import": lambda s: s.imported_at - s.order.purchased_at > timedelta(hours=1),
    "personal data removed": lambda s: s.personal_data_removed_at is not None,
    "emoji": lambda s: any("\U0001f381" in (line.gift_message or "") for line in s.order.lines),
}


@pytest.mark.parametrize("seed", [1, 7, 99])
def test_a_world_of_300_holds_every_kind(seed):
    states = World(seed=seed, orders=300).at(LATE)
    missing = [kind for kind, is_so in KINDS.items() if not any(is_so(state) for state in states)]
    assert not missing, f"seed {seed}"


def test_three_of_five_orders_are_american(world_of_300):
    profiles = Counter(life.order.profile_id for life in world_of_300.lives.values())
    assert profiles == {US_PROFILE: 180, WORLD_PROFILE: 120}


def test_purchases_lie_in_the_span_and_ids_rise_with_the_import(world_of_300):
    lives = [life for _, life in sorted(world_of_300.lives.items())]
    assert all(START <= life.order.purchased_at < END for life in lives)
    imports = [life.events[0].at for life in lives]
    assert all(later - earlier > timedelta(minutes=-1) for earlier, later in itertools.pairwise(imports))
    assert all(type(life.events[0].change) is Imported for life in lives)


def test_every_amount_is_a_decimal_in_the_currency_s_minor_units(world_of_300):
    for life in world_of_300.lives.values():
        order, digits = life.order, EXPONENTS.get(life.order.currency, 2)
        amounts = [order.total, order.tax, order.shipping, order.insurance, order.extra, order.promotion]
        amounts += [amount for line in order.lines for amount in (line.unit_price or ZERO, line.tax, line.shipping_tax)]
        assert all(isinstance(amount, Decimal) and -amount.as_tuple().exponent in (0, digits) for amount in amounts)


def test_a_few_totals_in_a_hundred_do_not_add_up():
    def gap(order):
        goods = sum((line.unit_price or ZERO) * line.quantity for line in order.lines)
        tax = order.tax if order.goods_tax in ("exclusive", "exclusive_vat") else ZERO
        fees = sum(line.gift_price + line.recycling_fee for line in order.lines)
        less = abs(order.promotion) + sum(
            abs(p.amount + p.shipping_amount) for line in order.lines for p in line.promotions
        )
        return order.total - (goods + order.shipping + tax + fees + order.insurance + order.extra - less)

    off = sum(gap(life.order) != 0 for life in World(seed=7, orders=1000).lives.values())
    assert 10 <= off <= 40


def test_everyone_is_made_up(world_of_300):
    mails = {life.order.buyer_email for life in world_of_300.lives.values()} - {None}
    assert all(mail.endswith(("@example.com", "@example.org")) for mail in mails)


def test_one_line_makes_one_whole_order():
    life = an_order(42, "gift", "order_refund", currency="JPY", lines=3)
    assert (life.order.order_id, life.order.currency, len(life.order.lines)) == (42, "JPY", 3)
    assert World(orders=0).with_order(life).order(42, LATE).shipping == "shipped"
    with pytest.raises(ValueError, match="no such trait"):
        an_order(42, "gold")
