"""Who may see what: developer keys, the accounts that each was granted, and which orders an account holds. Spec §1."""

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor_soap.answers import Fault
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNTS, DEVELOPER_KEY, NARROW_KEY, PASSWORD
from orders_pipeline.sandbox.world.order import Order


class Account(Struct, frozen=True):
    """`shown`: the currency of the orders that it holds; None where it holds every order of the profile."""

    account_id: str
    local_id: int
    name: str
    profile: int
    shown: str | None
    currency: str

    def holds(self, order: Order) -> bool:
        return order.profile_id == self.profile and self.shown in (None, order.currency)


BY_ID = {account.account_id: account for account in (Account(*row) for row in ACCOUNTS)}
GRANTS = {DEVELOPER_KEY: tuple(BY_ID.values()), NARROW_KEY: tuple(BY_ID.values())[:1]}


def granted(developer_key: str | None, password: str | None) -> tuple[Account, ...]:
    """The accounts that a key may see. Raises Fault where key or password are wrong."""
    accounts = GRANTS.get((developer_key or "").strip().lower())
    if accounts is None or password != PASSWORD:
        raise authentication_failed()
    return accounts


def authentication_failed() -> Fault:
    """Inside HTTP 200; a good key for an account that it may not see is refused alike: spec §3."""
    return Fault("Server", "Server was unable to process request. Authentication failed.", status=200)
