"""The hub that is measured against: answers from rendered bytes, and does as little else as it can.

A process of its own on a port of this machine, HTTP/1.1 with keep-alive. What it answers stands in `serving/`.
"""

import argparse
import asyncio
import json
import os
import re
import socket
import sys
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.exchange import HEADERS, Pieces, Request
from benchmarks.rendered import opened
from benchmarks.serving import HUBS
from orders_pipeline.sandbox.world import NOW

SEND_BUFFER = 4 * 1024 * 1024
CLOCK = NOW + timedelta(minutes=10)  # of the hub: every order has settled, so that all are read
TOLD = {name: re.compile(rf"(?im)^{name}: *(.*?)\r?$") for name in (*HEADERS, "content-length")}
ASKED = "/bench/asked"  # every request since this was asked last


class Conversation(asyncio.Protocol):
    """One connection. Requests come one after another, as these readers send them."""

    def __init__(self, hub: Any, content_type: str, asked: list[Request]) -> None:
        self._hub, self._asked, self._got = hub, asked, b""
        date = format_datetime(CLOCK.astimezone(UTC), usegmt=True)
        self._head = f"Content-Type: {content_type}\r\nDate: {date}\r\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[:end].decode("latin-1")
            told = {name: found[1] for name, shape in TOLD.items() if (found := shape.search(head))}
            whole = end + 4 + int(told.pop("content-length", 0))
            if len(self._got) < whole:
                return
            body, self._got = self._got[end + 4 : whole].decode(), self._got[whole:]
            method, target, _ = head.partition("\r\n")[0].split(" ", 2)
            self._answer(Request(method, target, told, body))

    def _answer(self, request: Request) -> None:
        if request.target == ASKED:
            pieces: Pieces | None = [msgspec.json.encode(self._asked)]
            self._asked.clear()
        else:
            self._asked.append(request)
            pieces = self._hub.answer(request)
        status = "200 OK" if pieces is not None else "400 Bad Request"
        body = b"".join(pieces or ())
        head = f"HTTP/1.1 {status}\r\n{self._head}Content-Length: {len(body)}\r\n\r\n".encode()
        self._transport.writelines((head, body))


async def serve(folder: Path, page_size: int) -> None:
    orders, loop, asked = opened(folder), asyncio.get_running_loop(), list[Request]()
    dialect = HUBS[orders.channel]
    hubs: list[Any] = []
    server = await loop.create_server(lambda: Conversation(hubs[0], dialect.CONTENT_TYPE, asked), "127.0.0.1", 0)
    root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    hubs.append(dialect.Hub(orders, page_size, root))
    sys.stdout.write(json.dumps({"url": root, "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page-size", type=int, required=True)
    told = parser.parse_args()
    asyncio.run(serve(told.folder, told.page_size))
