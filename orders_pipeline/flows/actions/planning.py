"""Many intents asked for, one after the other: each a plan, what became of it earlier, a refusal, or why not now.

Sends nothing. What goes wrong with one intent stops no other; a hub that does not answer is not asked again.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime

import msgspec

from orders_pipeline.actions.journal import Entry, Journal, JournalRefuses, KeyTaken
from orders_pipeline.channels.base import Patience
from orders_pipeline.channels.errors import HubError, Unauthorized
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.flows.actions.account_hub import AccountHub, CannotWrite, connected
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.flows.actions.writers import is_writer
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.landing.account import Busy, OtherSource
from orders_pipeline.model.actions import Intent
from orders_pipeline.model.plans import Refusal
from orders_pipeline.settings import BadSettings, Home, Settings

OF_ACCOUNT = (CannotWrite, NotSpoken, BadSettings, OtherSource, Unauthorized)
"""Of no intent of the account anything can become until a person does something."""
PATIENT_WITH = 3  # orders in a row that could not be had; then the hub is left alone for this time


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an asking: one of entry, refusal, failure. failure: the order could not be looked at; ask again.

    is_new: False where the key had been asked for with the same content before.
    """

    intent: Intent
    entry: Entry | None = None
    refusal: Refusal | None = None
    failure: str | None = None
    is_new: bool = True


def plan_all(
    home: Home,
    settings: Settings,
    journal: Journal,
    intents: Iterable[Intent],
    *,
    who: str,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
    each: Callable[[Planned], None] = lambda planned: None,
) -> list[Planned]:
    """In their order. Raises BadSettings: an account that accounts.toml does not have; nothing was asked then."""
    asked = list(intents)
    for name in {intent.account for intent in asked}:
        settings.account(name)
    done: list[Planned] = []
    silent: dict[str, str] = {}
    in_a_row: dict[str, int] = {}
    hubs: dict[str, AccountHub] = {}
    with ExitStack() as open_ones:

        def hub_of(account: str) -> AccountHub:
            if account not in hubs:
                of = settings.account(account)
                hubs[account] = open_ones.enter_context(
                    connected(home, of, journal, environ=environ, now=now, patience=patience)
                )
            return hubs[account]

        for intent in asked:
            planned = (
                Planned(intent=intent, failure=silent[intent.account])
                if intent.account in silent
                else _one(settings, journal, hub_of, intent, who, now, silent)
            )
            in_a_row[intent.account] = in_a_row.get(intent.account, 0) + 1 if planned.failure else 0
            if planned.failure and in_a_row[intent.account] >= PATIENT_WITH:
                silent.setdefault(intent.account, planned.failure)
            done.append(planned)
            each(planned)
    return done


def _one(
    settings: Settings,
    journal: Journal,
    hub_of: Callable[[str], AccountHub],
    intent: Intent,
    who: str,
    now: Callable[[], datetime],
    silent: dict[str, str],
) -> Planned:
    account = settings.account(intent.account)
    try:
        was_there = journal.find(intent) is not None
        answer = ask(
            account,
            hub_of(account.name),
            journal,
            intent,
            who=who,
            now=now,
            is_writer=is_writer(settings, account),
        )
    except KeyTaken as taken:
        refusal = Refusal(intent=intent, sentence=str(taken))
        journal.refuse(refusal, at=now(), who=who)
        return Planned(intent=intent, refusal=refusal)
    except OF_ACCOUNT as error:
        silent[account.name] = str(error)
        return Planned(intent=intent, failure=str(error))
    except (HubError, Busy, JournalRefuses) as error:
        return Planned(intent=intent, failure=str(error))
    if isinstance(answer, Refusal):
        return Planned(intent=intent, refusal=answer)
    return Planned(intent=intent, entry=answer, is_new=not was_there)
