"""The order as the world knows it: neutral structs, in no hub's words.

Immutable. `Order` holds what never changes after purchase; what moves with time stands in `OrderState`, which `fold`
makes. A state word that no table of a dialect knows is written by that dialect as it stands: so live the odd words.
"""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct

ZERO = Decimal(0)
EXPONENTS = {"JPY": 0, "KWD": 3}  # every other currency of this world has two digits


def amount(minor_units: int, currency: str) -> Decimal:
    """Minor units as a Decimal: 4485 USD gives 44.85, 1200 JPY gives 1200, 12345 KWD gives 12.345."""
    return Decimal(minor_units).scaleb(-EXPONENTS.get(currency, 2))


class Contact(Struct, frozen=True, kw_only=True):
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    suffix: str | None = None
    company: str | None = None
    job_title: str | None = None
    day_phone: str | None = None
    evening_phone: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    region: str | None = None
    region_name: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Component(Struct, frozen=True, kw_only=True):
    """One part of a bundle; `quantity` is for the whole line already."""

    product_id: int
    sku: str
    title: str
    quantity: int


class Promotion(Struct, frozen=True, kw_only=True):
    """A discount on a line, as the marketplace writes it: amounts are zero or negative."""

    promotion_id: int
    code: str
    amount: Decimal
    shipping_amount: Decimal


class Line(Struct, frozen=True, kw_only=True):
    """All amounts but `unit_price` are for all units of the line."""

    line_id: int
    product_id: int
    site_line_id: str | None
    seller_line_id: str | None
    listing_id: str | None
    sku: str | None
    title: str | None
    quantity: int
    unit_price: Decimal | None
    tax: Decimal
    shipping: Decimal
    shipping_tax: Decimal
    recycling_fee: Decimal
    gift_price: Decimal
    gift_tax: Decimal
    gift_message: str | None = None
    gift_notes: str | None = None
    harmonized_code: str | None = None
    url: str | None = None
    is_external: bool = False  # the marketplace ships it
    components: tuple[Component, ...] = ()
    promotions: tuple[Promotion, ...] = ()


class ParcelItem(Struct, frozen=True, kw_only=True):
    item_id: int
    line: Line
    quantity: int
    told_site: str = "pending"  # pending, in_progress, complete, silent, failed


class Parcel(Struct, frozen=True, kw_only=True):
    """A fulfillment. `state`: open, shipped, canceled, third_party, in_transit, ready, held, label."""

    parcel_id: int
    state: str
    items: tuple[ParcelItem, ...]
    created_at: datetime
    updated_at: datetime
    kind: str = "ship"
    carrier: str | None = None
    service: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    return_tracking_number: str | None = None
    shipped_at: datetime | None = None
    center_id: int = 0
    external_center: str | None = None
    external_state: str | None = None
    seller_parcel_id: str | None = None
    shipping_cost: Decimal | None = None
    due_at: datetime | None = None
    promised_at: datetime | None = None


class Adjustment(Struct, frozen=True, kw_only=True):
    """A refund or cancellation of a line (`line` set) or of the whole order. Amounts are returned ones, positive."""

    adjustment_id: int
    kind: str  # refund, cancellation, dispute
    step: str  # submitted, processed, acknowledged, done, error, rejected, recorded, new_rma, pending_approval
    reason: str
    source: str | None
    created_at: datetime
    line: Line | None = None
    quantity: int | None = None
    item: Decimal | None = None
    tax: Decimal | None = None
    shipping: Decimal | None = None
    shipping_tax: Decimal | None = None
    gift: Decimal | None = None
    gift_tax: Decimal | None = None
    recycling_fee: Decimal | None = None
    last_source: str | None = None
    seller_adjustment_id: str | None = None
    site_adjustment_id: str | None = None
    transaction_id: str | None = None
    site_refunded_at: datetime | None = None
    public_notes: str | None = None
    comment: str | None = None
    is_restock: bool = False
    restock_step: str | None = None
    rma_number: str | None = None
    return_shipping_fee: Decimal | None = None
    restocking_fee: Decimal | None = None
    return_tracking: str | None = None
    return_method: str | None = None


class Payment(Struct, frozen=True, kw_only=True):
    method: str | None = None
    transaction_id: str | None = None
    paypal_account: str | None = None
    card_last4: str | None = None
    merchant_reference: str | None = None


class Order(Struct, frozen=True, kw_only=True):
    order_id: int
    profile_id: int
    marketplace: str
    site_account_id: int | None
    site_order_id: str | None
    secondary_site_order_id: str | None
    seller_order_id: str | None
    currency: str
    purchased_at: datetime
    ship_by_at: datetime | None
    deliver_by_at: datetime | None
    asked_carrier: str | None
    asked_service: str | None
    goods_tax: str  # none, exclusive, exclusive_vat, inclusive_vat
    shipping_tax_kind: str
    gift_tax_kind: str
    total: Decimal
    tax: Decimal
    shipping: Decimal
    shipping_tax: Decimal | None
    insurance: Decimal
    gift: Decimal | None
    gift_tax: Decimal | None
    extra: Decimal  # additional cost (positive) or discount (negative)
    promotion_code: str | None
    promotion: Decimal  # the sign varies
    lines: tuple[Line, ...]
    buyer_user: str | None
    buyer_email: str | None
    wants_mail: bool | None
    billing: Contact
    payment: Payment
    managed_by: str  # seller, external, mixed
    is_third_party: bool = False
    custom_fields: tuple[tuple[int, str | None], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    checkout_source: int | None = None
    reseller_id: str | None = None


class OrderState(Struct, frozen=True, kw_only=True):
    """An order at one instant. A new object means a new version; the same version is the same object."""

    order: Order
    imported_at: datetime
    updated_at: datetime
    checkout: str
    checkout_at: datetime | None
    payment: str
    payment_at: datetime | None
    shipping: str
    shipping_at: datetime | None
    ship_to: Contact
    public_notes: str | None
    private_notes: str | None
    instructions: str | None
    tags: tuple[str, ...]
    flag: str
    flag_text: str | None
    parcels: tuple[Parcel, ...]
    adjustments: tuple[Adjustment, ...]
    personal_data_removed_at: datetime | None = None
    called_off_at: datetime | None = None  # by a write of a hub that has such a word
    kept: tuple[tuple[str, str], ...] = ()  # hub, and what it alone keeps of the order
