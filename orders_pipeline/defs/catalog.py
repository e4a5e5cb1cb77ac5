"""What the catalog says of an asset beside its name and its content: group, owners, tags, and how fresh it must be."""

from datetime import timedelta

import dagster as dg

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.tables import ACTION_EVENTS, ACTIONS, OPERATIONAL, Table

OPERATIONS = "team:operations"  # run it, and are asked when it stands still
ANALYTICS = "team:analytics"  # read it, and are asked what a number means

EVERY = timedelta(minutes=15)  # as the schedules read
FRESH = dg.FreshnessPolicy.time_window(warn_window=4 * EVERY, fail_window=8 * EVERY)
"""Warns after an hour without a reading that ended well, fails after two."""

ORDERS, PERSONAL_DATA, RECORDS, WRITE_BACK = "orders", "personal_data", "records_of_reading", "write_back"


def group_of(table: Table) -> str:
    if table.is_personal:
        return PERSONAL_DATA
    if table in (ACTIONS, ACTION_EVENTS):
        return WRITE_BACK
    return RECORDS if table in OPERATIONAL else ORDERS


def tags_of(table: Table) -> dict[str, str]:
    holds = {"personal": table.is_personal, "money": any(column.kind is Kind.MONEY for column in table.columns)}
    return {tag: "" for tag, does in holds.items() if does}
