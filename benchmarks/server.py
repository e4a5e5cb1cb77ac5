"""The hub that is measured against: answers from rendered bytes, and does as little else as it can.

A process of its own on a port of this machine, HTTP/1.1 with keep-alive. It knows the few questions that readers of
orders ask: token, count, a page of a window by keyset or by `$skip`, one whole order. Anything else is refused, so
that a run that asks for something else fails and is not measured.
"""

import argparse
import asyncio
import json
import mmap
import os
import re
import socket
import sys
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from benchmarks.rendered import opened
from orders_pipeline.sandbox.world import NOW

Pieces = list[bytes | memoryview]

WINDOW = re.compile(r"UpdatedDateUtc ge ([0-9T:.-]+Z) and UpdatedDateUtc lt ([0-9T:.-]+Z)")
AFTER, SKIP = re.compile(r" and ID gt (\d+)"), re.compile(r"&\$skip=(\d+)")
NO_ORDER = re.compile(r"\$filter=ProfileID eq \d+ and ID eq 0")
WHOLE = re.compile(r"/v1/Orders\((\d+)\)\?")
TOKEN = b'{"access_token":"bench-token","token_type":"bearer","expires_in":3600}'
SEND_BUFFER = 4 * 1024 * 1024
CLOCK = NOW + timedelta(minutes=10)  # of the hub: every order has settled, so that all are read


class Hub:
    def __init__(self, folder: Path, page_size: int) -> None:
        orders = opened(folder)
        self._page_size = page_size
        self._placed = orders.placed
        self._lists, self._wholes = _mapped(orders.lists), _mapped(orders.wholes)
        self._place_of = {one.order_id: place for place, one in enumerate(orders.placed)}
        self._by_update = sorted(range(len(orders.placed)), key=lambda place: orders.placed[place].updated)
        self._updates = [orders.placed[place].updated for place in self._by_update]
        self._within = lru_cache(maxsize=4096)(self._find)
        self.asked: list[str] = []
        self.root = ""

    def answer(self, method: str, target: str) -> Pieces | None:
        """The body in pieces; None: no such question."""
        if target == "/bench/asked":
            asked, self.asked = self.asked, []
            return [json.dumps(asked).encode()]
        self.asked.append(target)
        if method == "POST":
            return [TOKEN] if target == "/oauth2/token" else None
        if found := WHOLE.match(target):
            return self._whole(int(found[1]))
        asked = unquote(target)
        window = WINDOW.search(asked)
        if asked.startswith("/v1/Orders/$count?"):
            return self._count(asked, window)
        if asked.startswith("/v1/Orders?") and window:
            return self._page(target, asked, self._within(window[1], window[2]))
        return None

    def _count(self, asked: str, window: re.Match[str] | None) -> Pieces | None:
        if window is None:
            return [b"0"] if NO_ORDER.search(asked) else None
        return [b"%d" % len(self._within(window[1], window[2]))]

    def _find(self, since: str, until: str) -> list[int]:
        """Places of the orders that changed within the half-open window, in the order of ids."""
        low, high = (bisect_left(self._updates, _micros(text)) for text in (since, until))
        return sorted(self._by_update[low:high])

    def _page(self, target: str, asked: str, found: list[int]) -> Pieces:
        after, skip = AFTER.search(asked), SKIP.search(asked)
        beyond = bisect_right(found, self._place_of[int(after[1])]) if after else 0
        start = beyond + (int(skip[1]) if skip else 0)
        end = start + self._page_size
        pieces: Pieces = [b'{"@odata.context":"$metadata#Orders","@odata.count":%d,"value":[' % (len(found) - beyond)]
        for place in found[start:end]:
            one = self._placed[place]
            pieces += (self._lists[one.start : one.end], b",")
        if len(pieces) > 1:
            pieces.pop()
        pieces.append(b"]}" if end >= len(found) else b'],"@odata.nextLink":"%s"}' % self._next(target, end - beyond))
        return pieces

    def _next(self, target: str, skip: int) -> bytes:
        return f"{self.root}{SKIP.sub('', target)}&$skip={skip}".encode()

    def _whole(self, order_id: int) -> Pieces | None:
        place = self._place_of.get(order_id)
        if place is None:
            return None
        one = self._placed[place]
        if one.whole_end > one.whole_start:
            return [self._wholes[one.whole_start : one.whole_end]]
        return [self._lists[one.start : one.end]]


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)) if path.stat().st_size else memoryview(b"")


def _micros(text: str) -> int:
    instant = datetime.fromisoformat(text)
    return int(instant.timestamp()) * 1_000_000 + instant.microsecond


class Conversation(asyncio.Protocol):
    """One connection. Requests come one after another, as these readers send them."""

    def __init__(self, hub: Hub) -> None:
        self._hub, self._got = hub, b""
        self._head = (
            f"Content-Type: application/json\r\nDate: {format_datetime(CLOCK.astimezone(UTC), usegmt=True)}\r\n"
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[:end].decode("latin-1")
            body = re.search(r"(?i)\r\ncontent-length: *(\d+)", head)
            whole = end + 4 + (int(body[1]) if body else 0)
            if len(self._got) < whole:
                return
            self._got = self._got[whole:]
            method, target, _ = head.partition("\r\n")[0].split(" ", 2)
            self._answer(self._hub.answer(method, target))

    def _answer(self, pieces: Pieces | None) -> None:
        status = "200 OK" if pieces is not None else "400 Bad Request"
        body = b"".join(pieces or ())
        head = f"HTTP/1.1 {status}\r\n{self._head}Content-Length: {len(body)}\r\n\r\n".encode()
        self._transport.writelines((head, body))


async def serve(folder: Path, page_size: int) -> None:
    hub, loop = Hub(folder, page_size), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(hub), "127.0.0.1", 0)
    hub.root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    sys.stdout.write(json.dumps({"url": hub.root, "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page-size", type=int, required=True)
    told = parser.parse_args()
    asyncio.run(serve(told.folder, told.page_size))
