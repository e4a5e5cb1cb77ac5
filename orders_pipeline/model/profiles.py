"""Accounts that look at one profile of one hub by several protocols, and so see its orders under the same ids.

Pure: from what `accounts` says, in the order of the settings.
"""

from collections.abc import Iterable

from orders_pipeline.model.records.lineage import Account

ONE_HUB = frozenset({"channeladvisor", "channeladvisor_soap"})
"""Dialects of one hub, whose order ids are the same: REST ID, SOAP OrderID (channeladvisor-soap.md §5)."""


def in_order(accounts: Iterable[Account]) -> list[Account]:
    """As accounts.toml has them; after them, by name, those that it no longer names."""
    return sorted(accounts, key=lambda one: (one.rank is None, one.rank or 0, one.account))


def profiles(accounts: Iterable[Account]) -> dict[str, str]:
    """By account the name of its profile: its own, or the least of the accounts that `same_orders_as` ties together.

    Where the dialects have no ids in common, as with another hub, nothing is tied: there only numbers can tell.
    """
    by_name = {one.account: one for one in accounts}
    found = {name: {name} for name in by_name}
    for one in by_name.values():
        other = by_name.get(one.same_orders_as or "")
        if other is not None and {one.channel, other.channel} <= ONE_HUB:
            tied = found[one.account] | found[other.account]
            found |= dict.fromkeys(tied, tied)
    return {name: min(tied) for name, tied in found.items()}
