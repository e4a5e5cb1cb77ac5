"""What actions need of a connected account: to look at an order afresh, to send once, to look for an effect.

Only the shape; flows make it from channels.
"""

from datetime import datetime
from typing import Protocol

from orders_pipeline.model.outcomes import Outcome, Seen
from orders_pipeline.model.plans import Plan


class Hub(Protocol):
    def digest_of(self, plan: Plan, number: int) -> str | None:
        """What policy would look at for a step, read from the hub now; None: the order is not there any more.

        Raises HubError: it cannot be read, so nothing may be sent.
        """

    def send(self, plan: Plan, number: int) -> Outcome:
        """One attempt. Never raises for what the hub or the network does."""

    def look_up(self, plan: Plan, number: int, *, sent_at: datetime) -> Seen:
        """Only reads. Raises HubError: it cannot be looked at now."""
