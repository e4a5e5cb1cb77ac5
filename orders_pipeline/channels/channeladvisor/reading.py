"""One window of ChannelAdvisor being read: pages, orders that the lists cut, and the proof that nothing is missing.

Single orders are read here too, each as a page of its own. Every body is landed before it is looked into. An order
whose rest cannot be read is marked and quarantined by itself; the window goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, ORDERS, WHOLE_ORDER, Answer, Attempt, Certificate
from orders_pipeline.channels.channeladvisor import paging, query, skeleton
from orders_pipeline.channels.channeladvisor.drift import unknown_fields
from orders_pipeline.channels.channeladvisor.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import HubError, Incomplete, Malformed, Rejected, Retriable, Shifted, Unauthorized

Read = TypeVar("Read")

TRIES_FOR_A_PAGE = 4  # a gateway's HTML, a cut body: the same read again


class Hub(Protocol):
    """What reading needs of the client."""

    def get(self, url: str) -> Answer: ...
    def link(self, link: str, asked: str) -> str: ...
    def count_of(self, filter_text: str) -> int | None: ...
    def pause(self, tries: int) -> None: ...


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Landed in the place of a rest that could not be read."""

    url: str
    requested_at: datetime
    body: bytes = b""


class Reading:
    """The passes over one window, until one holds."""

    def __init__(self, hub: Hub, filter_text: str, attempt: Attempt) -> None:
        self._hub = hub
        self._filter = filter_text
        self._attempt = attempt
        self._continuations = 0
        self._kept = 0  # bodies landed that could be read
        self._asked_at = datetime.max.replace(tzinfo=UTC)  # when the last answer was asked for

    def certified(self) -> Certificate:
        """Raises Shifted: the window did not hold still; Incomplete, Retriable, Rejected: a page cannot be had."""
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

    def single(self, order_id: int, profile: str) -> None:
        """Land one order whole. Raises Rejected: there is none, or it is of another profile; Incomplete, Retriable.

        Where the rest of a cut order is refused it is landed as incomplete; where the hub cannot be reached for it,
        nothing of the order stays: a part of it would be taken for the whole.
        """
        url = query.whole_order(order_id)
        self._kept = 0
        entry = self._landed(url, ORDERS, _page_of(order_id)).entries[0]
        if entry.profile not in (None, profile):
            self._attempt.discard_last("an order of another profile")
            raise Rejected("it is an order of another profile than the account's")
        try:
            self._follow(order_id, url, entry)
        except Retriable:
            for _ in range(self._kept):
                self._attempt.discard_last("the rest of the order could not be had")
            raise

    def _one_pass(self, method: str) -> paging.Seen:
        if method == paging.KEYSET:
            return paging.by_keyset(lambda after: self._page(query.orders(self._filter, after)))
        return paging.by_links(lambda: self._page(query.orders(self._filter)), self._page)

    def _recount(self, seen: paging.Seen) -> int | None:
        """A single page brings its own count at the same instant; several are counted once more after reading."""
        if seen.pages == 1:
            return seen.hub_count
        counted = self._hub.count_of(self._filter)
        return seen.hub_count if counted is None else counted

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
        found = self._landed(url, ORDERS, skeleton.page)
        if found.next_link is not None:
            found = Skeleton(found.entries, self._hub.link(found.next_link, url), found.count, found.unknown_fields)
        for entry in found.entries:
            if entry.more and entry.order_id is not None:
                self._complete(entry.order_id)
        return found

    def _complete(self, order_id: int) -> None:
        """Lists cut nested collections at 20 entries: read the order whole, and follow what is cut even then."""
        url = query.whole_order(order_id)
        try:
            whole = self._landed(url, WHOLE_ORDER, _order_of(order_id), str(order_id))
        except Unauthorized:
            raise
        except (Rejected, Incomplete) as error:
            self._leave_incomplete(order_id, url, error)
        else:
            self._follow(order_id, url, whole)

    def _follow(self, order_id: int, url: str, whole: Entry) -> None:
        """What is cut even on an order that was read whole."""
        waiting = [(path, link, url) for path, link in whole.more]
        try:
            while waiting:
                waiting += self._rest(str(order_id), *waiting.pop(0))
        except Unauthorized:
            raise
        except (Rejected, Incomplete) as error:
            self._leave_incomplete(order_id, url, error)

    def _leave_incomplete(self, order_id: int, url: str, error: HubError) -> None:
        """The failure is of this order, which will be quarantined, not of the window; Retriable is of the window."""
        nothing = _Nothing(url=url, requested_at=self._asked_at)
        self._attempt.land(INCOMPLETE, nothing, order_id=str(order_id), path=type(error).__name__)(0, ())

    def _rest(self, order_id: str, path: str, link: str | None, asked: str) -> list[tuple[str, str | None, str]]:
        """Every page of one cut collection; what is cut within its entries is returned."""
        if link is None:
            raise Incomplete(f"the rest of {path} is there and its link is no text")
        following: str | None = self._hub.link(link, asked)
        within: list[tuple[str, str | None, str]] = []
        followed, known = set[str](), set[str]()
        while following is not None:
            followed.add(following)
            url = following
            rest = self._landed(url, CONTINUATION, lambda body: skeleton.rest(body, path), order_id, path)
            marks = {entry.version for entry in rest.entries}
            following = None if rest.next_link is None else self._hub.link(rest.next_link, url)
            if following in followed or (following is not None and marks <= known):
                raise Incomplete(f"the links to the rest of {path} lead in a circle")
            known |= marks
            within += [(deeper, more, url) for entry in rest.entries for deeper, more in entry.more]
        return within

    def _landed(
        self,
        url: str,
        kind: str,
        read: Callable[[bytes], Read],
        order_id: str | None = None,
        path: str | None = None,
    ) -> Read:
        """Fetch, land, and only then read. A body that is no document is kept as evidence and fetched again."""
        why = ""
        for tries in range(TRIES_FOR_A_PAGE):
            answer = self._hub.get(url)
            self._asked_at = answer.requested_at
            told = self._attempt.land(kind, answer, order_id=order_id, path=path)
            try:
                found = read(answer.body)
            except Malformed as error:
                why = error.sentence
                self._attempt.discard_last(why)
                self._hub.pause(tries)
                continue
            if kind == ORDERS and isinstance(found, Skeleton):
                told(len(found.entries), found.unknown_fields, found.is_plain)
            self._continuations += kind != ORDERS
            self._kept += 1
            return found
        raise Incomplete(f"{TRIES_FOR_A_PAGE} answers in a row could not be read: {why}")


def _page_of(order_id: int) -> Callable[[bytes], Skeleton]:
    """An order read alone as a page that shows it."""
    return lambda body: Skeleton((_order_of(order_id)(body),), None, None, unknown_fields(body))


def _order_of(order_id: int) -> Callable[[bytes], Entry]:
    def read(body: bytes) -> Entry:
        found = skeleton.order(body)
        if found.order_id != order_id:
            raise Malformed("the answer is another order than was asked for")
        return found

    return read
