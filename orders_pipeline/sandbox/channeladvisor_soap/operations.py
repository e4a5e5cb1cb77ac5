"""Which requests of this dialect are writes: one URL a service, the name stands in the action. Spec §1, §4, §10."""

import re
from collections.abc import Mapping

WRITES = {  # service -> operations that change something
    "orderservice": frozenset(
        {"SetOrdersExportStatus", "SubmitOrderRefund", "SetSellerOrderID", "UpdateOrderList"},
    ),
    "shippingservice": frozenset({"SubmitOrderShipmentList"}),
    "fulfillmentservice": frozenset({"UpdateOrderFulfillments"}),
}
SERVICE = re.compile(r"/ChannelAdvisorAPI/v7/(\w+)\.asmx", re.IGNORECASE)
NAME = re.compile(r'webservices/(\w+)"?\s*(?:;|$)')
IN_BODY = re.compile(rb"<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:[\w.-]+:)?(\w+)")


def operation_of(method: str, path: str, headers: Mapping[str, str], body: bytes) -> str | None:
    """By the header of SOAP 1.1, or the part of the content type of 1.2; where neither is, by the body's element."""
    service = SERVICE.fullmatch(path)
    if method != "POST" or service is None:
        return None
    actions = (headers.get("soapaction", ""), headers.get("content-type", ""))
    name = next((found[1] for action in actions if (found := NAME.search(action))), None)
    if name is None:
        element = IN_BODY.search(body)
        name = element[1].decode("ascii", "replace") if element else None
    return name if name in WRITES.get(service[1].lower(), ()) else None
