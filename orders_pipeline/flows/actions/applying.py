"""What was approved is sent, where settings let an account write; what is in doubt or awaited is looked up."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime

import msgspec

from orders_pipeline.actions.dispatch import Ceilings, Sent, dispatch
from orders_pipeline.actions.journal import Journal, StepEntry
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_up
from orders_pipeline.channels.base import Patience
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.flows.actions.account_hub import CannotWrite, Hubs, connected
from orders_pipeline.flows.actions.writers import writers
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.model.action_states import State
from orders_pipeline.settings import BadSettings, Home, Settings


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What one run sent. dry_run: approved actions that wait because their account may not write, by account.

    failures: why nothing of an account could be sent at all.
    """

    sent: tuple[Sent, ...]
    dry_run: dict[str, int]
    failures: dict[str, str]


def apply_approved(
    home: Home,
    settings: Settings,
    journal: Journal,
    *,
    only: Collection[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    each: Callable[[Sent], None] = lambda sent: None,
    patience: Patience = AS_USUAL,
) -> Applied:
    """As `apply`, for people: an account that cannot be connected stops no other. only: of these accounts."""
    waiting = Counter(entry.account for entry in journal.entries({State.APPROVED}))
    asked = {account for account in waiting if only is None or account in only}
    known = {account.name for account in settings.accounts}
    failures = dict.fromkeys(sorted(asked - known), "accounts.toml has no such account any more")
    ready = []
    for account in settings.accounts:
        if account.name not in asked & writers(settings):
            continue
        try:
            with connected(home, account, journal, environ=environ, now=now, patience=patience):
                ready.append(account)
        except (BadSettings, CannotWrite, NotSpoken) as error:
            failures[account.name] = str(error)
    of_these = replace(settings, accounts=tuple(ready))
    sent = apply(home, of_these, journal, environ=environ, now=now, each=each, patience=patience)
    idle = sorted(asked & known - writers(settings))
    return Applied(sent=tuple(sent), dry_run={name: waiting[name] for name in idle}, failures=failures)


def ceilings_of(settings: Settings) -> Ceilings:
    told = settings.actions
    return Ceilings(
        steps=told.steps_per_run, money_steps=told.money_steps_per_run, money_per_day=dict(told.money_per_day)
    )


def apply(
    home: Home,
    settings: Settings,
    journal: Journal,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    ceilings: Ceilings | None = None,
    each: Callable[[Sent], None] = lambda sent: None,
    step: Callable[[str], None] = lambda name: None,
    patience: Patience = AS_USUAL,
) -> list[Sent]:
    """Every approved step of the accounts that may write, once. ceilings: else those of `[actions]` in settings.

    Raises BadSettings: a secret is not there.
    """
    ceilings = ceilings or ceilings_of(settings)
    with hubs_of(home, settings, journal, environ, now, patience) as hubs, owner(journal.folder) as name:
        return dispatch(
            journal, hubs, owner=name, now=now, accounts=writers(settings), ceilings=ceilings, each=each, step=step
        )


def look(
    home: Home,
    settings: Settings,
    journal: Journal,
    *,
    is_due_only: bool = True,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    each: Callable[[StepEntry, str], None] = lambda step, sentence: None,
    patience: Patience = AS_USUAL,
) -> list[StepEntry]:
    """Steps in doubt or awaited, as far as the hubs show what became of them. Sends nothing."""
    with hubs_of(home, settings, journal, environ, now, patience) as hubs:
        return look_up(journal, hubs, now=now, is_due_only=is_due_only, each=each)


@contextmanager
def hubs_of(
    home: Home,
    settings: Settings,
    journal: Journal,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    patience: Patience,
) -> Iterator[Hubs]:
    with ExitStack() as open_ones:
        yield Hubs(
            lambda name: open_ones.enter_context(
                connected(home, settings.account(name), journal, environ=environ, now=now, patience=patience)
            )
        )
