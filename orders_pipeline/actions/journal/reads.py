"""What the journal is asked about many intents at once, in one statement each."""

import sqlalchemy as sa

from orders_pipeline.actions.journal.entries import EventRow, event_of
from orders_pipeline.actions.journal.tables import EVENTS, INTENTS, REFUSALS
from orders_pipeline.model.actions import ActionKind


def events_of(connection: sa.Connection, account: str | None, key: str | None, after: int) -> list[EventRow]:
    """In the order in which they happened, each with the order and kind that it is about.

    A refusal is about what was asked, also where its key stands for another intent.
    """
    refused = sa.outerjoin(EVENTS, REFUSALS, EVENTS.c.sequence == REFUSALS.c.sequence)
    same = (EVENTS.c.account == INTENTS.c.account) & (EVENTS.c.key == INTENTS.c.key) & (EVENTS.c.number >= 0)
    about = [sa.func.coalesce(REFUSALS.c[name], INTENTS.c[name]).label(name) for name in ("order_id", "kind")]
    chosen = sa.select(*EVENTS.c, *about).select_from(sa.outerjoin(refused, INTENTS, same))
    chosen = chosen.where(EVENTS.c.sequence > after).order_by(EVENTS.c.sequence)
    for column, value in ((EVENTS.c.account, account), (EVENTS.c.key, key)):
        chosen = chosen if value is None else chosen.where(column == value)
    return [event_of(row) for row in connection.execute(chosen).all()]


def acknowledged(connection: sa.Connection, account: str) -> set[str]:
    """Orders of the account with an intent about their mark, whatever became of it, or a refusal of one."""
    asked = [
        sa.select(table.c.order_id).where(table.c.account == account, table.c.kind == str(ActionKind.ACKNOWLEDGE))
        for table in (INTENTS, REFUSALS)
    ]
    return set(connection.execute(sa.union(*asked)).scalars())
