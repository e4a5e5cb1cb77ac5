"""same_orders_as: two accounts that see one profile by two protocols. Both read it; only one may write.

Pure. Without the link nothing shows that they are the same: the protocols have different ids for a profile.
"""

from collections.abc import Sequence

from orders_pipeline.settings.account import Account
from orders_pipeline.settings.mistakes import nearest
from orders_pipeline.settings.read import Draft

Pair = tuple[str, str]


def find_links(drafts: Sequence[Draft], sound: Sequence[Draft]) -> list[Pair]:
    """Names of the accounts that are linked; notes the links that lead nowhere."""
    sections = {draft.name: draft for draft in drafts}
    pairs = []
    for draft in drafts:
        target = draft.section.table.get("same_orders_as")
        if not isinstance(target, str) or target == "":
            continue
        owner = sections.get(target.partition("/")[0])
        problem = _unknown(draft, owner, target, sections)
        if owner and problem is None and owner in sound and draft in sound:
            problem = _unfit(draft, owner, target)
            pairs += [] if problem else [(draft.name, target)]
        if problem:
            draft.section.report.add((*draft.section.path, "same_orders_as"), *problem)
    return pairs


def _unknown(draft: Draft, owner: Draft | None, target: str, sections: dict[str, Draft]) -> tuple[str, str] | None:
    if owner is draft:
        return "names the account itself", "Name the other account of this profile, or remove the line."
    if owner is None:
        hint = nearest(target, [name for name, other in sections.items() if other.has_name and other is not draft])
        return "names no account of this file", f"{hint} Name another account, or remove the line.".strip()
    return None


def _unfit(draft: Draft, owner: Draft, target: str) -> tuple[str, str] | None:
    names = [account.name for account in owner.accounts]
    if owner.accounts[0].channel == draft.accounts[0].channel:
        return "names an account of the same protocol", "Name one that sees this profile by another protocol."
    if _covers_several(draft.accounts):
        return "stands on an account that covers several", "Write it in the other account, naming the one of these."
    if owner.accounts[0].is_to_expand:
        return "names an account whose subscriptions are not listed", f"List them in accounts.{owner.name}."
    if target not in names:
        return "names no single account", f"Name one of: {', '.join(names)}."
    return None


def _covers_several(accounts: Sequence[Account]) -> bool:
    return len(accounts) > 1 or accounts[0].is_to_expand


def refuse_second_writers(sound: Sequence[Draft], pairs: Sequence[Pair]) -> None:
    """One profile, one writer: also where links lead from account to account."""
    group = {account.name: {account.name} for draft in sound for account in draft.accounts}
    for one, other in pairs:
        merged = group[one] | group[other]
        group |= dict.fromkeys(merged, merged)
    writers: dict[str, Account] = {}
    for draft in sound:
        for account in draft.accounts:
            first = next((writers[name] for name in sorted(group[account.name]) if name in writers), None)
            if account.write_back != "on":
                continue
            if first:
                draft.section.report.add(
                    (*draft.section.path, "write_back"),
                    f"makes a second writer on one profile, beside the account {first.name}",
                    'Write write_back = "dry_run" in one of the two.',
                )
            writers[account.name] = account
