"""An action as a row, in one line; a test changes the one thing that it is about."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.plans import MoneyFrom
from orders_pipeline.model.records.actions import Action, ActionEvent
from orders_pipeline_tests.warehouse.making import at


def an_action(key: str = "rma-1", order_id: str = "1", amount: str | None = "3.00", **more: Any) -> Action:
    total = None if amount is None else Decimal(amount)
    told: dict[str, Any] = {
        "account": "us-main",
        "action_key": key,
        "step_number": 1,
        "order_id": order_id,
        "kind": ActionKind.REFUND,
        "state": State.SETTLED,
        "has_been_in_doubt": False,
        "what": "refund",
        "item_id": None,
        "quantity": None,
        "tracking_number": None,
        "reason": None,
        "seller_id": key,
        "traps_avoided": None,
        "money_from": MoneyFrom.THIS_CALL,
        "currency": "USD",
        "total_amount": total,
        "item_amount": total,
        **dict.fromkeys(
            (
                "tax_amount",
                "shipping_amount",
                "shipping_tax_amount",
                "gift_wrap_amount",
                "gift_wrap_tax_amount",
                "recycling_fee_amount",
            )
        ),
        "plan_hash": "0",
        "approved_by": "kim",
        "requested_at": at(0),
        "approved_at": at(1),
        "sent_at": at(2),
        "accepted_at": at(3),
        "ended_at": at(4),
        "updated_at": at(4),
        "looks": 0,
    }
    return Action(**told | more)


def an_event(sequence: int, key: str = "rma-1", when: datetime | None = None) -> ActionEvent:
    return ActionEvent(
        sequence=sequence,
        account="us-main",
        action_key=key,
        step_number=1,
        order_id="1",
        kind=ActionKind.REFUND,
        happened_at=when or at(sequence),
        event="plan",
        state="planned",
        who="kim",
        why="refund",
        trap=None,
    )
