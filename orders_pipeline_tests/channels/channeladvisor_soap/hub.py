"""A small scripted hub on loopback: orders as they stand, pages cut from them, and whatever a test wants to go wrong.

Knows of the protocol only what its tests need. Counts what it is asked.
"""

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

from orders_pipeline.channels import sessions
from orders_pipeline.channels.base import Connection, Patience
from orders_pipeline.channels.budget import Pace
from orders_pipeline.channels.channeladvisor_soap import client
from orders_pipeline_tests.channels.channeladvisor_soap import making

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
SECRETS = {"developer_key": "KEY-ZANZIBAR-1", "password": "PASS-ZANZIBAR-2"}
ACCOUNT_ID = "00000000-0000-0000-0000-00000000a11c"


@dataclass
class Asked:
    """One request: the operation, and the elements of it by local name; repeated ones as a list."""

    operation: str
    text: str

    def all(self, name):
        return re.findall(rf"<(?:\w+:)?{name}>([^<]*)</", self.text)

    def one(self, name):
        found = self.all(name)
        return found[0] if found else None

    @property
    def page(self):
        return int(self.one("PageNumberFilter")), int(self.one("PageSize"))


@dataclass
class Hub:
    """`orders` by id: an order, or None for one that the hub cannot render. `answers`: tried first, in turn."""

    orders: dict = field(default_factory=dict)
    refunds: dict = field(default_factory=dict)
    parcels: dict = field(default_factory=dict)
    largest: int = 200
    asked: list = field(default_factory=list)
    before: object = None  # called with each request; what it returns is the answer, (status, body)

    def answer(self, asked):
        self.asked.append(asked)
        assert len(self.asked) < 500, "this would go on for ever"
        if self.before is not None and (said := self.before(asked)) is not None:
            return said
        return 200, getattr(self, asked.operation)(asked)

    def GetOrderList(self, asked):
        ids = [int(one) for one in asked.all("int")] or sorted(self.orders)
        found = [order_id for order_id in ids if order_id in self.orders]
        number, size = asked.page
        size = min(size, self.largest)
        here = found[(number - 1) * size : number * size]
        level = asked.one("DetailLevel")
        if any(self.orders[order_id] is None for order_id in here) and level == "Complete":
            return making.a_failure()
        shown = [
            (self.orders[order_id] or making.an_order(order_id)) | {"NumberOfMatches": len(found)} for order_id in here
        ]
        if level == "Low":
            shown = [{**order, "ShoppingCart": making.GONE} for order in shown]
        return making.a_page(*shown, level=f"OrderResponseDetail{level}")

    def GetOrderRefundHistory(self, asked):
        order_id = int(asked.one("orderID"))
        return making.a_history(order_id, *self.refunds.get(order_id, ()))

    def GetOrderFulfillmentDetailList(self, asked):
        ids = [int(one) for one in asked.all("int")]
        return making.fulfilled({order_id: self.parcels.get(order_id, []) for order_id in ids})

    def calls(self, operation, **elements):
        return [
            one
            for one in self.asked
            if one.operation == operation and all(one.one(name) == value for name, value in elements.items())
        ]


def some(count, **changes):
    return {order_id: making.an_order(order_id, **changes) for order_id in range(1, count + 1)}


@contextmanager
def served(hub):
    """The hub on loopback: its address."""

    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            operation = self.headers["SOAPAction"].strip('"').rpartition("/")[2]
            status, body = hub.answer(Asked(operation, text))
            self.send_response(status)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def listening(hub, tmp_path, **options):
    """A client that speaks to the hub. Nobody waits, and the rate budget takes it for waited."""
    waited = [time.monotonic()]

    def sleep(seconds):
        waited[0] += seconds

    with served(hub) as address:
        with mock.patch.object(sessions, "Pace", partial(Pace, clock=lambda: waited[0])):
            channel = client.connect(
                Connection(
                    account="soap",
                    base_url=address,
                    scope=ACCOUNT_ID,
                    secret=SECRETS.__getitem__,
                    concurrent=3,
                    per_minute=100_000,
                    budgets=tmp_path / "budgets",
                    options=options,
                    now=lambda: NOW,
                    patience=Patience(connect=2, read=5, sleep=sleep),
                )
            )
        try:
            yield channel
        finally:
            channel.close()
