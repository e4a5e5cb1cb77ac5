"""Bad orders: name -> what it does to a rendered order of this dialect, giving the texts to show in its place.

Texts carry the mark of their prefix. Names that another dialect has too mean the same there.
"""

import re
from collections.abc import Callable, Iterable

from orders_pipeline.sandbox.channeladvisor_soap.misfortune import POISONED
from orders_pipeline.sandbox.channeladvisor_soap.order_markup import PREFIX

HUGE_TEXT = 20 * 1024 * 1024
DEPTH = 5_000
Spoil = Callable[[str], list[str]]


def _tag(name: str, content: str = "") -> str:
    return f"<{PREFIX}:{name}>{content}</{PREFIX}:{name}>"


def _first(name: str, replacement: str) -> Spoil:
    """The first element of the name becomes something else."""
    pattern = re.compile(rf"<{PREFIX}:{name}(?: [^>]*)?(?:/>|>.*?</{PREFIX}:{name}>)", re.DOTALL)
    return lambda text: [pattern.sub(lambda found: replacement, text, count=1)]


def _holds(name: str, content: str) -> Spoil:
    return _first(name, _tag(name, content))


def _without(name: str) -> Spoil:
    return _first(name, "")


def _nil(name: str) -> Spoil:
    return _first(name, f'<{PREFIX}:{name} xsi:nil="true" />')


def _at_end(more: str) -> Spoil:
    return lambda text: [text.removesuffix("</OrderResponseItem>") + more + "</OrderResponseItem>"]


def _twice(text: str) -> list[str]:
    other = _holds("TotalOrderAmount", "1.2300")(text)[0]
    return [text, _holds("ClientOrderIdentifier", "ANOTHER-1")(other)[0]]


def _line_twice(text: str) -> list[str]:
    found = re.search(rf"<{PREFIX}:OrderLineItemItem .*?</{PREFIX}:OrderLineItemItem>", text, re.DOTALL)
    return [text.replace(found[0], found[0] * 2, 1) if found else text]


def _in_cdata(text: str) -> list[str]:
    """The same order, its texts written another way: nothing is wrong with it."""
    return [re.sub(rf"(<{PREFIX}:(?:Title|City)>)([^<&]+)(<)", r"\1<![CDATA[\2]]>\3", text)]


SPOILED: dict[str, Spoil] = {
    POISONED: lambda text: [text],  # fails the page before anything is shown
    "no_id": _without("OrderID"),
    "null_id": _nil("OrderID"),
    "id_word": _holds("OrderID", "abc"),
    "id_huge": _holds("OrderID", "9" * 400),
    "missing_created": _without("OrderTimeGMT"),
    "created_null": _nil("OrderTimeGMT"),
    "created_year_1": _holds("OrderTimeGMT", "0001-01-01T00:00:00"),
    "created_unset": _holds("OrderTimeGMT", "1900-01-01T00:00:00"),
    "created_nonsense": _holds("OrderTimeGMT", "yesterday"),
    "missing_updated": _without("LastUpdateDate"),
    "amount_word": _holds("TotalOrderAmount", "abc"),
    "amount_nan": _holds("TotalOrderAmount", "NaN"),
    "amount_empty": _holds("TotalOrderAmount", ""),
    "amount_null": _nil("TotalOrderAmount"),
    "amount_seven_decimals": _holds("TotalOrderAmount", "44.8512345"),
    "item_amount_seven_decimals": _holds("UnitPrice", "14.9512345"),
    "amount_huge": _holds("TotalOrderAmount", "123456789012345678901234.5600"),
    "amount_thousands": _holds("TotalOrderAmount", "1,234.5600"),
    "amount_exponent": _holds("TotalOrderAmount", "1E+30"),
    "amount_underscore": _holds("TotalOrderAmount", "1_234.5600"),
    "quantity_huge": _holds("Quantity", "1" + "0" * 30),
    "quantity_broken": _holds("Quantity", "1.5"),
    "quantity_thousands": _holds("Quantity", "1,000"),
    "twice_same": lambda text: [text, text],
    "twice_different": _twice,
    "field_twice": _at_end(_tag("OrderID", "1") + _tag("TotalOrderAmount", "9.9900")),
    "line_twice": _line_twice,
    "items_null": _nil("LineItemSKUList"),
    "items_missing": _without("LineItemSKUList"),
    "items_a_text": _holds("LineItemSKUList", "none"),
    "no_cart": _without("ShoppingCart"),
    "no_status": _without("OrderStatus"),
    "low_detail": lambda text: [re.sub(r"OrderResponseDetail\w+", "OrderResponseDetailLow", text, count=1)],
    "old_names": lambda text: [text.replace(f"{PREFIX}:OrderID>", f"{PREFIX}:OrderId>")],
    "wrong_namespace": lambda text: [text.replace("datacontracts/orders", "datacontracts/other", 1)],
    "entry_nil": lambda text: ['<OrderResponseItem xsi:nil="true" />'],
    "entry_empty": lambda text: ["<OrderResponseItem />"],
    "unknown_field": _at_end(_tag("NewThing", _tag("Nested", "one"))),
    "odd_prefix": lambda text: [text.replace(PREFIX, "nonsense-7")],
    "in_cdata": _in_cdata,
    "control_letter": _at_end(_tag("TransactionNotes", "bell &#7;")),
    "nul_byte": _at_end(_tag("TransactionNotes", "nul \x00")),
    "unclosed": _at_end(f"<{PREFIX}:Open>"),
    "entity": _at_end(_tag("TransactionNotes", "&nobody;")),
    "deep": _at_end(f"<{PREFIX}:d>" * DEPTH + f"</{PREFIX}:d>" * DEPTH),
    "huge_text": _at_end(_tag("TransactionNotes", "x" * HUGE_TEXT)),
}
BREAKS_THE_PAGE = frozenset(  # no XML any more, or none that a careful parser takes: neighbours cannot be read either
    {"control_letter", "nul_byte", "unclosed", "entity", "deep"}
)


def spoiled_texts(text: bytes, ways: Iterable[str]) -> list[bytes]:
    """Ways that this dialect does not know leave the order as it is."""
    texts = [text.decode()]
    for name in ways:
        if name in SPOILED:
            texts = [spoiled for each in texts for spoiled in SPOILED[name](each)]
    return [each.encode() for each in texts]
