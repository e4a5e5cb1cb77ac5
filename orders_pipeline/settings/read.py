"""One section of accounts.toml, `[accounts.us-main]`, read into its accounts: one for each profile or subscription.

Looks at one section alone; what must hold between sections stands in across.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from orders_pipeline.settings.able import capabilities, carriers
from orders_pipeline.settings.account import (
    ACKNOWLEDGE,
    ALL,
    CHANGED_BY,
    CHANNELS,
    ENCODING,
    WRITE_BACK,
    Account,
    Acknowledge,
    Channel,
)
from orders_pipeline.settings.base_url import base_url
from orders_pipeline.settings.dialects import COMMON, DIALECTS, EXAMPLES
from orders_pipeline.settings.elsewhere import beside
from orders_pipeline.settings.inner import read_approvals, read_limits, read_secrets
from orders_pipeline.settings.mistakes import wrong
from orders_pipeline.settings.section import Section
from orders_pipeline.settings.values import (
    currency,
    day,
    duration,
    guid,
    guids,
    name,
    numbers,
    one_of,
    page_orders,
    some_numbers,
    text,
    time_zone,
)

ACCOUNT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_OVERLAP, LONGEST_SETTLE = timedelta(days=7), timedelta(days=1)

Words = tuple[str, ...]

OWN: dict[str, Callable[[object], Words]] = {
    "profiles": some_numbers,
    "changed_by": lambda value: (one_of(*CHANGED_BY)(value),),
    "account_id": guid,
    "currency": currency,
    "merchant_name": name,
    "subscriptions": numbers,
    "encoding": lambda value: (one_of(*ENCODING)(value),),
    "hub_time_zone": lambda value: (time_zone(value),),
    "page_orders": page_orders,
    "business_id": guid,
    "channel_ids": guids,
    "carriers": carriers,
}
"""How the keys that belong to one dialect are read: each as a tuple of words, empty where it is absent."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A section that was read; only as good as the report says. Without a channel it has no accounts."""

    name: str
    section: Section
    accounts: tuple[Account, ...]

    def is_sound(self, *keys: str) -> bool:
        """May these keys be believed?"""
        touched = (self.section.report.touches((*self.section.path, key)) for key in keys)
        return bool(self.accounts) and self.has_name and not any(touched)

    @property
    def has_name(self) -> bool:
        """Is the name fit to be one, and to be shown?"""
        return bool(ACCOUNT_NAME.fullmatch(self.name))


def read_section(section: Section, section_name: str) -> Draft:
    if not ACCOUNT_NAME.fullmatch(section_name):
        section.report.add(
            section.path,
            "is no name for an account",
            "Use a-z, 0-9 and -, a letter or a digit first, at most 40 of them: [accounts.us-main].",
        )
    channel = section.need("channel", one_of(*CHANNELS), None, 'channel = "channeladvisor"')
    section.refuse_others((*COMMON, *(DIALECTS[channel].own if channel else OWN)), beside(channel))
    # Without a channel nothing comes of the section; any dialect serves to find its other mistakes.
    first, scopes = _read_account(section, section_name, channel, channel or CHANNELS[0])
    return Draft(section_name, section, _one_each(first, scopes) if channel else ())


def _read_account(section: Section, name: str, known: Channel | None, channel: Channel) -> tuple[Account, Words]:
    dialect = DIALECTS[channel]
    own = _own_keys(section, known)
    account = Account(
        name=name,
        section=name,
        channel=channel,
        base_url=section.need("base_url", base_url, "", f'base_url = "{dialect.base_url}"'),
        start_on=section.need("start_on", day, date.min, "start_on = 2026-01-01, the first day to read"),
        scope=ALL,
        secrets=read_secrets(section, known),
        overlap=section.take("overlap", duration(LONGEST_OVERLAP), dialect.overlap),
        settle=section.take("settle", duration(LONGEST_SETTLE), dialect.settle),
        limits=read_limits(section, dialect.limits),
        time_zone=section.take("time_zone", time_zone, "UTC"),
        acknowledge=section.take("acknowledge", _acknowledge(known), "never"),
        write_back=section.take("write_back", one_of(*WRITE_BACK), "dry_run"),
        approval=read_approvals(section),
        capabilities=section.take("capabilities", capabilities, ()),
        same_orders_as=section.take("same_orders_as", text, "") or None,
        merchant_name=next(iter(own["merchant_name"]), None),
        channel_ids=own["channel_ids"],
        carriers=own["carriers"],
        currency=next(iter(own["currency"]), None),
        changed_by="status_dates" if own["changed_by"] == ("status_dates",) else "updated",
        encoding="once" if own["encoding"] == ("once",) else "twice",
        hub_time_zone=next(iter(own["hub_time_zone"]), "UTC"),
        page_orders=next(map(int, own["page_orders"]), None),
    )
    return account, own[dialect.scope]


def _acknowledge(channel: Channel | None) -> Callable[[object], Acknowledge]:
    """after_load only where the hub has a mark to set."""
    read = one_of(*ACKNOWLEDGE)

    def checked(value: object) -> Acknowledge:
        found = read(value)
        if channel and found != "never" and not DIALECTS[channel].has_marks:
            raise wrong(
                f"{DIALECTS[channel].hub} has no mark for orders that were taken over",
                'Write acknowledge = "never", or remove the line.',
            )
        return found

    return checked


def _own_keys(section: Section, channel: Channel | None) -> dict[str, Words]:
    """The keys of the dialect; where it is not known, whatever of them is there."""
    for key in DIALECTS[channel].required if channel else ():
        section.must_have(key, EXAMPLES[key])
    expected = DIALECTS[channel].own if channel else OWN
    return {key: section.take(key, read, ()) if key in expected else () for key, read in OWN.items()}


def _one_each(account: Account, scopes: Words) -> tuple[Account, ...]:
    if len(scopes) > 1:
        return tuple(account.for_subscription(scope) for scope in scopes)
    return (replace(account, scope=scopes[0] if scopes else ALL),)
