"""One connected account for actions, as `actions.hub.Hub` wants it: fresh looks, one sending, looks for effects."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from orders_pipeline.actions.hub import Hub
from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.policy.accounting import account_of
from orders_pipeline.actions.policy.digest import digest
from orders_pipeline.channels.base import Channel, Patience, WhenBought, Writeback, nobody_knows
from orders_pipeline.channels.errors import HubError, NotSent, Unknown
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.flows.actions.bought import bought_of
from orders_pipeline.flows.actions.fresh import Fresh, fresh_order
from orders_pipeline.flows.actions.loaded import is_published
from orders_pipeline.flows.actions.offered import Offered
from orders_pipeline.flows.actions.own import own_steps
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL, connection_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.model.action_states import Event, State
from orders_pipeline.model.outcomes import Outcome, Seen
from orders_pipeline.model.plans import Plan
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.settings import Account, Home


class CannotWrite(LookupError):
    """This version reads the channel and does not write to it."""


class AccountHub:
    """Close what it is made of by leaving `connected`."""

    def __init__(
        self,
        account: Account,
        landing: AccountLanding,
        channel: Channel,
        writeback: Writeback,
        journal: Journal,
        now: Callable[[], datetime],
        bought: WhenBought = nobody_knows,
        is_loaded: Callable[[str], bool] = lambda order_id: True,
    ) -> None:
        self._account, self._landing, self._channel = account, landing, channel
        self.writeback, self._journal, self._now = writeback, journal, now
        self.offered = Offered(channel)
        self._bought, self.is_loaded = bought, is_loaded

    def look(self, order_id: str, why: str) -> Fresh | None:
        """Raises HubError; Busy."""
        return fresh_order(
            self._account,
            self._landing,
            self._channel,
            order_id,
            writeback=self.writeback,
            why=why,
            now=self._now,
            bought=self._bought,
        )

    def fresh(self, order_id: str, why: str) -> OrderDocument | None:
        """The document alone. Raises HubError; Busy."""
        found = self.look(order_id, why)
        return None if found is None else found.document

    def digest_of(self, plan: Plan, number: int) -> str | None:
        found = self.look(plan.intent.order_id, f"before {plan.intent.key} is sent")
        if found is None:
            return None
        own = own_steps(self._journal, plan.intent.account, plan.intent.order_id)
        account = account_of(found.document, own)
        return digest(found.document, account, plan.steps[number].draft.item_ids, found.as_read)

    def send(self, plan: Plan, number: int) -> Outcome:
        draft = plan.steps[number].draft
        try:
            answer = self._channel.send(draft.request)
        except NotSent as error:
            return Outcome(event=Event.NOT_SENT, sentence=str(error))
        except Unknown as error:
            return Outcome(event=Event.IN_DOUBT, sentence=str(error))
        except HubError as error:  # of a read that comes before: a token that cannot be had
            return Outcome(event=Event.NOT_SENT, sentence=str(error))
        return self.writeback.outcome(draft, answer)

    def look_up(self, plan: Plan, number: int, *, sent_at: datetime) -> Seen:
        document = self.fresh(plan.intent.order_id, f"to see what became of {plan.intent.key}")
        if document is None:
            return Seen(event=None, sentence="the hub shows no such order any more")
        step = self._journal.entry(plan.intent.account, plan.intent.key).steps[number]
        return self.writeback.seen(plan.steps[number].draft, document, step.state is State.ACCEPTED)


@contextmanager
def connected(
    home: Home,
    account: Account,
    journal: Journal,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
) -> Iterator[AccountHub]:
    """Raises CannotWrite; BadSettings: a secret is not there."""
    dialect = dialect_of(account.channel)
    if dialect.writeback is None:
        raise CannotWrite(f"account {account.name}: this version does not write to {account.channel}")
    channel = dialect.connect(connection_of(home, account, environ, now, patience))
    try:
        landing = AccountLanding(home.landing, account.name)
        bought, loaded = bought_of(home, account.name), partial(is_published, home, account.name)
        yield AccountHub(account, landing, channel, dialect.writeback, journal, now, bought, loaded)
    finally:
        channel.close()


class Hubs:
    """Accounts connected when they are first needed; a mapping from name to hub for dispatch and look-up."""

    def __init__(self, connect: Callable[[str], AccountHub]) -> None:
        self._connect = connect
        self._connected: dict[str, AccountHub] = {}

    def __call__(self, account: str) -> Hub:
        if account not in self._connected:
            self._connected[account] = self._connect(account)
        return self._connected[account]
