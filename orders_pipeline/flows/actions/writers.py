"""Which accounts may write, and which must leave it to one that sees the same orders by another protocol. Pure."""

from collections.abc import Iterable

from orders_pipeline.settings import Account, Settings


def is_writer(settings: Settings, account: Account) -> bool:
    """False where the account is in dry run and a linked one writes: what it planned would be done by nobody."""
    if account.write_back == "on":
        return True
    linked = same_orders(settings, account.name)
    return not any(other.write_back == "on" for other in settings.accounts if other.name in linked)


def named(settings: Settings, names: Iterable[str]) -> frozenset[str]:
    """Accounts by their names; that of a section stands for all its accounts. Raises BadSettings: there is none."""
    wanted = set(names)
    for name in sorted(wanted - {account.section for account in settings.accounts}):
        settings.account(name)
    return frozenset(account.name for account in settings.accounts if {account.name, account.section} & wanted)


def writers(settings: Settings) -> frozenset[str]:
    """Accounts that may write; every other one is in dry run, and its approved actions wait."""
    return frozenset(account.name for account in settings.accounts if account.write_back == "on")


def same_orders(settings: Settings, name: str) -> set[str]:
    """The account with all that links lead to, in either direction."""
    pairs = [(one.name, one.same_orders_as) for one in settings.accounts if one.same_orders_as]
    found, before = {name}, 0
    while len(found) > before:
        before = len(found)
        found |= {end for pair in pairs if found & set(pair) for end in pair}
    return found
