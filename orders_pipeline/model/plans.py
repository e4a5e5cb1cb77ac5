"""What would be sent for an intent, and what that does to the money: the thing that people approve.

Pure. A request is a template with named slots for secrets; sending fills the slots and changes nothing else.
"""

import hashlib
import re
from decimal import Decimal
from enum import StrEnum

import msgspec

from orders_pipeline.model.actions import Amounts, Intent
from orders_pipeline.model.allocation import Refused


class MoneyFrom(StrEnum):
    """Who returns the money."""

    THIS_CALL = "this_call"
    NOBODY = "nobody"  # nothing is returned: a shipment, a mark, a correction
    ELSEWHERE = "elsewhere"  # this hub records the refund and moves no money (ChannelApe)


_OPENS, _CLOSES = "⟦", "⟧"
_MARK = re.compile(f"{_OPENS}([^{_OPENS}{_CLOSES}]*){_CLOSES}")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One write. Each of `slots` has its mark in headers or body, once, where something is filled in when it is sent: a
    secret, the moment of sending, or what of the hub's own document goes back as it stands, which may be about the
    buyer.

    path: under the account's base_url. Raises Refused: a mark stands elsewhere too, in a text that somebody gave us;
    the hub would be told the secret in its place.
    """

    method: str
    path: str
    body: str = ""
    headers: dict[str, str] = {}
    slots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for slot in self.slots:
            places = (self.body, *self.headers.values())
            if sum(text.count(mark(slot)) for text in places) != 1:
                raise Refused("a text of the request looks like the place of a secret; it must be changed")

    def filled(self, secrets: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        """Body and headers as they go out. Raises KeyError: a slot has no secret.

        In one pass: what is filled in is never looked into for further slots.
        """
        values = {mark(slot): secrets[slot] for slot in self.slots}

        def fill(text: str) -> str:
            return _MARK.sub(lambda found: values.get(found[0], found[0]), text)

        return fill(self.body).encode(), {name: fill(value) for name, value in self.headers.items()}


def mark(slot: str) -> str:
    """How a slot stands in a template: between letters that no text of an intent may have."""
    return f"{_OPENS}{slot}{_CLOSES}"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One request as a dialect writes it. item_ids: the lines that it is about; none: the order as a whole.

    units, line_amounts: of each line; order_amounts: beside them. echo: our id by which the hub will show it, None
    where it shows none. baseline: totals that were read before, for hubs that echo nothing.
    """

    request: Request
    sentence: str
    item_ids: tuple[str, ...] = ()
    units: dict[str, Decimal] = {}
    line_amounts: dict[str, Amounts] = {}
    order_amounts: Amounts = {}
    echo: str | None = None
    baseline: dict[str, str] = {}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One request of a plan. digest: of what policy looked at for it; where a fresh read gives another one, the
    approval is dead.
    """

    draft: Draft
    digest: str

    @property
    def request(self) -> Request:
        return self.draft.request

    @property
    def amounts(self) -> Amounts:
        """What it returns in all, by component."""
        sums: Amounts = {}
        for amounts in (*self.draft.line_amounts.values(), self.draft.order_amounts):
            for component, amount in amounts.items():
                sums[component] = sums.get(component, Decimal(0)) + amount
        return sums


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """traps: ids of the catalogue that this plan was rewritten to avoid."""

    intent: Intent
    steps: tuple[Step, ...]
    currency: str | None = None
    money_from: MoneyFrom = MoneyFrom.NOBODY
    traps: tuple[str, ...] = ()

    @property
    def amount(self) -> Decimal:
        return sum((value for step in self.steps for value in step.amounts.values()), Decimal(0))

    def hash(self) -> str:
        """What an approval is bound to: the requests, byte for byte, and what was looked at."""
        told = (self.intent.content(), self.steps)
        return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why an intent cannot be sent, in one plain sentence. trap: its id in the catalogue, where it is one."""

    intent: Intent
    sentence: str
    trap: str | None = None
