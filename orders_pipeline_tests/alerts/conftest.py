"""Receivers on loopback: a webhook that plays what it is told, and a mail server that keeps what it takes."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

SECRET_PATH = "/services/T0SECRET/B0SECRET/x5ecret"


@pytest.fixture
def webhook():
    """`webhook.plays(500)` and so on; `posted`: the bodies as JSON, `asked`: how often it was asked at all."""
    state = SimpleNamespace(status=200, headers={}, sleep=0.0, posted=[], asked=0, paths=[])

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            state.asked += 1
            state.paths.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(state.sleep)
            if state.status == 200:
                state.posted.append(json.loads(body))
            self.send_response(state.status)
            for name, value in {"Content-Length": "2", **state.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.handle_error = lambda *wire: None  # that nobody waits for the answer is what is tested
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}{SECRET_PATH}?sig=q5ecret"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def mailbox():
    """`mails`: what was taken, as text; `port`; `refuses`: the answer to RCPT instead of 250."""
    state = SimpleNamespace(mails=[], refuses="", said=[])
    listener = socket.create_server(("127.0.0.1", 0))
    state.port = listener.getsockname()[1]

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb", buffering=0) as wire:
                converse(wire)

    def converse(wire):
        wire.write(b"220 here\r\n")
        while line := wire.readline():
            word = line[:4].upper().strip()
            state.said.append(line.decode().strip())
            if word == b"DATA":
                wire.write(b"354 go on\r\n")
                lines = iter(wire.readline, b".\r\n")
                state.mails.append(b"".join(lines).decode())
            if word == b"RCPT" and state.refuses:
                wire.write(f"{state.refuses}\r\n".encode())
            elif word == b"QUIT":
                wire.write(b"221 bye\r\n")
                return
            else:
                wire.write(b"250 ok\r\n")

    threading.Thread(target=serve, daemon=True).start()
    yield state
    listener.close()
