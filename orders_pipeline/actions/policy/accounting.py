"""What was paid for each line, what of it was given back already by whomever, and how many units are left for what.

Pure. Components of an order add up to the money that moved: where prices include the tax, tax is no part beside them.
Source: DESIGN §4, channeladvisor-rest.md §8.3, channelunity.md §5.6.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from orders_pipeline.model.actions import ActionKind, Amounts, Component
from orders_pipeline.model.allocation import ZERO, share_of, spread
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.records import FulfillmentItem, Order, OrderDocument, OrderItem, Refund, RefundItem
from orders_pipeline.model.status import DeliveryStatus, OrderStatus, RefundKind, RefundStatus, ShippingStatus

GAVE_NOTHING = frozenset({RefundStatus.FAILED, RefundStatus.REJECTED})
GONE = frozenset({DeliveryStatus.SHIPPED, DeliveryStatus.IN_TRANSIT, DeliveryStatus.EXTERNALLY_MANAGED})
_PARTS: tuple[tuple[Component, str | None], ...] = (
    (Component.TAX, "is_tax_included"),
    (Component.SHIPPING, None),
    (Component.SHIPPING_TAX, "is_shipping_tax_included"),
    (Component.GIFT_WRAP, None),
    (Component.GIFT_WRAP_TAX, "is_gift_wrap_tax_included"),
    (Component.RECYCLING_FEE, None),
)
"""Beside the goods: component, and the order's column that says that it stands in the price already."""

UNITS_ALONE = frozenset({"channelape"})
"""Hubs whose refunds tell the units of their lines and no amounts for them: channelape.md §4. Units count as what they
cost; of our own the journal knows more."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """A step of our own that may have had its effect. echo: by which the hub shows it, once it does."""

    kind: ActionKind
    echo: str | None
    units: dict[str, Decimal] = {}
    amounts: dict[str, Amounts] = {}
    order_amounts: Amounts = {}


class LineAccount(msgspec.Struct, kw_only=True):
    """One line. Units: ordered, shipped, canceled, refunded. paid and spent: for all units, by component."""

    item_id: str
    sku: str | None
    ordered: Decimal
    shipped: Decimal = ZERO
    canceled: Decimal = ZERO
    refunded: Decimal = ZERO
    is_external: bool = False
    paid: Amounts = {}
    spent: Amounts = msgspec.field(default_factory=dict)

    @property
    def to_ship(self) -> Decimal:
        return max(self.ordered - self.shipped - self.canceled, ZERO)

    @property
    def to_refund(self) -> Decimal:
        """Shipped units of which the money was not returned yet."""
        return max(min(self.shipped, self.ordered - self.canceled) - self.refunded, ZERO)

    @property
    def given_back(self) -> Decimal:
        return self.canceled + self.refunded


class OrderAccount(msgspec.Struct, kw_only=True):
    """An order in numbers. order_spent: given back for the order as a whole, so far as it says for what."""

    currency: str | None
    minor: Decimal
    lines: dict[str, LineAccount]
    total: Decimal | None
    order_spent: Amounts
    spent_without_parts: Decimal

    def line_of(self, part: FulfillmentItem | RefundItem) -> LineAccount | None:
        """By its id; by its SKU where the hub gives that alone, and one line alone has it."""
        if part.item_id is not None or part.sku is None:
            return self.lines.get(part.item_id or "")
        found = [line for line in self.lines.values() if line.sku == part.sku]
        return found[0] if len(found) == 1 else None

    def paid(self, component: Component) -> Decimal:
        return sum((line.paid.get(component, ZERO) for line in self.lines.values()), ZERO)

    def left(self, component: Component) -> Decimal:
        """What of a component was not given back yet, whoever gave it."""
        spent = sum((line.spent.get(component, ZERO) for line in self.lines.values()), ZERO)
        return max(self.paid(component) - spent - self.order_spent.get(component, ZERO), ZERO)

    @property
    def was_touched(self) -> bool:
        """Something of a line was refunded or canceled before."""
        return any(line.given_back or line.spent for line in self.lines.values())

    @property
    def left_in_all(self) -> Decimal:
        """Never more than what the buyer paid in all, also where the parts do not add up to it."""
        spent = sum((amount for line in self.lines.values() for amount in line.spent.values()), ZERO)
        spent += sum(self.order_spent.values(), ZERO) + self.spent_without_parts
        paid = sum((self.paid(component) for component in Component), ZERO)
        return max((paid if self.total is None else min(paid, self.total)) - spent, ZERO)


def account_of(document: OrderDocument, own: Sequence[Own]) -> OrderAccount:
    """Without a currency no amount of it means anything; policy refuses all money of such an order."""
    order = document.order
    minor = minor_unit(order.currency or "")
    paid = _paid(document, minor)
    lines = {
        item.item_id: LineAccount(
            item_id=item.item_id,
            sku=item.sku,
            ordered=item.quantity or ZERO,
            is_external=bool(item.is_externally_fulfilled),
            paid=paid[item.item_id],
        )
        for item in document.order_items
    }
    account = OrderAccount(
        currency=order.currency,
        minor=minor,
        lines=lines,
        total=order.total_amount,
        order_spent={},
        spent_without_parts=ZERO,
    )
    _ship(document, account)
    tells_units_alone, ours = order.channel in UNITS_ALONE, {step.echo for step in own if step.echo}
    for refund in document.refunds:
        if refund.status in GAVE_NOTHING or (tells_units_alone and refund.seller_refund_id in ours):
            continue
        parts = [item for item in document.refund_items if item.refund_id == refund.refund_id]
        (_spend_units if tells_units_alone else _spend)(account, refund, parts)
    shown = set() if tells_units_alone else {refund.seller_refund_id for refund in document.refunds}
    shown |= {parcel.seller_fulfillment_id for parcel in document.fulfillments}
    shown |= {parcel.fulfillment_id for parcel in document.fulfillments if parcel.delivery_status in GONE}
    for step in own:
        if step.echo is None or step.echo not in shown:
            _spend_own(account, step)
    return account


def column_of(component: Component) -> str:
    """Components are named as the columns of order_items, refunds and refund_items are."""
    return f"{component}_amount"


def _paid(document: OrderDocument, minor: Decimal) -> dict[str, Amounts]:
    """By line. What the hub gives for the order alone is spread over the lines by the value of their goods."""
    order, items = document.order, document.order_items
    goods = [_goods(item) for item in items]
    columns = {Component.ITEM: _less(goods, spread(_order_discount(order), goods, minor))}
    for component, included in _PARTS:
        if included and getattr(order, included):
            columns[component] = [ZERO] * len(items)
            continue
        of_lines = [getattr(item, column_of(component)) or ZERO for item in items]
        of_order = _of_order(order, component)
        of_lines = _without_rounding(of_lines, of_order, minor * sum((item.quantity or ZERO for item in items), ZERO))
        columns[component] = of_lines if any(of_lines) or not of_order else spread(of_order, goods, minor)
    savings = [item.shipping_discount_amount or ZERO for item in items]
    columns[Component.SHIPPING] = _less(columns[Component.SHIPPING], savings)
    return {
        item.item_id: {component: _whole(amounts[place], minor) for component, amounts in columns.items()}
        for place, item in enumerate(items)
    }


def _without_rounding(of_lines: Sequence[Decimal], of_order: Decimal, most: Decimal) -> list[Decimal]:
    """Cut to what the order has, where they are above it by no more than a minor unit for each of their units."""
    over = sum(of_lines, ZERO) - of_order
    if not of_order or not ZERO < over <= most:
        return list(of_lines)
    cut = []
    for amount in of_lines:
        less = min(amount, over)
        cut.append(amount - less)
        over -= less
    return cut


def _whole(amount: Decimal, minor: Decimal) -> Decimal:
    """In whole minor units: a fraction of a cent was priced, and cannot be given back."""
    return amount // minor * minor


def _goods(item: OrderItem) -> Decimal:
    return max((item.unit_price_amount or ZERO) * (item.quantity or ZERO) - (item.discount_amount or ZERO), ZERO)


def _less(amounts: Sequence[Decimal], off: Sequence[Decimal]) -> list[Decimal]:
    return [max(amount - less, ZERO) for amount, less in zip(amounts, off, strict=True)]


def _order_discount(order: Order) -> Decimal:
    """A further cost is no discount, and is not given back by the line."""
    return (order.discount_amount or ZERO) + max(-(order.additional_amount or ZERO), ZERO)


def _of_order(order: Order, component: Component) -> Decimal:
    """The tax of an order is all of its tax; that on shipping and gift wrap is counted apart."""
    whole: Decimal = getattr(order, column_of(component)) or ZERO
    if component is Component.TAX:
        whole -= (order.shipping_tax_amount or ZERO) + (order.gift_wrap_tax_amount or ZERO)
    return max(whole, ZERO)


def _ship(document: OrderDocument, account: OrderAccount) -> None:
    """Units that have left; where a hub shows no parcels, the order's state tells."""
    gone = {parcel.fulfillment_id for parcel in document.fulfillments if parcel.delivery_status in GONE}
    for part in document.fulfillment_items:
        if part.fulfillment_id in gone and (line := account.line_of(part)) is not None:
            line.shipped += part.quantity or ZERO
    if document.order.shipping_status is ShippingStatus.SHIPPED or document.order.order_status is OrderStatus.SHIPPED:
        for line in account.lines.values():
            line.shipped = max(line.shipped, line.ordered - line.canceled)


def _spend(account: OrderAccount, refund: Refund, parts: Sequence[RefundItem]) -> None:
    """A state that we do not know counts as given back: too little left is mended by a person, too much is not."""
    split = ZERO
    for part in parts:
        line = account.line_of(part)
        amounts = _amounts(part)
        split += sum(amounts.values(), ZERO)
        if line is None:
            _add(account.order_spent, amounts)
            continue
        _add(line.spent, amounts)
        _give_back(line, refund, part)
    if not parts:
        amounts = _amounts(refund)
        split = sum(amounts.values(), ZERO)
        _add(account.order_spent, amounts)
        if refund.kind is RefundKind.CANCELLATION:  # of the order as a whole: whatever had not left is gone
            for line in account.lines.values():
                line.canceled = max(line.canceled, line.ordered - line.shipped)
    account.spent_without_parts += max((refund.total_amount or ZERO) - split, ZERO)


def _spend_units(account: OrderAccount, refund: Refund, parts: Sequence[RefundItem]) -> None:
    """Of a hub that tells units alone. Beside them stand adjustments; transactions, where there are any, are of all."""
    implied = ZERO
    for part in parts:
        if (line := account.line_of(part)) is None:
            continue
        units = min(part.quantity or ZERO, max(line.ordered - line.given_back, ZERO))
        for component in (Component.ITEM, Component.TAX):
            paid, spent = line.paid.get(component, ZERO), line.spent.get(component, ZERO)
            if units:
                share = share_of(paid, line.ordered, line.given_back, units, spent, account.minor)
                _add(line.spent, {component: share})
                implied += share
        _give_back(line, refund, part)
    adjusted = _amounts(refund)
    _add(account.order_spent, adjusted)
    known = sum(adjusted.values(), ZERO) + (ZERO if refund.status is RefundStatus.RECORDED else implied)
    account.spent_without_parts += max((refund.total_amount or ZERO) - known, ZERO)


def _give_back(line: LineAccount, refund: Refund, part: RefundItem) -> None:
    if refund.kind is RefundKind.CANCELLATION:
        line.canceled += part.quantity or ZERO
    else:
        line.refunded += part.quantity or ZERO


def _spend_own(account: OrderAccount, own: Own) -> None:
    for item_id, amounts in own.amounts.items():
        _add(account.lines[item_id].spent if item_id in account.lines else account.order_spent, amounts)
    for item_id, units in own.units.items():
        if (line := account.lines.get(item_id)) is not None and own.kind is ActionKind.CANCEL:
            line.canceled += units
        elif line is not None and own.kind is ActionKind.REFUND:
            line.refunded += units
        elif line is not None and own.kind is ActionKind.SHIP:
            line.shipped = min(line.shipped + units, line.ordered)
    _add(account.order_spent, own.order_amounts)


def _amounts(record: Refund | RefundItem) -> Amounts:
    found = {component: getattr(record, column_of(component)) for component in Component}
    return {component: abs(amount) for component, amount in found.items() if amount}


def _add(to: Amounts, amounts: Amounts) -> None:
    for component, amount in amounts.items():
        to[component] = to.get(component, ZERO) + amount
