"""A scripted ChannelApe on loopback, as far as the client's rules need one: raw answers, page by page.

Written from channelape.md for these tests alone; knows nothing of the sandbox.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from orders_pipeline.channels.base import Connection, Patience
from orders_pipeline.channels.channelape.client import ChannelApe, connect
from orders_pipeline.model.window import Window

BUSINESS = "4d688534-0000-4111-940c-322ba9aec108"
CHANNEL = "0d134d16-0000-4724-841e-7d46e0f128bd"
OTHER_CHANNEL = "0d134d16-0000-4724-841e-7d46e0f128be"
TOKEN = "6f0c2c0e-1111-4222-8333-0d8f1f0b7c99"
DAY = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = Window(DAY, DAY + timedelta(days=1))


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def order_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def an_order(number: int = 1, **changes: object) -> dict[str, object]:
    """An order of one line, bought and changed `number` minutes after the day began."""
    at = stamp(DAY + timedelta(minutes=number))
    order: dict[str, object] = {
        "id": order_id(number),
        "businessId": BUSINESS,
        "channelId": CHANNEL,
        "channelOrderId": f"CO-{number}",
        "status": "OPEN",
        "alphabeticCurrencyCode": "USD",
        "purchasedAt": at,
        "createdAt": at,
        "updatedAt": at,
        "totalPrice": "12.99",
        "lineItems": [{"id": "L-1", "sku": "SHIRT-1", "quantity": 1, "price": "12.99"}],
        "fulfillments": [],
        "refunds": [],
        "additionalFields": [],
        "errors": [],
    }
    return {**order, **changes}


def a_page(*orders: object, last: bool = True, key: str | None = None, total: int | None = None) -> bytes:
    pagination: dict[str, object] = {"lastPage": last, "pageSize": len(orders)}
    if key is not None:
        pagination |= {"lastKey": key, "nextPageHref": f"v1/orders?lastKey={key}"}
    if total is not None:
        pagination["totalItems"] = total
    return json.dumps({"orders": list(orders), "pagination": pagination, "errors": []}).encode()


def errors(*codes: int) -> bytes:
    return json.dumps({"errors": [{"code": code, "message": f"error {code}"} for code in codes]}).encode()


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass
class Told:
    """An answer to send."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Answer = Callable[[Asked], Told | bytes]


@dataclass
class Hub:
    """`answer` is asked for every request; `asked` keeps them."""

    answer: Answer
    url: str = ""
    now: datetime = WINDOW.end
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def a_hub(answer: Answer) -> Iterator[Hub]:
    hub = Hub(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body together

        def do_GET(self) -> None:
            place = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            params, headers = dict(parse_qsl(place.query)), dict(self.headers.items())
            asked = Asked(place.path, params, headers, self.command, body)
            hub.asked.append(asked)
            told = hub.answer(asked)
            told = Told(told) if isinstance(told, bytes) else told
            self.send_response_only(told.status)
            if "Date" not in told.headers:
                self.send_header("Date", hub.now.strftime("%a, %d %b %Y %H:%M:%S GMT"))
            for name, value in told.headers.items():
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_PATCH = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def a_shop(orders: list[dict[str, object]], size: int = 3, counts: bool = True) -> Answer:
    """A hub that holds `orders`, which the caller may change meanwhile: filters, keys, counts as the spec says."""

    def answer(asked: Asked) -> Told | bytes:
        params = asked.params
        if asked.path != "/v1/orders":
            found = [one for one in orders if asked.path == f"/v1/orders/{one['id']}"]
            return json.dumps(found[0]).encode() if found else Told(errors(174), 404)
        found = [one for one in orders if _is_asked_for(one, params)]
        found.sort(key=lambda one: (str(one["purchasedAt"]), str(one["id"])), reverse=True)
        total = len(found) if counts and params.get("count") == "true" else None
        if after := params.get("lastKey"):
            (last,) = [one for one in orders if one["id"] == after]
            found = [one for one in found if (one["purchasedAt"], one["id"]) < (last["purchasedAt"], last["id"])]
        shown = found[: min(size, int(params["size"]))]
        return a_page(*shown, last=shown == found, key=str(shown[-1]["id"]) if shown else None, total=total)

    return answer


def _is_asked_for(order: dict[str, object], params: dict[str, str]) -> bool:
    """Bounds inclusive at both ends (§3.2)."""
    bounds = (("updatedAt", "updatedAtStartDate", "updatedAtEndDate"), ("purchasedAt", "startDate", "endDate"))
    within = all(params.get(start, "") <= str(order[name]) <= params.get(end, "~") for name, start, end in bounds)
    return within and all(params.get(name, order[name]) == order[name] for name in ("businessId", "channelId"))


def in_a_hurry(budgets: Path) -> Patience:
    """Pauses take no time: what the budget remembers of them is forgotten, as may happen to its files."""

    def sleep(seconds: float) -> None:
        for file in budgets.glob("pace-*.json"):
            file.unlink(missing_ok=True)

    return Patience(connect=2.0, read=2.0, sleep=sleep)


@contextmanager
def connected(hub: Hub, tmp_path: Path, *, token: str = TOKEN, **changes: object) -> Iterator[ChannelApe]:
    given: dict[str, object] = {
        "account": "cape",
        "base_url": hub.url,
        "scope": BUSINESS,
        "secret": {"token": token}.__getitem__,
        "concurrent": 4,
        "per_minute": 600_000,
        "budgets": tmp_path,
        "options": {},
        "now": lambda: hub.now,
        "patience": in_a_hurry(tmp_path),
    }
    channel = connect(Connection(**{**given, **changes}))
    try:
        yield channel
    finally:
        channel.close()


class Landed:
    """An attempt that keeps what it is given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.told: list[tuple[int, tuple[str, ...]]] = []
        self.discarded: list[str] = []

    def land(self, kind, answer, *, order_id=None, path=None):
        self.bodies.append(answer.body)
        return lambda orders, unknown: self.told.append((orders, tuple(unknown)))

    def start_over(self, reason):
        self.bodies.clear()
        self.told.clear()
        self.discarded.append(reason)

    def discard_last(self, reason):
        self.bodies.pop()
        self.discarded.append(reason)
