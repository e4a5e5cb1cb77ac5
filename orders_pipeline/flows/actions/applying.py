"""What was approved is sent, where settings let an account write; what is in doubt or awaited is looked up."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime

from orders_pipeline.actions.dispatch import Ceilings, Sent, dispatch
from orders_pipeline.actions.journal import Journal, StepEntry
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_up
from orders_pipeline.channels.base import Patience
from orders_pipeline.flows.actions.account_hub import Hubs, connected
from orders_pipeline.flows.read import AS_USUAL, utc_now
from orders_pipeline.settings import Home, Settings


def writers(settings: Settings) -> frozenset[str]:
    """Accounts that may write; every other one is in dry run, and its approved actions wait."""
    return frozenset(account.name for account in settings.accounts if account.write_back == "on")


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
    """Every approved step of the accounts that may write, once. Raises BadSettings: a secret is not there."""
    with _hubs(home, settings, journal, environ, now, patience) as hubs, owner(journal.folder) as name:
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
    with _hubs(home, settings, journal, environ, now, patience) as hubs:
        return look_up(journal, hubs, now=now, is_due_only=is_due_only, each=each)


@contextmanager
def _hubs(
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
