"""One order at a SOAP hub: writes to it, and looks at it by this hub and by the other one over the same world."""

from datetime import timedelta
from typing import Any

from lxml import etree

from orders_pipeline.sandbox.server import Running
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import WEB, Caller, as_dict, name_of
from orders_pipeline_tests.sandbox.conftest import Caller as RestCaller

SERVICES = {"SubmitOrderShipmentList": "Shipping", "UpdateOrderFulfillments": "Fulfillment"}


def elements(prefix: str, fields: dict[str, Any]) -> str:
    """Children in the given order; a list repeats its element, a dict nests, None is left out."""
    made = []
    for name, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            inner = elements(prefix, each) if isinstance(each, dict) else each
            made += [f"<{prefix}:{name}>{inner}</{prefix}:{name}>"] if each is not None else []
    return "".join(made)


class Desk:
    def __init__(self, hub: Running, account_id: str, order_id: int) -> None:
        self.hub, self.ledger, self.order_id = hub, hub.ledger, order_id
        self.caller = Caller(hub, account_id)
        order = hub.world.lives[order_id].order
        self.number, self.lines = order.site_order_id, [line.line_id for line in order.lines]

    def ask(self, operation: str, inner: str, **options: Any) -> etree._Element:
        """The result element."""
        options = {"service": SERVICES.get(operation, "Order")} | options
        return self.caller.result(operation, self.caller.account() + inner, **options)

    def told(self, operation: str, inner: str, **options: Any) -> tuple[str, int, str | None, Any]:
        """Status, MessageCode, Message and ResultData."""
        parts = {name_of(child): child for child in self.ask(operation, inner, **options)}
        data, message = parts.get("ResultData"), parts.get("Message")
        return (
            parts["Status"].text,
            int(parts["MessageCode"].text),
            None if message is None else message.text,
            None if data is None else data,
        )

    def refund(self, *items: dict[str, Any], **fields: Any) -> tuple[str, int, str | None, Any]:
        """Of the order by its id; `fields` of the request replace or follow it in their sequence."""
        told = {"ClientOrderIdentifier": None, "OrderID": self.order_id} | fields
        order = ("ClientOrderIdentifier", "OrderID", "Amount", "AdjustmentReason", "SellerRefundID")
        inner = elements("ord", {name: told.get(name) for name in order})
        if items:
            inner += f"<ord:RefundItems>{''.join(elements('ord', {'RefundItem': item}) for item in items)}"
            inner += "</ord:RefundItems>"
        return self.told("SubmitOrderRefund", f"<web:request>{inner}</web:request>")

    def refund_items(self, *items: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
        """The items of an answer that is a Success."""
        status, code, message, data = self.refund(*items, **fields)
        assert (status, code, message) == ("Success", 0, "Success")
        found = next(child for child in data if name_of(child) == "RefundItems")
        return [as_dict(item) for item in found]

    def ship(self, *shipments: dict[str, Any]) -> list[tuple[bool, str | None]]:
        """Success and Message of each entry."""
        made = [{"OrderID": self.order_id} | each for each in shipments]
        status, code, _, data = self.told("SubmitOrderShipmentList", elements("web", {"shipmentList": made}))
        assert (status, code) == ("Success", 0)
        entries = [{name_of(child): child.text for child in entry} for entry in data]
        return [(entry["Success"] == "true", entry.get("Message")) for entry in entries]

    def export(self, ids: list[int], numbers: list[str] = (), marked: str | None = "true") -> list[tuple]:
        """OrderID, ClientOrderIdentifier and Success of each entry."""
        inner = elements("web", {"orderIDList": {"int": ids}, "clientOrderIdentifierList": {"string": list(numbers)}})
        inner += elements("web", {"markAsExported": marked})
        status, code, _, data = self.told("SetOrdersExportStatus", inner)
        assert (status, code) == ("Success", 0)
        entries = [{name_of(child): child.text for child in entry} for entry in data]
        return [(e["OrderID"], e.get("ClientOrderIdentifier"), e["Success"] == "true") for e in entries]

    def history(self) -> list[dict[str, Any]]:
        refunds = self.caller.refunds(self.order_id)
        return [as_dict(entry) for child in refunds if name_of(child) == "LineItemRefunds" for entry in child]

    def shown(self) -> dict[str, Any]:
        return self.caller.orders(OrderIDList=[self.order_id], DetailLevel="Complete")[0]

    def status(self) -> dict[str, str]:
        return self.shown()["OrderStatus"]

    def parcels(self) -> list[tuple]:
        """As the world has them."""
        return [
            (p.state, p.carrier, p.tracking_number, {i.line.line_id: i.quantity for i in p.items})
            for p in self.state().parcels
        ]

    def state(self) -> Any:
        return self.hub.world.order(self.order_id, self.hub.clock.now)

    def at_rest(self) -> dict[str, Any]:
        """The order as the REST hub shows it."""
        expand = "$expand=Items($expand=Adjustments),Adjustments,Fulfillments"
        return RestCaller(self.hub).get(f"Orders({self.order_id})?{expand}")

    def pass_minutes(self, minutes: float) -> None:
        self.hub.clock.advance(timedelta(minutes=minutes))


__all__ = ["WEB", "Desk", "elements"]
