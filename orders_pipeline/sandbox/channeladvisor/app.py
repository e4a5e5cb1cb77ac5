"""The REST dialect over HTTP: paths, tokens, limits and error bodies. What is answered stands in `hub`."""

import asyncio
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orders_pipeline.sandbox.channeladvisor.errors import ODATA, Refused, no_such_path
from orders_pipeline.sandbox.channeladvisor.hub import Hub
from orders_pipeline.sandbox.channeladvisor.oauth import Access
from orders_pipeline.sandbox.channeladvisor.options import pairs_of
from orders_pipeline.sandbox.channeladvisor.render import Links
from orders_pipeline.sandbox.channeladvisor.sites import site, sites
from orders_pipeline.sandbox.channeladvisor.writing import answer_write

TOKEN_PATH, SERVICE = "/oauth2/token", "/v1/"
LONGEST_URL = 16_000

Answer = Callable[[Hub, Access, str, Links, re.Match[str]], bytes | None]


def _key(found: re.Match[str]) -> int:
    key = int(found["key"])
    if key >= 2**31:
        raise Refused(400, f"The key value '{key}' is not a valid Edm.Int32.")
    return key


def _one(hub: Hub, access: Access, query: str, links: Links, found: re.Match[str]) -> bytes:
    return hub.one(access, _set(found), _key(found), query, links)


def _collection(hub: Hub, access: Access, query: str, links: Links, found: re.Match[str]) -> bytes | None:
    return hub.collection(access, _set(found), _key(found), found["name"], query, links)


def _set(found: re.Match[str]) -> str:
    return "Orders" if found["set"].lower() == "orders" else found["set"]


# Segments are read exactly, but for the set `Orders`, which production clients also write small: spec §1.
_ORDERS, _KEYED = r"(?P<set>(?i:orders))", r"(?P<set>(?i:orders)|OrderItems|Fulfillments)\((?P<key>\d{1,12})\)"
ROUTES: list[tuple[str, re.Pattern[str], str, Answer]] = [
    ("GET", re.compile(_ORDERS), ODATA, lambda hub, access, query, links, found: hub.orders(access, query, links)),
    (
        "GET",
        re.compile(_ORDERS + r"/\$count"),
        "text/plain",
        lambda hub, access, query, links, found: hub.count(access, query),
    ),
    ("GET", re.compile(_KEYED), ODATA, _one),
    ("GET", re.compile("Sites"), ODATA, lambda hub, access, query, links, found: sites(query, links)),
    (
        "GET",
        re.compile(r"Sites\((?P<key>\d{1,12})\)"),
        ODATA,
        lambda hub, access, query, links, found: site(_key(found), links),
    ),
    ("GET", re.compile(_KEYED + r"/(?P<name>\w+)"), ODATA, _collection),
]


class ChannelAdvisor:
    """An ASGI app. `hub` may be looked at and turned by tests."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        try:
            if path == TOKEN_PATH and request.method == "POST":
                response = await self._token(request)
            elif path.startswith(SERVICE):
                response = await self._service(request, path.removeprefix(SERVICE))
            else:
                raise no_such_path(str(request.url.replace(query=None)))
        except Refused as refusal:
            response = refusal.response()
        await response(scope, receive, send)

    async def _token(self, request: Request) -> Response:
        headers = request.headers
        body = self.hub.tokens.issue(
            headers.get("authorization", ""), headers.get("content-type", ""), await request.body()
        )
        return Response(body, headers={"content-type": "application/json; charset=utf-8", "cache-control": "no-store"})

    async def _service(self, request: Request, path: str) -> Response:
        hub, query = self.hub, request.scope["query_string"].decode("latin-1")
        if len(query) > LONGEST_URL:
            raise Refused(414, "", shape="text")
        query_token = next((value for name, value in pairs_of(query) if name.lower() == "access_token"), None)
        if hub.faults.strike("token_expiry", request.url.path):
            hub.tokens.kill(hub.tokens.presented(request.headers, query_token))
        access = hub.tokens.access(request.headers, query_token)
        with hub.limits.one(access):
            if hub.settings.latency:
                await asyncio.sleep(hub.settings.latency)
            if call := request.scope.get("sandbox.call"):
                body, content_type = await request.body(), request.headers.get("content-type", "")
                return answer_write(hub, access, call, path, body, content_type, self._links(request, query_token))
            return self._answer(request, path, query, access, query_token)

    def _links(self, request: Request, query_token: str | None) -> Links:
        root = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}{SERVICE}".rstrip("/")
        return Links(root, query_token)

    def _answer(self, request: Request, path: str, query: str, access: Access, query_token: str | None) -> Response:
        of_path = [(method, *rest, found) for method, shape, *rest in ROUTES if (found := shape.fullmatch(path))]
        for method, content_type, answer, found in of_path:
            if method != request.method:
                continue
            body = answer(self.hub, access, query, self._links(request, query_token), found)
            if body is None and content_type:
                break
            if body is None:
                return Response(status_code=204)
            return Response(body, headers={"content-type": content_type, "odata-version": "4.0"})
        if of_path and request.method not in {method for method, *_ in of_path}:
            text = f"The requested resource does not support http method '{request.method}'."
            raise Refused(405, text, shape="webapi")
        raise no_such_path(str(request.url.replace(query=None)))
