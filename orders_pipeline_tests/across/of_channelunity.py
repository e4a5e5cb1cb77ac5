"""ChannelUnity against REST: one Item a SKU, tax per unit, VAT inside the prices, one name, no parcels or refunds."""

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from orders_pipeline_tests.across.agreeing import (
    Dialect,
    Pair,
    Row,
    Tables,
    cut_to,
    or_else,
    or_none,
    or_unknown,
    own,
    word,
)

DIGITS = {"KWD": 3}  # of its amounts; two in any other currency
STATUSES = {  # the one word of this hub where REST's three say more
    ("shipped", "canceled"): "a full refund after shipping is Cancelled",
    ("pending", "held"): "what is not paid yet is OnHold",
    ("in_progress", "open"): "Processing until it is shipped",
    ("closed", "shipped"): "what a third party ships comes in Complete",
    (None, "canceled"): "canceled, whatever an unknown word says",
}
HIDDEN_PEOPLE = ("canceled", "held")  # such an order may lack people and items
ADDED = "ExclusiveVat"  # REST's word for net prices; this hub puts their VAT inside


def is_sales_tax(pair: Pair) -> bool:
    return pair.rest["channel_tax_type"] == "Standard"


def vat_is_inside(ours: Any, theirs: Any, pair: Pair) -> bool:
    return theirs == 0 and not is_sales_tax(pair)


def with_added_tax(tax: str) -> Any:
    """The price with its VAT, where REST shows it without."""
    return lambda ours, theirs, pair: pair.rest["channel_tax_type"] == ADDED and theirs == ours + (pair.rest[tax] or 0)


def is_hidden(pair: Pair) -> bool:
    return pair.row["order_status"] in HIDDEN_PEOPLE


def lacks_parts(row: Row, order: Tables, other: Tables) -> bool:
    """An order that is canceled or on hold may lack its people, and its items: all of them."""
    (head,) = other["orders"]
    table = "order_contacts" if "first_name" in row or "kind" in row else "order_items"
    return head["order_status"] in HIDDEN_PEOPLE and not other[table]


def shown(value: Decimal, currency: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-DIGITS.get(currency, 2)), ROUND_HALF_UP)


def items(order: Tables) -> Iterator[tuple[str, Row]]:
    """REST's lines added up by SKU, at the place of the first; a line without SKU by its place."""
    (head,), merged = order["orders"], {}
    for line in order["order_items"]:
        parts = [one["sku"] for one in components_of(order, line)]
        merged.setdefault("^".join((line["sku"], *parts)) if line["sku"] else line["item_id"], []).append(line)
    for number, (key, lines) in enumerate(merged.items(), 1):
        first, units = lines[0], sum(line["quantity"] for line in lines)
        sku = key if first["sku"] else None
        yield (
            sku or f"#{number}",
            {
                "order_id": head["marketplace_order_id"],
                "item_id": sku or f"#{number}",
                "line_number": number,
                "sku": sku,
                "title": first["title"],
                "quantity": units,
                "is_bundle": True if sku and any(components_of(order, line) for line in lines) else None,
                "currency": head["currency"],
                "unit_price_amount": _unit_price(head, lines),
                "tax_amount": sum(line["tax_amount"] for line in lines),
                "units": units,
            },
        )


def _unit_price(head: Row, lines: list[Row]) -> Decimal | None:
    priced = [line for line in lines if line["unit_price_amount"] is not None]
    units = sum(line["quantity"] for line in priced)
    if not priced:
        return None
    if not units:
        return shown(priced[0]["unit_price_amount"], head["currency"])
    goods = sum(line["unit_price_amount"] * line["quantity"] for line in priced)
    vat = sum(line["tax_amount"] for line in priced) if head["channel_tax_type"] == ADDED else 0
    return shown((goods + vat) / units, head["currency"])


def line_tax(ours: Decimal, theirs: Decimal | None, pair: Pair) -> bool:
    """Half a minor unit for each unit, at the most: the tax of one is rounded before it is multiplied."""
    (head,) = pair.order["orders"]
    if head["channel_tax_type"] != "Standard":
        return not theirs
    return theirs is not None and abs(ours - theirs) <= pair.rest["units"] * Decimal(5).scaleb(
        -DIGITS.get(head["currency"], 2) - 1
    )


def components_of(order: Tables, line: Row) -> list[Row]:
    found = [one for one in order["bundle_components"] if one["item_id"] == line["item_id"]]
    return sorted(found, key=lambda one: one["component_number"])


def components(order: Tables) -> Iterator[tuple[tuple[str, str], Row]]:
    for line in order["order_items"]:
        parts, seen = components_of(order, line) if line["sku"] else [], Counter()
        item = "^".join((line["sku"] or "", *(one["sku"] for one in parts)))
        for part in parts:
            seen[part["sku"]] += 1
            name = part["sku"] if seen[part["sku"]] == 1 else f"{part['sku']}#{seen[part['sku']]}"
            yield (item, name), {**part, "item_id": item, "component_id": name}


def contacts(order: Tables) -> Iterator[tuple[str, Row]]:
    """One name of all its parts; of who pays the name and phone alone; a company in one of three address lines."""
    for row in order["order_contacts"]:
        name = " ".join(filter(None, (row["title"], row["first_name"], row["last_name"], row["suffix"]))) or None
        if row["kind"] == "buyer" and row["email"]:
            yield "buyer", {"order_id": None, "kind": "buyer", "email": row["email"]}
        if row["kind"] == "billing" and (name or row["phone"]):
            yield "billing", {"order_id": None, "kind": "billing", "name": name, "phone": row["phone"]}
        if row["kind"] == "shipping" and (name or row["address_1"] or row["country"]):
            lines = [row["address_1"], row["address_2"]]
            kept = ("phone", "city", "postal_code", "country")
            yield (
                "shipping",
                {
                    **{column: row[column] for column in kept},
                    "kind": "shipping",
                    "name": name,
                    "regions": {row["region"], row["region_name"]},
                    "lines": {
                        tuple((*filter(None, some), None, None, None)[:3])
                        for some in ([*lines, row["company"]], [row["company"], *lines])
                    },
                },
            )


def texts(order: Tables) -> Iterator[tuple[str, Row]]:
    """Instructions under another kind; a gift message of the order: the first of any line."""
    numbers = {row["item_id"]: row["line_number"] for row in order["order_items"]}
    of_lines = sorted(order["order_texts"], key=lambda row: numbers.get(row["about_id"], 0))
    for row in of_lines:
        if row["kind"] == "special_instructions":
            yield "delivery_instructions", {"kind": "delivery_instructions", "text": row["text"]}
    message = next((row for row in of_lines if row["kind"] == "gift_message"), None)
    if message:
        yield "gift_message", {"kind": "gift_message", "text": message["text"]}


def an_address_line(ours: Any, theirs: Any, pair: Pair) -> bool:
    return (pair.row["address_1"], pair.row["address_2"], pair.row["address_3"]) in pair.rest.get("lines", ())


NUMBER = own("an order is known by its marketplace's number")
OWN = own("the hub's name for the subscription, the dialect's own name")
SECONDS = cut_to("seconds")
ADDRESS = or_else("three lines, the company among them", an_address_line)

CHANNELUNITY = Dialect(
    channel="channelunity",
    rules={
        "orders": {
            "order_id": or_else(
                "an order is known by its marketplace's number",
                lambda ours, theirs, pair: theirs == pair.rest["marketplace_order_id"],
            ),
            "channel": OWN,
            "marketplace": or_unknown("marketplace"),
            "marketplace_country": or_else(
                "the lists of sites name a country for some only", lambda ours, theirs, pair: None in (ours, theirs)
            ),
            "channel_marketplace": OWN,
            "tags": own("flags of the marketplace, not tags of the hub"),
            "order_status": or_else("one word", lambda ours, theirs, pair: (ours, theirs) in STATUSES),
            "channel_order_status": word("another set of words"),
            "fulfilled_by": or_else(
                "told of Amazon's orders alone, and of a mixed one nothing",
                lambda ours, theirs, pair: (
                    theirs == "seller" and (ours == "mixed" or pair.row["marketplace"] != "amazon")
                ),
            ),
            "unknown_words": own("what each list of words lacks; the columns themselves are compared"),
            "purchased_at": SECONDS,
            "channel_total_amount": or_else(
                "GrandTotal is without the sales tax",
                lambda ours, theirs, pair: theirs == ours - pair.row["tax_amount"],
            ),
            "tax_amount": or_else("VAT is inside the prices and not told", vat_is_inside),
            "shipping_amount": or_else("VAT is put inside", with_added_tax("shipping_tax_amount")),
            "shipping_tax_amount": or_else("VAT is inside the prices and not told", vat_is_inside),
            **dict.fromkeys(
                ("is_tax_included", "is_shipping_tax_included"),
                or_else(
                    "by the country of the site, else of the parcel: not known of every one; net prices get their VAT",
                    lambda ours, theirs, pair: (
                        theirs is None or ours is None or (theirs is True and pair.rest["channel_tax_type"] == ADDED)
                    ),
                ),
            ),
            **dict.fromkeys(
                ("payment_method", "payment_transaction_id"),
                or_none("told of eBay's orders alone", lambda pair: pair.row["marketplace"] != "ebay"),
            ),
            "ship_to_country": or_none("an order that is canceled or on hold may lack its people", is_hidden),
        },
        "order_items": {
            "tax_amount": or_else("the tax of one unit is rounded, then multiplied; VAT is not told", line_tax),
        },
        "bundle_components": {
            "order_id": NUMBER,
        },
        "order_contacts": {
            "order_id": NUMBER,
            "email": or_else(
                "the hub gives buyers of Amazon an address of its own, and repeats it beside the parcel",
                lambda ours, theirs, pair: (
                    pair.row["kind"] == "shipping" or theirs.partition("@")[0] == ours.partition("@")[0]
                ),
            ),
            "address_1": ADDRESS,
            "address_2": ADDRESS,
            "region": or_else("a code or a name", lambda ours, theirs, pair: theirs in pair.rest.get("regions", ())),
        },
        "order_texts": {
            "order_id": NUMBER,
            "about_id": own("texts are of the order, whatever they are about"),
            "text": or_else(
                "an XML parser makes every line end one sign",
                lambda ours, theirs, pair: theirs == ours.replace("\r\n", "\n").replace("\r", "\n"),
            ),
        },
    },
    rows={
        "orders": lambda order: [("order", row) for row in order["orders"]],
        "order_items": items,
        "bundle_components": components,
        "order_contacts": contacts,
        "order_texts": texts,
    },
    keys={
        "orders": lambda row: "order",
        "order_items": lambda row: row["item_id"],
        "bundle_components": lambda row: (row["item_id"], row["component_id"]),
        "order_contacts": lambda row: row["kind"],
        "order_texts": lambda row: row["kind"],
    },
    left_out={"additional_fields": "what this hub has beyond its columns is a marketplace's own"},
    may_lack=dict.fromkeys(("order_items", "bundle_components", "order_contacts"), lacks_parts),
)
