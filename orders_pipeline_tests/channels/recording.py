"""A hub of sockets on loopback: keeps each request byte for byte, and answers by a script of bytes, or not at all."""

import socket
import struct
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from orders_pipeline.channels.base import Connection, Patience
from orders_pipeline.channels.responses import Headers, Response

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
CLOSE = b""  # no answer: the connection ends
TOKEN_ANSWER = b'{"access_token":"tok-ZANZIBAR-3","token_type":"bearer","expires_in":3600}'


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    head: bytes
    body: bytes

    @property
    def line(self):
        return self.head.split(b"\r\n")[0].decode()

    def header(self, name):
        for line in self.head.decode().split("\r\n")[1:]:
            if line.lower().startswith(f"{name.lower()}: "):
                return line.partition(": ")[2]
        return None


@dataclass
class Hub:
    """`script`: the next answers, then `usual`. Tokens are sold beside it, and not counted. `reset`: close hard."""

    usual: bytes = b""
    script: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    tokens: int = 0
    address: str = ""

    def answer(self, seen):
        if "/oauth2/token" in seen.line:
            self.tokens += 1
            return http(200, TOKEN_ANSWER)
        self.requests.append(seen)
        return self.script.pop(0) if self.script else self.usual


def http(status, body=b"", **headers):
    """A whole answer; one of 204 has no length."""
    named = {"Connection": "close", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if status != 204:
        named["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body


def cut(answer):
    """The same answer, broken off within its body."""
    return answer[: -max(1, len(answer.partition(b"\r\n\r\n")[2]) // 2)]


@contextmanager
def recording(usual=b"", *script):
    hub = Hub(usual, list(script))
    listener = socket.create_server(("127.0.0.1", 0))
    hub.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=_serve, args=(hub, listener), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _serve(hub, listener):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(5)
            seen = _read(connection)
            if seen is None:
                continue
            answer = hub.answer(seen)
            if answer == CLOSE:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                connection.sendall(answer)


def _read(connection):
    content = b""
    while b"\r\n\r\n" not in content:
        piece = connection.recv(65_536)
        if not piece:
            return None
        content += piece
    head, _, body = content.partition(b"\r\n\r\n")
    seen = Seen(head, body)
    while len(body) < int(seen.header("Content-Length") or 0):
        body += connection.recv(65_536)
    return Seen(head, body)


def a_connection(address, folder, secrets, scope):
    return Connection(
        account="us",
        base_url=address,
        scope=scope,
        secret=secrets.__getitem__,
        concurrent=3,
        per_minute=100_000,
        budgets=folder / "budgets",
        options={},
        now=lambda: NOW,
        patience=Patience(connect=2, read=2, sleep=lambda seconds: None),
    )


def a_response(status=200, body=b"", **headers):
    """As the session hands it on."""
    return Response(
        status=status,
        headers=Headers(headers),
        body=body,
        requested_at=NOW,
        received_at=NOW,
        url="http://hub",
        hub_time=NOW,
        attempts=1,
    )
