"""Whether a result holds what was rendered: rows counted, amounts added up as exact decimals. Tables of questions."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb

from benchmarks.rendered import Facts

# Fact -> where our result holds it, the same for every dialect.
OURS: Mapping[str, str] = {
    "orders": "SELECT count(*) FROM orders",
    "order_items": "SELECT count(*) FROM order_items",
    "bundle_components": "SELECT count(*) FROM bundle_components",
    "fulfillments": "SELECT count(*) FROM fulfillments",
    "fulfillment_items": "SELECT count(*) FROM fulfillment_items",
    "refunds": "SELECT count(*) FROM refunds",
    "total": "SELECT sum(channel_total_amount) FROM orders",
    "tax": "SELECT sum(tax_amount) FROM orders",
    "item_price": "SELECT sum(unit_price_amount) FROM order_items",
    "item_tax": "SELECT sum(tax_amount) FROM order_items",
    "item_units": "SELECT sum(quantity) FROM order_items",
    "refunded": "SELECT sum(item_amount) FROM refunds",
}
# Dialect -> fact -> where that of dlt holds it: what is counted or added up, and the table.
DLT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "channeladvisor": {
        "orders": ("count(*)", "orders"),
        "order_items": ("count(*)", "orders__items"),
        "bundle_components": ("count(*)", "orders__items__bundle_components"),
        "fulfillments": ("count(*)", "orders__fulfillments"),
        "fulfillment_items": ("count(*)", "orders__fulfillments__items"),
        "total": ("sum(total_price)", "orders"),
        "item_tax": ("sum(tax_price)", "orders__items"),
        "item_units": ("sum(quantity)", "orders__items"),
    },
    "channelunity": {
        "orders": ("count(*)", "orders"),
        "order_items": ("count(*)", "orders__order_items"),
        "total": ("sum(grand_total)", "orders"),
        "tax": ("sum(order_tax)", "orders"),
        "item_price": ("sum(price)", "orders__order_items"),
        "item_units": ("sum(qty)", "orders__order_items"),
    },
    "channelape": {
        "orders": ("count(*)", "orders"),
        "order_items": ("count(*)", "orders__line_items"),
        "fulfillments": ("count(*)", "orders__fulfillments"),
        "fulfillment_items": ("count(*)", "orders__fulfillments__line_items"),
        "total": ("sum(total_price)", "orders"),
        "tax": ("sum(total_tax)", "orders"),
        "item_price": ("sum(price)", "orders__line_items"),
        "item_units": ("sum(quantity)", "orders__line_items"),
    },
    "channeladvisor_soap": {
        "orders": ("count(*)", "orders"),
        "order_items": ("count(*)", "orders__shopping_cart_line_item_sku_list"),
        "fulfillments": ("count(*)", "orders__fulfillment_list"),
        "fulfillment_items": ("count(*)", "orders__fulfillment_list__item_list"),
        "refunds": ("count(*)", "orders__line_item_refunds"),
        "total": ("sum(total_order_amount)", "orders"),
        "item_tax": ("sum(tax_cost)", "orders__shopping_cart_line_item_sku_list"),
        "item_units": ("sum(quantity)", "orders__shopping_cart_line_item_sku_list"),
        "refunded": ("sum(amount)", "orders__line_item_refunds"),
    },
}
DATASET = "hub"  # the schema that dlt writes to
FLOATS = "SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND data_type IN ('FLOAT', 'DOUBLE')"


def of_dlt(channel: str) -> Mapping[str, str]:
    return {fact: f"FROM {DATASET}.{table} SELECT {what}" for fact, (what, table) in DLT[channel].items()}


def differences(database: Path, questions: Mapping[str, str], facts: Facts) -> list[str]:
    """What is not as rendered, in words; empty where all is. Amounts in binary floats are a difference of their own."""
    found = []
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, wanted in facts.items():
            held = connection.execute(questions[name]).fetchone()[0]
            if held is None or Decimal(held) != wanted:
                found.append(f"{name} is {held}; {wanted} was rendered")
        if floats := connection.execute(FLOATS).fetchone()[0]:
            found.append(f"{floats} columns are binary floats")
    return found
