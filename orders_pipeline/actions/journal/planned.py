"""A plan as the rows that the journal begins with."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.model.action_states import State
from orders_pipeline.model.plans import Plan


def intent_row(plan: Plan, created_at: datetime) -> dict[str, Any]:
    return {
        "account": plan.intent.account,
        "key": plan.intent.key,
        "order_id": plan.intent.order_id,
        "kind": str(plan.intent.kind),
        "content": plan.intent.content().decode(),
        "plan": msgspec.json.encode(plan).decode(),
        "plan_hash": plan.hash(),
        "approved_by": None,
        "approved_why": None,
        "created_at": created_at.isoformat(),
    }


def step_row(plan: Plan, number: int, at: datetime, revision: int) -> dict[str, Any]:
    """revision: above every one that a step of the intent had, so that whoever holds an old plan cannot begin it."""
    return {
        "account": plan.intent.account,
        "key": plan.intent.key,
        "number": number,
        "order_id": plan.intent.order_id,
        "moves_money": plan.intent.moves_money,
        "state": str(State.PLANNED),
        "was_in_doubt": False,
        "revision": revision,
        "amount": str(sum(plan.steps[number].amounts.values(), Decimal(0))),
        "currency": plan.currency,
        "owner": None,
        "sent_at": None,
        "looks": 0,
        "look_at": None,
        "updated_at": at.isoformat(),
    }
