"""`acknowledge = "after_load"`: orders that are published and not marked yet are asked to be marked at their hub.

Plans through the ordinary journal and sends nothing. Reading orders in does not depend on marks: what was marked is
read and paged over like any other order, so that marking between two pages hides none.
"""

import os
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import msgspec

from orders_pipeline.actions.journal import Journal
from orders_pipeline.channels.base import Patience
from orders_pipeline.flows.actions.loaded import published_orders
from orders_pipeline.flows.actions.planning import Planned, plan_all
from orders_pipeline.flows.actions.writers import is_writer
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.model.actions import ActionKind, Intent
from orders_pipeline.settings import Home, Settings

AFTER_LOAD = "after_load"
WHO = "settings"


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """planned: what became of each that was asked for. waiting: how many of an account wait for a later run."""

    planned: tuple[Planned, ...]
    waiting: dict[str, int]


def orders_to_mark(home: Home, settings: Settings, journal: Journal) -> dict[str, list[str]]:
    """By account, oldest first: published, and the journal knows nothing about their mark.

    What a person marked, unmarked, withdrew or was refused stays as it is. Asks no hub. An account that leaves writing
    to a linked one has none.
    """
    found = {}
    for account in settings.accounts:
        if account.acknowledge != AFTER_LOAD or not is_writer(settings, account):
            continue
        known = journal.acknowledged(account.name)
        found[account.name] = [one for one in published_orders(home, account.name) if one not in known]
    return found


def acknowledge_loaded(
    home: Home,
    settings: Settings,
    journal: Journal,
    *,
    only: Collection[str] | None = None,
    most: int | None = None,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
    each: Callable[[Planned], None] = lambda planned: None,
) -> Acknowledged:
    """most: of each account; None: as many as a run may send, so that no more are looked at than can go out soon.

    Each order is read from its hub like for any action, within the account's limits.
    """
    most = settings.actions.steps_per_run if most is None else most
    waiting = {
        name: ids for name, ids in orders_to_mark(home, settings, journal).items() if only is None or name in only
    }
    intents = [mark_of(name, order_id) for name, ids in waiting.items() for order_id in ids[:most]]
    planned = plan_all(
        home, settings, journal, intents, who=WHO, environ=environ, now=now, patience=patience, each=each
    )
    done = {name: sum(one.intent.account == name and one.failure is None for one in planned) for name in waiting}
    return Acknowledged(planned=tuple(planned), waiting={name: len(ids) - done[name] for name, ids in waiting.items()})


def mark_of(account: str, order_id: str) -> Intent:
    """One an order: the same order is the same event, however often it is loaded."""
    return Intent(kind=ActionKind.ACKNOWLEDGE, account=account, order_id=order_id, key=f"{order_id}:exported")
