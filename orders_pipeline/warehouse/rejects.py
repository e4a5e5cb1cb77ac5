"""Reading the quarantine: rejects with the page that shows each, and the version that stands for the order.

Asks any connection: the published snapshot for people, the writer's own file for a replay. Writes nothing.
"""

import hashlib
from datetime import datetime

import duckdb
import msgspec

from orders_pipeline.model.reasons import Reason
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.errors import BadChoice
from orders_pipeline.warehouse.statements import text

NUMBER_DIGITS = 8


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which rejects are meant; None leaves it open. A section's name stands for all its accounts.

    is_open: neither healed nor dismissed.
    """

    account: str | None = None
    order_id: str | None = None
    reason: str | None = None
    is_open: bool = True


class Rejection(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `rejects` with what is known of its page. `place` is the position on it, from 1."""

    account: str
    window_id: str
    page_number: int
    place: int
    order_id: str | None
    reason: str
    path: str
    message: str
    sha256: str
    rejected_at: datetime
    healed_load_id: str | None
    channel: str
    window_start_at: datetime
    window_end_at: datetime
    url: str | None
    requested_at: datetime
    body_bytes: int
    orders_on_page: int
    dismissed_at: datetime | None = None
    dismissed_by: str | None = None
    dismissed_why: str | None = None

    @property
    def state(self) -> str:
        """healed: a good version was taken over since; dismissed: a person closed it; open: it waits."""
        return "healed" if self.healed_load_id else "dismissed" if self.dismissed_at else "open"

    @property
    def number(self) -> str:
        """A short name that stays the same for ever: also an order whose id cannot be read has one."""
        key = f"{self.account}\n{self.window_id}\n{self.page_number}\n{self.place}"
        return hashlib.sha256(key.encode()).hexdigest()[:NUMBER_DIGITS]


class HeldOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The version of an order in `orders`."""

    updated_at: datetime | None
    requested_at: datetime
    window_id: str
    page_number: int
    load_id: str


def rejections(connection: duckdb.DuckDBPyConnection, choice: Choice) -> list[Rejection]:
    """In the order in which their pages were asked for."""
    rows = connection.execute(text("sql/rejects"), msgspec.structs.asdict(choice)).fetchall()
    return [Rejection(**dict(zip(Rejection.__struct_fields__, row, strict=True))) for row in rows]


def held_order(connection: duckdb.DuckDBPyConnection, account: str, order_id: str) -> HeldOrder | None:
    """What stands in `orders`; None where no version of the order was ever taken over."""
    row = one_row(connection, text("sql/held_order"), [account, order_id])
    return None if row is None else HeldOrder(**dict(zip(HeldOrder.__struct_fields__, row, strict=True)))


def refuse_unknown(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Raises BadChoice: no account, or no reason, is called so, or nothing of the order was ever set aside."""
    accounts = sorted(str(row[0]) for row in connection.execute(text("sql/held_accounts")).fetchall())
    if choice.account is not None and not any(choice.account in (name, name.partition("/")[0]) for name in accounts):
        raise BadChoice(f"no account is called {choice.account!r} here; there are: {', '.join(accounts) or 'none'}.")
    if choice.reason is not None and choice.reason not in set(Reason):
        raise BadChoice(f"no reason is called {choice.reason!r}; there are: {', '.join(Reason)}.")
    if choice.order_id is not None:
        ever = Choice(account=choice.account, order_id=choice.order_id, is_open=False)
        if not rejections(connection, ever):
            raise BadChoice(f"order {choice.order_id} (account {choice.account}) was never set aside.")
