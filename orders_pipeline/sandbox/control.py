"""The control endpoints `/sandbox/...`: clock, faults, requests, ledger, purchases, refunds by hand. Local only."""

import ipaddress
import json
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from orders_pipeline.sandbox.world.bought import Bought
from orders_pipeline.sandbox.writes import CannotWrite
from orders_pipeline.sandbox.writes.money import COMPONENTS

if TYPE_CHECKING:
    from orders_pipeline.sandbox.app import Sandbox

PREFIX = "/sandbox/"


class Control:
    """GET and POST `clock` {"now": ISO | "advance_seconds": n}; GET, POST and DELETE `faults`; GET `requests`.
    GET `ledger`: what was really applied, oldest first. POST `refunds`: a person gives money back in the hub, as
    {"order_id": n, "amounts": {"item": "5.00"}, "line_id": n, "quantity": n, "seller_id": text}, the first two needed.
    POST `orders`: somebody buys, now: {"orders": [fields of world.bought.Bought]}; what is there already stays. The
    answer tells when the newest of these came.

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
            ("GET", "ledger"): lambda told: _json(self.sandbox.ledger.as_json()),
            ("POST", "orders"): self._buy,
            ("POST", "refunds"): self._refund,
            ("GET", "requests"): lambda told: _json(self.sandbox.log.as_json()),
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
        except (ValueError, KeyError, TypeError, InvalidOperation, CannotWrite) as error:
            return JSONResponse({"error": str(error)}, 400)

    def _clock(self, told: dict) -> Response:
        return JSONResponse({"now": self.sandbox.clock.now.isoformat()})

    def _set_clock(self, told: dict) -> Response:
        if "now" in told:
            self.sandbox.clock.set(datetime.fromisoformat(told["now"]))
        self.sandbox.clock.advance(timedelta(seconds=told.get("advance_seconds", 0)))
        return self._clock(told)

    def _refund(self, told: dict) -> Response:
        amounts = {name: Decimal(str(amount)) for name, amount in told["amounts"].items()}
        if unknown := set(amounts) - set(COMPONENTS):
            raise ValueError(f"no such component: {sorted(unknown)}; there are {', '.join(COMPONENTS)}")
        level = {name: told[name] for name in ("line_id", "quantity", "seller_id") if name in told}
        entry = self.sandbox.writes.by_hand(int(told["order_id"]), amounts, **level)
        return _json(msgspec.json.encode(entry))

    def _buy(self, told: dict) -> Response:
        orders = msgspec.convert(told["orders"], list[Bought], strict=False)
        with self.sandbox.writes.lock:
            bought = self.sandbox.purchases.buy(orders, self.sandbox.clock.now)
            newest_at = self.sandbox.purchases.newest_at(orders)
        return JSONResponse({"bought": bought, "newest_at": newest_at.isoformat()})

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


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
