"""A list of orders of ChannelUnity being read: pages, tries, passes, and the proof that nothing is missing.

Every body is landed before it is looked into. How a page is asked for stands in `client`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from orders_pipeline.channels.base import ORDERS, Answer, Attempt, Certificate
from orders_pipeline.channels.channelunity import paging, skeleton
from orders_pipeline.channels.channelunity.answer import NotOk
from orders_pipeline.channels.channelunity.paging import Seen
from orders_pipeline.channels.channelunity.skeleton import Skeleton, is_within
from orders_pipeline.channels.errors import Incomplete, Malformed, Rejected, Shifted
from orders_pipeline.model.window import Window

TRIES_FOR_A_PAGE = 4  # a gateway's HTML, a cut body, a Status that is not OK: the same read again


class Hub(Protocol):
    """What reading needs of the client."""

    page_orders: int

    def get_orders(self, asked: Mapping[str, str], offset: int, count: int) -> Answer: ...
    def refused(self) -> None: ...
    def words_of(self, answer: Answer) -> str | None: ...
    def pause(self, tries: int) -> None: ...


class Unlanded:
    """Implements `channels.base.Attempt` for lists that are only looked at."""

    def land(
        self, kind: str, answer: Answer, *, order_id: str | None = None, path: str | None = None
    ) -> Callable[[int, Sequence[str]], None]:
        return lambda orders, unknown_fields: None

    def start_over(self, reason: str) -> None: ...

    def discard_last(self, reason: str) -> None: ...


def certified(hub: Hub, asked: Mapping[str, str], attempt: Attempt, bought: Window | None = None) -> Certificate:
    """Land every page. `bought`: only orders bought within it are counted as the window's.

    Raises as `seen_of`.
    """
    seen, passes = seen_of(hub, asked, attempt)
    mine = [entry for entry in seen.entries.values() if bought is None or is_within(entry, bought.start, bought.end)]
    return Certificate(
        method=paging.METHOD,
        pages=seen.pages,
        sightings=seen.sightings,
        orders=len({entry.order_id for entry in mine} - {None}),
        nameless=sum(entry.order_id is None for entry in mine),
        hub_count=None,
        continuations=0,
        passes=passes,
    )


def seen_of(hub: Hub, asked: Mapping[str, str], attempt: Attempt) -> tuple[Seen, int]:
    """What a pass saw that held, and which one it was.

    Raises Shifted: the list did not hold still; Incomplete, Retriable, Rejected, Unauthorized: a page cannot be had.
    """
    why = ""
    for passes in range(1, paging.MAX_PASSES + 1):
        if passes > 1:
            attempt.start_over(why)
        try:
            return paging.by_overlap(
                lambda offset, count: _page(hub, asked, offset, count, attempt), hub.page_orders
            ), passes
        except Shifted as shifted:
            why = shifted.sentence
    raise Shifted(f"the list did not hold still for {paging.MAX_PASSES} passes: {why}")


def _page(hub: Hub, asked: Mapping[str, str], offset: int, count: int, attempt: Attempt) -> Skeleton:
    refusal: Answer | None = None
    sentence = ""
    for tries in range(TRIES_FOR_A_PAGE):
        if tries:
            hub.pause(tries)
        answer = hub.get_orders(asked, offset, count)
        told = attempt.land(ORDERS, answer)
        try:
            found = skeleton.page(answer.body)
        except NotOk as error:
            attempt.discard_last(error.sentence)
            refusal, sentence = answer, error.sentence
            hub.refused()
        except Malformed as error:
            attempt.discard_last(error.sentence)
            refusal, sentence = None, error.sentence
        else:
            told(len(found.entries), found.unknown_fields)
            return found
    if refusal is not None:
        # The credentials are good and the subscription is listed: it is this question that is refused.
        raise Rejected(f"{TRIES_FOR_A_PAGE} times in a row {sentence}", hub_message=hub.words_of(refusal))
    raise Incomplete(f"{TRIES_FOR_A_PAGE} answers in a row were no page of orders, the last: {sentence}")
