"""A small scripted ChannelUnity on loopback: answers in the order in which a test writes them, and what it was asked.

Not the sandbox: it knows no rule of the protocol, so that a test says each answer itself.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus
from xml.etree import ElementTree

from orders_pipeline.channels.base import Connection, Patience

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
SECRETS = {"username": "demo_user", "password": "Passw0rd1"}
API_KEY = "0123456789"

ITEM = "<Item><SKU>TS-1</SKU><Name>Shirt</Name><Qty>1.000</Qty><Price>24.99</Price><Tax>0.00</Tax></Item>"

Answer = tuple[int, dict[str, str], bytes]


def order(number: int | str, /, bought: str = "2026-09-29T10:00:00+00:00", **changes: str | None) -> str:
    """A whole order; `None` takes an element away."""
    values = {
        "OrderId": str(number),
        "RemoteOrderId": f"R-{number}",
        "ServiceSku": "CU_AMZ_UK",
        "PurchaseDate": bought,
        "Currency": "GBP",
        "ShipPrice": "3.99",
        "ShipTax": "0.00",
        "OrderStatus": "Processing",
        "OrderFlags": "",
        "GrandTotal": "28.98",
        "OrderTax": "0.00",
        "OrderItems": ITEM,
    } | changes
    return f"<Order>{''.join(f'<{n}>{v}</{n}>' for n, v in values.items() if v is not None)}</Order>"


def page(*orders: str, status: str = "<Status>OK</Status>") -> bytes:
    return f"<ChannelUnity>{''.join(orders)}{status}</ChannelUnity>".encode()


def validated(*scopes: str, api_key: str = API_KEY, account: str = "9001") -> bytes:
    listed = "".join(
        f"<Subscription><SettingsLinkId>{one}</SettingsLinkId><ChannelName>Shop {one}</ChannelName>"
        f"<ServiceSku>CU_AMZ_UK</ServiceSku></Subscription>"
        for one in scopes
    )
    return (
        f"<ChannelUnity><Status>OK</Status><MerchantName>acme</MerchantName><ApiKey>{api_key}</ApiKey>"
        f"<SubscriptionId>{account}</SubscriptionId><Subscriptions>{listed}</Subscriptions></ChannelUnity>"
    ).encode()


def refused(text: str = "Error - whatever") -> bytes:
    return page(status=f"<Status><![CDATA[{text}]]></Status>")


@dataclass
class Hub:
    """`orders` answers GetOrders: a list is used up in turn, a function is called with the payload."""

    orders: list[bytes | Answer] | Callable[[dict[str, str]], bytes | Answer] = field(default_factory=list)
    validate: Callable[[], bytes | Answer] = lambda: validated("12")
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # call, payload
    raw: list[tuple[str, str, bytes]] = field(default_factory=list)  # method, path, body
    date: datetime | None = NOW
    url: str = ""

    def answer(self, body: bytes) -> bytes | Answer:
        value = parse_qs(body.decode(), keep_blank_values=True)["message"][0]
        xml = value if value.strip().startswith("<") else unquote_plus(value)
        root = ElementTree.fromstring(xml.encode())
        call, payload = root.findtext("RequestType") or "", root.find("Payload")
        self.asked.append((call, {child.tag: child.text or "" for child in (payload if payload is not None else [])}))
        if call == "ValidateUser":
            return self.validate()
        return self.orders(self.asked[-1][1]) if callable(self.orders) else self.orders.pop(0)

    def payloads(self, call: str = "GetOrders") -> list[dict[str, str]]:
        return [payload for name, payload in self.asked if name == call]


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: two of them wait for each other

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hub.raw.append((self.command, self.path, body))
            told = hub.answer(body)
            status, headers, content = told if isinstance(told, tuple) else (200, {}, told)
            self.send_response_only(status)
            if hub.date:
                self.send_header("Date", format_datetime(hub.date, usegmt=True))
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def connection(hub: Hub, budgets: Path, scope: str = "12", **options: str) -> Connection:
    return Connection(
        account="cu/12",
        base_url=hub.url,
        scope=scope,
        secret=SECRETS.__getitem__,
        concurrent=2,
        per_minute=1_000_000,
        budgets=budgets,
        options={"merchant_name": "acme", **options},
        now=lambda: NOW,
        patience=Patience(connect=2.0, read=2.0, sleep=lambda seconds: None),
    )


class Landed:
    """Implements `channels.base.Attempt` in memory."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.discarded: list[tuple[bytes, str]] = []
        self.told: list[tuple[int, tuple[str, ...]]] = []

    def land(self, kind, answer, *, order_id=None, path=None):
        self.bodies.append(answer.body)
        return lambda orders, unknown_fields: self.told.append((orders, tuple(unknown_fields)))

    def start_over(self, reason: str) -> None:
        self.discarded += [(body, reason) for body in self.bodies]
        self.bodies = []

    def discard_last(self, reason: str) -> None:
        self.discarded.append((self.bodies.pop(), reason))
