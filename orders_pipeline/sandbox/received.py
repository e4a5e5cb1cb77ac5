"""The log of requests that a sandbox received. Never a token: neither headers nor bodies, nor of a query or path."""

import re
from collections import deque
from email.utils import format_datetime
from urllib.parse import unquote_plus

import msgspec
from msgspec import Struct
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orders_pipeline.sandbox.clock import WorldClock

KEPT = 100_000
SECRETS = frozenset({"access_token", "refresh_token", "code", "password"})


SECRET_SEGMENT = re.compile(r"(/sessions/)[^/]+")


class Received(Struct):
    """`status` is None until an answer began; `fault` names the fault of the wire that struck."""

    number: int
    method: str
    path: str
    query: str
    status: int | None = None
    fault: str | None = None


def without_secrets(query: str) -> str:
    """The query as it came, with the values of secret options left out, however their names are written."""
    parts = (part.partition("=") for part in query.split("&"))
    return "&".join(
        f"{name}=…" if unquote_plus(name).lower() in SECRETS else f"{name}{mark}{value}" for name, mark, value in parts
    )


class RequestLog:
    """An ASGI layer: notes every request, and stamps every answer with the world's time."""

    def __init__(self, app: ASGIApp, clock: WorldClock) -> None:
        self.app, self.clock = app, clock
        self.requests: deque[Received] = deque(maxlen=KEPT)
        self._count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._count += 1
        query = without_secrets(scope["query_string"].decode("latin-1"))
        path = SECRET_SEGMENT.sub(r"\1…", scope["path"])  # ChannelApe asks about a session by its token
        noted = Received(self._count, scope["method"], path, query)
        self.requests.append(noted)

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                noted.status = message["status"]
                date = format_datetime(self.clock.now.replace(microsecond=0), usegmt=True)
                message["headers"] = [*message.get("headers", []), (b"date", date.encode())]
            await send(message)

        stamped.__wrapped__ = send  # type: ignore[attr-defined]  # the way to the connection, for faults that break it
        await self.app({**scope, "sandbox.noted": noted}, receive, stamped)

    def as_json(self) -> bytes:
        return msgspec.json.encode(list(self.requests))
