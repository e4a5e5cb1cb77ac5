"""The connection to ChannelAdvisor's SOAP API: envelopes, budgets, the hub's clock and count, one sending of a write.

How a window is read and proven stands in `reading`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from orders_pipeline.channels.base import (
    Attempt,
    Certificate,
    Connection,
    Listing,
    OrdersRead,
    SiteRules,
    WhenBought,
    nobody_knows,
)
from orders_pipeline.channels.budget import Budget
from orders_pipeline.channels.channeladvisor_soap import codes, query, skeleton
from orders_pipeline.channels.channeladvisor_soap.answers import Unrendered
from orders_pipeline.channels.channeladvisor_soap.carriers import carriers_of
from orders_pipeline.channels.channeladvisor_soap.landed import asked
from orders_pipeline.channels.channeladvisor_soap.listing import fetched, listed
from orders_pipeline.channels.channeladvisor_soap.query import LOW, Call, Criteria
from orders_pipeline.channels.channeladvisor_soap.reading import NoSuchOrder, Reading
from orders_pipeline.channels.errors import HubError, Incomplete, NotSent, Rejected, Retriable, Unauthorized
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.sessions import budget_of, session_of
from orders_pipeline.channels.xml import escaped
from orders_pipeline.model.plans import Request
from orders_pipeline.model.window import Window

Read = TypeVar("Read")

PAUSE = 0.25  # seconds before a question is asked again; doubles
NO_ORDER = 1  # an id that no order of today has, asked for where any answer will do
PLACES_TO_COUNT_FROM = 4  # the count stands on every order of a list, and one of them may be one that cannot be shown
DIGITS_OF_AN_ID = 10  # channeladvisor-soap.md §4: int
AHEAD = timedelta(days=2)  # of both clocks: where an end is to be sent and none is meant
TOO_MANY = 429
MARGIN = timedelta(minutes=2)


def connect(connection: Connection) -> "ChannelAdvisorSoap":
    """A client for one account."""
    return ChannelAdvisorSoap(connection)


def _budget(connection: Connection) -> Budget:
    """channeladvisor-soap.md §3: quotas are the developer key's; the pace is kept an account, as for REST."""
    application = f"{connection.base_url} {connection.secret('developer_key')}"
    return budget_of(connection, application, f"{application} {connection.scope}")


class ChannelAdvisorSoap:
    """Implements `channels.base.Channel`; may be used by several threads at once."""

    def __init__(self, connection: Connection) -> None:
        self._session = session_of(connection, _budget(connection))
        self._secret = connection.secret
        for name in ("developer_key", "password"):
            self._session.redactor.hide(connection.secret(name))
        self._account_id = connection.scope
        self._now = connection.now
        self._sleep = connection.patience.sleep

    @property
    def account_id(self) -> str:
        return self._account_id

    @property
    def redactor(self) -> Redactor:
        return self._session.redactor

    def close(self) -> None:
        self._session.close()

    def hub_now(self) -> datetime:
        """The Date of the hub's answer to a question about one order, which also proves that the account may be read.

        Raises Incomplete: it tells none, and our clock alone could run ahead of orders that are still to come.
        """
        told: list[datetime | None] = []
        call = query.order_list(self._account_id, Criteria(order_ids=(NO_ORDER,)), LOW, 1, 1)
        self._placed(
            lambda: asked(
                self,
                call,
                lambda body: skeleton.page(body, self.redactor),
                arrived=lambda answer: told.append(answer.hub_time),
            )
        )
        if told[-1] is None:
            raise Incomplete("The hub's answers do not tell its time (no Date header).", account=self._session.account)
        return told[-1]

    def count(self, window: Window) -> int | None:
        """Orders that changed, or were bought, within the window."""
        return self._count(query.changed(window))

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land the window's pages with the fulfillments and refunds of their orders.

        Raises Incomplete: no pass held; Retriable, Unauthorized, Rejected as the hub answers.
        """
        return self._placed(lambda: Reading(self, query.changed(window), attempt).certified())

    def count_created(self, window: Window) -> int | None:
        return self._count(query.created(window))

    def created(self, window: Window) -> Listing:
        return self._placed(lambda: listed(self, query.created(window)))

    def unexported(self, since: datetime) -> Listing:
        """By the marks of this developer key, which every program that uses it shares (§7)."""
        return self._placed(lambda: listed(self, query.unexported(Window(since, self._now() + AHEAD))))

    def read_orders(self, order_ids: Sequence[str], attempt: Attempt, bought: WhenBought = nobody_knows) -> OrdersRead:
        """One after the other; a hub that cannot be reached is not asked for the next one."""
        reading, found, absent = Reading(self, Criteria(), attempt), list[str](), list[str]()
        failed: dict[str, str] = {}
        for place, order_id in enumerate(order_ids):
            if not order_id.isascii() or not order_id.isdigit() or len(order_id) > DIGITS_OF_AN_ID:
                failed[order_id] = "ChannelAdvisor's order ids are whole numbers"
                continue
            try:
                reading.single(int(order_id))
                found.append(order_id)
            except NoSuchOrder:
                absent.append(order_id)
            except Unauthorized as error:
                raise error.about(account=self._session.account) from None
            except (Rejected, Incomplete) as error:
                failed[order_id] = str(error.about(account=self._session.account, order_id=order_id))
            except Retriable as error:
                failed |= dict.fromkeys(order_ids[place:], str(error.about(account=self._session.account)))
                break
        return OrdersRead(found=tuple(found), absent=tuple(absent), failed=failed)

    def carriers(self) -> frozenset[tuple[str, str]] | None:
        """Carrier and class by their codes (§10.2); None for a list without any: it proves nothing."""
        call = query.carriers(self._account_id)
        return self._placed(lambda: asked(self, call, lambda body: carriers_of(body, self.redactor))) or None

    def site_rules(self, site: str) -> SiteRules | None:
        """None: this API does not tell what a marketplace allows."""
        return None

    def send(self, request: Request) -> Response:
        """The envelope with its credentials filled in as XML holds them."""
        try:
            secrets = {slot: escaped(self._secret(slot)) for slot in request.slots}
        except ValueError:
            raise NotSent("a credential holds a sign that XML cannot hold", account=self._session.account) from None
        body, headers = request.filled(secrets)
        return self._session.send_once(request.method, request.path, body, headers)

    def ask(self, call: Call) -> Response:
        """One answer, whatever it says. Raises Retriable, Rejected, Unauthorized, Incomplete as the status says."""
        body = query.envelope(call, self._secret("developer_key"), self._secret("password"))
        try:
            return self._session.fetch(call.service, method="POST", body=body, headers=query.headers(call))
        except Retriable as error:
            if error.hub_message is not None and codes.AUTHENTICATION_FAILED in error.hub_message:
                raise Unauthorized(
                    error.sentence,
                    account=error.account,
                    url=error.url,
                    status=error.status,
                    hub_message=error.hub_message,
                ) from None
            if error.status == TOO_MANY and error.retry_after is None:
                error.retry_after = self._to_the_next_hour()
            raise

    def pause(self, tries: int) -> None:
        """Before a question is asked again."""
        self._sleep(PAUSE * 2**tries)

    def _count(self, criteria: Criteria) -> int | None:
        """NumberOfMatches; None where the hub gives none on any of the first places."""
        return self._placed(lambda: self._counted(criteria))

    def _counted(self, criteria: Criteria) -> int | None:
        for number in range(1, PLACES_TO_COUNT_FROM + 1):
            try:
                page = fetched(self, criteria, number, 1)
            except Unrendered:
                continue
            return page.matches if page.entries else number - 1
        return None

    def _placed(self, asked: Callable[[], Read]) -> Read:
        """Errors name the account."""
        try:
            return asked()
        except HubError as error:
            raise error.about(account=self._session.account) from None

    def _to_the_next_hour(self) -> float:
        """§3: the quota appears to be counted by the clock hour; seconds to its end, with a margin."""
        now = self._now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        return (hour + timedelta(hours=1) + MARGIN - now).total_seconds()
