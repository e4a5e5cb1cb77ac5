"""A session for a connected account: the budgets that it shares with others, and how long it is patient."""

from orders_pipeline.channels.base import Connection
from orders_pipeline.channels.budget import Budget, Pace, Slots
from orders_pipeline.channels.http import HubSession

LARGEST_PAGE = 64 * 1024 * 1024  # bytes; a hundred orders with long texts and many lines stay far below


def budget_of(
    connection: Connection, application: str, pace: str, per_minute: int | None = None, burst: int | None = None
) -> Budget:
    """application: what requests at once are counted by; pace: what they are counted by in a minute.

    per_minute: where a hub has told less than settings say.
    """
    return Budget(
        Slots(connection.budgets, application, connection.concurrent),
        Pace(connection.budgets, pace, per_minute or connection.per_minute, burst=burst),
        sleep=connection.patience.sleep,
    )


def session_of(connection: Connection, budget: Budget) -> HubSession:
    """Secrets are to be hidden by who knows which there are."""
    return HubSession(
        connection.base_url,
        budget,
        account=connection.account,
        clock=connection.now,
        max_body_bytes=LARGEST_PAGE,
        timeouts=(connection.patience.connect, connection.patience.read),
        sleep=connection.patience.sleep,
    )
