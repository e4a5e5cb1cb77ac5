"""The connection to ChannelAdvisor: tokens, budgets, the hub's clock and count, one sending of a write.

How a window is read and proven stands in `reading`.
"""

from collections.abc import Sequence
from datetime import datetime
from posixpath import dirname

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
from orders_pipeline.channels.channeladvisor import query
from orders_pipeline.channels.channeladvisor.listing import Question, listed
from orders_pipeline.channels.channeladvisor.oauth import DENIED, Tokens
from orders_pipeline.channels.channeladvisor.reading import Reading
from orders_pipeline.channels.channeladvisor.sites import rules_of
from orders_pipeline.channels.channeladvisor.writeback import TOKEN
from orders_pipeline.channels.errors import Incomplete, Rejected, Retriable, Unauthorized
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.sessions import budget_of, session_of
from orders_pipeline.model.plans import Request
from orders_pipeline.model.window import Window

TRIES_FOR_A_TOKEN = 5  # one request may meet tokens that other threads already know to be dead
TRIES_FOR_A_COUNT = 4
LONGEST_REFUSAL = 500  # bytes; what is longer is a document, whatever words stand in it
DIGITS_OF_AN_ID = 18
UNAUTHORIZED = 401
NO_SUCH_ORDER = 404  # channeladvisor-rest.md §3
PAUSE = 0.25  # seconds before an unreadable answer is asked for again; doubles


def connect(connection: Connection) -> "ChannelAdvisor":
    """A client for one profile."""
    return ChannelAdvisor(connection)


def _budget(connection: Connection) -> Budget:
    """channeladvisor-rest.md §3: concurrency is counted an application, the pace a profile."""
    application = f"{connection.base_url} {connection.secret('application_id')}"
    return budget_of(connection, application, f"{application} {connection.scope}")


class ChannelAdvisor:
    """Implements `channels.base.Channel`; may be used by several threads at once."""

    def __init__(self, connection: Connection) -> None:
        self._session = session_of(connection, _budget(connection))
        for name in ("application_id", "shared_secret", "refresh_token"):
            self._session.redactor.hide(connection.secret(name))
        self._tokens = Tokens(self._session, connection)
        self._profile = connection.scope
        self._changed_by = connection.options.get("changed_by", query.UPDATED)
        self._sleep = connection.patience.sleep

    def close(self) -> None:
        self._session.close()

    def hub_now(self) -> datetime:
        """The Date of the hub's answer to the cheapest question.

        Raises Incomplete: it tells none, and our clock alone could run ahead of orders that are still to come.
        """
        answer = self.get(query.count(f"ProfileID eq {self._profile} and ID eq 0"))
        if answer.hub_time is None:
            raise Incomplete("The hub's answers do not tell its time (no Date header).", account=self._session.account)
        return answer.hub_time

    def count(self, window: Window) -> int | None:
        """Orders that changed within the window."""
        return self.count_of(query.changed(self._profile, window, self._changed_by))

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land the window's pages, the rest of cut orders with them.

        Raises Incomplete: no pass held; Retriable, Unauthorized, Rejected as the hub answers.
        """
        return Reading(self, query.changed(self._profile, window, self._changed_by), attempt).certified()

    def count_created(self, window: Window) -> int | None:
        return self.count_of(query.created(self._profile, window))

    def created(self, window: Window) -> Listing:
        return listed(self, Question(query.created(self._profile, window), self._changed_by))

    def unexported(self, since: datetime) -> Listing:
        known = query.known_since(self._profile, since, self._changed_by)
        return listed(self, Question(known, self._changed_by, is_unexported=True))

    def read_orders(self, order_ids: Sequence[str], attempt: Attempt, bought: WhenBought = nobody_knows) -> OrdersRead:
        """One after the other; a hub that cannot be reached is not asked for the next one."""
        reading, found, absent = Reading(self, "", attempt), list[str](), list[str]()
        failed: dict[str, str] = {}
        for place, order_id in enumerate(order_ids):
            if not order_id.isascii() or not order_id.isdigit() or len(order_id) > DIGITS_OF_AN_ID:
                failed[order_id] = "ChannelAdvisor's order ids are whole numbers"
                continue
            try:
                reading.single(int(order_id), self._profile)
                found.append(order_id)
            except Unauthorized:
                raise
            except (Rejected, Incomplete) as error:
                if error.status == NO_SUCH_ORDER:
                    absent.append(order_id)
                else:
                    failed[order_id] = str(error.about(account=self._session.account, order_id=order_id))
            except Retriable as error:
                failed |= dict.fromkeys(order_ids[place:], str(error))
                break
        return OrdersRead(found=tuple(found), absent=tuple(absent), failed=failed)

    def count_of(self, filter_text: str, *, is_unexported: bool = False) -> int | None:
        """The hub's count for a filter; None where it answers with anything but a count, again and again."""
        url = query.count(filter_text, is_unexported=is_unexported)
        for tries in range(TRIES_FOR_A_COUNT):
            text = self.get(url).body.removeprefix(b"\xef\xbb\xbf").strip()
            if text.isdigit():
                return int(text)
            self.pause(tries)
        return None

    def get(self, url: str) -> Response:
        """One answer, with a token that is good; the token is bought anew where the hub no longer takes it."""
        for _ in range(TRIES_FOR_A_TOKEN):
            token = self._tokens.current()
            try:
                answer = self._session.fetch(url, headers={"Authorization": f"Bearer {token}"})
            except Unauthorized:
                self._tokens.refused(token)
                continue
            if len(answer.body) > LONGEST_REFUSAL or DENIED not in answer.body:
                return answer
            self._tokens.refused(token)
        raise Unauthorized(
            "the hub refuses fresh access tokens; the application may not be allowed to read orders",
            account=self._session.account,
        )

    def carriers(self) -> frozenset[tuple[str, str]] | None:
        """None: accounts have a list of pairs (§7.1), and this API is not known to show it."""
        return None

    def site_rules(self, site: str) -> SiteRules | None:
        """By SiteID; None where the hub does not offer it (§8.4). Raises as `get`."""
        if not site.isascii() or not site.isdigit():
            return None
        try:
            return rules_of(self.get(query.site(site)).body)
        except Unauthorized:
            raise
        except Rejected:
            return None

    def send(self, request: Request) -> Response:
        """With the token that is good now. One that the hub no longer takes is told by the answer, not tried again."""
        token = self._tokens.current()
        body, headers = request.filled({TOKEN: token})
        answer = self._session.send_once(request.method, request.path, body or None, headers)
        if answer.status == UNAUTHORIZED:
            self._tokens.refused(token)
        return answer

    def link(self, link: str, asked: str) -> str:
        """A next link as it is to be asked, relative ones taken from where they were given.

        Raises ForeignHost: it leads to a host that is not configured.
        """
        is_relative = "://" not in link and not link.startswith("/")
        return self._session.check_host(f"{dirname(asked.partition('?')[0])}/{link}" if is_relative else link)

    def pause(self, tries: int) -> None:
        """Before an unreadable answer is asked for again."""
        self._sleep(PAUSE * 2**tries)
