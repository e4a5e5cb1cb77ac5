"""An order as JSON on this wire: names, order of members, and the unevenness of real answers. Spec §4.

What varies from order to order: amounts as texts or numbers, what is absent (left out, or null; a list left out, or
empty), blanks around texts. None of it changes what is told.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.sandbox.channelape import held
from orders_pipeline.sandbox.channelape.values import Written, date_text, number_style, pick

Document = dict[str, Any]
encode = msgspec.json.Encoder(decimal_format="number").encode

ADDRESS = {
    "name": "name", "firstName": "first_name", "lastName": "last_name", "company": "company", "address1": "address1",
    "address2": "address2", "city": "city", "province": "province", "provinceCode": "province_code",
    "country": "country", "countryCode": "country_code", "postalCode": "postal_code", "phone": "phone",
}  # fmt: skip
CUSTOMER = {"name": "name", "firstName": "first_name", "lastName": "last_name", "email": "email", "phone": "phone"}
MONEY = {
    "totalPrice": "total_price", "subtotalPrice": "subtotal_price", "totalShippingPrice": "total_shipping_price",
    "totalShippingTax": "total_shipping_tax", "totalTax": "total_tax", "totalGrams": "total_grams",
}  # fmt: skip
PADDED = frozenset({"channelOrderId", "sku", "title", "name", "city", "shippingMethod", "trackingNumber"})


class _Pen:
    """How one order is written."""

    def __init__(self, order_id: int, numbers: str) -> None:
        self.number: Written = number_style(numbers, order_id)
        self.writes_null = pick("null", order_id, 6) == 0
        self.leaves_out_lists = pick("lists", order_id, 3) == 0
        self.pads = pick("blanks", order_id, 15) == 0
        self.location: Callable[[str], object] = int if pick("location", order_id, 3) == 0 else str

    def texts(self, *pairs: tuple[str, str | None]) -> Document:
        """Absent ones are left out, or null: either is the habit of the whole order."""
        made: Document = {}
        for name, value in pairs:
            if value is not None:
                made[name] = f" {value}  " if self.pads and name in PADDED else value
            elif self.writes_null:
                made[name] = None
        return made

    def dates(self, *pairs: tuple[str, datetime | None]) -> Document:
        return self.texts(*((name, date_text(instant)) for name, instant in pairs))

    def money(self, *pairs: tuple[str, Decimal | None]) -> Document:
        """Absent amounts stay absent: neither 0 nor null."""
        return {name: self.number(value) for name, value in pairs if value is not None}

    def list(self, name: str, entries: Iterable[Any]) -> Document:
        """An empty list, or none at all where the order's habit is so."""
        made = list(entries)
        return {} if self.leaves_out_lists and not made else {name: made}

    def fields(self, fields: held.Fields) -> Document:
        return self.list("additionalFields", ({"name": name, "value": value} for name, value in fields))


def document_of(order: held.HeldOrder, numbers: str = "vary") -> Document:
    """`numbers`: strings, numbers, or vary."""
    pen = _Pen(order.order_id, numbers)
    return {
        "id": order.id,
        "businessId": order.business_id,
        "channelId": order.channel_id,
        **pen.texts(("channelOrderId", order.channel_order_id), ("purchaseOrderNumber", order.purchase_order_number)),
        "status": order.status,
        "alphabeticCurrencyCode": order.currency,
        **pen.dates(
            ("purchasedAt", order.purchased_at),
            ("createdAt", order.created_at),
            ("updatedAt", order.updated_at),
            ("canceledAt", order.canceled_at),
        ),
        **pen.texts(("canceledReason", order.canceled_reason)),
        **pen.money(*((name, getattr(order, field)) for name, field in MONEY.items())),
        **_customer(order.customer, pen),
        "lineItems": [_line(line, pen) for line in order.lines],
        "fulfillments": [_fulfillment(each, pen) for each in order.fulfillments],
        **pen.list("refunds", (_refund(each, pen) for each in order.refunds)),
        **pen.fields(order.additional),
        "errors": [],
    }


def _customer(customer: held.Customer | None, pen: _Pen) -> Document:
    if customer is None:
        return {"customer": None} if pen.writes_null else {}
    addresses = (("shippingAddress", customer.shipping), ("billingAddress", customer.billing))
    told = {
        **pen.texts(*((name, getattr(customer, field)) for name, field in CUSTOMER.items())),
        **{name: _address(address, pen) for name, address in addresses if address},
        **pen.fields(customer.additional),
    }
    return {"customer": told}


def _address(address: held.Address, pen: _Pen) -> Document:
    texts = pen.texts(*((name, getattr(address, field)) for name, field in ADDRESS.items()))
    return {**texts, **pen.fields(address.additional)}


def _line(line: held.LineItem, pen: _Pen) -> Document:
    counts = (("reserveQuantity", line.reserve_quantity), ("presaleQuantity", line.presale_quantity))
    taxes = ({"title": tax.title, **pen.money(("price", tax.price), ("rate", tax.rate))} for tax in line.taxes)
    return {
        "id": line.id,
        **pen.texts(("sku", line.sku), ("upc", line.upc)),
        "quantity": line.quantity,
        **pen.money(("price", line.price)),
        **pen.texts(("title", line.title), ("vendor", line.vendor)),
        **pen.money(("grams", line.grams), ("shippingPrice", line.shipping_price), ("shippingTax", line.shipping_tax)),
        **pen.texts(("shippingMethod", line.shipping_method)),
        **({"giftCardCode": line.gift_card_code} if line.gift_card_code else {}),
        **{name: count for name, count in counts if count is not None},
        **pen.list("taxes", taxes),
        **pen.fields(line.additional),
    }


def _units(units: held.Units, pen: _Pen) -> Document:
    return {
        **pen.texts(("id", units.id), ("sku", units.sku)),
        "quantity": units.quantity,
        **({"restockType": units.restock_type} if units.restock_type else {}),
    }


def _fulfillment(each: held.Fulfillment, pen: _Pen) -> Document:
    tracking = each.tracking_number
    if tracking is None and each.status == "OPEN" and pen.location is int:
        tracking = ""  # OPEN counts as shipped only where this is not empty
    return {
        **({"id": each.id} if each.id else {}),
        **pen.texts(("supplierId", each.supplier_id)),
        "status": each.status,
        **({"locationId": pen.location(each.location_id)} if each.location_id else {}),
        **pen.texts(("shippingCompany", each.company), ("shippingMethod", each.method), ("trackingNumber", tracking)),
        **pen.list("trackingUrls", each.tracking_urls),
        **pen.dates(("shippedAt", each.shipped_at)),
        "lineItems": [_units(units, pen) for units in each.lines],
        **pen.fields(each.additional),
    }


def _refund(refund: held.Refund, pen: _Pen) -> Document:
    return {
        **pen.texts(("supplierRefundId", refund.supplier_refund_id), ("channelRefundId", refund.channel_refund_id)),
        **pen.list("lineItems", (_units(units, pen) for units in refund.lines)),
        **pen.list("transactions", (_transaction(each, pen) for each in refund.transactions)),
        **pen.list("adjustments", (_adjustment(each, pen) for each in refund.adjustments)),
    }


def _transaction(each: held.Transaction, pen: _Pen) -> Document:
    told = {"id": each.id, **pen.money(("amount", each.amount)), "status": each.status}
    return {**told, **pen.texts(("message", each.message))}


def _adjustment(each: held.Adjustment, pen: _Pen) -> Document:
    told = {"id": each.id, **pen.money(("amount", each.amount), ("taxAmount", each.tax_amount))}
    return {**told, **pen.texts(("reason", each.reason))}
