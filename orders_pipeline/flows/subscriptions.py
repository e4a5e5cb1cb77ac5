"""Accounts that stand for every subscription of a merchant: the list as their hub last gave it, kept in the home.

Whoever reads asks for the list anew; everybody else goes by the one that is kept. A subscription that the hub no longer
lists stays known, because what is held of it stays; it is not read any more.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from orders_pipeline.channels.base import Patience, Subscription
from orders_pipeline.channels.errors import HubError, Incomplete
from orders_pipeline.channels.registry import NotSpoken, dialect_of
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL, connection_of
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.durable import write_new
from orders_pipeline.settings import Account, BadSettings, Home, Settings

Line = Callable[[str], None]
FAILURES = (HubError, NotSpoken, Damaged, BadSettings, OSError)


class StreamsFailed(RuntimeError):
    """Some of the subscriptions of one account: the others are done."""

    def __init__(self, account: str, failures: Sequence[Exception], of: int) -> None:
        lines = "\n".join(str(one) for one in failures)
        super().__init__(
            f"account {account}: {len(failures)} of {of} subscriptions failed; the others are done.\n{lines}"
        )


def raise_all(account: Account, failures: Sequence[Exception], of: int) -> None:
    """One failure is raised as it is. Where an account stands for several and more failed, they are told together."""
    if failures and (of == 1 or not account.is_to_expand):
        raise failures[0]
    if failures:
        raise StreamsFailed(account.name, failures, of)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription that the hub has listed. gone_since: the first list that lacked it."""

    subscription: Subscription
    gone_since: datetime | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The list of a section. A list of another hub or merchant says nothing of this one."""

    channel: str
    host: str
    merchant: str
    listed_at: datetime
    known: tuple[Known, ...]


def streams(home: Home, account: Account) -> tuple[Account, ...]:
    """What the account stands for, by the kept list: itself, or its subscriptions, those that are gone among them.

    None where it was never listed. Raises Damaged: the file is no list.
    """
    if not account.is_to_expand:
        return (account,)
    kept = _kept(home, account)
    return () if kept is None else tuple(_stream(account, one) for one in kept.known)


def names(home: Home, account: Account) -> dict[str, str]:
    """What people call the subscriptions that the account stands for, by the name of each stream.

    Empty of an account that stands for itself. Raises Damaged.
    """
    kept = _kept(home, account) if account.is_to_expand else None
    found = (one.subscription for one in kept.known) if kept else ()
    return {account.for_subscription(one.scope).name: one.name or one.service or "" for one in found}


def expanded(home: Home, settings: Settings) -> Settings:
    """Every account with its subscriptions in its place; one that was never listed stays as it is.

    Raises Damaged: a file is no list.
    """
    return replace(
        settings,
        accounts=tuple(one for account in settings.accounts for one in streams(home, account) or (account,)),
    )


def relisted(
    home: Home,
    account: Account,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    line: Line = lambda text: None,
    patience: Patience = AS_USUAL,
) -> tuple[Account, ...]:
    """What of the account is to be read now: itself, or the subscriptions that its hub lists, asked for anew.

    line: told of each that has come or gone. Raises HubError: the hub cannot be asked, or lists none; BadSettings;
    NotSpoken; Damaged.
    """
    if not account.is_to_expand:
        return (account,)
    ask = dialect_of(account.channel).subscriptions
    assert ask is not None  # settings let no other channel go without its scope
    listed = ask(connection_of(home, account, environ, now, patience, is_listing=True))
    if not listed:
        raise Incomplete("The hub lists no subscription at all, so there is nothing to read.", account=account.name)
    kept = _merged(account, _kept(home, account), listed, now().astimezone(UTC), line)
    write_new(_path(home, account), msgspec.json.format(msgspec.json.encode(kept), indent=1))
    return tuple(_stream(account, one) for one in kept.known if one.gone_since is None)


def relist(
    home: Home,
    accounts: Iterable[Account],
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    line: Line = lambda text: None,
    patience: Patience = AS_USUAL,
) -> dict[str, Exception]:
    """The kept list of each account that needs one, asked for anew; by section, why it could not be had."""
    failed: dict[str, Exception] = {}
    for account in accounts:
        try:
            relisted(home, account, environ=environ, now=now, line=line, patience=patience)
        except FAILURES as error:
            failed[account.section] = error
    return failed


def _merged(account: Account, kept: Kept | None, listed: tuple[Subscription, ...], at: datetime, line: Line) -> Kept:
    before = {one.subscription.scope: one for one in kept.known} if kept else {}
    now = {one.scope: one for one in listed}
    for scope, subscription in now.items():
        if kept and (scope not in before or before[scope].gone_since is not None):
            line(f"account {account.name}: the hub lists {_called(subscription)}, which is read from now on")
    known = [Known(subscription=subscription) for subscription in listed]
    for scope, one in before.items():
        if scope in now:
            continue
        if one.gone_since is None:
            line(
                f"account {account.name}: the hub no longer lists {_called(one.subscription)}: it is not read any "
                "more, and what is held of it stays"
            )
        known.append(msgspec.structs.replace(one, gone_since=one.gone_since or at))
    return Kept(**_source(account), listed_at=at, known=tuple(known))


def _called(subscription: Subscription) -> str:
    told = ", ".join(filter(None, (subscription.name, subscription.service)))
    return f"subscription {subscription.scope}" + (f" ({told})" if told else "")


def _stream(account: Account, one: Known) -> Account:
    return replace(account.for_subscription(one.subscription.scope), gone_since=one.gone_since)


def _kept(home: Home, account: Account) -> Kept | None:
    path = _path(home, account)
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=Kept)
    except FileNotFoundError:
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Damaged(
            f"{path} is no list of subscriptions; remove it, and the next extract asks for it anew"
        ) from error
    source = _source(account)
    return kept if all(getattr(kept, name) == value for name, value in source.items()) else None


def _source(account: Account) -> dict[str, str]:
    """The port is left out, as in `flows.read.source_of`."""
    return {
        "channel": account.channel,
        "host": urlsplit(account.base_url).hostname or "",
        "merchant": account.merchant_name or "",
    }


def _path(home: Home, account: Account) -> Path:
    return home.subscriptions / f"{account.section}.json"
