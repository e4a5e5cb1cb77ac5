"""The SOAP dialect over HTTP: paths, bindings, credentials, shapes of errors. What is answered stands in `hub`."""

import asyncio
import re

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orders_pipeline.sandbox.channeladvisor_soap.accounts import granted
from orders_pipeline.sandbox.channeladvisor_soap.answers import (
    CONTENT_TYPES,
    Failed,
    Fault,
    Turned,
    envelope,
    failure,
    fault_envelope,
    success,
)
from orders_pipeline.sandbox.channeladvisor_soap.bad_pages import PAGES, USUAL
from orders_pipeline.sandbox.channeladvisor_soap.binding import bind, request_of
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import WEB
from orders_pipeline.sandbox.channeladvisor_soap.services import SERVICES
from orders_pipeline.sandbox.channeladvisor_soap.signatures import Operation, Told

PATH = re.compile(r"/ChannelAdvisorAPI/v7/(?P<service>\w+)\.asmx", re.IGNORECASE)
ACTION_12 = re.compile(r'action="?([^";]*)"?', re.IGNORECASE)
HEADERS = {"server": "Microsoft-IIS/6.0", "x-servername": "RDU-IISWEB-05", "x-aspnet-version": "2.0.50727"}
TRANSIENT = "Server was unable to process request. ---> Timeout expired."


class ChannelAdvisorSoap:
    """An ASGI app. `hub` may be looked at and turned by tests."""

    def __init__(self, hub: SoapHub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HttpRequest(scope, receive)
        found = PATH.fullmatch(scope["path"].removeprefix(scope.get("root_path", "")))
        operations = SERVICES.get(found["service"].lower()) if found else None
        content = await request.body()
        if self.hub.settings.latency:
            await asyncio.sleep(self.hub.settings.latency)
        try:
            response = self._answer(request, operations, content)
        except Turned as turned:
            response = Response(turned.body, turned.status, HEADERS | {"content-type": turned.content_type})
        await response(scope, receive, send)

    def _answer(self, request: HttpRequest, operations: dict[str, Operation] | None, content: bytes) -> Response:
        if operations is None:
            raise Turned(404, "<html><body><h1>The resource cannot be found.</h1></body></html>", "text/html")
        if request.method == "GET":
            listed = "".join(f"<li>{name}</li>" for name in operations)
            raise Turned(200, f"<html><body><p>Operations:</p><ul>{listed}</ul></body></html>", "text/html")
        if request.method != "POST":
            raise Turned(405)
        version = _version(request.headers.get("content-type", ""))
        cache = "private"
        try:
            body = envelope(self._called(request, operations, content, version), version)
            status, cache = 200, "private, max-age=0"
            if strike := self.hub.faults.strike("soap_bad_page", request.url.path):
                body = PAGES[strike.choice("variant", *USUAL)](body)
        except Fault as fault:
            body, status = fault_envelope(fault, version), fault.status
        return Response(body, status, HEADERS | {"content-type": CONTENT_TYPES[version], "cache-control": cache})

    def _called(self, request: HttpRequest, operations: dict[str, Operation], content: bytes, version: str) -> bytes:
        """The content of the answer's body."""
        faults, path = self.hub.faults, request.url.path
        action = _action(request, version)
        name = action.removeprefix(WEB)
        operation = operations.get(name) if action.startswith(WEB) else None
        if operation is None:
            raise Fault("Client", f"Server did not recognize the value of HTTP Header SOAPAction: {action}.")
        asked = request_of(content, version)
        self.hub.calls[name] += 1
        accounts = granted(asked.developer_key, asked.password)
        caller = Caller(asked.developer_key or "", accounts, request.scope.get("sandbox.call"))
        if strike := faults.strike("soap_throttled", path):
            if strike.choice("variant", "code", "status") == "status":
                raise Turned(429)
            return failure(name, Failed(1, "The service is busy. Please try again later."), operation.plain_data)
        if strike := faults.strike("soap_fault_200", path):
            raise Fault("Server", strike.options.get("text", TRANSIENT), status=200)
        # The action chooses the operation; a body of another name binds to nothing.
        body = asked.body if asked.body is not None and asked.body.tag == f"{{{WEB}}}{name}" else None
        try:
            told = operation.answer(self.hub, caller, bind(body, operation.sequence))
            return success(name, told.data, message=told.message) if isinstance(told, Told) else success(name, told)
        except Failed as failed:
            return failure(name, failed, operation.plain_data)


def _version(content_type: str) -> str:
    """SOAP 1.1 or 1.2, which the content type tells apart."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("text/xml", "application/soap+xml"):
        raise Turned(415)
    return "1.1" if kind == "text/xml" else "1.2"


def _action(request: HttpRequest, version: str) -> str:
    """The operation's address: a header of its own, or a part of the content type."""
    if version == "1.1":
        return request.headers.get("soapaction", "").strip().strip('"')
    found = ACTION_12.search(request.headers.get("content-type", ""))
    return found[1].strip() if found else ""
