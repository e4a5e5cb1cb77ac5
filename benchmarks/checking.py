"""Whether a result holds what was rendered: rows counted, amounts added up as exact decimals. Tables of questions."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec

from benchmarks.rendered import Facts

# Fact -> where the result of ours, and of dlt, holds it.
OURS: Mapping[str, str] = {
    "orders": "SELECT count(*) FROM orders",
    "order_items": "SELECT count(*) FROM order_items",
    "bundle_components": "SELECT count(*) FROM bundle_components",
    "fulfillments": "SELECT count(*) FROM fulfillments",
    "fulfillment_items": "SELECT count(*) FROM fulfillment_items",
    "total_price": "SELECT sum(total_amount) FROM orders",
    "item_tax": "SELECT sum(tax_amount) FROM order_items",
    "item_units": "SELECT sum(quantity) FROM order_items",
}
DLT: Mapping[str, str] = {
    "orders": "SELECT count(*) FROM channeladvisor.orders",
    "order_items": "SELECT count(*) FROM channeladvisor.orders__items",
    "bundle_components": "SELECT count(*) FROM channeladvisor.orders__items__bundle_components",
    "fulfillments": "SELECT count(*) FROM channeladvisor.orders__fulfillments",
    "fulfillment_items": "SELECT count(*) FROM channeladvisor.orders__fulfillments__items",
    "total_price": "SELECT sum(total_price) FROM channeladvisor.orders",
    "item_tax": "SELECT sum(tax_price) FROM channeladvisor.orders__items",
    "item_units": "SELECT sum(quantity) FROM channeladvisor.orders__items",
}
FLOATS = "SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND data_type IN ('FLOAT', 'DOUBLE')"


def differences(database: Path, questions: Mapping[str, str], facts: Facts) -> list[str]:
    """What is not as rendered, in words; empty where all is. Amounts in binary floats are a difference of their own."""
    wanted, found = msgspec.structs.asdict(facts), []
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, question in questions.items():
            held = connection.execute(question).fetchone()[0]
            if held is None or Decimal(held) != wanted[name]:
                found.append(f"{name} is {held}; {wanted[name]} was rendered")
        if floats := connection.execute(FLOATS).fetchone()[0]:
            found.append(f"{floats} columns are binary floats")
    return found
