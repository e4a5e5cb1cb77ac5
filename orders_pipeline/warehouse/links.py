"""Which orders of different accounts are one order: `order_links`, made anew for what a load changed.

After the batches of a load, in a transaction of its own. Loads whose orders are not linked yet are remembered, so that
one that died is made up for by the next, or by publishing. The rules: docs/decisions/0020-order-links.md.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress

import duckdb
import pyarrow as pa

from orders_pipeline.model.numbering import NUMBERING, OWN_NUMBER_LENGTH
from orders_pipeline.model.profiles import in_order, profiles
from orders_pipeline.model.records.lineage import Account
from orders_pipeline.model.tables import ORDER_LINKS
from orders_pipeline.warehouse.accounts import held_accounts
from orders_pipeline.warehouse.changes import mark_changed
from orders_pipeline.warehouse.checks import check_links
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.handing import delete, handed, insert_from, months
from orders_pipeline.warehouse.replacing import Step
from orders_pipeline.warehouse.statements import statement, text

_PROFILES = pa.schema(
    [("account", pa.string()), ("profile", pa.string()), ("place", pa.int64()), ("is_shared", pa.bool_())]
)
_NUMBERING = pa.schema([("marketplace", pa.string()), ("numbering", pa.string())])
_EVERY_ORDER = "true"
_OF_UNLINKED_LOADS = "changed.load_id IN (FROM internal.unlinked_loads)"
# In turn, each a temporary table, or a change of what is remembered.
_FINDING = ("new_numbers", "old_numbers", "touched_numbers", "forget_numbers", "remember_numbers", "judged_orders")
_FOUND = ("shown_orders", "new_numbers", "old_numbers", "touched_numbers", "judged_orders", "links_gone", "links_come")
_LINKED = ("judged_slice", "old_links", "members", "new_links")
ORDERS_AT_ONCE = 100_000  # grouping them takes memory that cannot spill


def will_link(connection: duckdb.DuckDBPyConnection, load_id: str) -> None:
    """Before the first batch of a load or replay: its orders are to be linked, whatever becomes of this process."""
    if len(held_accounts(connection)) > 1:
        connection.execute("INSERT INTO internal.unlinked_loads (load_id) VALUES (?)", [load_id])


def link_orders(connection: duckdb.DuckDBPyConnection, step: Step = lambda name: None) -> int:
    """Links of what changed since they were made last; all of them where accounts or rules are others. Rows written.

    Nothing is done, and next to nothing asked, where one account is all there is.
    Raises StructureBroken: a bug of the linking; nothing of it was kept, the orders are loaded.
    """
    accounts = in_order(held_accounts(connection))
    if len(accounts) < 2:
        return 0
    fingerprint = _fingerprint(accounts)
    made_by = one_row(connection, "SELECT fingerprint FROM internal.links_made_by")
    is_anew = made_by is None or made_by[0] != fingerprint
    if not is_anew and one_row(connection, "SELECT 1 FROM internal.unlinked_loads LIMIT 1") is None:
        return 0
    anew = fingerprint if is_anew else None
    try:
        return _committed(connection, accounts, anew, step)
    except duckdb.OutOfMemoryException:  # as for a batch: once more, with the machine's memory
        connection.execute("RESET memory_limit")
        return _committed(connection, accounts, anew, step)


def _committed(connection: duckdb.DuckDBPyConnection, accounts: Sequence[Account], anew: str | None, step: Step) -> int:
    connection.begin()
    try:
        written = _linked(connection, accounts, anew)
        step("links")
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise
    return written


def _linked(connection: duckdb.DuckDBPyConnection, accounts: Sequence[Account], anew: str | None) -> int:
    """`anew`: the fingerprint to link every order by; None: only the orders of loads that are not linked yet."""
    if anew is not None:
        connection.execute("DELETE FROM internal.order_numbers")
    numbering = [(str(marketplace), str(numbering)) for marketplace, numbering in NUMBERING.items()]
    with (
        handed(connection, "profiles", arrow_table(_profile_rows(accounts), _PROFILES)),
        handed(connection, "numbering", arrow_table(numbering, _NUMBERING)),
    ):
        connection.execute(
            statement("links/shown_orders", changed=_OF_UNLINKED_LOADS if anew is None else _EVERY_ORDER)
        )
        for name in _FINDING:
            connection.execute(text(f"sql/links/{name}"))
        judged = one_row(connection, "SELECT count(*) FROM judged_orders")
        slices = 1 + int(judged[0] if judged else 0) // ORDERS_AT_ONCE
        connection.execute(text("sql/links/changes"))
        for number in range(slices):
            _find_changes(connection, slices, number)
        written = _written(connection)
    _drop(connection, _FOUND)
    connection.execute("DELETE FROM internal.unlinked_loads")
    if anew is not None:
        connection.execute("DELETE FROM internal.links_made_by")
        connection.execute("INSERT INTO internal.links_made_by (fingerprint) VALUES (?)", [anew])
    return written


def _find_changes(connection: duckdb.DuckDBPyConnection, slices: int, number: int) -> None:
    """Only what differs is written, so that a load that links nothing anew leaves every month as it is."""
    connection.execute(statement("links/judged_slice", slices=str(slices), slice=str(number)))
    for name in ("old_links", "members"):
        connection.execute(text(f"sql/links/{name}"))
    connection.execute(statement("links/new_links", own_number_length=str(OWN_NUMBER_LENGTH)))
    for name in ("links_that_go", "links_that_come"):
        connection.execute(text(f"sql/links/{name}"))
    _drop(connection, _LINKED)


def _drop(connection: duckdb.DuckDBPyConnection, temporary: Sequence[str]) -> None:
    connection.execute(";".join(f"DROP TABLE {name}" for name in temporary))


def _written(connection: duckdb.DuckDBPyConnection) -> int:
    """All at once, because an order may leave a group of one slice for one of another."""
    changed = one_row(connection, "SELECT count(*) FROM links_gone")
    come = one_row(connection, "SELECT count(*) FROM links_come")
    assert changed is not None and come is not None
    if not changed[0] and not come[0]:
        return 0
    delete(connection, ORDER_LINKS.name, "links_gone")
    insert_from(connection, ORDER_LINKS.name, "links_come")
    changes = months(connection, "links_gone") | months(connection, "links_come")
    mark_changed(connection, [("orders", month) for month in changes])
    check_links(connection)
    return int(come[0])


def _profile_rows(accounts: Sequence[Account]) -> list[tuple[str, str, int, bool]]:
    profile_of = profiles(accounts)
    names = list(profile_of.values())
    return [
        (one.account, profile_of[one.account], place, names.count(profile_of[one.account]) > 1)
        for place, one in enumerate(accounts, start=1)
    ]


def _fingerprint(accounts: Sequence[Account]) -> str:
    """Of everything but the orders that links follow from: the accounts and the rules."""
    rules = [text(f"sql/links/{name}") for name in ("new_numbers", "members", "new_links")]
    said = [_profile_rows(accounts), sorted(NUMBERING.items()), OWN_NUMBER_LENGTH, rules]
    return hashlib.sha256(repr(said).encode()).hexdigest()
