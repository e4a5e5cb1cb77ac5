"""A caller of the SOAP dialect that behaves, and a sandbox that nobody changes. Nothing leaves this machine."""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

import pytest
import requests
from lxml import etree

from orders_pipeline.sandbox.server import Running, running
from orders_pipeline.sandbox.world import US_PROFILE, World, an_order

WEB = "http://api.channeladvisor.com/webservices/"
ORD = "http://api.channeladvisor.com/datacontracts/orders"
SHP = "http://api.channeladvisor.com/datacontracts/ShippingService"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SOAP = {
    "text/xml": "http://schemas.xmlsoap.org/soap/envelope/",
    "application/soap+xml": "http://www.w3.org/2003/05/soap-envelope",
}
SERVICES = {"GetOrderShipmentHistoryList": "Shipping", "GetShippingCarrierList": "Shipping"} | {
    "GetOrderFulfillmentDetailList": "Fulfillment",
    "GetAuthorizationList": "Admin",
    "RequestAccess": "Admin",
}


def name_of(element: Any) -> str:
    return etree.QName(element).localname


def as_dict(element: Any) -> Any:
    """Text, None where nil, a dict of children, or a list where children share a name."""
    if element.get(f"{{{XSI}}}nil") == "true":
        return None
    children = list(element)
    if not children:
        return element.text or ""
    names = {name_of(child) for child in children}
    if len(names) < len(children) or name_of(element).endswith("List") or name_of(element) in LISTS:
        return [as_dict(child) for child in children]
    return {name_of(child): as_dict(child) for child in children}


LISTS = frozenset({"ResultData", "OrderShipments", "ShipmentLineItems", "LineItemRefunds"})


class Caller:
    def __init__(self, hub: Running, account_id: str | None = None) -> None:
        self.hub = hub
        self.account_id = account_id or hub.soap_account_id(US_PROFILE)
        self.key, self.password = hub.soap_developer_key, hub.soap_password
        self.session = requests.Session()
        self.session.trust_env = False

    def post(self, operation: str, inner: str, *, kind: str = "text/xml", **options: Any) -> requests.Response:
        service = options.pop("service", SERVICES.get(operation, "Order"))
        body = options.pop("body", operation)
        envelope = (
            f'<s:Envelope xmlns:s="{SOAP[kind]}" xmlns:web="{WEB}" xmlns:ord="{ORD}" xmlns:xsi="{XSI}"><s:Header>'
            f"<web:APICredentials><web:DeveloperKey>{self.key}</web:DeveloperKey>"
            f"<web:Password>{self.password}</web:Password></web:APICredentials></s:Header>"
            f"<s:Body><web:{body}>{inner}</web:{body}></s:Body></s:Envelope>"
        )
        headers = {"Content-Type": f"{kind}; charset=utf-8", "SOAPAction": f'"{WEB}{operation}"'}
        if kind != "text/xml":
            headers = {"Content-Type": f'{kind}; charset=utf-8; action="{WEB}{operation}"'}
        url = f"{self.hub.url}/channeladvisor_soap/ChannelAdvisorAPI/v7/{service}Service.asmx"
        content = options.pop("content", envelope.encode())
        headers |= options.pop("headers", {})
        return self.session.post(url, data=content, headers=headers, timeout=5, **options)

    def account(self) -> str:
        return f"<web:accountID>{self.account_id}</web:accountID>"

    def result(self, operation: str, inner: str = "", **options: Any) -> Any:
        """The result element of an answer in HTTP 200 that is no fault."""
        answer = self.post(operation, inner, **options)
        assert answer.status_code == 200, answer.text
        root = etree.fromstring(answer.content)
        return root[0][0][0]

    def told(self, operation: str, inner: str = "", **options: Any) -> dict[str, Any]:
        """Status, MessageCode and Message of the result."""
        result = self.result(operation, inner, **options)
        return {name_of(child): child.text for child in result if name_of(child) != "ResultData"}

    def page(self, **criteria: Any) -> list[Any]:
        """The `OrderResponseItem` elements of one page; criteria by name, in any order."""
        result = self.result("GetOrderList", self.account() + criteria_text(criteria))
        assert result.findtext(f"{{{WEB}}}Status") == "Success", etree.tostring(result)
        return list(result.find(f"{{{WEB}}}ResultData"))

    def ids(self, **criteria: Any) -> list[int]:
        return [int(item.findtext(f"{{{ORD}}}OrderID")) for item in self.page(**criteria)]

    def orders(self, **criteria: Any) -> list[dict[str, Any]]:
        return [as_dict(item) for item in self.page(**criteria)]

    def every(self, **criteria: Any) -> list[Any]:
        """The items of all pages, asked for until one is empty."""
        found: list[Any] = []
        for number in range(1, 1000):
            page = self.page(**criteria, PageNumberFilter=number)
            if not page:
                return found
            found += page
        raise AssertionError("no end")

    def history(self, operation: str, ids: Iterable[int] = (), numbers: Iterable[str] = ()) -> list[Any]:
        ints = "".join(f"<web:int>{value}</web:int>" for value in ids)
        texts = "".join(f"<web:string>{escape(value)}</web:string>" for value in numbers)
        lists = f"<web:orderIDList>{ints}</web:orderIDList>"
        lists += f"<web:clientOrderIdentifierList>{texts}</web:clientOrderIdentifierList>"
        return list(self.result(operation, self.account() + lists).find(f"{{{WEB}}}ResultData"))

    def refunds(self, order_id: int) -> Any:
        result = self.result("GetOrderRefundHistory", f"{self.account()}<web:orderID>{order_id}</web:orderID>")
        return result.find(f"{{{WEB}}}ResultData")


SEQUENCE = (
    "OrderCreationFilterBeginTimeGMT", "OrderCreationFilterEndTimeGMT", "StatusUpdateFilterBeginTimeGMT",
    "StatusUpdateFilterEndTimeGMT", "JoinDateFiltersWithOr", "DetailLevel", "ExportState", "OrderIDList",
    "ClientOrderIdentifierList", "OrderStateFilter", "PaymentStatusFilter", "CheckoutStatusFilter",
    "ShippingStatusFilter", "RefundStatusFilter", "DistributionCenterCode", "FulfillmentTypeFilter",
    "PageNumberFilter", "PageSize",
)  # fmt: skip


def criteria_text(criteria: dict[str, Any]) -> str:
    assert not set(criteria) - set(SEQUENCE)
    parts = []
    for name in SEQUENCE:
        value = criteria.get(name)
        if isinstance(value, list):
            kind = "int" if name == "OrderIDList" else "string"
            value = "".join(f"<ord:{kind}>{each}</ord:{kind}>" for each in value)
        if value is not None:
            parts.append(f"<ord:{name}>{value.isoformat() if hasattr(value, 'isoformat') else value}</ord:{name}>")
    return f"<web:orderCriteria>{''.join(parts)}</web:orderCriteria>"


@pytest.fixture(scope="module")
def hub(world_of_300):
    with running(world_of_300) as hub:
        yield hub


@pytest.fixture(scope="module")
def caller(hub) -> Caller:
    return Caller(hub)


@pytest.fixture
def serving():
    """Starts sandboxes of their own: `hub, caller = serving(an_order(1), an_order(2), faults=...)`."""
    import contextlib

    with contextlib.ExitStack() as stack:

        def start(*lives: Any, world: World | None = None, **options: Any) -> tuple[Running, Caller]:
            world = world or World(orders=0)
            for life in lives:
                world.with_order(an_order(life) if isinstance(life, int) else life)
            hub = stack.enter_context(running(world, **options))
            return hub, Caller(hub)

        yield start
