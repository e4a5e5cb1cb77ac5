"""Bad orders: name -> what it does to a rendered order of the ChannelAdvisor dialect, giving the orders to show."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

Document = dict[str, Any]

HUGE_PAGE = 40 * 1024 * 1024


def _with(**fields: Any) -> Callable[[Document], list[Document]]:
    return lambda order: [order | fields]


def _without(name: str) -> Callable[[Document], list[Document]]:
    return lambda order: [{key: value for key, value in order.items() if key != name}]


def _first_item(**fields: Any) -> Callable[[Document], list[Document]]:
    def spoil(order: Document) -> list[Document]:
        items = order.get("Items") or [{}]
        return [order | {"Items": [items[0] | fields, *items[1:]]}]

    return spoil


SPOILED: dict[str, Callable[[Document], list[Document]]] = {
    "currency_small": _with(Currency="usd"),
    "no_id": _without("ID"),
    "null_id": _with(ID=None),
    "missing_profile": _without("ProfileID"),
    "missing_created": _without("CreatedDateUtc"),
    "amount_word": _with(TotalPrice="abc"),
    "amount_nan": _with(TotalPrice="NaN"),
    "amount_null": _with(TotalPrice=None),
    "amount_seven_decimals": _with(TotalPrice=Decimal("44.8512345")),
    "item_amount_seven_decimals": _first_item(UnitPrice=Decimal("14.9512345")),
    "amount_huge": _with(TotalPrice=Decimal("123456789012345678901234.56")),
    "quantity_huge": _first_item(Quantity=Decimal("1E+30")),
    "quantity_broken": _first_item(Quantity=Decimal("1.5")),
    "twice_different": lambda order: [
        order,
        order | {"PrivateNotes": "another content", "TotalPrice": Decimal("1.23")},
    ],
    "twice_same": lambda order: [order, order],
    "created_year_1": _with(CreatedDateUtc="0001-01-01T00:00:00Z"),
    "created_nonsense": _with(CreatedDateUtc="yesterday"),
    "created_without_zone": _with(CreatedDateUtc="2026-09-01T10:00:00"),
    "items_a_text": _with(Items="none"),
    "items_an_object": _with(Items={"0": {}}),
    "items_null": _with(Items=None),
    "unknown_field": _with(NewThing={"nested": [1, "two"]}),
    "control_letter": _with(PrivateNotes="nul \u0000 and lone \ufffe"),
    "huge_text": lambda order: [order | {"PublicNotes": "x" * HUGE_PAGE}],
}
