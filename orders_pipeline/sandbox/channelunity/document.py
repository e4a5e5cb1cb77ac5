"""An order as a tree of elements, names and order as in the vendor's example: spec §5.3. No XML is written here."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from orders_pipeline.sandbox.channelunity.kept import HubOrder

Element = tuple[str, "str | list[Element] | None"]  # None: the order has no such thing
Tree = list[Element]

# Offsets of PurchaseDate in hours, by order id in turn: most marketplaces write UTC.
OFFSETS = (0, 0, 0, 1, 0, -7, 0)
PADDINGS = {5: " {}", 16: "{}\n", 27: "\t{} "}  # order id modulo 33 -> whitespace around the order number (gotcha 21)
INSTRUCTIONS = ("ShipDeliveryInstructions", "BuyerCheckoutMessage")  # either name may appear


def tree_of(order: HubOrder, order_id: int) -> Tree:
    """`order_id`: the world's, by which the odd forms take turns."""
    ship, buyer, totals = order.ship_to, order.buyer, order.totals
    return [
        ("OrderId", str(order.order_number)),
        ("RemoteOrderId", PADDINGS.get(order_id % 33, "{}").format(order.remote_order_id)),
        ("ServiceSku", order.subscription.service_sku),
        ("PurchaseDate", date_text(order.purchased_at, OFFSETS[order_id % len(OFFSETS)])),
        ("Currency", order.currency),
        ("ShipRecipientName", ship.name),
        ("ShipEmail", ship.email),
        ("ShipAddress1", ship.address[0]),
        ("ShipAddress2", ship.address[1]),
        ("ShipAddress3", ship.address[2]),
        ("ShipCity", ship.city),
        ("ShipState", ship.state),
        ("ShipPostalcode", ship.postal_code),
        ("ShipCountry", ship.country),
        ("ShipPhoneNumber", ship.phone),
        ("ShipPrice", _number(totals.shipping)),
        ("ShipTax", _number(totals.shipping_tax)),
        ("ShipService", order.service),
        (INSTRUCTIONS[order_id % 2], order.instructions),
        ("OrderStatus", order.status),
        ("OrderFlags", order.flags),
        ("PayPalTransactionID", order.paypal_transaction_id),
        ("EbayRecordNumber", order.ebay_record_number),
        ("PaymentMethod", order.payment_method),
        ("GiftWrapPrice", _number(totals.gift_wrap)),
        ("GiftWrapTax", _number(totals.gift_wrap_tax)),
        ("GiftWrapType", order.gift_wrap_type),
        ("GiftMessage", order.gift_message),
        ("BuyerName", buyer.name),
        ("BuyerEmail", buyer.email),
        ("BuyerPhoneNumber", buyer.phone),
        ("GrandTotal", _number(totals.grand_total)),
        ("OrderTax", _number(totals.tax)),
        ("OrderItems", list(_items(order)) or None),
    ]


def _items(order: HubOrder) -> Iterator[Element]:
    for item in order.items:
        yield (
            "Item",
            [
                ("SKU", item.sku),
                ("Name", item.name),
                ("Qty", f"{item.quantity:.3f}"),
                ("Price", _number(item.price)),
                ("Tax", _number(item.tax)),
            ],
        )


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def date_text(instant: datetime, hours: int = 0) -> str:
    """`2016-02-20T06:11:57+00:00`"""
    return instant.astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")
