"""Random orders and random series of refunds, drawn from a seed, against arithmetic of its own.

What was paid is worked out here a second time, from the order as a buyer reads it, and not by policy's accounts.
"""

from collections import Counter
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from orders_pipeline.actions.policy.accounting import Own, account_of
from orders_pipeline.actions.policy.dividing import divided
from orders_pipeline.model.actions import ActionKind, Component, Intent, Wanted
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.records import BundleComponent, OrderDocument
from orders_pipeline.model.status import RefundKind
from orders_pipeline_tests.actions.orders import IDS, a_line, an_order, by_name, with_refund

ZERO = Decimal(0)
CURRENCIES = ("USD", "JPY", "KWD")  # 2, 0 and 3 decimals
REFUND = Intent(kind=ActionKind.REFUND, account="us", order_id="1", key="rma")
CANCEL = Intent(kind=ActionKind.CANCEL, account="us", order_id="1", key="can")


class Drawn:
    """An order of one seed, and what its buyer paid for each component in all. traits: what is special about it."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)
        self.currency = self.rng.choice(CURRENCIES)
        self.minor = minor_unit(self.currency)
        self.traits = Counter({f"{len(str(self.minor).partition('.')[2])} decimals": 1})
        self.is_shipped = self._trait("shipped", 0.7)
        flags = {
            "is_tax_included": self._trait("tax within the prices", 0.4),
            "is_shipping_tax_included": self._trait("shipping tax within the prices", 0.2),
        }
        by_line, by_order = self._trait("discount of a line", 0.4), self._trait("discount of the order", 0.3)
        tax_alone, self.is_bundle = self._trait("tax of the order alone", 0.25), self._trait("bundles", 0.3)
        lines = [self._line(str(number), by_line, tax_alone) for number in range(1, self.rng.randint(1, 3) + 1)]
        alone = self._money(9_000) if tax_alone else None
        discount = self._money(3_000) if by_order else None
        self.paid = _paid(lines, flags, alone, discount)
        total = sum(self.paid.values(), ZERO) if self.rng.random() < 0.5 else None
        more = {"currency": self.currency, "tax_amount": alone, "discount_amount": discount, "total_amount": total}
        self.document = an_order(*lines, shipped=self.is_shipped, **more, **flags)
        if self.is_bundle:
            self.document = _with_parts(self.document, lines[0].item_id)

    def _trait(self, name: str, probability: float) -> bool:
        drawn = self.rng.random() < probability
        self.traits[name] += drawn
        return drawn

    def _money(self, most: int) -> Decimal:
        return self.rng.randint(0, most) * self.minor

    def _line(self, item_id, has_discount, is_tax_elsewhere):
        told = {
            "tax_amount": None if is_tax_elsewhere else self._money(9_000),
            "shipping_amount": self.rng.choice((None, self._money(3_000))),
            "shipping_tax_amount": self.rng.choice((None, self._money(300))),
            "gift_wrap_amount": self.rng.choice((None, None, self._money(500))),
            "discount_amount": self._money(2_000) if has_discount else None,
        }
        quantity, price = str(self.rng.randint(1, 6)), str(self._money(50_000))
        return a_line(item_id, quantity, price, currency=self.currency, **told)


def _paid(lines, flags, tax_alone, discount):
    goods = sum((max(one.unit_price_amount * one.quantity - (one.discount_amount or 0), ZERO) for one in lines), ZERO)

    def of(column):
        return sum((getattr(one, column) or ZERO for one in lines), ZERO)

    return {
        Component.ITEM: max(goods - (discount or ZERO), ZERO),
        Component.TAX: ZERO if flags["is_tax_included"] else of("tax_amount") or tax_alone or ZERO,
        Component.SHIPPING: of("shipping_amount"),
        Component.SHIPPING_TAX: ZERO if flags["is_shipping_tax_included"] else of("shipping_tax_amount"),
        Component.GIFT_WRAP: of("gift_wrap_amount"),
    }


def _with_parts(document: OrderDocument, item_id: str) -> OrderDocument:
    """The line is a bundle of two products: they have no price of their own, and what is returned is the line's."""
    lines = tuple(replace(one, is_bundle=one.item_id == item_id or None) for one in document.order_items)
    (bundle,) = (one for one in lines if one.item_id == item_id)
    parts = tuple(
        BundleComponent(
            **IDS,
            item_id=item_id,
            component_id=str(number),
            component_number=number,
            sku=f"PART-{number}",
            quantity=bundle.quantity * number,
        )
        for number in (1, 2)
    )
    return replace(document, order_items=lines, bundle_components=parts)


def check(seed: str) -> Counter[str]:
    """One order, refunded in random portions until nothing is left, gifts by hand between; its traits.

    At every step: nothing negative, nothing finer than the currency, no component above what was paid, and what was
    given back of it at most a minor unit from the ideal share, or all that gifts have left. In the end: all of it.
    """
    drawn = Drawn(seed)
    rng, document, minor, own = drawn.rng, drawn.document, drawn.minor, []
    first = account_of(document, ())
    for part in Component:
        assert first.paid(part) == drawn.paid.get(part, ZERO), (seed, part)
    intent, kind = (REFUND, RefundKind.REFUND) if drawn.is_shipped else (CANCEL, RefundKind.CANCELLATION)
    places = [(key, part) for key in first.lines for part in Component]
    given, gifts, done = dict.fromkeys(places, ZERO), dict.fromkeys(places, ZERO), dict.fromkeys(first.lines, ZERO)
    while waiting := [key for key, line in first.lines.items() if done[key] < line.ordered]:
        if rng.random() < 0.1:
            key, part = rng.choice(places)
            left = first.lines[key].paid[part] - given[key, part] - gifts[key, part]
            gift = rng.randint(0, int(left / minor)) * minor
            gifts[key, part] += gift
            document = with_refund(document, key, **{str(part): gift})
            drawn.traits["gifts by hand"] = 1
        chosen = rng.sample(waiting, rng.randint(1, len(waiting)))
        account = account_of(document, own)
        wanted = []
        for key in chosen:
            now = rng.randint(1, int(first.lines[key].ordered - done[key]))
            wanted.append((Wanted(item_id=key, quantity=Decimal(now)), account.lines[key]))
        drawn.traits["refunds"] += 1
        for line in divided(intent, wanted, account):
            key = line.item_id
            done[key] += line.quantity
            for part in Component:
                amount, paid = line.amounts.get(part, ZERO), first.lines[key].paid[part]
                given[key, part] += amount
                assert amount >= 0 and amount % minor == 0, (seed, key, part)
                assert given[key, part] + gifts[key, part] <= paid, (seed, key, part)
                ideal = min(paid * done[key] / first.lines[key].ordered, paid - gifts[key, part])
                assert abs(given[key, part] - ideal) <= minor, (seed, key, part)
            if rng.random() < 0.3:  # not shown by the hub yet: the journal alone knows
                units, amounts = {key: line.quantity}, {key: dict(line.amounts)}
                own.append(Own(kind=intent.kind, echo=f"own-{len(own)}", units=units, amounts=amounts))
            else:
                document = with_refund(document, key, units=line.quantity, kind=kind, **by_name(line.amounts))
    for key, part in places:
        assert given[key, part] + gifts[key, part] == first.lines[key].paid[part], (seed, key, part)
    assert account_of(document, own).left_in_all == 0, seed
    return drawn.traits
