"""What the journal gives back: an intent with its plan, and its steps with where each stands."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.model.action_states import Standing, State
from orders_pipeline.model.plans import Plan

Row = Any  # a row of SQLAlchemy, by column names


class StepEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One request of an intent. amount: what it returns, in `currency`. looks: how often the hub was looked at."""

    account: str
    key: str
    number: int
    order_id: str
    moves_money: bool
    standing: Standing
    revision: int
    amount: Decimal
    currency: str | None
    owner: str | None
    sent_at: datetime | None
    looks: int
    look_at: datetime | None
    updated_at: datetime

    @property
    def state(self) -> State:
        return self.standing.state


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An intent as the journal holds it. approved_by: None while nobody has agreed to this plan."""

    plan: Plan
    plan_hash: str
    approved_by: str | None
    approved_why: str | None
    created_at: datetime
    steps: tuple[StepEntry, ...]

    @property
    def account(self) -> str:
        return self.plan.intent.account

    @property
    def key(self) -> str:
        return self.plan.intent.key


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    sequence: int
    account: str
    key: str
    number: int
    at: datetime
    event: str
    state: str
    who: str
    why: str
    evidence: str | None
    order_id: str | None
    kind: str | None  # both None: refused before the journal kept them


_plan = msgspec.json.Decoder(Plan)


def entry_of(intent: Row, steps: tuple[StepEntry, ...]) -> Entry:
    return Entry(
        plan=_plan.decode(intent.plan),
        plan_hash=intent.plan_hash,
        approved_by=intent.approved_by,
        approved_why=intent.approved_why,
        created_at=datetime.fromisoformat(intent.created_at),
        steps=steps,
    )


def step_of(row: Row) -> StepEntry:
    return StepEntry(
        account=row.account,
        key=row.key,
        number=row.number,
        order_id=row.order_id,
        moves_money=row.moves_money,
        standing=Standing(State(row.state), row.was_in_doubt),
        revision=row.revision,
        amount=Decimal(row.amount),
        currency=row.currency,
        owner=row.owner,
        sent_at=instant(row.sent_at),
        looks=row.looks,
        look_at=instant(row.look_at),
        updated_at=datetime.fromisoformat(row.updated_at),
    )


def event_of(row: Row) -> EventRow:
    told = dict(row._mapping) | {"at": datetime.fromisoformat(row.at)}
    return EventRow(**told)


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
