"""The one door to the hubs, and the only module that imports requests: retries of reads, one attempt for writes.

Adapters are used directly: no redirects, cookies, environment proxies, .netrc or CA overrides. What leaves this module,
answer or error, holds no secret in its text. Knows no dialect.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from typing import Self
from urllib.parse import quote, urlencode

import requests
from requests.adapters import HTTPAdapter

from orders_pipeline.channels import errors
from orders_pipeline.channels.budget import Budget
from orders_pipeline.channels.failures import UNSENT, Failure, Kind, failure_of
from orders_pipeline.channels.hosts import Origin
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.responses import Headers, Response
from orders_pipeline.channels.retries import RetryRule, http_date, is_retried, retry_after_of
from orders_pipeline.channels.verdicts import REDIRECTS, Verdict, is_whole, on_answer, on_failure

MAX_BODY_BYTES = 32 * 1024 * 1024
FORM = "application/x-www-form-urlencoded"
READS = frozenset({"GET", "POST"})  # SOAP and ChannelUnity read by POST; other methods are writes
READABLE = "$,():'/"
TOO_MANY = 429
BODILESS = frozenset({204, 304})
HOPS = 3  # redirects that a read by form may follow
STANDARD_HEADERS = {"User-Agent": "orders-pipeline", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
_CHUNK = 65_536
_CONNECTIONS = 16

__all__ = ["HubSession", "Response"]

logger = logging.getLogger(__name__)


def _without_secrets(record: logging.LogRecord) -> bool:
    """urllib3 writes whole URLs, at DEBUG for every request and at WARNING for headers that it cannot read."""
    return record.levelno > logging.DEBUG and "url=" not in str(record.msg)


for _name in ("urllib3.connectionpool", "urllib3.connection"):
    logging.getLogger(_name).addFilter(_without_secrets)


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


class HubSession:
    """Speaks to one host for one account; shared by threads. Close it, or use it as a context manager.

    timeouts: (connect, read) in seconds; deadline: of a whole answer. clock: aware instants; sleep and rng: for tests.
    """

    def __init__(
        self,
        base_url: str,
        budget: Budget,
        *,
        account: str | None = None,
        headers: Mapping[str, str] | None = None,
        redactor: Redactor | None = None,
        retries: RetryRule | None = None,
        timeouts: tuple[float, float] = (10.0, 300.0),
        deadline: float = 900.0,
        max_body_bytes: int = MAX_BODY_BYTES,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        rng: Random | None = None,
    ) -> None:
        self.redactor = redactor or Redactor()
        self.account = account
        self._origin = Origin(base_url)
        self._budget = budget
        self._headers = {**STANDARD_HEADERS, **(headers or {})}
        self._retries = retries or RetryRule()
        self._timeouts, self._deadline, self._max_body_bytes = timeouts, deadline, max_body_bytes
        self._clock, self._sleep, self._rng = clock, sleep, rng or Random()
        self._adapter = HTTPAdapter(pool_connections=1, pool_maxsize=_CONNECTIONS, max_retries=0)

    def fetch(
        self,
        path_or_url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Response:
        """A read: made again where that helps; a whole answer with 2xx, or an error. A path stands below base_url's.

        Raises Retriable, Rejected, Unauthorized, Incomplete, ForeignHost.
        """
        if method not in READS:
            raise ValueError(f"{method} is no read; use send_once")
        return self._read(_Call(method, _asking(self._at(path_or_url), params), headers or {}, body), hops=0)

    def post_form(
        self, path_or_url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Response:
        """A read that is asked by a form. A redirect at the same host is followed, still as POST with the same body.

        Raises as `fetch`.
        """
        form = {"Content-Type": FORM, **(headers or {})}
        return self._read(_Call("POST", self._at(path_or_url), form, urlencode(fields).encode()), hops=HOPS)

    def send_once(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """A write: exactly one attempt, on a connection of its own. Any whole answer is returned, whatever its status.

        Raises NotSent: proven that no byte left. Unknown: anything else. ForeignHost: the path is none of this hub.
        """
        call = _Call(method, self._at(path), headers or {}, body)
        with closing(HTTPAdapter(max_retries=0)) as adapter:  # a kept connection may be dead, and leave us in doubt
            result = self._attempt(call, adapter)
        if isinstance(result, Response):
            self._hold_off(result, self._retries.first_delay)
            return replace(result, body=self.redactor.body(result.body))  # kept as evidence, and it may quote us
        if result.kind in UNSENT:
            raise self._placed(errors.NotSent(f"{method} was not sent: {result.sentence}"), call)
        raise self._placed(errors.Unknown(f"{method} was sent, and {result.sentence}", status=result.status), call)

    def check_host(self, link: str) -> str:
        """A link as a hub writes it, absolute or relative to base_url, as it would be asked.

        Raises ForeignHost: it leads anywhere else.
        """
        try:
            return self._origin.resolve(link)
        except errors.ForeignHost as error:
            sentence = self.redactor.text(error.sentence)
        raise errors.ForeignHost(sentence, account=self.account)

    def _at(self, path_or_url: str) -> str:
        return self.check_host(self._origin.endpoint(path_or_url))

    def close(self) -> None:
        self._adapter.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, call: _Call, hops: int) -> Response:
        attempts, waited = 0, 0.0
        while True:
            result = self._attempt(call, self._adapter)
            if isinstance(result, Response) and result.status in REDIRECTS:
                target = self.check_host(result.headers.get("Location", ""))
                if hops > 0 and "Location" in result.headers:
                    call, hops = replace(call, url=target), hops - 1
                    continue
            attempts += 1
            if isinstance(result, Response) and is_whole(result.status):
                return replace(result, attempts=attempts)
            verdict = self._verdict(result, call)
            delay = max(self._retries.delay(attempts, self._rng), verdict.retry_after or 0.0)
            if isinstance(result, Response):
                self._hold_off(result, delay)
            is_over = attempts >= self._retries.attempts or waited + delay > self._retries.longest_wait
            if is_over or not verdict.is_retried:
                raise verdict.error
            logger.info("%s Attempt %d of %d in %.1f s.", verdict.error, attempts + 1, self._retries.attempts, delay)
            self._sleep(delay)
            waited += delay

    def _verdict(self, result: Response | Failure, call: _Call) -> Verdict:
        if isinstance(result, Failure):
            verdict = on_failure(result, call.method)
        else:
            verdict = on_answer(result, call.method, self.redactor)
        self._placed(verdict.error, call)
        return verdict

    def _placed(self, error: errors.HubError, call: _Call) -> errors.HubError:
        return error.about(account=self.account, url=self.redactor.url(call.url))

    def _hold_off(self, answer: Response, delay: float) -> None:
        """Where the hub is overrun, everyone who shares the pace waits, not this thread alone."""
        asked = retry_after_of(answer.headers, answer.received_at)
        if answer.status == TOO_MANY or (asked and is_retried(answer.status)):
            self._budget.pause(max(asked or 0.0, delay))

    def _attempt(self, call: _Call, adapter: HTTPAdapter) -> Response | Failure:
        """Raises nothing of a library: what its exceptions tell goes no further than here."""
        try:
            request = self._prepared(call)
        except Exception as error:
            return Failure(Kind.UNBUILT, type(error).__name__)
        with ExitStack() as turn:
            try:
                turn.enter_context(self._budget.slot())
            except (errors.Retriable, OSError) as error:
                return Failure(Kind.NO_TURN, type(error).__name__, retry_after=getattr(error, "retry_after", None))
            return self._exchange(request, adapter)

    def _prepared(self, call: _Call) -> requests.PreparedRequest:
        headers = {**self._headers, **call.headers}
        self.redactor.hide_headers(headers)
        for value in headers.values():
            value.encode("latin-1")
        prepared = requests.PreparedRequest()
        prepared.prepare_method(call.method)
        prepared.url = _written(call.url)
        prepared.prepare_headers(headers)
        prepared.body = call.body
        prepared.prepare_content_length(call.body)
        return prepared

    def _exchange(self, request: requests.PreparedRequest, adapter: HTTPAdapter) -> Response | Failure:
        requested_at, until, status = self._now(), time.monotonic() + self._deadline, None
        try:
            with adapter.send(request, stream=True, timeout=self._timeouts, verify=True) as answer:
                status, headers = answer.status_code, Headers(answer.headers)
                body = self._body(answer, until)
        except Exception as error:
            return failure_of(error, status)
        if isinstance(body, Kind):
            return Failure(body, "stopped by us", status)
        if not body and status not in BODILESS and not _is_framed(headers):
            return Failure(Kind.BROKEN, "no body", status)  # as an answer looks that was cut within its headers
        return Response(
            status=status,
            headers=headers,
            body=body,
            requested_at=requested_at,
            received_at=self._now(),
            url=self.redactor.url(request.url or ""),
            hub_time=http_date(headers.get("Date", "")),
            attempts=1,
        )

    def _body(self, answer: requests.Response, until: float) -> bytes | Kind:
        """The body, decompressed piece by piece as it comes in: neither a bomb nor a drip is sat through."""
        body = bytearray()
        while piece := answer.raw.read1(_CHUNK, decode_content=True):
            body += piece
            if len(body) > self._max_body_bytes:
                return Kind.TOO_LARGE
            if time.monotonic() > until:
                return Kind.DRIPPING
        return bytes(body)

    def _now(self) -> datetime:
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("the clock of a session must give aware instants")
        return now.astimezone(UTC)


@lru_cache
def _written(url: str) -> str | None:
    """As requests sends it. Many requests of a hub go to one URL, and to look at one takes as long as to send it."""
    prepared = requests.PreparedRequest()
    prepared.prepare_url(url, None)
    return prepared.url


def _is_framed(headers: Headers) -> bool:
    """Whether the answer tells where it ends; else it ends where the connection does, whole or not."""
    return headers.get("Content-Length", "").isdigit() or "chunked" in headers.get("Transfer-Encoding", "").lower()


def _asking(url: str, params: Mapping[str, str] | None) -> str:
    """`url` with `params` added; dollar signs, commas, quotes and times stay readable."""
    if not params:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params, quote_via=quote, safe=READABLE)}"
