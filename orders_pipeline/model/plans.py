"""What would be sent for an intent, and what that does to the money: the thing that people approve.

Pure. A request is a template with named slots for secrets; sending fills the slots and changes nothing else.
"""

import hashlib
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


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One write. Each of `slots` has its mark in headers or body, once, where a secret is filled in when it is sent.

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
        """Body and headers as they go out. Raises KeyError: a slot has no secret."""
        body, headers = self.body, dict(self.headers)
        for slot in self.slots:
            body = body.replace(mark(slot), secrets[slot])
            headers = {name: value.replace(mark(slot), secrets[slot]) for name, value in headers.items()}
        return body.encode(), headers


def mark(slot: str) -> str:
    """How a slot stands in a template: letters that no document of a hub contains."""
    return f"⟦{slot}⟧"


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
