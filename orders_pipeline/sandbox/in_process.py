"""A sandbox asked without a socket: one request at a time, in the caller's thread, as fast as Python goes.

For tests of thousands of schedules. Faults that break a connection raise Broken, as a socket would; what they wait
for is real time, so give them options of few seconds, or none.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from starlette.types import Message

from orders_pipeline.sandbox.app import Sandbox


class Answer(Struct, frozen=True):
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


class Broken(ConnectionError):
    """The connection ended before the answer was whole. `received`: the bytes of its body until then."""

    def __init__(self, received: bytes) -> None:
        super().__init__("the connection was broken off")
        self.received = received


class _Exchange:
    """Stands for uvicorn's: faults find a transport in it, which is itself."""

    def __init__(self, body: bytes) -> None:
        self.request, self.start, self.body, self.disconnected = body, {}, b"", False

    @property
    def transport(self) -> "_Exchange":
        return self

    def get_extra_info(self, name: str) -> None:
        return None

    def write(self, data: bytes) -> None:
        """Bytes that are no whole head: the caller has nothing of them."""

    def close(self) -> None:
        self.disconnected = True

    abort = close

    async def receive(self) -> Message:
        return {"type": "http.request", "body": self.request, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = dict(message)
        else:
            self.body += message.get("body", b"")


class InProcess:
    """`ask` as over the wire; `close` when it is no longer needed."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._loop = asyncio.new_event_loop()

    def ask(
        self, method: str, path: str, *, query: str = "", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Raises Broken."""
        given = {"host": "127.0.0.1"} | {name.lower(): value for name, value in (headers or {}).items()}
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given.items()],
            "client": ("127.0.0.1", 0),
            "server": ("127.0.0.1", 80),
        }
        exchange = _Exchange(body)
        self._loop.run_until_complete(self.sandbox(scope, exchange.receive, exchange.send))
        if exchange.disconnected:
            raise Broken(exchange.body)
        told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in exchange.start["headers"]}
        return Answer(exchange.start["status"], told, exchange.body)

    def close(self) -> None:
        self._loop.close()
