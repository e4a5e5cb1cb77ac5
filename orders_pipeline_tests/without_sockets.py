"""The real client speaking to a sandbox in the same thread: only the sockets are left out.

Takes the place of the adapter of requests, answers with what urllib3 would have read, and raises what requests would.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.in_process import Answer, Broken, InProcess

URL = "http://127.0.0.1:9"  # nobody listens there


class Cut(io.BytesIO):
    """So much of a body, and then the end of the connection."""

    def read1(self, size: int = -1, **_: object) -> bytes:
        if piece := self.read(size):
            return piece
        raise ProtocolError("the connection ended within the body")


class Wire:
    """requests' HTTPAdapter, as far as `channels.http` uses it. on_call: told of every request before it is answered.

    on_answer: told once the hub has done what it does, before the caller hears of it.
    """

    def __init__(
        self,
        hub: InProcess,
        on_call: Callable[[requests.PreparedRequest], None] = lambda request: None,
        on_answer: Callable[[requests.PreparedRequest], None] = lambda request: None,
    ) -> None:
        self.hub, self.on_call, self.on_answer = hub, on_call, on_answer

    def __call__(self, **_: object) -> "Wire":
        return self

    def close(self) -> None:
        pass

    @contextmanager
    def send(self, request: requests.PreparedRequest, **_: object) -> Iterator[requests.Response]:
        place = urlsplit(request.url or "")
        self.on_call(request)
        body = request.body or b""
        try:
            answer = self.hub.ask(
                request.method or "",
                place.path,
                query=place.query,
                headers={name: str(value) for name, value in request.headers.items()},
                body=body.encode() if isinstance(body, str) else body,
            )
        except Broken as broken:
            self.on_answer(request)
            if not broken.received:
                raise requests.ConnectionError(ProtocolError("the connection was broken off")) from None
            yield _response(200, {"content-length": "1000000"}, Cut(broken.received))
            return
        self.on_answer(request)
        yield _told(answer)


def _told(answer: Answer) -> requests.Response:
    raw = HTTPResponse(io.BytesIO(answer.body), headers=answer.headers, status=answer.status, preload_content=False)
    return _response(answer.status, answer.headers, raw)


def _response(status: int, headers: dict[str, str], raw: object) -> requests.Response:
    made = requests.Response()
    made.status_code, made.raw = status, raw
    made.headers.update(headers)
    return made


@contextmanager
def without_sockets(sandbox: Sandbox, **watchers: Callable[[requests.PreparedRequest], None]) -> Iterator[Wire]:
    """Until the block ends, whatever channels ask is asked of this sandbox, under `URL`.

    A hub that is overrun is not waited for: that would be real time.
    """
    hub = InProcess(sandbox)
    wire = Wire(hub, **watchers)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("orders_pipeline.channels.http.HTTPAdapter", wire)
            patch.setattr("orders_pipeline.channels.budget.Pace.pause", lambda pace, seconds: None)
            yield wire
    finally:
        hub.close()
