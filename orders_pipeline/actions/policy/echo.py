"""Our id as a hub is given it, and shows it again: the intent's key; a number where a marketplace wants one. Pure."""

import hashlib

from orders_pipeline.model.actions import ActionKind, Intent
from orders_pipeline.model.marketplaces import Marketplace

NUMBERED = frozenset(
    {("channeladvisor", Marketplace.AMAZON), ("channeladvisor_soap", Marketplace.AMAZON)}
)  # of shipments: channeladvisor-rest.md §5.6
_DIGITS = 18  # what any reader of whole numbers holds


def echo_of(intent: Intent, channel: str, marketplace: Marketplace | None) -> str:
    """Always the same for a key; two keys have the same number by an accident of one in 10**17."""
    if is_numbered(intent, channel, marketplace):
        return str(10 ** (_DIGITS - 1) + int(hashlib.sha256(intent.key.encode()).hexdigest(), 16) % 10 ** (_DIGITS - 1))
    return intent.key


def is_numbered(intent: Intent, channel: str, marketplace: Marketplace | None) -> bool:
    """The key is no number, and has to be one."""
    key = intent.key
    is_number = key.isascii() and key.isdigit() and len(key) <= _DIGITS and not key.startswith("0")
    return intent.kind is ActionKind.SHIP and (channel, marketplace) in NUMBERED and not is_number
