"""The connection to ChannelApe: token headers, budgets, the hub's clock and counts, and writes, once each.

How a window is read and proven stands in `reading` and `paging`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock

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
from orders_pipeline.channels.channelape import codes, limits, lists, query, skeleton
from orders_pipeline.channels.channelape.lenient import ID
from orders_pipeline.channels.channelape.listing import bought_within
from orders_pipeline.channels.channelape.query import Filters
from orders_pipeline.channels.channelape.reading import Reading
from orders_pipeline.channels.channelape.refusals import judged
from orders_pipeline.channels.channelape.skeleton import Entry
from orders_pipeline.channels.channelape.tokens import headers_of
from orders_pipeline.channels.channelape.writeback import SENT_AT
from orders_pipeline.channels.errors import HubError, Incomplete, Malformed, NotSent, Rejected, Retriable, Unauthorized
from orders_pipeline.channels.http import TOO_MANY, HubSession
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.sessions import session_of
from orders_pipeline.model.plans import Request
from orders_pipeline.model.window import Window

JSON = {"Content-Type": "application/json"}  # on every request, GET included: channelape.md §1
TRIES_FOR_A_COUNT = 4
PAUSE = 0.25  # seconds before an unreadable answer is asked for again; doubles
_LONG_AGO = Window(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=1))


def connect(connection: Connection) -> "ChannelApe":
    """A client for one business, or for some of its channels."""
    return ChannelApe(connection)


class ChannelApe:
    """Implements `channels.base.Channel`; may be used by several threads at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._business = connection.scope
        self._channels = tuple(filter(None, connection.options.get("channel_ids", "").split(",")))
        self._selectors = query.selectors(self._business, self._channels)
        self._ways = headers_of(connection.secret("token"))
        self._sleep = connection.patience.sleep
        self._lock, self._has_asked_for_limits = Lock(), False
        self._sessions = [self._session_at(connection.per_minute)]

    def close(self) -> None:
        for session in self._sessions:
            session.close()

    def carriers(self) -> frozenset[tuple[str, str]] | None:
        """None: this hub has no list of carriers."""
        return None

    def site_rules(self, site: str) -> SiteRules | None:
        """None: this hub does not tell what a marketplace allows."""
        return None

    def hub_now(self) -> datetime:
        """The Date of the hub's answer to a question to which it knows no orders.

        Raises Incomplete: it tells none, and our clock alone could run ahead of orders that are still to come.
        """
        answer = self.get(query.count(self._lists(query.UPDATED, _LONG_AGO, query.TO_COUNT)[0]))
        if answer.hub_time is None:
            raise Incomplete("The hub's answers do not tell its time (no Date header).", account=self._account)
        return answer.hub_time

    def count(self, window: Window) -> int | None:
        """Orders that changed within the window."""
        return self._count(self._lists(query.UPDATED, window, query.TO_COUNT))

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land the window's pages, those of each channel in turn.

        Raises Incomplete: no pass held; Retriable, Unauthorized, Rejected as the hub answers.
        """
        return Reading(self, attempt).certified(self._lists(query.UPDATED, window, query.TO_READ))

    def count_created(self, window: Window) -> int | None:
        return self._count(self._lists(query.PURCHASED, window, query.TO_COUNT))

    def created(self, window: Window) -> Listing:
        return bought_within(self, self._lists(query.PURCHASED, window, query.TO_READ), window)

    def unexported(self, since: datetime) -> Listing | None:
        """None: ChannelApe does not mark which orders a reader has taken."""
        return None

    def read_orders(self, order_ids: Sequence[str], attempt: Attempt, bought: WhenBought = nobody_knows) -> OrdersRead:
        """One after the other; a hub that cannot be reached is not asked for the next one."""
        reading, found, absent = Reading(self, attempt), list[str](), list[str]()
        failed: dict[str, str] = {}
        for place, order_id in enumerate(order_ids):
            if not ID.fullmatch(order_id):
                failed[order_id] = "ChannelApe's order ids are UUIDs"
                continue
            try:
                reading.single(order_id, self._refuse_others)
                found.append(order_id)
            except Unauthorized:
                raise
            except (Rejected, Incomplete) as error:
                if codes.NO_SUCH_ORDER in error.hub_codes:
                    absent.append(order_id)
                else:
                    failed[order_id] = str(error.about(account=self._account, order_id=order_id))
            except Retriable as error:
                failed |= dict.fromkeys(order_ids[place:], str(error.about(account=self._account)))
                break
        return OrdersRead(found=tuple(found), absent=tuple(absent), failed=failed)

    def send(self, request: Request) -> Response:
        """The order is read just before: its lists fill the slots, and the token is shown as that read was.

        Raises NotSent: a list is another than the plan's, so writing it would take back what somebody else wrote.
        """
        page = self.get(request.path).body
        self._refuse_others(skeleton.single(page).entries[0])
        try:
            values = lists.filled(request.slots, page)
        except lists.Changed as changed:
            raise NotSent(str(changed), account=self._account) from None
        values[SENT_AT] = query.stamp(self._connection.now().astimezone(UTC))
        body, headers = request.filled(values)
        answer = self._sessions[-1].send_once(request.method, request.path, body, {**headers, **self._ways[0]})
        return replace(answer, before=page)

    def count_of(self, filters: Filters) -> int | None:
        """The hub's count of a list; None where it gives none, or no page, again and again."""
        for tries in range(TRIES_FOR_A_COUNT):
            body = self.get(query.count(filters)).body
            try:
                return skeleton.page(body).count
            except (Malformed, Retriable):
                self.pause(tries)
        return None

    def get(self, url: str) -> Response:
        """One answer, with the token shown in the way that the hub takes."""
        ways = self._ways
        for place, way in enumerate(ways):
            try:
                answer = self._fetch(url, {**JSON, **way})
            except Unauthorized:
                if place + 1 < len(ways):
                    continue
                raise
            self._ways = (way,)
            return answer
        raise AssertionError("a token has at least one way to be shown")

    def pause(self, tries: int) -> None:
        """Before an unreadable answer is asked for again."""
        self._sleep(PAUSE * 2**tries)

    @property
    def _account(self) -> str:
        return self._connection.account

    def _lists(self, dates: query.Dates, window: Window, bounds: str) -> list[Filters]:
        return [{**one, **query.within(dates, window, bounds)} for one in self._selectors]

    def _count(self, lists: Sequence[Filters]) -> int | None:
        counts = [self.count_of(filters) for filters in lists]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def _refuse_others(self, found: Entry) -> None:
        if (found.business or self._business).lower() != self._business.lower():
            raise Rejected("it is an order of another business than the account's")
        channels = {channel.lower() for channel in self._channels}
        if channels and found.channel is not None and found.channel.lower() not in channels:
            raise Rejected("it is an order of another channel than the account's")

    def _fetch(self, url: str, headers: Mapping[str, str]) -> Response:
        session = self._sessions[-1]
        try:
            return session.fetch(url, headers=headers)
        except Retriable as error:
            if error.status != TOO_MANY or not self._has_eased(session, headers):
                raise
        except HubError as error:
            raise judged(error) from None
        try:
            return self._sessions[-1].fetch(url, headers=headers)
        except HubError as error:
            raise judged(error) from None

    def _has_eased(self, tried: HubSession, headers: Mapping[str, str]) -> bool:
        """Whether there is a slower pace than the one with which the hub was overrun: its own, asked for once."""
        with self._lock:
            if not self._has_asked_for_limits:
                self._has_asked_for_limits = True
                per_minute = self._limit(tried, headers)
                if per_minute is not None and per_minute < self._connection.per_minute:
                    self._sessions.append(self._session_at(per_minute))
            return self._sessions[-1] is not tried

    def _limit(self, session: HubSession, headers: Mapping[str, str]) -> int | None:
        try:
            return limits.per_minute_of(session.fetch(query.subscription(self._business), headers=headers).body)
        except HubError:  # an internal resource: not everybody may ask
            return None

    def _session_at(self, per_minute: int) -> HubSession:
        session = session_of(self._connection, limits.budget(self._connection, per_minute))
        session.redactor.hide(self._connection.secret("token"))
        return session
