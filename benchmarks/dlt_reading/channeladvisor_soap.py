"""ChannelAdvisor SOAP for dlt: windows by its count, pages by their numbers, fulfillments and refunds beside them."""

from collections.abc import Iterator

from lxml import etree

from benchmarks.dlt_columns import hints, nested
from benchmarks.dlt_reading.session import END, START, TICK, Sessions, Window, millis, windows_of
from benchmarks.dlt_reading.xml_dicts import JOINT, dict_of, shape_of
from orders_pipeline.channels.channeladvisor_soap import names
from orders_pipeline.channels.channeladvisor_soap.wire import Fulfillment, LineItemRefund, Order
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNT_IDS, DEVELOPER_KEY, PASSWORD
from orders_pipeline.sandbox.world.catalogue import US_PROFILE

KEY, COLUMNS = "OrderID", hints(Order, joint=JOINT)
BESIDE = {"FulfillmentList": Fulfillment, "LineItemRefunds": LineItemRefund}  # of other calls, merged into the orders
NESTED = {path: hints(entry, joint=JOINT) for path, entry in nested(Order, joint=JOINT)}
for _name, _entry in BESIDE.items():
    NESTED[_name,] = hints(_entry, joint=JOINT)
    NESTED |= {(_name, *path): hints(below, joint=JOINT) for path, below in nested(_entry, joint=JOINT)}
ORD, WEB = f"{{{names.ORDERS}}}", f"{{{names.WEB}}}"
ORDER, FULFILLMENT = shape_of(Order, ORD), shape_of(Fulfillment, WEB)
REFUND = shape_of(LineItemRefund, ORD)
ACCOUNT = ACCOUNT_IDS[US_PROFILE, "USD"]
SIZE = 20
NO_REFUNDS = ("NoRefunds", None)
ENVELOPE = (
    f'<soap:Envelope xmlns:soap="{names.SOAP}" xmlns="{names.WEB}" xmlns:o="{names.ORDERS}"><soap:Header>'
    f"<APICredentials><DeveloperKey>{DEVELOPER_KEY}</DeveloperKey><Password>{PASSWORD}</Password></APICredentials>"
    f"</soap:Header><soap:Body><{{0}}><accountID>{ACCOUNT}</accountID>{{1}}</{{0}}></soap:Body></soap:Envelope>"
)
CRITERIA = (
    "<orderCriteria><o:StatusUpdateFilterBeginTimeGMT>{}</o:StatusUpdateFilterBeginTimeGMT>"
    "<o:StatusUpdateFilterEndTimeGMT>{}</o:StatusUpdateFilterEndTimeGMT><o:DetailLevel>{}</o:DetailLevel>"
    "<o:PageNumberFilter>{}</o:PageNumberFilter><o:PageSize>{}</o:PageSize></orderCriteria>"
)


class Source:
    def __init__(self, url: str) -> None:
        self._url, self._sessions = url, Sessions()

    def windows(self) -> list[Window]:
        first = self._listed((START, END), "Low", 1, 1)[0]
        return windows_of(int(first.findtext(f"{ORD}NumberOfMatches")))

    def orders(self, window: Window) -> Iterator[list[dict]]:
        number, listed = 1, self._listed(window, "Complete", 1, SIZE)
        while len(listed):
            orders = {order["OrderID"]: order for order in (dict_of(item, ORDER) for item in listed)}
            self._complete(orders)
            yield list(orders.values())
            number += 1
            listed = self._listed(window, "Complete", number, SIZE) if len(orders) == SIZE else ()

    def _complete(self, orders: dict[str, dict]) -> None:
        asked = "".join(f"<int>{order_id}</int>" for order_id in orders)
        for entry in self._call(
            names.FULFILLMENT_SERVICE, names.GET_FULFILLMENTS, f"<orderIDList>{asked}</orderIDList>"
        ):
            parcels = entry.find(f"{WEB}FulfillmentList")
            orders[entry.findtext(f"{WEB}OrderID")]["FulfillmentList"] = [
                dict_of(each, FULFILLMENT) for each in parcels
            ]
        for order_id, order in orders.items():
            if order.get("OrderStatus_OrderRefundStatus") not in NO_REFUNDS:
                history = self._call(names.ORDER_SERVICE, names.GET_REFUND_HISTORY, f"<orderID>{order_id}</orderID>")
                refunds = history.find(f"{ORD}LineItemRefunds")
                order["LineItemRefunds"] = [dict_of(each, REFUND) for each in (() if refunds is None else refunds)]

    def _listed(self, window: Window, level: str, number: int, size: int) -> etree._Element:
        """Both bounds belong to what is asked for."""
        criteria = CRITERIA.format(millis(window[0]), millis(window[1] - TICK), level, number, size)
        return self._call(names.ORDER_SERVICE, names.GET_ORDER_LIST, criteria)

    def _call(self, service: str, operation: str, asked: str) -> etree._Element:
        """The ResultData of an answer."""
        headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": f'"{names.WEB}{operation}"'}
        body = ENVELOPE.format(operation, asked).encode()
        answer = self._sessions.mine.post(f"{self._url}{service}", data=body, headers=headers)
        return next(etree.fromstring(answer.content).iter(f"{WEB}ResultData"))
