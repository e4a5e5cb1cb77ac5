"""Bad orders: name -> what it does to a rendered order of this dialect, giving the orders to show.

`SPOILED` works on the document, `GARBLED` on its bytes. Names that other dialects have too mean the same here; ways
that only others know leave the order as it is.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from orders_pipeline.sandbox.channelape.document import Document, encode
from orders_pipeline.sandbox.channelape.ids import uuid_of

Way = Callable[[Document], list[Any]]
HUGE_TEXT = "x" * (40 * 1024 * 1024)
DEEP = 5_000


def _with(**fields: Any) -> Way:
    return lambda order: [order | fields]


def _without(name: str) -> Way:
    return lambda order: [{key: value for key, value in order.items() if key != name}]


def _entries(order: Document, collection: str) -> list[Document]:
    """The collection, if another way has left it one."""
    found = order.get(collection)
    return found if isinstance(found, list) else []


def _first(collection: str, **fields: Any) -> Way:
    def spoil(order: Document) -> list[Any]:
        entries = _entries(order, collection) or [{"quantity": 1}]
        return [order | {collection: [entries[0] | fields, *entries[1:]]}]

    return spoil


def _refunded(**refund: Any) -> Way:
    return lambda order: [order | {"refunds": [*_entries(order, "refunds"), refund]}]


def _fulfilled(**changed: Any) -> Way:
    """One more fulfillment, bad in one place."""
    whole = {"id": "F-BAD", "status": "SUCCESS", "trackingNumber": "1ZBAD", "lineItems": []}
    return lambda order: [order | {"fulfillments": [*_entries(order, "fulfillments"), whole | changed]}]


def _without_quantity(order: Document) -> list[Any]:
    lines = [{name: v for name, v in line.items() if name != "quantity"} for line in _entries(order, "lineItems")]
    return [order | {"lineItems": lines}]


def _twice(collection: str) -> Way:
    return lambda order: [order | {collection: [each for each in _entries(order, collection) for _ in range(2)]}]


ANOTHER = {"totalPrice": "1.23", "additionalFields": [{"name": "note", "value": "another content"}]}
SPOILED: dict[str, Way] = {
    "currency_small": _with(alphabeticCurrencyCode="usd"),
    "currency_number": _with(alphabeticCurrencyCode=840),
    "no_currency": _without("alphabeticCurrencyCode"),
    "no_id": _without("id"),
    "null_id": _with(id=None),
    "id_a_number": _with(id=12345),
    "id_blank": _with(id="  "),
    "missing_profile": _without("businessId"),
    "other_business": _with(businessId=uuid_of("business", "of someone else")),
    "missing_created": _without("purchasedAt"),
    "missing_updated": _without("updatedAt"),
    "missing_status": _without("status"),
    "status_small": lambda order: [order | {"status": str(order.get("status")).lower()}],
    "status_two_l": _with(status="CANCELLED"),
    "amount_word": _with(totalPrice="abc"),
    "amount_nan": _with(totalPrice="NaN"),
    "amount_infinite": _with(totalPrice="Infinity"),
    "amount_empty": _with(totalPrice=""),
    "amount_thousands": _with(totalPrice="1,234.56"),
    "amount_comma": _with(totalPrice="44,85"),
    "amount_underscore": _with(totalPrice="1_000.00"),
    "amount_true": _with(totalPrice=True),
    "amount_null": _with(totalPrice=None),
    "amount_seven_decimals": _with(totalPrice=Decimal("44.8512345")),
    "amount_seven_decimals_text": _with(totalPrice="44.8512345"),
    "item_amount_seven_decimals": _first("lineItems", price="14.9512345"),
    "amount_huge": _with(totalPrice=Decimal("123456789012345678901234.56")),
    "amount_exponent": _with(totalPrice="4.485E1"),
    "quantity_huge": _first("lineItems", quantity=Decimal("1E+30")),
    "quantity_broken": _first("lineItems", quantity=Decimal("1.5")),
    "quantity_missing": _without_quantity,
    "quantity_a_text": _first("lineItems", quantity="two"),
    "line_without_id": _first("lineItems", id=None),
    "line_twice": _twice("lineItems"),
    "twice_different": lambda order: [order, order | ANOTHER],
    "twice_same": lambda order: [order, order],
    "created_year_1": _with(purchasedAt="0001-01-01T00:00:00.000Z"),
    "created_nonsense": _with(purchasedAt="yesterday"),
    "created_without_zone": _with(purchasedAt="2026-09-01T10:00:00.000"),
    "created_a_number": _with(purchasedAt=1788256800000),
    "items_a_text": _with(lineItems="none"),
    "items_an_object": _with(lineItems={"0": {}}),
    "items_null": _with(lineItems=None),
    "items_missing": _without("lineItems"),
    "fulfillments_null": _with(fulfillments=None),
    "fulfillment_of_zero": _fulfilled(lineItems=[{"id": "1", "sku": "ZERO", "quantity": 0}]),
    "fulfillment_without_status": _fulfilled(status=None),
    "fulfillment_new_word": _fulfilled(status="ON_A_SHIP"),
    "fulfillment_canceled_two_l": _fulfilled(status="CANCELLED"),
    "fulfillment_twice": lambda order: _twice("fulfillments")(_fulfilled()(order)[0]),
    "refund_positive_adjustment": _refunded(adjustments=[{"id": "A-BAD", "amount": "12.99", "reason": "Shipping"}]),
    "refund_amount_word": _refunded(transactions=[{"id": "T-BAD", "amount": "much", "status": "SUCCESS"}]),
    "refund_without_amount": _refunded(transactions=[{"id": "T-BAD", "status": "SUCCESS"}]),
    "refund_of_nothing": _refunded(),
    "refund_id_twice": lambda order: _refunded(supplierRefundId="rma-twice")(
        _refunded(supplierRefundId="rma-twice", lineItems=[])(order)[0]
    ),
    "customer_a_text": _with(customer="Ann Lee"),
    "address_a_list": lambda order: [order | {"customer": {"name": "Ann Lee", "shippingAddress": []}}],
    "additional_an_object": _with(additionalFields={"name": "#1001"}),
    "additional_a_number": _with(additionalFields=[{"name": "number", "value": 5}]),
    "additional_without_name": _with(additionalFields=[{"value": "whose?"}]),
    "with_errors": _with(errors=[{"code": 174, "message": "Order could not be found."}]),
    "a_text": lambda order: ["order"],
    "a_null": lambda order: [None],
    "empty": lambda order: [{}],
    "unknown_field": _with(newThing={"nested": [1, "two"]}),
    "control_letter": _with(canceledReason="nul \u0000 and lone \ufffe"),
    "huge_text": lambda order: [order | {"canceledReason": HUGE_TEXT}],
}  # fmt: skip

GARBLED: dict[str, Callable[[bytes], bytes]] = {
    "duplicate_keys": lambda body: body[:-1] + b',"totalPrice":"1.00","totalPrice":"2.00"}',
    "deep": lambda body: body[:-1] + b',"deep":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "lone_surrogate": lambda body: body[:-1] + b',"canceledReason":"half \\ud83d"}',
    "number_beyond_float": lambda body: body[:-1] + b',"totalPrice":1e400}',
}


def shown_spoiled(document: Document, ways: Sequence[str]) -> list[bytes]:
    """Ways by turns; what is no order any more is not spoiled further."""
    documents: list[Any] = [document]
    for way in (SPOILED[name] for name in ways if name in SPOILED):
        documents = [bad for each in documents for bad in (way(each) if isinstance(each, dict) else [each])]
    bodies = [encode(each) for each in documents]
    for garble in (GARBLED[name] for name in ways if name in GARBLED):
        bodies = [garble(body) if body.endswith(b"}") and len(body) > 2 else body for body in bodies]
    return bodies


WAYS = frozenset(SPOILED) | frozenset(GARBLED)
