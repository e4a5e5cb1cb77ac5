"""How much money the last 24 hours may have returned: asked within the transaction that stores a sending."""

from datetime import datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from orders_pipeline.actions.journal.entries import StepEntry
from orders_pipeline.actions.journal.errors import NotNow
from orders_pipeline.actions.journal.tables import STEPS
from orders_pipeline.model.action_states import SPENDING

A_DAY = timedelta(hours=24)


def refuse_more_than(connection: sa.Connection, step: StepEntry, at: datetime, most: Decimal | None) -> None:
    """Raises NotNow: with this step more than `most` of its currency would be sent within 24 hours, doubts included."""
    if most is None:
        return
    spent = _sent_since(connection, step.currency, at - A_DAY)
    if spent + step.amount > most:
        raise NotNow(
            f"{step.key} waits: {spent} {step.currency} were sent within 24 hours, with its {step.amount} it would be "
            f"more than the {most} that money_per_day allows"
        )


def _sent_since(connection: sa.Connection, currency: str | None, since: datetime) -> Decimal:
    """Amounts stand as text, and so are added up here; instants of one zone compare as text."""
    sent = (STEPS.c.currency == currency) & STEPS.c.moves_money & (STEPS.c.sent_at > since.isoformat())
    amounts = sa.select(STEPS.c.amount).where(sent, STEPS.c.state.in_(sorted(map(str, SPENDING))))
    return sum((Decimal(amount) for amount in connection.execute(amounts).scalars()), Decimal(0))
