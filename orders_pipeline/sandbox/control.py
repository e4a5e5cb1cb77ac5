"""The control endpoints `/sandbox/...`: clock, faults, requests. For callers on this machine only."""

import ipaddress
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

if TYPE_CHECKING:
    from orders_pipeline.sandbox.app import Sandbox

PREFIX = "/sandbox/"


class Control:
    """GET and POST `clock` {"now": ISO | "advance_seconds": n}; GET, POST and DELETE `faults`; GET `requests`.

    POST faults: {"faults": "all" | [name | {"name": ..., "nth": [...], ...}], "spoil": {"<order id>": [ways]}}.
    """

    def __init__(self, sandbox: "Sandbox") -> None:
        self.sandbox = sandbox
        self.routes = {
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._set_clock,
            ("GET", "faults"): self._faults,
            ("POST", "faults"): self._arm,
            ("DELETE", "faults"): self._disarm,
            ("GET", "requests"): lambda told: Response(self.sandbox.log.as_json(), media_type="application/json"),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request, scope["path"].removeprefix(PREFIX))
        await response(scope, receive, send)

    async def _answer(self, request: Request, name: str) -> Response:
        if not is_loopback(request.client.host if request.client else ""):
            return JSONResponse({"error": "the sandbox is controlled from its own machine only"}, 403)
        route = self.routes.get((request.method, name))
        if route is None:
            return JSONResponse({"error": "no such control", "there are": sorted(map(" ".join, self.routes))}, 404)
        try:
            told = json.loads(await request.body() or b"{}")
            if not isinstance(told, dict):
                raise TypeError("the body is not an object")
            return route(told)
        except (ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
            return JSONResponse({"error": str(error)}, 400)

    def _clock(self, told: dict) -> Response:
        return JSONResponse({"now": self.sandbox.clock.now.isoformat()})

    def _set_clock(self, told: dict) -> Response:
        if "now" in told:
            self.sandbox.clock.set(datetime.fromisoformat(told["now"]))
        self.sandbox.clock.advance(timedelta(seconds=told.get("advance_seconds", 0)))
        return self._clock(told)

    def _faults(self, told: dict) -> Response:
        faults = self.sandbox.faults
        armed = [msgspec.to_builtins(fault) for fault in faults.armed.values()]
        spoiled = {str(order_id): list(how) for order_id, how in faults.spoiled.items()}
        return JSONResponse({"armed": armed, "spoiled": spoiled, "struck": [list(each) for each in faults.struck]})

    def _arm(self, told: dict) -> Response:
        self.sandbox.arm(told.get("faults", ()))
        for order_id, how in told.get("spoil", {}).items():
            self.sandbox.faults.spoil(int(order_id), *([how] if isinstance(how, str) else how))
        return self._faults(told)

    def _disarm(self, told: dict) -> Response:
        self.sandbox.faults.disarm(*told.get("names", ()))
        return self._faults(told)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
