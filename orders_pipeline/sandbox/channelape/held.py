"""What this hub holds of an order: the structs of spec §4 with the hub's words and ids, before anything is written.

Made by `holding` from the state of the world. `document` writes it as JSON, `truth` reads it as a pipeline must;
neither knows the other. Amounts are Decimals, instants are as exact as the world's; absent is None or empty.
"""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct

Fields = tuple[tuple[str, str], ...]  # name, value: names repeat, values are text


class Tax(Struct, frozen=True, kw_only=True):
    title: str
    price: Decimal  # for the whole line
    rate: Decimal | None = None


class LineItem(Struct, frozen=True, kw_only=True):
    id: str
    quantity: int
    sku: str | None = None
    upc: str | None = None
    price: Decimal | None = None  # of one unit
    title: str | None = None
    vendor: str | None = None
    grams: Decimal | None = None
    shipping_price: Decimal | None = None
    shipping_tax: Decimal | None = None
    shipping_method: str | None = None
    taxes: tuple[Tax, ...] = ()
    reserve_quantity: int | None = None
    presale_quantity: int | None = None
    gift_card_code: str | None = None
    additional: Fields = ()


class Units(Struct, frozen=True, kw_only=True):
    """A line within a fulfillment or refund: its id, or at least its SKU."""

    id: str | None
    sku: str | None
    quantity: int
    restock_type: str | None = None


class Fulfillment(Struct, frozen=True, kw_only=True):
    id: str | None
    status: str
    lines: tuple[Units, ...]
    supplier_id: str | None = None
    location_id: str | None = None
    company: str | None = None
    method: str | None = None
    tracking_number: str | None = None
    tracking_urls: tuple[str, ...] = ()
    shipped_at: datetime | None = None
    additional: Fields = ()


class Transaction(Struct, frozen=True, kw_only=True):
    """Money given back: positive."""

    id: str
    amount: Decimal
    status: str
    message: str | None = None


class Adjustment(Struct, frozen=True, kw_only=True):
    """An amount that belongs to no line: negative where the buyer gets it, tax beside it."""

    id: str
    amount: Decimal
    tax_amount: Decimal | None = None
    reason: str | None = None


class Refund(Struct, frozen=True, kw_only=True):
    """Has no id of its own, and no date."""

    supplier_refund_id: str | None = None
    channel_refund_id: str | None = None
    lines: tuple[Units, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()


class Address(Struct, frozen=True, kw_only=True):
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    country: str | None = None
    country_code: str | None = None
    postal_code: str | None = None
    phone: str | None = None
    additional: Fields = ()


class Customer(Struct, frozen=True, kw_only=True):
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    shipping: Address | None = None
    billing: Address | None = None
    additional: Fields = ()


class HeldOrder(Struct, frozen=True, kw_only=True):
    order_id: int  # of the world; never on the wire
    id: str
    business_id: str
    channel_id: str
    channel_order_id: str
    purchase_order_number: str | None
    status: str
    currency: str
    purchased_at: datetime
    created_at: datetime
    updated_at: datetime
    canceled_at: datetime | None
    canceled_reason: str | None
    total_price: Decimal | None
    subtotal_price: Decimal | None
    total_shipping_price: Decimal | None
    total_shipping_tax: Decimal | None
    total_tax: Decimal | None
    total_grams: Decimal | None
    customer: Customer | None
    lines: tuple[LineItem, ...]
    fulfillments: tuple[Fulfillment, ...]
    refunds: tuple[Refund, ...]
    additional: Fields
