"""PUT and PATCH as members of the held order: which come, which are ignored, which cannot be without. Spec §4, §5.2.

PUT is the whole order: what is left out is cleared. PATCH is what is named in it: null clears.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.sandbox.channelape import words
from orders_pipeline.sandbox.channelape.document import MONEY
from orders_pipeline.sandbox.channelape.errors import Invalid
from orders_pipeline.sandbox.channelape.held import HeldOrder
from orders_pipeline.sandbox.channelape.reading import INVALID, Reading

CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
Read = Callable[[Reading, Any, str], Any]


def _currency(reading: Reading, value: Any, at: str) -> str | None:
    told = reading.text(value, at)
    return told if told is None or CURRENCY.fullmatch(told) else reading.wrong(at)


READERS: dict[str, tuple[str, Read]] = {  # the wire's -> field of HeldOrder, and what reads it
    "purchaseOrderNumber": ("purchase_order_number", Reading.text),
    "status": ("status", lambda reading, value, at: reading.word(value, at, words.ORDER_STATUS)),
    "alphabeticCurrencyCode": ("currency", _currency),
    "purchasedAt": ("purchased_at", Reading.instant),
    "canceledAt": ("canceled_at", Reading.instant),
    "canceledReason": ("canceled_reason", Reading.text),
    **{name: (field, Reading.amount) for name, field in MONEY.items()},
    "customer": ("customer", Reading.customer),
    "lineItems": ("lines", Reading.lines),
    "fulfillments": ("fulfillments", Reading.fulfillments),
    "refunds": ("refunds", Reading.refunds),
    "additionalFields": ("additional", Reading.fields),
}
# Ignored, as every unknown name is: id, businessId, channelId, channelOrderId, createdAt, updatedAt, errors,
# actionId, channelSync.
NEEDED = ("status", "alphabeticCurrencyCode", "purchasedAt", "lineItems")
Members = dict[str, Any]


def object_of(body: bytes) -> dict[str, Any]:
    """Raises Invalid: no JSON, or no object. No number becomes a float."""
    try:
        told = msgspec.json.Decoder(float_hook=Decimal).decode(body)
    except (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError):
        raise Invalid([(INVALID, "body")]) from None
    if not isinstance(told, dict):
        raise Invalid([(INVALID, "body")])
    return told


def members_of(told: dict[str, Any], order: HeldOrder, *, is_whole: bool) -> Members:
    """By the fields of HeldOrder. Raises Invalid with everything that is wrong."""
    reading = Reading(_words(order))
    found = read(told, reading, is_whole=is_whole)
    if reading.problems:
        raise Invalid(reading.problems)
    return found


def read(told: dict[str, Any], reading: Reading, *, is_whole: bool) -> Members:
    """What cannot be read is a problem of the reading."""
    found = {}
    for name, (field, reads) in READERS.items():
        if name in told or is_whole:
            found[field] = reads(reading, told.get(name), name)
            if name in NEEDED:
                reading.needed(found[field] or None, name)
    return found


def _words(order: HeldOrder) -> Iterator[str]:
    yield order.status
    yield from (each.status for each in order.fulfillments)
    yield from (transaction.status for each in order.refunds for transaction in each.transactions)
