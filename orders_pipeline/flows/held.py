"""What the warehouse holds after a load: the rows of each table, and of those without personal data the last written.

For who looks on: cells are text, an amount with its digits and its currency, an instant in UTC and on one line. Which
columns are shown is a table here; no personal table is in it, and a test holds that.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import msgspec

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.tables import BY_NAME
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.newest import newest_rows
from orders_pipeline.warehouse.query import reading, rows_per_table
from orders_pipeline.warehouse.writer import DATABASE, writer_lock

PATIENCE_SECONDS = 60.0
ROWS_SHOWN = 5
CURRENCY = "currency"
NO_BREAK = "\N{NO-BREAK SPACE}"
SHOWN: dict[str, tuple[str, ...]] = {
    "orders": ("account", "order_id", "marketplace", "order_status", "purchased_at", "total_amount"),
    "order_items": ("account", "order_id", "sku", "quantity", "unit_price_amount"),
    "bundle_components": ("account", "order_id", "bundle_sku", "sku", "quantity"),
    "fulfillments": ("account", "order_id", "delivery_status", "carrier", "shipped_at"),
    "fulfillment_items": ("account", "order_id", "fulfillment_id", "sku", "quantity"),
    "refunds": ("account", "order_id", "refund_id", "kind", "status", "total_amount"),
    "refund_items": ("account", "order_id", "refund_id", "item_id", "quantity", "total_amount"),
    "order_history": ("account", "order_id", "updated_at", "requested_at"),
    "order_links": ("account", "order_id", "linked_by", "is_counted", "counted_account", "differs_in"),
    "accounts": ("account", "channel", "time_zone", "start_on", "rank"),
    "loads": ("account", "purpose", "window_end_at", "received", "inserted", "updated"),
    "pages": ("account", "kind", "orders", "body_bytes", "requested_at"),
    "rejects": ("account", "order_id", "reason", "rejected_at", "healed_load_id"),
    "dismissals": ("account", "window_id", "page_number", "position", "dismissed_by", "dismissed_at"),
    "proofs": ("account", "kind", "subject", "hub_count", "missing_count", "is_complete"),
    "actions": ("account", "action_key", "order_id", "kind", "state", "total_amount"),
    "action_events": ("account", "action_key", "happened_at", "event", "state", "who"),
}
"""Every table but the three that hold personal data."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of every table, and the last written of those in SHOWN: cells by column, as text."""

    rows: Mapping[str, int]
    newest: Mapping[str, list[dict[str, str]]]


def held(home: Home) -> Held:
    """Of the warehouse itself, published or not. Raises WarehouseBusy: another process writes."""
    file = home.warehouse / DATABASE
    with writer_lock(home.warehouse, PATIENCE_SECONDS):
        rows = rows_per_table(file)
        with reading(file) as connection:
            newest = {
                table: [_cells(table, row) for row in newest_rows(connection, table, _asked(table), ROWS_SHOWN)]
                for table in SHOWN
            }
    return Held(rows=rows, newest=newest)


def _asked(table: str) -> tuple[str, ...]:
    """The columns that are shown, and the currency that belongs to amounts among them."""
    has_amounts = any(column.kind is Kind.MONEY for column in BY_NAME[table].columns if column.name in SHOWN[table])
    return (*SHOWN[table], CURRENCY) if has_amounts else SHOWN[table]


def _cells(table: str, row: Mapping[str, object]) -> dict[str, str]:
    return {name: cell(row[name], row.get(CURRENCY) if name.endswith("_amount") else None) for name in SHOWN[table]}


def cell(value: object, currency: object = None) -> str:
    """A value as people read it: `10.00 USD`, `3` units, `2026‑09‑30 11:58Z`; amounts and instants on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        if currency is None:
            return f"{_shortest(value, Decimal(1)):f}"
        return f"{_shortest(value, minor_unit(str(currency))):f}{NO_BREAK}{currency}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%MZ}".replace("-", "\N{NON-BREAKING HYPHEN}").replace(" ", NO_BREAK)
    return str(value)


def _shortest(value: Decimal, least: Decimal) -> Decimal:
    """Without zeros beyond the digits of `least`, and never rounded: 10.0000 as 10.00, 3.000 units as 3."""
    short = value.quantize(least)
    return short if short == value else value.normalize()
