"""The money of an order as this hub keeps it: one Item a SKU, prices and tax per unit, a total without tax. Spec §5.6.

Rounds half up to two places, or to the currency's minor unit where that is finer: a line's tax that its quantity does
not divide cannot be read back from the unit's.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from orders_pipeline.sandbox.world.order import EXPONENTS, ZERO, Line, Order

SALES_TAX = "exclusive"  # on top of the price and shown apart; VAT of any kind is inside the price
ADDED_VAT = "exclusive_vat"  # the marketplace gives net prices: this hub puts the VAT inside


class HubItem(Struct, frozen=True, kw_only=True):
    """`quantity` of all lines with the SKU; `price` and `tax` of one unit."""

    sku: str | None
    name: str | None
    quantity: Decimal
    price: Decimal | None
    tax: Decimal | None


class Totals(Struct, frozen=True, kw_only=True):
    shipping: Decimal
    shipping_tax: Decimal | None
    gift_wrap: Decimal | None
    gift_wrap_tax: Decimal | None
    grand_total: Decimal
    tax: Decimal


def shown(value: Decimal, currency: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-max(2, EXPONENTS.get(currency, 2))), ROUND_HALF_UP)


def sku_of(line: Line) -> str | None:
    """A bundle's SKU names its parts: `parent^child1^child2` (gotcha 16)."""
    if line.sku is None:
        return None
    return "^".join((line.sku, *(part.sku for part in line.components)))


def items_of(order: Order) -> tuple[HubItem, ...]:
    """Lines with one SKU are one Item, at the place of the first; lines without SKU stay apart."""
    by_sku: dict[object, list[Line]] = {}
    for line in order.lines:
        by_sku.setdefault(sku_of(line) or line.line_id, []).append(line)
    return tuple(_item(lines, order) for lines in by_sku.values())


def _item(lines: Sequence[Line], order: Order) -> HubItem:
    return HubItem(
        sku=sku_of(lines[0]),
        name=lines[0].title,
        quantity=Decimal(sum(line.quantity for line in lines)),
        price=_unit_price([line for line in lines if line.unit_price is not None], order),
        tax=_unit_tax(lines, order),
    )


def _unit_price(lines: Sequence[Line], order: Order) -> Decimal | None:
    """The mean of what the units cost."""
    if not lines:
        return None
    units = sum(line.quantity for line in lines)
    if not units:
        return shown(lines[0].unit_price or ZERO, order.currency)
    goods = sum(((line.unit_price or ZERO) * line.quantity for line in lines), ZERO)
    vat = sum((line.tax for line in lines), ZERO) if order.goods_tax == ADDED_VAT else ZERO
    return shown((goods + vat) / units, order.currency)


def _unit_tax(lines: Sequence[Line], order: Order) -> Decimal | None:
    """Zero where VAT is inside the price; the element stands there empty in every third of such orders."""
    units = sum(line.quantity for line in lines)
    if order.goods_tax != SALES_TAX:
        return None if order.order_id % 3 == 0 else shown(ZERO, order.currency)
    tax = sum((line.tax for line in lines), ZERO)
    return shown(tax / units if units else ZERO, order.currency)


def totals_of(order: Order) -> Totals:
    """GrandTotal + OrderTax is what the buyer paid."""
    is_apart, is_added = order.goods_tax == SALES_TAX, order.goods_tax == ADDED_VAT
    tax = order.tax if is_apart else ZERO

    def gross(price: Decimal, its_tax: Decimal | None) -> Decimal:
        return shown(price + (its_tax or ZERO if is_added else ZERO), order.currency)

    def apart(its_tax: Decimal | None) -> Decimal | None:
        return None if its_tax is None else shown(its_tax if is_apart else ZERO, order.currency)

    return Totals(
        shipping=gross(order.shipping, order.shipping_tax),
        shipping_tax=apart(order.shipping_tax),
        gift_wrap=None if order.gift is None else gross(order.gift, order.gift_tax),
        gift_wrap_tax=apart(order.gift_tax),
        grand_total=shown(order.total - tax, order.currency),
        tax=shown(tax, order.currency),
    )
