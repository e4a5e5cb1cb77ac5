"""The order as it stands on the wire: it shows what the oracle says, in every habit that real answers have."""

from datetime import datetime
from decimal import Decimal

import pytest

from orders_pipeline.sandbox.channelape.document import document_of as written


def plain(value):
    """A wire value in the terms of a column: trimmed, exact, absent where nothing is left."""
    return (value.strip() or None) if isinstance(value, str) else value


def number(value):
    return None if value is None else Decimal(value)


ORDER = {
    "order_id": "id", "hub_account_id": "businessId", "hub_channel_id": "channelId",
    "marketplace_order_id": "channelOrderId", "purchase_order_number": "purchaseOrderNumber",
    "channel_order_status": "status", "currency": "alphabeticCurrencyCode", "cancel_reason": "canceledReason",
}  # fmt: skip
AMOUNTS = {
    "total_amount": "totalPrice", "subtotal_amount": "subtotalPrice", "shipping_amount": "totalShippingPrice",
    "shipping_tax_amount": "totalShippingTax", "tax_amount": "totalTax", "weight_grams": "totalGrams",
}  # fmt: skip
INSTANTS = {
    "purchased_at": "purchasedAt", "imported_at": "createdAt", "updated_at": "updatedAt", "canceled_at": "canceledAt",
}  # fmt: skip


@pytest.mark.parametrize("numbers", ["strings", "numbers", "vary"])
def test_the_wire_shows_what_the_oracle_says(every, numbers):
    for order, document in every:
        shown, told = written(order, numbers), document.order
        for column, name in ORDER.items():
            assert plain(shown.get(name)) == getattr(told, column), (order.order_id, column)
        for column, name in AMOUNTS.items():
            assert number(shown.get(name)) == getattr(told, column), (order.order_id, column)
        for column, name in INSTANTS.items():
            value = shown.get(name)
            assert (value and datetime.fromisoformat(value)) == getattr(told, column), (order.order_id, column)
        for item, line in zip(document.order_items, shown["lineItems"], strict=True):
            assert (item.item_id, item.sku, item.title) == tuple(plain(line.get(n)) for n in ("id", "sku", "title"))
            assert (item.quantity, item.unit_price_amount) == (line["quantity"], number(line.get("price")))
            taxes = [number(tax["price"]) for tax in line.get("taxes") or ()]
            assert item.tax_amount == (sum(taxes) if taxes else None)
        for parcel, one in zip(document.fulfillments, shown["fulfillments"], strict=True):
            assert parcel.tracking_number == plain(one.get("trackingNumber"))
            assert parcel.distribution_center == (str(one["locationId"]) if "locationId" in one else None)
            assert "id" not in one or one["id"] == parcel.fulfillment_id
        for refund, one in zip(document.refunds, shown.get("refunds") or (), strict=True):
            assert refund.seller_refund_id == one.get("supplierRefundId")
            assert all(number(each["amount"]) > 0 for each in one.get("transactions") or ())
            assert all(number(each["amount"]) <= 0 for each in one.get("adjustments") or ())
        fields = [(f.name, f.value) for f in document.additional_fields if f.owner == "order"]
        assert fields == [(f["name"], f["value"]) for f in shown.get("additionalFields") or ()]


def names_of(order):
    return [field["name"] for field in order.get("additionalFields") or ()]


def test_a_world_of_900_shows_every_habit_of_the_wire(every):
    shown = [written(order) for order, _ in every]
    assert {type(order["totalPrice"]) for order in shown if "totalPrice" in order} == {str, Decimal}
    habits = {
        "no totals": lambda o: "totalPrice" not in o,
        "four decimals": lambda o: str(o.get("totalPrice", "")).partition(".")[2].endswith("00"),
        "no refunds": lambda o: "refunds" not in o,
        "refunds are empty": lambda o: o.get("refunds") == [],
        "no customer": lambda o: not o.get("customer"),
        "customer is null": lambda o: "customer" in o and o["customer"] is None,
        "one name": lambda o: "name" in (o.get("customer") or {}),
        "null": lambda o: "purchaseOrderNumber" in o and o["purchaseOrderNumber"] is None,
        "blanks": lambda o: o["channelOrderId"] != o["channelOrderId"].strip(),
        "a name twice": lambda o: len(names_of(o)) > len(set(names_of(o))),
        "the text null": lambda o: any(f["value"] == "null" for f in o.get("additionalFields") or ()),
        "a fulfillment without id": lambda o: any("id" not in f for f in o["fulfillments"]),
        "an entry by its SKU": lambda o: any(not u.get("id") for f in o["fulfillments"] for u in f["lineItems"]),
        "a place as a number": lambda o: any(isinstance(f.get("locationId"), int) for f in o["fulfillments"]),
        "an empty tracking number": lambda o: any(f.get("trackingNumber") == "" for f in o["fulfillments"]),
        "two links": lambda o: any(len(f.get("trackingUrls") or ()) > 1 for f in o["fulfillments"]),
        "a refund without ids": lambda o: any(
            not r.get("supplierRefundId") and not r.get("channelRefundId") for r in o.get("refunds") or ()
        ),
        "two taxes": lambda o: any(len(line.get("taxes") or ()) > 1 for line in o["lineItems"]),
        "canceled without a time": lambda o: o["status"] == "CANCELED" and not o.get("canceledAt"),
    }  # fmt: skip
    missing = [habit for habit, is_so in habits.items() if not any(map(is_so, shown))]
    assert missing == []
