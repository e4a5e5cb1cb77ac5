"""What is told to the SOAP API: shipments, corrections, refunds, marks; elements in the order of the schema. Pure.

v7 names, each in its place: what is misnamed or misplaced is dropped without an error (channeladvisor-soap.md §§1, 7,
8.1, 10.1, 10.4).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from orders_pipeline.channels.channeladvisor_soap.names import (
    FULFILLMENT_SERVICE,
    ORDER_SERVICE,
    SET_EXPORT_STATUS,
    SHIPPING_SERVICE,
    SUBMIT_REFUND,
    SUBMIT_SHIPMENTS,
    UPDATE_FULFILLMENTS,
    ord_,
    web,
)
from orders_pipeline.channels.channeladvisor_soap.query import Call
from orders_pipeline.channels.xml import Tree
from orders_pipeline.model.actions import Amounts, Component, Intent
from orders_pipeline.model.records import Fulfillment

AMOUNTS = (  # of a RefundItem, in their order; every one is written: left out it is 0
    ("Amount", Component.ITEM),
    ("ShippingAmount", Component.SHIPPING),
    ("ShippingTaxAmount", Component.SHIPPING_TAX),
    ("TaxAmount", Component.TAX),
    ("GiftWrapAmount", Component.GIFT_WRAP),
    ("GiftWrapTaxAmount", Component.GIFT_WRAP_TAX),
    ("RecyclingFee", Component.RECYCLING_FEE),
)


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What a shipment says of itself, beside what is in it."""

    shipped_at: datetime | None
    carrier: str | None
    service: str | None
    tracking_number: str | None
    seller_id: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A line that money is returned for."""

    line_id: str
    sku: str | None
    quantity: Decimal
    amounts: Amounts


def shipment(account_id: str, order_id: str, contents: Sequence[tuple[str, Decimal]] | None, parcel: Parcel) -> Call:
    """contents: units by SKU; None: everything that has not left yet."""
    kind = "Full" if contents is None else "Partial"
    lines: list[Tree] = [
        (web("LineItemList"), [(web("SKU"), sku), (web("Quantity"), str(int(quantity)))])
        for sku, quantity in contents or ()
    ]
    told: Tree = (
        web("shipmentList"),
        [
            (web("OrderID"), order_id),
            (web("ShipmentType"), kind),
            (web(f"{kind}Shipment"), [*lines, *_parcel(parcel)]),
        ],
    )
    return Call(SHIPPING_SERVICE, SUBMIT_SHIPMENTS, ((web("accountID"), account_id), told), SUBMIT_SHIPMENTS)


def correction(account_id: str, order_id: str, was: Fulfillment, intent: Intent) -> Call:
    """The whole fulfillment, as it was read, with what the intent names. What the hub makes of an element that is left
    out is not told (§10.4): where all are there, keeping and clearing come to the same.
    """
    at = intent.shipped_at or was.shipped_at
    told = (
        ("FulfillmentID", was.fulfillment_id),
        ("FulfillmentType", was.channel_type),
        ("FulfillmentStatus", was.channel_delivery_status),
        ("CarrierCode", intent.carrier or was.carrier),
        ("ClassCode", intent.service or was.service_class),
        ("TrackingNumber", intent.tracking_number or was.tracking_number),
        ("Cost", _number_or_none(was.shipping_cost_amount)),
        ("TaxCost", _number_or_none(was.tax_cost_amount)),
        ("InsuranceCost", _number_or_none(was.insurance_cost_amount)),
        ("ShippedDateGMT", _instant(at)),
        ("SellerFulfillmentID", was.seller_fulfillment_id),
    )
    update: Tree = (web("FulfillmentUpdateSubmit"), [(web(name), value) for name, value in told if value is not None])
    parameters: tuple[Tree, ...] = (
        (web("accountID"), account_id),
        (web("orderID"), order_id),
        (web("fulfillmentUpdateList"), [update]),
    )
    return Call(FULFILLMENT_SERVICE, UPDATE_FULFILLMENTS, parameters, UPDATE_FULFILLMENTS)


def refund_of_items(
    account_id: str, order_id: str, items: Sequence[Item], reason: str, seller_id: str, *, is_restock: bool
) -> Call:
    """Beside items the order's own Amount, reason and SellerRefundID are ignored: each item has them (§8.1)."""
    if not items:
        raise ValueError("a refund without items is one of the whole order")
    listed: list[Tree] = [
        (ord_("RefundItem"), [*_item(item), *_told(reason, seller_id, item, is_restock)]) for item in items
    ]
    return _refund(account_id, [(ord_("OrderID"), order_id), (ord_("RefundItems"), listed)])


def refund_of_order(account_id: str, order_id: str, amount: Decimal, reason: str, seller_id: str) -> Call:
    return _refund(
        account_id,
        [
            (ord_("OrderID"), order_id),
            (ord_("Amount"), number(amount)),
            (ord_("AdjustmentReason"), reason),
            (ord_("SellerRefundID"), seller_id),
        ],
    )


def export_mark(account_id: str, order_id: str, *, is_exported: bool) -> Call:
    """Of one order: then there is one entry in the answer that can only be of it."""
    parameters: tuple[Tree, ...] = (
        (web("accountID"), account_id),
        (web("orderIDList"), [(web("int"), order_id)]),
        (web("markAsExported"), _truth(is_exported)),
    )
    return Call(ORDER_SERVICE, SET_EXPORT_STATUS, parameters, SET_EXPORT_STATUS)


def number(value: Decimal) -> str:
    """Without an exponent, and zero without a sign."""
    return format(value + 0, "f")


def _refund(account_id: str, request: Sequence[Tree]) -> Call:
    parameters: tuple[Tree, ...] = ((web("accountID"), account_id), (web("request"), request))
    return Call(ORDER_SERVICE, SUBMIT_REFUND, parameters, SUBMIT_REFUND)


def _item(item: Item) -> list[Tree]:
    sku: list[Tree] = [] if item.sku is None else [(ord_("SKU"), item.sku)]
    amounts: list[Tree] = [(ord_(name), number(item.amounts.get(component, Decimal(0)))) for name, component in AMOUNTS]
    return [*sku, *amounts, (ord_("Quantity"), str(int(item.quantity)))]


def _told(reason: str, seller_id: str, item: Item, is_restock: bool) -> list[Tree]:
    return [
        (ord_("RestockQuantity"), _truth(is_restock)),
        (ord_("AdjustmentReason"), reason),
        (ord_("SellerRefundID"), seller_id),
        (ord_("LineItemID"), item.line_id),
    ]


def _parcel(parcel: Parcel) -> list[Tree]:
    """Dates have no zone on this wire and are UTC (§5.3)."""
    told = (
        ("DateShippedGMT", _instant(parcel.shipped_at)),
        ("CarrierCode", parcel.carrier),
        ("ClassCode", parcel.service),
        ("TrackingNumber", parcel.tracking_number),
        ("SellerFulfillmentID", parcel.seller_id),
    )
    return [(web(name), value) for name, value in told if value is not None]


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if at else None


def _number_or_none(value: Decimal | None) -> str | None:
    return None if value is None else number(value)


def _truth(value: bool) -> str:
    return "true" if value else "false"
