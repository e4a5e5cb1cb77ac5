"""Invoice and promotion lines of a SOAP order -> amounts of the order as a whole. Pure (channeladvisor-soap.md §5.4).

Each line is one part of the order's sum, so that lines of one type add up. A type that has no column is kept by name.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from orders_pipeline.channels.channeladvisor_soap import codes, wire
from orders_pipeline.channels.values import amount, total


class Amounts(NamedTuple):
    """`columns` of orders by name. is_tax_summed: the order's tax is the sum of several lines."""

    columns: dict[str, Any]
    promotion_code: str | None
    is_tax_summed: bool


def amounts_of(cart: wire.Cart) -> Amounts:
    """Raises Quarantined: a sum that does not fit."""
    columns: dict[str, Decimal | None] = {}
    for line in cart.LineItemInvoiceList or ():
        if column := codes.INVOICE_LINES.get(line.LineItemType):
            columns[column] = total(columns.get(column), line.UnitPrice)
    promo_codes: list[str] = []
    for promo in cart.LineItemPromoList or ():
        column = codes.PROMO_LINES.get(promo.LineItemType)
        if column is None:
            continue
        is_saving = column == codes.PROMO_LINES["Promotion"]
        columns[column] = total(columns.get(column), abs(promo.UnitPrice) if is_saving else promo.UnitPrice)
        if is_saving and promo.PromoCode:
            promo_codes.append(promo.PromoCode)
    taxes = [columns[column] for column in codes.TAXES if columns.get(column) is not None]
    columns[codes.TAX] = total(*taxes)
    for column, value in columns.items():
        amount(value, "$.ShoppingCart", column)
    return Amounts(columns, ",".join(promo_codes) or None, len(taxes) > 1)


def lines_without_column(cart: wire.Cart) -> list[tuple[str, Decimal]]:
    """What is charged or saved under a type that no column is for: its name on the wire, and the amount."""
    return [
        *(
            (f"LineItemInvoiceList.{line.LineItemType}", line.UnitPrice)
            for line in cart.LineItemInvoiceList or ()
            if line.LineItemType not in codes.INVOICE_LINES
        ),
        *(
            (f"LineItemPromoList.{line.LineItemType}", line.UnitPrice)
            for line in cart.LineItemPromoList or ()
            if line.LineItemType not in codes.PROMO_LINES
        ),
    ]
