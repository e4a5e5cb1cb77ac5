"""Bad orders of this dialect: name -> what it does to the tree of an order, giving the trees to show.

The page stays well-formed: what is no XML strikes whole pages and stands in `pages`. A name that another dialect has
too means the same there.
"""

from collections.abc import Callable

from orders_pipeline.sandbox.channelunity.document import Element, Tree
from orders_pipeline.sandbox.faults.spoiled import HUGE_PAGE

Way = Callable[[Tree], list[Tree]]


def _with(**fields: str | Tree | None) -> Way:
    return lambda order: [[(name, fields.get(name, value)) for name, value in order]]


def _without(name: str) -> Way:
    return lambda order: [[element for element in order if element[0] != name]]


def _more(*elements: Element) -> Way:
    return lambda order: [[*order, *elements]]


def _items(change: Callable[[Tree], Tree]) -> Way:
    """Changes the list of items; an order that shows none gets one first."""

    def spoil(order: Tree) -> list[Tree]:
        found = dict(order).get("OrderItems")
        items: Tree = found if isinstance(found, list) else [("Item", [("SKU", "SKU-1"), ("Qty", "1.000")])]
        return _with(OrderItems=change(items))(order)

    return spoil


def _first_item(**fields: str | None) -> Way:
    def change(items: Tree) -> Tree:
        (name, first), *others = items
        kept: Tree = [each for each in first if each[0] not in fields] if isinstance(first, list) else []
        return [(name, [*kept, *fields.items()]), *others]

    return _items(change)


def _mojibake(order: Tree) -> list[Tree]:
    """UTF-8 taken for Latin-1 and encoded once more (gotcha 18)."""
    return _with(ShipRecipientName="Jürgen Müßter".encode().decode("latin-1"))(order)


def _twice_different(order: Tree) -> list[Tree]:
    return [order, *_with(GrandTotal="1.23")(order)]


SPOILED: dict[str, Way] = {
    "no_id": _without("RemoteOrderId"),
    "blank_id": _with(RemoteOrderId=" \n"),
    "no_currency": _without("Currency"),
    "currency_small": _with(Currency="usd"),
    "missing_created": _without("PurchaseDate"),
    "created_year_1": _with(PurchaseDate="0001-01-01T00:00:00+00:00"),
    "created_nonsense": _with(PurchaseDate="yesterday"),
    "created_without_zone": _with(PurchaseDate="2026-09-01T10:00:00"),
    "amount_word": _with(GrandTotal="abc"),
    "amount_nan": _with(GrandTotal="NaN"),
    "amount_infinite": _with(OrderTax="Infinity"),
    "amount_null": _with(GrandTotal=None),
    "amount_seven_decimals": _with(GrandTotal="44.8512345"),
    "amount_huge": _with(GrandTotal="123456789012345678901234.56"),
    "amount_with_thousands": _with(GrandTotal="1,234.56"),
    "amount_with_comma": _with(GrandTotal="24,99"),
    "amount_with_sign": _with(GrandTotal="£24.99"),
    "item_amount_seven_decimals": _first_item(Price="14.9512345"),
    "quantity_huge": _first_item(Qty="1E+30"),
    "quantity_word": _first_item(Qty="two"),
    "quantity_four_decimals": _first_item(Qty="1.0005"),
    "no_quantity": _first_item(Qty=None),
    "sku_twice": _items(lambda items: [items[0], *items]),
    "items_missing": _without("OrderItems"),
    "items_a_text": _with(OrderItems="none"),
    "total_twice": _more(("GrandTotal", "1.23")),
    "total_nested": _with(GrandTotal=[("Amount", "1.23")]),
    "status_unknown": _with(OrderStatus="Refunded"),
    "status_one_l": _with(OrderStatus="Canceled"),
    "status_small": _with(OrderStatus="complete"),
    "flags_broken_json": _with(OrderFlags='{"customer_number": '),
    "flags_json_list": _with(OrderFlags='["AMAZON_FBA"]'),
    "other_channel": _with(ServiceSku="CU_QOO10"),
    "unknown_field": _more(("NewThing", [("nested", "one"), ("nested", "two")])),
    "mojibake": _mojibake,
    "empty_order": lambda order: [[]],
    "twice_same": lambda order: [order, order],
    "twice_different": _twice_different,
    "huge_text": _with(GiftMessage="x" * HUGE_PAGE),
}
