"""The conversation with ChannelAdvisor: tokens, pages, whole orders, and the proof that a window is complete.

Every body is landed before it is looked into. Reading only; writes join in `writeback`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from orders_pipeline.channels.base import CONTINUATION, ORDERS, WHOLE_ORDER, Attempt, Certificate, Connection
from orders_pipeline.channels.budget import Budget, Pace, Slots
from orders_pipeline.channels.channeladvisor import paging, query, skeleton
from orders_pipeline.channels.channeladvisor.oauth import DENIED, Tokens
from orders_pipeline.channels.channeladvisor.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Incomplete, Malformed, Shifted, Unauthorized
from orders_pipeline.channels.http import HubSession
from orders_pipeline.channels.responses import Response
from orders_pipeline.model.window import Window

Seen = TypeVar("Seen")

TRIES_FOR_A_PAGE = 4  # a gateway's HTML, a cut body: the same read again
LARGEST_PAGE = 64 * 1024 * 1024  # 100 orders with long texts and many lines stay far below
TRIES_FOR_A_TOKEN = 3
PAUSE = 0.25  # seconds before an unreadable page is fetched again; doubles


def _budget(connection: Connection) -> Budget:
    """channeladvisor-rest.md §3: concurrency is counted an application, the pace a profile."""
    application = f"{connection.base_url} {connection.secret('application_id')}"
    return Budget(
        Slots(connection.budgets, application, connection.concurrent),
        Pace(connection.budgets, f"{application} {connection.scope}", connection.per_minute),
        sleep=connection.patience.sleep,
    )


def connect(connection: Connection) -> "ChannelAdvisor":
    """A client for one profile."""
    return ChannelAdvisor(connection)


class ChannelAdvisor:
    """Implements `channels.base.Channel`; may be used by several threads at once."""

    def __init__(self, connection: Connection) -> None:
        self._session = HubSession(
            connection.base_url,
            _budget(connection),
            account=connection.account,
            clock=connection.now,
            max_body_bytes=LARGEST_PAGE,
            timeouts=(connection.patience.connect, connection.patience.read),
            sleep=connection.patience.sleep,
        )
        for name in ("application_id", "shared_secret", "refresh_token"):
            self._session.redactor.hide(connection.secret(name))
        self._tokens = Tokens(self._session, connection)
        self._profile = connection.scope
        self._changed_by = connection.options.get("changed_by", query.UPDATED)
        self._now = connection.now
        self._sleep = connection.patience.sleep

    def close(self) -> None:
        self._session.close()

    def hub_now(self) -> datetime:
        """The Date of the hub's answer to the cheapest question; the local clock where there is none."""
        answer = self._get(query.count(f"ProfileID eq {self._profile} and ID eq 0"))
        return answer.hub_time or self._now().astimezone(UTC)

    def count(self, window: Window) -> int | None:
        """Orders that changed within the window."""
        return self._count(query.changed(self._profile, window, self._changed_by))

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land the window's pages, the rest of cut orders with them.

        Raises Incomplete: no pass held; Retriable, Unauthorized, Rejected as the hub answers.
        """
        return _Reading(self, query.changed(self._profile, window, self._changed_by), attempt).certified()

    def _count(self, filter_text: str) -> int | None:
        answer = self._get(query.count(filter_text))
        try:
            return int(answer.body.decode("utf-8-sig").strip())
        except ValueError:
            return None

    def _get(self, url: str) -> Response:
        for _ in range(TRIES_FOR_A_TOKEN):
            token = self._tokens.current()
            try:
                answer = self._session.fetch(url, headers={"Authorization": f"Bearer {token}"})
            except Unauthorized:
                self._tokens.refused(token)
                continue
            if DENIED not in answer.body[:500]:
                return answer
            self._tokens.refused(token)
        raise Unauthorized("the hub refuses fresh access tokens; check that the application may read orders")


class _Reading:
    """One window being read."""

    def __init__(self, client: ChannelAdvisor, filter_text: str, attempt: Attempt) -> None:
        self._client = client
        self._filter = filter_text
        self._attempt = attempt
        self._continuations = 0

    def certified(self) -> Certificate:
        earlier: paging.Seen | None = None
        method, why = paging.KEYSET, ""
        for passes in range(1, paging.MAX_PASSES + 1):
            if passes > 1:
                self._attempt.start_over(why)
                self._continuations = 0
            try:
                seen = self._one_pass(method)
                hub_count = self._recount(seen)
                paging.refuse_shortfall(seen, hub_count)
            except paging.NotSorted:
                method, why = paging.LINKS, "the hub does not sort by id; its next links are followed instead"
                continue
            except Shifted as shifted:
                earlier, why = None, shifted.sentence
                continue
            if method == paging.KEYSET or (earlier is not None and earlier.versions == seen.versions):
                return self._certificate(method, seen, hub_count, passes)
            earlier, why = seen, "a first pass along next links proves nothing by itself"
        raise Shifted(f"the window did not hold still for {paging.MAX_PASSES} passes: {why}")

    def _one_pass(self, method: str) -> paging.Seen:
        if method == paging.KEYSET:
            return paging.by_keyset(lambda after: self._page(query.orders(self._filter, after)))
        return paging.by_links(lambda: self._page(query.orders(self._filter)), self._page)

    def _recount(self, seen: paging.Seen) -> int | None:
        """A single page brings its own count at the same instant; several are counted once more after reading."""
        return seen.hub_count if seen.pages == 1 else self._client._count(self._filter)

    def _certificate(self, method: str, seen: paging.Seen, hub_count: int | None, passes: int) -> Certificate:
        return Certificate(
            method=method,
            pages=seen.pages,
            sightings=seen.sightings,
            orders=len(seen.versions),
            nameless=seen.nameless,
            hub_count=hub_count,
            continuations=self._continuations,
            passes=passes,
        )

    def _page(self, url: str) -> Skeleton:
        found = self._landed(url, ORDERS, skeleton.page, _orders_on)
        if found.next_link is not None:
            self._client._session.check_host(found.next_link)
        for entry in found.entries:
            if entry.more:
                self._complete(entry)
        return found

    def _complete(self, entry: Entry) -> None:
        """Lists cut nested collections at 20 entries: read the order whole, and follow what is cut even then."""
        if entry.order_id is None:
            return
        order_id = str(entry.order_id)
        for _, link in entry.more:
            self._client._session.check_host(link)
        whole = self._landed(query.whole_order(entry.order_id), WHOLE_ORDER, skeleton.order, _no_list, order_id)
        self._continuations += 1
        for path, link in whole.more:
            self._follow(order_id, path, link)

    def _follow(self, order_id: str, path: str, link: str) -> None:
        followed: set[str] = set()
        following: str | None = link
        while following is not None and following not in followed:
            followed.add(following)
            rest = self._landed(following, CONTINUATION, skeleton.rest, _no_list, order_id, path)
            self._continuations += 1
            following = rest.next_link

    def _landed(
        self,
        url: str,
        kind: str,
        read: Callable[[bytes], Seen],
        orders_on: Callable[[Seen], tuple[int, tuple[str, ...]]],
        order_id: str | None = None,
        path: str | None = None,
    ) -> Seen:
        """Fetch, land, and only then read. A body that is no document is kept as evidence and fetched again."""
        for tries in range(TRIES_FOR_A_PAGE):
            answer = self._client._get(url)
            counted = self._attempt.land(kind, answer, order_id=order_id, path=path)
            try:
                found = read(answer.body)
            except Malformed as error:
                why = error.sentence
                self._attempt.discard_last(why)
                self._client._sleep(PAUSE * 2**tries)
                continue
            counted(*orders_on(found))
            return found
        raise Incomplete(f"{TRIES_FOR_A_PAGE} answers in a row could not be read: {why}")


def _orders_on(page: Skeleton) -> tuple[int, tuple[str, ...]]:
    return len(page.entries), page.unknown_fields


def _no_list(_: object) -> tuple[int, tuple[str, ...]]:
    return 0, ()
