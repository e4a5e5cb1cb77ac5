"""Canonical records: typed, immutable rows, each field with its meaning and the hub fields that it comes from.

The one place where a column is described. Key columns, kinds, DDL and docs follow from here through `model/tables.py`.
"""

from orders_pipeline.model.records.document import OrderDocument
from orders_pipeline.model.records.fulfillments import Fulfillment, FulfillmentItem
from orders_pipeline.model.records.items import BundleComponent, OrderItem
from orders_pipeline.model.records.order import Order
from orders_pipeline.model.records.personal import AdditionalField, Contact, OrderText
from orders_pipeline.model.records.refunds import Refund, RefundItem

__all__ = [
    "AdditionalField",
    "BundleComponent",
    "Contact",
    "Fulfillment",
    "FulfillmentItem",
    "Order",
    "OrderDocument",
    "OrderItem",
    "OrderText",
    "Refund",
    "RefundItem",
]
