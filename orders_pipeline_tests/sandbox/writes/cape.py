"""One order at a ChannelApe hub: writes to it, and looks at it by this hub and by others over the same world."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.sandbox.channelape.ids import order_uuid
from orders_pipeline.sandbox.server import Running
from orders_pipeline_tests.sandbox.channelape.conftest import Caller
from orders_pipeline_tests.sandbox.conftest import Caller as RestCaller

DECODER = msgspec.json.Decoder(float_hook=Decimal)
READ_ONLY = ("id", "businessId", "channelId", "channelOrderId", "createdAt", "updatedAt", "errors")


class Desk:
    def __init__(self, hub: Running, order_id: int = 1) -> None:
        self.hub, self.ledger, self.order_id, self.caller = hub, hub.ledger, order_id, Caller(hub)
        self.path = f"orders/{order_uuid(order_id)}"
        order = hub.world.lives[order_id].order
        self.lines = [line.site_line_id or str(line.line_id) for line in order.lines]

    def send(self, method: str, body: Any, path: str | None = None) -> Any:
        """Status, and the decoded body."""
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        url = f"{self.hub.url}/channelape/v1/{path or self.path}"
        answer = self.caller.session.request(method, url, data=content, timeout=5, allow_redirects=False)
        return answer.status_code, DECODER.decode(answer.content)

    def patch(self, **members: Any) -> dict[str, Any]:
        """The order as the answer shows it."""
        status, order = self.send("PATCH", members)
        assert status == 202, order
        assert order == self.order()
        return order

    def refused(self, method: str = "PATCH", **members: Any) -> list[tuple[int, str]]:
        status, told = self.send(method, members)
        assert status == 400, told
        return [(error["code"], error["message"]) for error in told["errors"]]

    def order(self) -> dict[str, Any]:
        return self.caller.get(self.path)

    def add_fulfillments(self, *entries: dict[str, Any]) -> dict[str, Any]:
        """As a client must: reads the list, and writes it whole."""
        return self.patch(fulfillments=[*self.order()["fulfillments"], *entries])

    def add_refunds(self, *entries: dict[str, Any]) -> dict[str, Any]:
        return self.patch(refunds=[*self.order().get("refunds", []), *entries])

    def parcel(self, quantity: int = 1, line: int = 0, **fields: Any) -> dict[str, Any]:
        told = {"id": "S-1", "status": "OPEN", "trackingNumber": "T1", "shippingCompany": "UPS"}
        return told | {"lineItems": [{"id": self.lines[line], "quantity": quantity}]} | fields

    def returned(self, quantity: int = 1, restock: str = "NO_RESTOCK", **fields: Any) -> dict[str, Any]:
        line = {"id": self.lines[0], "quantity": quantity, "restockType": restock}
        return {"supplierRefundId": "rma-1", "lineItems": [line]} | fields

    def state(self) -> Any:
        return self.hub.world.order(self.order_id, self.hub.clock.now)

    def units(self) -> dict[str, int]:
        """Units by the state of their parcel, in the world."""
        sums: dict[str, int] = {}
        for parcel in self.state().parcels:
            for item in parcel.items:
                sums[parcel.state] = sums.get(parcel.state, 0) + item.quantity
        return sums

    def at_rest(self) -> dict[str, Any]:
        expand = "$expand=Items($expand=Adjustments),Adjustments,Fulfillments"
        return RestCaller(self.hub).get(f"Orders({self.order_id})?{expand}")

    def effects(self) -> list[str]:
        return [effect.kind for entry in self.ledger for effect in entry.effects]

    def pass_minutes(self, minutes: float) -> None:
        self.hub.clock.advance(timedelta(minutes=minutes))
