"""The dialect over HTTP: one URL for every call, POST with a form, HTTP 200 whatever becomes of it. Spec §1 and §3."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orders_pipeline.sandbox.channelunity.errors import Refused, not_understood
from orders_pipeline.sandbox.channelunity.hub import Hub
from orders_pipeline.sandbox.channelunity.message import read_message
from orders_pipeline.sandbox.channelunity.pages import strange
from orders_pipeline.sandbox.channelunity.render import refusal

PATH, MOVED = "/event.php", "/moved/event.php"  # the second is where a 302 points to
CONTENT_TYPE = {"content-type": "text/xml; charset=utf-8"}


class ChannelUnity:
    """An ASGI app. `hub` may be looked at and turned by tests."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if scope["path"].removeprefix(scope.get("root_path", "")) in (PATH, MOVED):
            response = await self._event(request)
        else:
            response = Response("<html><body><h1>Not Found</h1></body></html>", 404, media_type="text/html")
        await response(scope, receive, send)

    async def _event(self, request: Request) -> Response:
        if redirect := self.hub.faults.strike("redirect_302", request.url.path):
            own = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}{MOVED}"
            return Response(b"", 302, {"location": redirect.options.get("location") or own})
        if self.hub.settings.latency:
            await asyncio.sleep(self.hub.settings.latency)
        place, body = request.url.path, await request.body()
        try:
            if request.method != "POST":
                raise not_understood()  # a 302 followed by a GET ends here
            asked = read_message(
                body,
                request.headers.get("content-type", ""),
                always_decodes=self.hub.settings.channelunity_always_decodes,
            )
            place = f"{place}#{asked.request_type}"
            answer = self.hub.answer(asked, request.scope.get("sandbox.call"))
        except Refused as refused:
            answer = refusal(str(refused))
        return Response(strange(answer, self.hub.faults, place), headers=CONTENT_TYPE)
