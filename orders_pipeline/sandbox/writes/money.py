"""The money of an order: what was paid and what is left by component, and the shares that a hub computes. Pure.

channeladvisor-rest.md §8.3: each share is rounded half up on its own, so that three of them may give a cent too much;
the last one is cut to what is left (assumed, switchable).
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from orders_pipeline.sandbox.world.events import LOST
from orders_pipeline.sandbox.world.order import EXPONENTS, ZERO, Line, Order, OrderState

COMPONENTS = ("item", "tax", "shipping", "shipping_tax", "gift", "gift_tax", "recycling_fee")
ON_TOP = ("exclusive", "exclusive_vat")
TAXES = frozenset({"tax", "shipping_tax", "gift_tax"})
MODEL_NAMES = {"gift": "gift_wrap", "gift_tax": "gift_wrap_tax"}  # the others are called the same in the ledger
Money = dict[str, Decimal]  # by component of the world; zero and absent are the same


def minor_unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-EXPONENTS.get(currency, 2))


def is_too_fine(amount: Decimal, currency: str) -> bool:
    return not amount.is_finite() or amount % minor_unit(currency) != 0


def total_of(order: Order, amounts: Mapping[str, Decimal]) -> Decimal:
    """What goes back to the buyer: taxes count only where they come on top of the prices."""
    inside = frozenset() if order.goods_tax in ON_TOP else TAXES
    return sum((amount for name, amount in amounts.items() if name not in inside), ZERO)


def paid(order: Order) -> Money:
    """The order's total by component. Discounts, insurance and extra costs stand with the goods."""
    shipping_tax, gift_tax = order.shipping_tax or ZERO, order.gift_tax or ZERO
    parts = {
        "item": ZERO,
        "tax": order.tax - shipping_tax - gift_tax,
        "shipping": order.shipping,
        "shipping_tax": shipping_tax,
        "gift": order.gift or ZERO,
        "gift_tax": gift_tax,
        "recycling_fee": sum((line.recycling_fee for line in order.lines), ZERO),
    }
    return parts | {"item": order.total - total_of(order, parts)}


def spent(state: OrderState, line: Line | None = None) -> Money:
    """What all adjustments that were not refused return, or those of one line."""
    sums = dict.fromkeys(COMPONENTS, ZERO)
    for adjustment in state.adjustments:
        is_meant = line is None or (adjustment.line is not None and adjustment.line.line_id == line.line_id)
        if adjustment.step not in LOST and is_meant:
            for name in COMPONENTS:
                sums[name] += getattr(adjustment, name) or ZERO
    return sums


def left_in_all(state: OrderState) -> Decimal:
    """Never below zero."""
    return max(total_of(state.order, paid(state.order)) - total_of(state.order, spent(state)), ZERO)


def left(state: OrderState) -> Money:
    """By component; together what is left in all, which other components may have eaten into."""
    gone = spent(state)
    return within({name: max(amount - gone[name], ZERO) for name, amount in paid(state.order).items()}, state)


def within(amounts: Mapping[str, Decimal], state: OrderState) -> Money:
    """The amounts, cut to what is left of the order's total; the goods give way first."""
    cut, over = dict(amounts), total_of(state.order, amounts) - left_in_all(state)
    for name in COMPONENTS if over > 0 else ():
        if not total_of(state.order, {name: Decimal(1)}):
            continue
        less = min(cut.get(name, ZERO), over)
        cut[name], over = cut.get(name, ZERO) - less, over - less
    return cut


def of_line(order: Order, line: Line, *, prorates: bool) -> Money:
    """All of a line, unrounded. `prorates`: tax and shipping that only the order has are shared by the lines' value."""
    goods = (line.unit_price or ZERO) * line.quantity
    whole = {
        "item": goods,
        "tax": line.tax,
        "shipping": line.shipping,
        "shipping_tax": line.shipping_tax,
        "gift": line.gift_price,
        "gift_tax": line.gift_tax,
        "recycling_fee": line.recycling_fee,
    }
    all_goods = sum(((each.unit_price or ZERO) * each.quantity for each in order.lines), ZERO)
    if not prorates or not all_goods:
        return whole
    of_order, fields = paid(order), {"tax": "tax", "shipping": "shipping", "shipping_tax": "shipping_tax"}
    for name, field in fields.items():
        if of_order[name] > 0 and not any(getattr(each, field) for each in order.lines):
            whole[name] = of_order[name] * goods / all_goods
    return whole


def share(state: OrderState, line: Line, quantity: int, *, prorates: bool, caps: bool) -> Money:
    """What a hub gives back for so many units of a line if nobody says how much. `caps`: never more than is left."""
    minor = minor_unit(state.order.currency)
    whole, gone = of_line(state.order, line, prorates=prorates), spent(state, line)
    given = {name: (amount * quantity / line.quantity).quantize(minor, ROUND_HALF_UP) for name, amount in whole.items()}
    if not caps:
        return given
    rest = {name: max(amount.quantize(minor, ROUND_HALF_UP) - gone[name], ZERO) for name, amount in whole.items()}
    return within({name: min(amount, rest[name]) for name, amount in given.items()}, state)


def shares(state: OrderState, units: Mapping[int, int], *, prorates: bool, caps: bool) -> Money:
    """Of several lines together."""
    sums = dict.fromkeys(COMPONENTS, ZERO)
    for line in state.order.lines:
        if units.get(line.line_id):
            part = share(state, line, units[line.line_id], prorates=prorates, caps=caps)
            sums = {name: sums[name] + part[name] for name in COMPONENTS}
    return within(sums, state) if caps else sums


def without_inner_tax(state: OrderState, amounts: Mapping[str, Decimal]) -> Money:
    """Where prices include the tax a sum is made of prices alone."""
    return {name: value for name, value in amounts.items() if total_of(state.order, {name: Decimal(1)})}


def poured(amount: Decimal, into: Mapping[str, Decimal]) -> Money:
    """A sum without components, filled into what is left of each in turn; what is over goes to the goods."""
    given = dict.fromkeys(COMPONENTS, ZERO)
    for name in COMPONENTS:
        given[name] = min(amount, into.get(name, ZERO))
        amount -= given[name]
    given["item"] += amount
    return given


def as_told(amounts: Mapping[str, Decimal]) -> Money:
    """Under the model's names, without what is nothing."""
    return {MODEL_NAMES.get(name, name): amount for name, amount in amounts.items() if amount}
