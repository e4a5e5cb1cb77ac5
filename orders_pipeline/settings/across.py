"""What must hold between accounts: no orders are read twice by one protocol, and one profile has one writer.

Pure. Looks only at sections whose own keys are right; of the others' mistakes is told first.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from orders_pipeline.settings.account import ALL, Account
from orders_pipeline.settings.dialects import DIALECTS
from orders_pipeline.settings.links import find_links, refuse_second_writers
from orders_pipeline.settings.read import Draft

IDENTITY = ("channel", "base_url", "merchant_name", "channel_ids", *(dialect.scope for dialect in DIALECTS.values()))
"""The keys that say whose orders are read."""


def check_across(drafts: Sequence[Draft]) -> None:
    """Notes what is wrong between sections, each mistake at the later of the two."""
    sound = [draft for draft in drafts if draft.is_sound(*IDENTITY)]
    _refuse_shared_orders(sound)
    refuse_second_writers(sound, find_links(drafts, sound))


def _refuse_shared_orders(drafts: Iterable[Draft]) -> None:
    for earlier, later in combinations(drafts, 2):
        if not _share(earlier.accounts, later.accounts):
            continue
        scope = DIALECTS[later.accounts[0].channel].scope
        later.section.report.add(
            (*later.section.path, scope if scope in later.section.table else "channel"),
            f"covers orders that the account {earlier.name} reads already, from the same address",
            "Leave them in one of the two accounts.",
        )


def _share(ours: Sequence[Account], theirs: Sequence[Account]) -> bool:
    """Do two sections have an order in common? All accounts of a section have one source."""
    if _source(ours[0]) != _source(theirs[0]):
        return False
    our_scopes, their_scopes = ({account.scope.lower() for account in accounts} for accounts in (ours, theirs))
    same_scope = ALL in our_scopes | their_scopes or not our_scopes.isdisjoint(their_scopes)
    our_channels, their_channels = (
        {channel_id.lower() for channel_id in accounts[0].channel_ids} for accounts in (ours, theirs)
    )
    return same_scope and not (our_channels and their_channels and our_channels.isdisjoint(their_channels))


def _source(account: Account) -> tuple[str, str, str]:
    return account.channel, account.base_url, (account.merchant_name or "").lower()
