"""Faults of the wire: what reaches the caller instead of the answer, or of a part of it. Knows no dialect.

An ASGI layer around everything but the control endpoints. Where a connection must break it takes the transport of
uvicorn, which no ASGI message reaches.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from random import Random
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orders_pipeline.sandbox.faults.plan import Faults, Strike

Bodies = tuple[tuple[bytes, bytes], ...]  # body and content type

HTML = b"<!DOCTYPE html><html><head><title>Please wait</title></head><body><h1>Gateway</h1></body></html>"
BODIES: Bodies = (  # the three shapes of an error: spec §3
    (b'{"error":{"code":"","message":"An error has occurred."}}', b"application/json; charset=utf-8"),
    (b'{"$id":"1","Message":"An error has occurred."}', b"application/json; charset=utf-8"),
    (HTML, b"text/html"),
    (b"", b"text/plain"),
)


async def answer(send: Send, status: int, body: bytes, content_type: bytes, *headers: tuple[bytes, bytes]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", content_type), length, *headers],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def too_many_requests(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    after = strike.options.get("retry_after", "vary")
    if after == "vary":
        after = strike.random.choice(("none", 0, 1))
    headers = () if after == "none" else ((b"retry-after", str(after).encode()),)
    body, content_type = strike.random.choice(((b"TOO MANY REQUESTS", b"text/plain"), _bodies(scope)[0]))
    await answer(send, 429, body, content_type, *headers)


async def server_error(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    body, content_type = strike.random.choice(_bodies(scope))
    await answer(send, strike.options.get("status") or strike.random.choice((500, 502, 503, 504)), body, content_type)


async def html_page(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, 200, HTML, b"text/html; charset=utf-8")


async def timeout(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Stalls, then breaks the connection without a word."""
    await asyncio.sleep(strike.options["seconds"])
    await reset_connection(strike, app, scope, receive, send)


async def reset_connection(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    transport = transport_of(send)
    raw = transport.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):  # closing with a linger of nothing sends a reset
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await gone(send)


async def cut_body(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    start, body = await whole(app, scope, receive)
    if len(body) < 2:
        await send(start)
        await send({"type": "http.response.body", "body": body})
        return
    cut = int(strike.options["at"]) if "at" in strike.options else _cut(strike.random, len(body))
    cut = min(cut, len(body) - 1)
    if strike.choice("variant", "short_transfer", "truncated_json") == "truncated_json":
        start["headers"] = [
            (name, str(cut).encode() if name == b"content-length" else value) for name, value in start["headers"]
        ]
        await send(start)
        await send({"type": "http.response.body", "body": body[:cut]})
        return
    await send(start)
    await send({"type": "http.response.body", "body": body[:cut], "more_body": True})
    transport_of(send).close()
    await gone(send)


async def slow_drip(strike: Strike, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """A few bytes at a time for the first part of the body, the rest at once."""
    start, body = await whole(app, scope, receive)
    await send(start)
    few, dripped = int(strike.options["bytes"]), min(int(strike.options["dripped"]), len(body))
    for place in range(0, dripped, few):
        await send({"type": "http.response.body", "body": body[place : min(place + few, dripped)], "more_body": True})
        await asyncio.sleep(strike.options["pause"])
    await send({"type": "http.response.body", "body": body[dripped:]})


WIRE: dict[str, Callable[[Strike, ASGIApp, Scope, Receive, Send], Awaitable[None]]] = {
    "reset_connection": reset_connection,
    "timeout": timeout,
    "too_many_requests": too_many_requests,
    "server_error": server_error,
    "html_page": html_page,
    "cut_body": cut_body,
    "slow_drip": slow_drip,
}


class WireFaults:
    """At most one fault of the wire strikes a request, in the order of the table."""

    def __init__(self, app: ASGIApp, faults: Faults, bodies: Mapping[str, Bodies] | None = None) -> None:
        """`bodies`: first segment of a path -> what errors look like there, where not as in BODIES."""
        self.app, self.faults, self.bodies = app, faults, bodies or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for name, act in WIRE.items():
            if strike := self.faults.strike(name, scope["path"]):
                scope["sandbox.noted"].fault = name
                shapes = self.bodies.get(scope["path"].split("/")[1], BODIES)
                await act(strike, self.app, {**scope, "sandbox.bodies": shapes}, receive, send)
                return
        await self.app(scope, receive, send)


def _bodies(scope: Scope) -> Bodies:
    return scope["sandbox.bodies"]


def _cut(random: Random, length: int) -> int:
    """A byte to cut at: anywhere, and often near the end, where a cut is easiest to miss."""
    return random.choice((random.randrange(1, length), length - 1, max(1, length - 2), max(1, length // 2)))


async def whole(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    start: list[Message] = []
    body: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, keep)
    return start[0], b"".join(body)


def _cycle(send: Send) -> Any:
    """uvicorn's exchange under `send`; the layers above hand theirs down as `__wrapped__`."""
    while hasattr(send, "__wrapped__"):
        send = send.__wrapped__
    return send.__self__


def transport_of(send: Send) -> asyncio.Transport:
    return _cycle(send).transport


async def gone(send: Send) -> None:
    """Waits until uvicorn knows that the connection is no more, so that it does not try to answer."""
    for _ in range(2000):
        if _cycle(send).disconnected:
            return
        await asyncio.sleep(0.001)
