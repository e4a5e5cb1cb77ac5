"""The conversation with ChannelUnity: credentials, the ApiKey, one subscription's orders, and writes, once each.

How a list is read and proven stands in `reading`. Every call is a form posted to one address; what a Status other than
OK means follows from which call it answers, never from its words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import Lock
from urllib.parse import urlencode
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from orders_pipeline.channels.base import (
    Answer,
    Attempt,
    Certificate,
    Connection,
    Listing,
    OrdersRead,
    SiteRules,
    Subscription,
    WhenBought,
    nobody_knows,
)
from orders_pipeline.channels.budget import Budget
from orders_pipeline.channels.channelunity import message
from orders_pipeline.channels.channelunity.access import Access, access_of
from orders_pipeline.channels.channelunity.answer import NotOk
from orders_pipeline.channels.channelunity.bought import Bought, days_of
from orders_pipeline.channels.channelunity.reading import certified
from orders_pipeline.channels.channelunity.writeback import API_KEY, AUTHORIZATION, MERCHANT, SENT_AT
from orders_pipeline.channels.complaints import message_of
from orders_pipeline.channels.errors import HubError, Malformed, Retriable, Unauthorized
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.sessions import budget_of, session_of
from orders_pipeline.model.plans import Request
from orders_pipeline.model.window import Window

PATH = "/event.php"
LARGEST_COUNT = 1000  # orders a page: §5.1
TRIES = 4
REFUSALS = 2  # of ValidateUser in a row, which has nothing but credentials to refuse
PAUSE = 0.25  # seconds before an unreadable answer is asked for again; doubles


def connect(connection: Connection) -> "ChannelUnity":
    """A client for one subscription, whose windows are of changes."""
    return ChannelUnity(connection)


def connect_for_days(connection: Connection) -> "ChannelUnity":
    """A client for one subscription, whose windows are of purchases: the only ones that end in the past."""
    return ByPurchase(connection)


def subscriptions(connection: Connection) -> tuple[Subscription, ...]:
    """All that ValidateUser lists, whatever their state."""
    client = ChannelUnity(connection)
    try:
        return client.subscriptions()
    finally:
        client.close()


def _budget(connection: Connection) -> Budget:
    """No limits are documented (§1.4): what settings say holds for all that one user asks."""
    user = f"{connection.base_url} {connection.options['merchant_name']} {connection.secret('username')}"
    return budget_of(connection, user, user)


class ChannelUnity:
    """Implements `channels.base.Channel`; may be used by several threads at once."""

    def __init__(self, connection: Connection) -> None:
        self._session = session_of(connection, _budget(connection))
        username, password = connection.secret("username"), connection.secret("password")
        self._authorization = message.authorization(username, password)
        for secret in (username, password, message.password_hash(password), self._authorization):
            self._session.redactor.hide(secret)
        self._merchant = connection.options["merchant_name"]
        self._encoding = connection.options.get("encoding", message.TWICE)
        self._zone = ZoneInfo(connection.options.get("hub_time_zone", "UTC"))
        self._scope = connection.scope
        self._sleep, self._now = connection.patience.sleep, connection.now
        self._lock = Lock()
        self._access: Access | None = None
        self.page_orders = int(connection.options.get("page_orders", LARGEST_COUNT))
        self._bought = Bought(self, self._zone)

    def close(self) -> None:
        self._session.close()

    def carriers(self) -> frozenset[tuple[str, str]] | None:
        """None: this hub has no list of carriers."""
        return None

    def site_rules(self, site: str) -> SiteRules | None:
        """None: this hub does not tell what a marketplace allows."""
        return None

    def hub_now(self) -> datetime:
        """The Date of the hub's answer to ValidateUser; where it tells none, our clock when it was asked.

        Windows end at what this gives, and are asked for later: that is what lets them be read without an end (§5.2).
        """
        with self._lock:
            answer = self._validated()
        return answer.hub_time or answer.requested_at

    def subscriptions(self) -> tuple[Subscription, ...]:
        return self._opened().subscriptions

    def count(self, window: Window) -> int | None:
        """The protocol has no counts."""
        return None

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land every order that changed at or after the window's start, to this moment: the protocol has no end.

        So the window must have ended before it is asked for. Raises Shifted, Incomplete, Retriable, Rejected,
        Unauthorized.
        """
        return certified(self, {"UpdateDateFrom": message.moment(window.start, self._zone)}, attempt)

    def count_created(self, window: Window) -> int | None:
        """The protocol has no counts."""
        return None

    def created(self, window: Window) -> Listing:
        return self._bought.listing(window)

    def unexported(self, since: datetime) -> Listing | None:
        """The hub has no marks."""
        return None

    def read_orders(self, order_ids: Sequence[str], attempt: Attempt, bought: WhenBought = nobody_knows) -> OrdersRead:
        """By the days of their purchases: there is no filter by number.

        What `created` has not listed in this conversation, and `bought` does not know, fails.
        """
        return self._bought.read(tuple(order_ids), attempt, bought)

    def get_orders(self, asked: Mapping[str, str], offset: int, count: int) -> Response:
        """One page, whatever the hub answers. Raises Rejected: the subscription is none of the hub's."""
        access = self._opened()
        access.refuse_unlisted(self._scope)
        payload = {"SubscriptionID": self._scope, **asked, "Offset": str(offset), "Count": str(count)}
        return self._ask(message.GET_ORDERS, access.api_key, payload)

    def send(self, request: Request) -> Response:
        """With the ApiKey as ValidateUser gives it now. A redirect is an answer like others, and is not followed."""
        with self._lock:
            self._validated()
            assert self._access is not None
            access = self._access
        access.refuse_unlisted(self._scope)
        values = {
            MERCHANT: self._merchant,
            AUTHORIZATION: self._authorization,
            API_KEY: access.api_key,
            SENT_AT: message.as_stamp(self._now()),
        }
        xml, headers = request.filled({slot: escape(value) for slot, value in values.items()})
        body = urlencode(message.form(xml.decode(), self._encoding)).encode()
        return self._session.send_once(request.method, request.path, body, headers)

    def refused(self) -> None:
        """After a Status that is not OK: look whether credentials, ApiKey and subscription are still good.

        Raises Unauthorized, Rejected: they are not.
        """
        with self._lock:
            self._validated()
            assert self._access is not None
            self._access.refuse_unlisted(self._scope)

    def words_of(self, answer: Answer) -> str | None:
        """What the hub says in an answer, for people, without secrets."""
        return message_of(answer.body, self._session.redactor)

    def pause(self, tries: int) -> None:
        """Before an unreadable answer is asked for again."""
        self._sleep(PAUSE * 2**tries)

    def _opened(self) -> Access:
        with self._lock:
            if self._access is None:
                self._validated()
            assert self._access is not None
            return self._access

    def _validated(self) -> Response:
        """Asks ValidateUser and keeps what it tells. Raises Unauthorized: it refuses; Retriable: it tells nothing."""
        refusals, why = 0, ""
        for tries in range(TRIES):
            if tries:
                self.pause(tries)
            answer = self._ask(message.VALIDATE_USER)
            try:
                access = access_of(answer.body)
            except NotOk:
                refusals += 1
                if refusals == REFUSALS:
                    raise self._unauthorized(answer) from None
            except Malformed as error:
                why = error.sentence
            else:
                self._session.redactor.hide(access.api_key)
                self._access = access
                return answer
        raise Retriable(
            f"{TRIES} answers in a row to ValidateUser told nothing, the last: {why or 'a refusal'}",
            account=self._session.account,
        )

    def _unauthorized(self, answer: Response) -> HubError:
        return Unauthorized(
            "the hub refuses the merchant name, the user name or the password",
            account=self._session.account,
            hub_message=self.words_of(answer),
        )

    def _ask(self, call: str, api_key: str | None = None, payload: Mapping[str, str] | None = None) -> Response:
        xml = message.envelope(self._merchant, self._authorization, call, api_key, payload)
        return self._session.post_form(message.PATH, message.form(xml, self._encoding))


class ByPurchase(ChannelUnity):
    """The same for days of the past: a window is the orders bought within it, as they are now."""

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land every order bought within the window, and of the days beside it. Raises as `ChannelUnity.read`."""
        return certified(self, days_of(window, self._zone), attempt, bought=window)
