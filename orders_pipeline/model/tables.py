"""The one table spec: every table with its columns, key, parent and grain.

Schema, DDL, docs, checks and UI metadata derive from it.

Columns are described where the records stand; here is which tables exist and how they hang together.
"""

import msgspec

from orders_pipeline.model.columns import Column, columns_of
from orders_pipeline.model.records.actions import Action, ActionEvent
from orders_pipeline.model.records.dismissals import Dismissal
from orders_pipeline.model.records.fulfillments import Fulfillment, FulfillmentItem
from orders_pipeline.model.records.items import BundleComponent, OrderItem
from orders_pipeline.model.records.lineage import Account, Lineage, Load, OrderVersion, Page, Reject
from orders_pipeline.model.records.links import OrderLink
from orders_pipeline.model.records.order import Order
from orders_pipeline.model.records.personal import AdditionalField, Contact, OrderText
from orders_pipeline.model.records.proofs import Proof
from orders_pipeline.model.records.refunds import Refund, RefundItem


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table of the warehouse.

    parent: table whose key must hold this row's key columns (checked in every load).
    month_of: column of this table whose month (UTC) names the Parquet partition; None for children of an order,
    which go with the month of its purchase, and for tables that are published in DuckDB only.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    parent: str | None = None
    month_of: str | None = None
    belongs_to_order: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.is_key)

    @property
    def is_personal(self) -> bool:
        return any(column.is_personal for column in self.columns)


def _of_order(name: str, grain: str, record: type[msgspec.Struct], parent: str = "orders") -> Table:
    return Table(name=name, grain=grain, columns=columns_of(record), parent=parent, belongs_to_order=True)


ORDERS = Table(
    name="orders",
    grain="one row an order of an account",
    columns=columns_of(Order) + columns_of(Lineage),
    month_of="purchased_at",
)
# The tables that are replaced together with their order, in the order of OrderDocument's fields.
CHILDREN = (
    _of_order("order_items", "one row a line item", OrderItem),
    _of_order("bundle_components", "one row a product within a bundle line", BundleComponent, "order_items"),
    _of_order("fulfillments", "one row a parcel or planned parcel", Fulfillment),
    _of_order("fulfillment_items", "one row a line item within a fulfillment", FulfillmentItem, "fulfillments"),
    _of_order("refunds", "one row a refund or cancellation", Refund),
    _of_order("refund_items", "one row a line item within a refund", RefundItem, "refunds"),
    _of_order("order_contacts", "one row a person or address of an order", Contact),
    _of_order("order_texts", "one row a free text", OrderText),
    _of_order("additional_fields", "one row a field of the hub's or seller's own making", AdditionalField),
)
ORDER_HISTORY = Table(
    name="order_history",
    grain="one row a distinct version of an order",
    columns=columns_of(OrderVersion),
    parent="orders",
    belongs_to_order=True,
)
ORDER_LINKS = Table(
    name="order_links",
    grain="one row an order that several accounts show, as each of them shows it",
    columns=columns_of(OrderLink),
    parent="orders",
    belongs_to_order=True,
)
CANONICAL = (ORDERS, *CHILDREN)
OPERATIONAL = (
    Table(name="accounts", grain="one row an account", columns=columns_of(Account)),
    Table(name="loads", grain="one row a certified window", columns=columns_of(Load), month_of="window_end_at"),
    Table(name="pages", grain="one row a landed response", columns=columns_of(Page), month_of="requested_at"),
    Table(
        name="rejects",
        grain="one row a quarantined sighting of an order",
        columns=columns_of(Reject),
        month_of="rejected_at",
    ),
    Table(
        name="dismissals",
        grain="one row a reject that a person closed",
        columns=columns_of(Dismissal),
        month_of="dismissed_at",
    ),
    Table(
        name="proofs",
        grain="one row a comparison of what is held with what the hub counts or lists",
        columns=columns_of(Proof),
        month_of="proved_at",
    ),
)
ACTIONS = Table(
    name="actions",
    grain="one row a request of an action that was asked of a hub",
    columns=columns_of(Action),
    month_of="requested_at",
)
ACTION_EVENTS = Table(
    name="action_events",
    grain="one row something that happened to an action, refusals too",
    columns=columns_of(ActionEvent),
    month_of="happened_at",
)
TABLES = (*CANONICAL, ORDER_HISTORY, ORDER_LINKS, *OPERATIONAL, ACTIONS, ACTION_EVENTS)
BY_NAME = {table.name: table for table in TABLES}
PERSONAL = tuple(table.name for table in TABLES if table.is_personal)
