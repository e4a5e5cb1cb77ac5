"""The ChannelApe dialect over HTTP: paths, tokens, limits. What is answered stands in `hub`."""

import asyncio
import re
from collections.abc import Callable
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orders_pipeline.sandbox.channelape import places
from orders_pipeline.sandbox.channelape.access import JWT_FORM, UUID_FORM, Holder, holder_of, presented
from orders_pipeline.sandbox.channelape.errors import JSON, Refused
from orders_pipeline.sandbox.channelape.hub import Hub
from orders_pipeline.sandbox.channelape.operations import operation_of
from orders_pipeline.sandbox.channelape.wrong import answered
from orders_pipeline.sandbox.writes import Call

SERVICE = "/v1/"
HEADERS = {"content-type": JSON}
Options = dict[str, str]
Answer = Callable[[Hub, Holder, str, Options], object]


def _channels(hub: Hub, holder: Holder, key: str, options: Options) -> object:
    business = hub.business(holder, _needed(options, "businessId"))
    return {"channels": places.channels(business, hub.world), "errors": []}


def _suppliers(hub: Hub, holder: Holder, key: str, options: Options) -> object:
    return {"suppliers": places.suppliers(hub.business(holder, _needed(options, "businessId"))), "errors": []}


def _businesses(hub: Hub, holder: Holder, key: str, options: Options) -> object:
    return {"businesses": hub.businesses(holder, _needed(options, "userId")), "errors": []}


def _subscription(hub: Hub, holder: Holder, key: str, options: Options) -> object:
    told = hub.settings
    business = hub.business(holder, key)
    return places.subscription(business, told.channelape_per_second, told.channelape_user_per_second)


def _session(hub: Hub, holder: Holder, key: str, options: Options) -> object:
    return places.session(key, holder_of(key, JWT_FORM if "." in key else UUID_FORM))


def _needed(options: Options, name: str) -> str:
    if not options.get(name):
        raise Refused(22, detail=f"{name} is required.")
    return options[name]


ROUTES: dict[str, tuple[Answer | None, Answer | None]] = {  # resource -> of a list, of one thing
    "channels": (_channels, lambda hub, holder, key, options: hub.channel(holder, key)),
    "businesses": (_businesses, lambda hub, holder, key, options: places.business(hub.business(holder, key))),
    "suppliers": (_suppliers, None),
    "subscriptions": (None, _subscription),
    "sessions": (None, _session),
}


class ChannelApe:
    """An ASGI app. `hub` may be looked at and turned by tests."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Refused as refusal:
            response = refusal.response()
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        hub, path = self.hub, request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        if not path.startswith(SERVICE):
            return Response(b"", 404)
        holder = presented(request.headers)
        if hub.faults.strike("token_expiry", request.scope["path"]):
            raise Refused(11)  # a private key is not renewed: this one answer only
        hub.limits.count(holder)
        if hub.settings.channelape_wants_content_type:
            self._check_content_type(request)
        operation = operation_of(request.method, path, {}, b"")
        if operation is not None:
            return Response(self._write(request, operation, path, holder, await request.body()), 202, HEADERS)
        if request.method != "GET":
            raise Refused(405)
        if hub.settings.latency:
            await asyncio.sleep(hub.settings.latency)
        return self._read(request, path.removeprefix(SERVICE), holder)

    def _write(self, request: Request, operation: str, path: str, holder: Holder, body: bytes) -> bytes:
        call = request.scope.get("sandbox.call") or Call(dialect="channelape", operation=operation)
        key = path.rpartition("/")[2]
        if operation == "create_activity":
            return msgspec.json.encode(self.hub.log_activity(holder, body))
        if operation == "create_order":
            self.hub.refuse_to_create(holder, body)
        return self.hub.update(holder, call, key, body, is_whole=operation == "put_order")

    def _check_content_type(self, request: Request) -> None:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise Refused(415)

    def _read(self, request: Request, path: str, holder: Holder) -> Response:
        resource, _, key = path.partition("/")
        whole, text = request.scope["path"], request.scope["query_string"].decode("latin-1")
        if resource == "orders" and not key:
            return answered(self.hub.orders(holder, text, whole), self.hub.faults, whole)
        if resource == "orders":
            return Response(self.hub.order(holder, key), 200, {"content-type": JSON})
        answer = ROUTES.get(resource, (None, None))[bool(key)]
        if answer is None or not re.fullmatch(r"[\w.-]*", key):
            return Response(b"", 404)
        options = {name: values[0] for name, values in parse_qs(text).items()}
        return Response(msgspec.json.encode(answer(self.hub, holder, key, options)), 200, {"content-type": JSON})
