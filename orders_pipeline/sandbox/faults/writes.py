"""Faults around a write: what the caller sees of it, and whether, when and how often it was applied.

An ASGI layer inside the faults of the wire. It asks the dialect which requests are writes, and hands each on with a
`Call` in its scope. Faults strike by the place `METHOD path#operation`. Knows no dialect.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults.plan import Faults, Strike
from orders_pipeline.sandbox.faults.wire import BODIES, HTML, answer, gone, reset_connection, transport_of, whole
from orders_pipeline.sandbox.writes.ledger import Call, fingerprint

OperationOf = Callable[[str, str, Mapping[str, str], bytes], str | None]
"""method, path within the dialect, headers, body -> the name of the write, None for anything else."""


class Delayed(Struct):
    """A request that the network still holds."""

    due: datetime
    scope: Scope
    body: bytes


class Struck(Struct):
    """One write under a fault: `apply` lets the hub do it and gives its answer."""

    strike: Strike
    app: ASGIApp
    scope: Scope
    body: bytes
    send: Send
    hold: Callable[[float, Scope, bytes], None]

    async def apply(self, **call: Any) -> tuple[Message, bytes]:
        return await whole(self.app, _with(self.scope, **call), _again(self.body))

    async def give(self, start: Message, body: bytes) -> None:
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})

    async def answer(self, status: int, body: bytes, content_type: bytes, *headers: tuple[bytes, bytes]) -> None:
        await answer(self.send, status, body, content_type, *headers)

    async def break_off(self) -> None:
        await reset_connection(self.strike, self.app, self.scope, _again(b""), self.send)


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _with(scope: Scope, **call: Any) -> Scope:
    return {**scope, "sandbox.call": msgspec.structs.replace(scope["sandbox.call"], **call)}


async def lost_answer(write: Struck) -> None:
    await write.apply()
    await write.break_off()


async def silent(write: Struck) -> None:
    await write.apply()
    await asyncio.sleep(write.strike.options["seconds"])
    await write.break_off()


async def unsent(write: Struck) -> None:
    await write.break_off()


async def stalled(write: Struck) -> None:
    await asyncio.sleep(write.strike.options["seconds"])
    await write.break_off()


async def delayed(write: Struck) -> None:
    write.hold(write.strike.options["world_seconds"], write.scope, write.body)
    await asyncio.sleep(write.strike.options["seconds"])
    await write.break_off()


async def twice(write: Struck) -> None:
    """The second copy comes at once, or when so much world time has passed; the caller hears of the first."""
    first = await write.apply()
    later = write.strike.options["world_seconds"]
    if later:
        write.hold(later, _with(write.scope, is_duplicate=True), write.body)
    else:
        await write.apply(is_duplicate=True)
    await write.give(*first)


async def garbled(write: Struck) -> None:
    """Noise under a good status; what has no body gets one."""
    start, body = await write.apply()
    noise = write.strike.random.randbytes(max(40, len(body)))
    await write.answer(200 if start["status"] == 204 else start["status"], noise, b"application/octet-stream")


async def cut(write: Struck) -> None:
    """Ends in the middle: of the body, or of the status line where there is no body."""
    start, body = await write.apply()
    transport = transport_of(write.send)
    if len(body) < 2:
        transport.write(b"HTTP/1.1 20")
    else:
        await write.send(start)
        await write.send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    transport.close()
    await gone(write.send)


async def refused_late(write: Struck) -> None:
    await write.give(*await write.apply(is_refused_late=True))


async def redirected(write: Struck) -> None:
    """302 to the option `location`, or to the same path with `/moved` in front; nothing is applied."""
    scope = write.scope
    host = dict(scope["headers"]).get(b"host", b"").decode()
    location = write.strike.options["location"] or f"http://{host}/moved{scope['path']}"
    await write.answer(302, b"", b"text/plain", (b"location", location.encode()))


async def slow(write: Struck) -> None:
    start, body = await write.apply()
    await asyncio.sleep(write.strike.options["seconds"])
    await write.give(start, body)


def refused(status: int | None, *, is_applied: bool) -> Callable[[Struck], Awaitable[None]]:
    """401, 429, or a 5xx by chance: instead of the write, or although it was applied."""

    async def act(write: Struck) -> None:
        if is_applied:
            await write.apply()
        body, content_type = write.strike.random.choice(BODIES)
        told = status or write.strike.options.get("status") or write.strike.random.choice((500, 502, 503, 504))
        await write.answer(told, body, content_type)

    return act


async def web_page(write: Struck) -> None:
    """HTML with 200, from a gateway that passed the request on or did not."""
    if write.strike.choice("when", "before", "after") == "after":
        await write.apply()
    await write.answer(200, HTML, b"text/html; charset=utf-8")


ACTS: dict[str, Callable[[Struck], Awaitable[None]]] = {
    "write_reset_before": unsent,
    "write_reset_after": lost_answer,
    "write_timeout_before": stalled,
    "write_timeout_after": silent,
    "write_delayed": delayed,
    "write_twice": twice,
    "write_garbled": garbled,
    "write_cut": cut,
    "write_refused_late": refused_late,
    "write_401_before": refused(401, is_applied=False),
    "write_401_after": refused(401, is_applied=True),
    "write_429_before": refused(429, is_applied=False),
    "write_429_after": refused(429, is_applied=True),
    "write_5xx_before": refused(None, is_applied=False),
    "write_5xx_after": refused(None, is_applied=True),
    "write_redirect": redirected,
    "write_html": web_page,
    "write_slow": slow,
}


class WriteFaults:
    """At most one fault strikes a write, in the order of the table. What was held back comes before the next request
    that is due after it, whatever that asks for."""

    def __init__(
        self, app: ASGIApp, faults: Faults, clock: WorldClock, operations: Mapping[str, OperationOf], root: str
    ) -> None:
        self.app, self.faults, self.clock = app, faults, clock
        self.operations, self.root = operations, root
        self.held: list[Delayed] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            return
        call = self._call(scope, body)
        if call is None:
            await self.app(scope, _again(body), send)
            return
        scope = {**scope, "sandbox.call": call}
        place = f"{call.method} {call.path}#{call.operation}"
        for name, act in ACTS.items():
            if strike := self.faults.strike(name, place):
                scope["sandbox.noted"].fault = name
                await act(Struck(strike, self.app, scope, body, send, self._hold))
                return
        await self.app(scope, _again(body), send)

    async def deliver(self) -> None:
        """Lets the hub have what was held back and is due by world time; nobody hears the answer."""
        while self.held and self.held[0].due <= self.clock.now:
            late = self.held.pop(0)
            await whole(self.app, late.scope, _again(late.body))

    def _hold(self, seconds: float, scope: Scope, body: bytes) -> None:
        self.held.append(Delayed(self.clock.now + timedelta(seconds=seconds), scope, body))
        self.held.sort(key=lambda late: late.due)

    def _call(self, scope: Scope, body: bytes) -> Call | None:
        name, _, rest = scope["path"].removeprefix("/").partition("/")
        dialect, path = (name, f"/{rest}") if name in self.operations else (self.root, scope["path"])
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        operation = self.operations[dialect](scope["method"], path, headers, body)
        if operation is None:
            return None
        return Call(
            dialect=dialect,
            operation=operation,
            method=scope["method"],
            path=scope["path"],
            fingerprint=fingerprint(scope["method"], scope["path"], body),
            request=scope["sandbox.noted"].number,
        )


async def _body(receive: Receive) -> bytes | None:
    """None: the sender was gone before it had sent all of it, and a request that is cut is none."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body
