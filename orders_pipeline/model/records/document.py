"""An order with everything that belongs to it: what a channel's normalize returns, and what is replaced as a whole."""

from orders_pipeline.model.columns import Record
from orders_pipeline.model.records.fulfillments import Fulfillment, FulfillmentItem
from orders_pipeline.model.records.items import BundleComponent, OrderItem
from orders_pipeline.model.records.order import Order
from orders_pipeline.model.records.personal import AdditionalField, Contact, OrderText
from orders_pipeline.model.records.refunds import Refund, RefundItem


class OrderDocument(Record, frozen=True, kw_only=True):
    """One version of an order. Field names are table names (`order` stands for `orders`)."""

    order: Order
    order_items: tuple[OrderItem, ...] = ()
    bundle_components: tuple[BundleComponent, ...] = ()
    fulfillments: tuple[Fulfillment, ...] = ()
    fulfillment_items: tuple[FulfillmentItem, ...] = ()
    refunds: tuple[Refund, ...] = ()
    refund_items: tuple[RefundItem, ...] = ()
    order_contacts: tuple[Contact, ...] = ()
    order_texts: tuple[OrderText, ...] = ()
    additional_fields: tuple[AdditionalField, ...] = ()
