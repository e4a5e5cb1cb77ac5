"""The accounts as settings name them: zone, channel and order, for views and links.

Written whole by key; none is ever removed.
"""

from collections.abc import Iterable, Set

import duckdb
from msgspec.structs import astuple, replace

from orders_pipeline.model.records.lineage import Account
from orders_pipeline.warehouse.changes import WHOLE, mark_changed
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.handing import KEYS, handed, insert
from orders_pipeline.warehouse.statements import text
from orders_pipeline.warehouse.writer import Writer


def held_accounts(connection: duckdb.DuckDBPyConnection) -> list[Account]:
    """As settings told them last, those that they no longer name among them."""
    rows = connection.execute(text("sql/held_accounts")).fetchall()
    return [Account(**dict(zip(Account.__struct_fields__, row, strict=True))) for row in rows]


def upsert_accounts(writer: Writer, accounts: Iterable[Account]) -> int:
    """How many were new or different. `accounts`: all that settings name, in their order.

    An account whose orders were read stays when settings drop it, without a rank; and who saw the same orders as it
    goes on doing so, because nothing can be said of an account that is not there.
    """
    connection = writer.connection
    held = {account.account: account for account in held_accounts(connection)}
    named = {account.account: account for account in accounts}
    now = {name: replace(before, rank=None) for name, before in held.items()} | {
        name: _still_linked(account, held.get(name), held.keys() - named.keys()) for name, account in named.items()
    }
    changed = [account for name, account in now.items() if held.get(name) != account]
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


def _still_linked(account: Account, before: Account | None, dropped: Set[str]) -> Account:
    """With the link that it had, where the other account is dropped and so cannot be named any more."""
    if account.same_orders_as is None and before is not None and before.same_orders_as in dropped:
        return replace(account, same_orders_as=before.same_orders_as)
    return account
