"""The accounts as settings name them: zone and channel, for the views. Written whole by key; none is ever removed."""

from collections.abc import Iterable

from msgspec.structs import astuple

from orders_pipeline.model.records.lineage import Account
from orders_pipeline.warehouse.changes import WHOLE, mark_changed
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.handing import KEYS, handed, insert
from orders_pipeline.warehouse.statements import text
from orders_pipeline.warehouse.writer import Writer


def upsert_accounts(writer: Writer, accounts: Iterable[Account]) -> int:
    """How many were new or different; an account whose orders were read stays when settings drop it."""
    connection = writer.connection
    held = {row[0]: row for row in connection.execute(text("sql/held_accounts")).fetchall()}
    changed = [account for account in accounts if held.get(account.account) != astuple(account)]
    if not changed:
        return 0
    connection.begin()
    try:
        with handed(connection, "changed_accounts", arrow_table([(one.account,) for one in changed], KEYS.remove(1))):
            connection.execute(text("sql/delete_accounts"))
        insert(connection, "accounts", [astuple(account) for account in changed])
        mark_changed(connection, [("accounts", WHOLE)])
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return len(changed)
