"""ChannelApe's order documents as typed structs, field names as on the wire (channelape.md §4).

Required is what an order cannot be kept without; every other field may be null or absent, lists too. Numbers come as
JSON numbers or as text; both become Decimal from their digits, and no other text does.
"""

import re
from abc import ABCMeta
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

# Plain digits: no thousands separators, no exponent, no NaN; blanks around them are what some texts of this hub have.
_PLAIN = re.compile(r" *-?[0-9]+(?:\.[0-9]+)? *", re.ASCII).fullmatch
# msgspec's own words, which `decoding` knows.
NO_NUMBER, NO_VALUE = "Invalid decimal string", "Expected `decimal`, got `null`"

if TYPE_CHECKING:
    Number = Decimal
else:
    # A class of its own is left to `_number`; of Decimal msgspec would take any text that Python takes.
    Number = ABCMeta("Number", (), {})
    Number.register(Decimal)

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Ident = str | int | None  # documents show some ids as text and as numbers (§1)
Text = str | None
Amount = Number | None
Moment = Instant | None


class Wire(msgspec.Struct, gc=False):
    """Unknown fields are skipped; `drift` finds them."""


class Field(Wire):
    """An additional field. Names repeat; values are text, "null" and "true" included (§4.1)."""

    name: Text = None
    value: Any = None


Fields = list[Field] | None


class Tax(Wire):
    """Of a whole line; `rate` is a fraction such as 0.06."""

    title: Text = None
    price: Amount = None
    rate: Amount = None


class LineItem(Wire, kw_only=True):
    """A line of the order; `price` is of one unit."""

    id: str | int
    quantity: Number
    sku: Ident = None
    upc: Ident = None
    price: Amount = None
    title: Text = None
    vendor: Text = None
    grams: Amount = None
    shippingPrice: Amount = None
    shippingTax: Amount = None
    shippingMethod: Text = None
    reserveQuantity: Amount = None
    presaleQuantity: Amount = None
    taxes: list[Tax] | None = None
    additionalFields: Fields = None


class PartLine(Wire):
    """Units of a line within a fulfillment or a refund: the line's id, or at least its SKU."""

    id: Ident = None
    sku: Ident = None
    quantity: Amount = None
    restockType: Text = None
    additionalFields: Fields = None


class Fulfillment(Wire):
    """A parcel as it is now; the hub removes what its warehouse refused (§6.2)."""

    id: Ident = None
    supplierId: Ident = None
    status: Text = None
    lineItems: list[PartLine] | None = None
    locationId: Ident = None
    shippingCompany: Text = None
    shippingMethod: Text = None
    trackingNumber: Ident = None
    trackingUrls: list[Text] | None = None
    shippedAt: Moment = None
    additionalFields: Fields = None


class Transaction(Wire):
    """Money that a channel moved; positive."""

    id: Ident = None
    amount: Amount = None
    status: Text = None
    message: Text = None


class Adjustment(Wire):
    """Money of a refund that belongs to no line; negative where it goes to the buyer."""

    id: Ident = None
    amount: Amount = None
    taxAmount: Amount = None
    reason: Text = None


class Refund(Wire):
    """A refund or the cancellation of lines; it has no id of its own and no date."""

    supplierRefundId: Ident = None
    channelRefundId: Ident = None
    lineItems: list[PartLine] | None = None
    transactions: list[Transaction] | None = None
    adjustments: list[Adjustment] | None = None
    additionalFields: Fields = None


class Address(Wire):
    name: Text = None
    firstName: Text = None
    lastName: Text = None
    company: Text = None
    address1: Text = None
    address2: Text = None
    city: Text = None
    province: Text = None
    provinceCode: Text = None
    country: Text = None
    countryCode: Text = None
    postalCode: Ident = None
    phone: Ident = None
    additionalFields: Fields = None


class Customer(Wire):
    name: Text = None
    firstName: Text = None
    lastName: Text = None
    email: Text = None
    phone: Ident = None
    shippingAddress: Address | None = None
    billingAddress: Address | None = None
    additionalFields: Fields = None


class Order(Wire, kw_only=True):
    id: str
    status: str
    alphabeticCurrencyCode: str
    purchasedAt: Instant
    lineItems: list[LineItem]
    businessId: Text = None
    channelId: Text = None
    channelOrderId: Ident = None
    purchaseOrderNumber: Ident = None
    createdAt: Moment = None
    updatedAt: Moment = None
    canceledAt: Moment = None
    canceledReason: Text = None
    customer: Customer | None = None
    fulfillments: list[Fulfillment] | None = None
    refunds: list[Refund] | None = None
    totalPrice: Amount = None
    subtotalPrice: Amount = None
    totalShippingPrice: Amount = None
    totalShippingTax: Amount = None
    totalTax: Amount = None
    totalGrams: Amount = None
    additionalFields: Fields = None


class OrderPage(msgspec.Struct):
    """A list of orders, decoded at once: the fast way, when no order is malformed."""

    orders: list[Order]


Document = TypeVar("Document")


def decoder(document: type[Document]) -> "msgspec.json.Decoder[Document]":
    """A decoder that reads numbers by this protocol's rule."""
    return msgspec.json.Decoder(document, dec_hook=_number, float_hook=_literal)


def _number(kind: type, given: object) -> Decimal:
    if type(given) is str and _PLAIN(given):
        return Decimal(given)
    if type(given) is Decimal or type(given) is int:
        return Decimal(given)
    raise ValueError(NO_NUMBER if given is not None else NO_VALUE)


def _literal(digits: str) -> Decimal:
    """A number of JSON with a point or an exponent."""
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond all measure
        raise msgspec.ValidationError(NO_NUMBER) from None
