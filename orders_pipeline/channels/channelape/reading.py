"""Pages and single orders of ChannelApe fetched, landed and only then looked into; one window proven by its passes."""

from collections.abc import Callable, Sequence
from typing import Protocol

from orders_pipeline.channels.base import ORDERS, Answer, Attempt, Certificate
from orders_pipeline.channels.channelape import paging, query, skeleton
from orders_pipeline.channels.channelape.query import Filters
from orders_pipeline.channels.channelape.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import HubError, Incomplete, Malformed, Rejected, Retriable

TRIES_FOR_A_PAGE = 4  # a gateway's HTML, a cut body: the same read again


class Hub(Protocol):
    """What reading needs of the client."""

    def get(self, url: str) -> Answer: ...
    def count_of(self, filters: Filters) -> int | None: ...
    def pause(self, tries: int) -> None: ...


class Unlanded:
    """Takes the place of an attempt where pages are looked at and not kept."""

    def land(
        self, kind: str, answer: Answer, *, order_id: str | None = None, path: str | None = None
    ) -> Callable[[int, Sequence[str]], None]:
        return lambda orders, unknown_fields: None

    def start_over(self, reason: str) -> None: ...

    def discard_last(self, reason: str) -> None: ...


class Reading:
    """Reads through `hub` into `attempt`."""

    def __init__(self, hub: Hub, attempt: Attempt) -> None:
        self._hub = hub
        self._attempt = attempt

    def certified(self, lists: Sequence[Filters]) -> Certificate:
        """Raises Shifted: the lists did not hold still; Incomplete, Retriable, Rejected: a page cannot be had."""
        proof = self.proven(lists)
        return Certificate(
            method=proof.method,
            pages=proof.seen.pages,
            sightings=proof.seen.sightings,
            orders=len(proof.seen.orders),
            nameless=proof.seen.nameless,
            hub_count=proof.seen.hub_count,
            continuations=0,
            passes=proof.passes,
        )

    def proven(self, lists: Sequence[Filters]) -> paging.Proven:
        def page(filters: Filters, last_key: str | None) -> Skeleton:
            return self._landed(query.page(filters, last_key), skeleton.page)

        return paging.proven(lists, page, self._hub.count_of, self._attempt.start_over)

    def single(self, order_id: str, refuse: Callable[[Entry], None]) -> None:
        """Land one order. Raises Rejected: there is none, or `refuse` refuses it; Incomplete, Retriable.

        refuse(order) raises Rejected where it is somebody else's.
        """
        found = self._landed(query.order(order_id), _only(order_id)).entries[0]
        try:
            refuse(found)
        except Rejected:
            self._attempt.discard_last("an order of somebody else's")
            raise

    def _landed(self, url: str, read: Callable[[bytes], Skeleton]) -> Skeleton:
        """Fetch, land, and only then read. A body that is no document is kept as evidence and fetched again."""
        last: HubError = Incomplete("nothing was asked")
        for tries in range(TRIES_FOR_A_PAGE):
            answer = self._hub.get(url)
            told = self._attempt.land(ORDERS, answer)
            try:
                found = read(answer.body)
            except HubError as error:
                self._attempt.discard_last(error.sentence)
                if not isinstance(error, Malformed | Retriable):
                    raise
                last = error
                self._hub.pause(tries)
                continue
            told(len(found.entries), found.unknown_fields)
            return found
        if isinstance(last, Retriable):
            raise last
        raise Incomplete(f"{TRIES_FOR_A_PAGE} answers in a row could not be read: {last.sentence}")


def _only(order_id: str) -> Callable[[bytes], Skeleton]:
    def read(body: bytes) -> Skeleton:
        found = skeleton.single(body)
        if (found.entries[0].order_id or "").lower() != order_id.lower():
            raise Malformed("the answer is another order than was asked for")
        return found

    return read
