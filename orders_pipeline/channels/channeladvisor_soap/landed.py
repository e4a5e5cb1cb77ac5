"""One answer fetched, landed and only then looked into; asked for again where it cannot be read.

Every body is stored before anything reads it. What is no answer is kept as discarded evidence.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from orders_pipeline.channels.base import Attempt
from orders_pipeline.channels.channeladvisor_soap.answers import Unrendered
from orders_pipeline.channels.channeladvisor_soap.query import Call
from orders_pipeline.channels.errors import HubError, Malformed, Retriable
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.responses import Response

Read = TypeVar("Read")
Told = Callable[[int, "tuple[str, ...]"], None]

TRIES = 4  # a gateway's HTML, a cut body, a server that fails in passing: the same question again
MALFORMED, UNRENDERED = "Malformed", "Unrendered"


class Hub(Protocol):
    """What reading needs of the client."""

    @property
    def account_id(self) -> str: ...
    @property
    def redactor(self) -> Redactor: ...
    def ask(self, call: Call) -> Response: ...
    def pause(self, tries: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Body:
    """Something to land: an answer with what it answers in its fragment, or nothing in the place of one."""

    body: bytes
    url: str
    requested_at: datetime


def asked(
    hub: Hub,
    call: Call,
    read: Callable[[bytes], Read],
    *,
    arrived: Callable[[Response], None] = lambda answer: None,
    refused: Callable[[str], None] = lambda why: None,
    most_tries: int = TRIES,
) -> Read:
    """What `read` makes of the answer; told of each answer before it is read, and of each that is of no use.

    Raises Unrendered: no answer can be read, or the hub says that it cannot give one; Retriable: faults of the server;
    Rejected, Unauthorized as the hub answers.
    """
    failure: HubError | None = None
    for tries in range(most_tries):
        answer = hub.ask(call)
        arrived(answer)
        try:
            return read(answer.body)
        except HubError as error:
            failure = error.about(url=answer.url)
        refused(failure.sentence)
        if not isinstance(failure, Malformed | Unrendered | Retriable):
            raise failure
        if tries + 1 < most_tries:
            hub.pause(tries)
    assert failure is not None
    if isinstance(failure, Retriable):
        raise failure
    sentence = f"{most_tries} answers in a row could not be used: {failure.sentence}"
    raise Unrendered(sentence, hub_message=failure.hub_message, url=failure.url) from failure


class Landing:
    """The bodies of one attempt, and the questions that they answer."""

    def __init__(self, hub: Hub, attempt: Attempt) -> None:
        self.hub = hub
        self._attempt = attempt
        self.continuations = 0
        self._last = Body(b"", "", datetime.max.replace(tzinfo=UTC))

    def start_over(self, why: str) -> None:
        self._attempt.start_over(why)
        self.continuations = 0

    def fetch(
        self,
        call: Call,
        kind: str,
        read: Callable[[bytes], Read],
        *,
        order_id: str | None = None,
        path: str | None = None,
        only_looked_at: str | None = None,
        tries: int = TRIES,
    ) -> tuple[Read, Told]:
        """What `read` makes of the answer, and the function that is to be told what was found on it.

        only_looked_at: why the body is kept as evidence alone, and not for the load. Raises Unrendered: the answer
        cannot be read however often it is asked for, or the hub says that it cannot give it; Retriable, Rejected,
        Unauthorized as the hub answers.
        """
        told: list[Told] = []

        def arrived(answer: Response) -> None:
            self._last = Body(answer.body, f"{answer.url}#{call.mark}", answer.requested_at)
            told.append(self._attempt.land(kind, self._last, order_id=order_id, path=path))

        found = asked(self.hub, call, read, arrived=arrived, refused=self._attempt.discard_last, most_tries=tries)
        if only_looked_at is not None:
            self._attempt.discard_last(only_looked_at)
        return found, told[-1]

    def keep_last(self, kind: str, orders: int) -> None:
        """The answer fetched last stands for an order all the same."""
        self._attempt.land(kind, self._last)(orders, ())

    def leave_out(self, kind: str, order_id: str | None, why: str) -> None:
        """Nothing, landed in the place of something that could not be had."""
        self._attempt.land(kind, replace(self._last, body=b""), order_id=order_id, path=why)(0, ())

    def discard_last(self, why: str) -> None:
        self._attempt.discard_last(why)
