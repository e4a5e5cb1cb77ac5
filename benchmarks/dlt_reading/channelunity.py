"""ChannelUnity for dlt: pages of GetOrders one after another, because nothing tells how many there are.

Pages do not overlap here: an order that leaves the list meanwhile would push another one out of sight.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote

from lxml import etree

from benchmarks.dlt_columns import hints
from benchmarks.dlt_reading.session import START, Sessions
from benchmarks.dlt_reading.xml_dicts import dict_of, shape_of
from orders_pipeline.channels.channelunity.message import authorization
from orders_pipeline.channels.channelunity.wire import Item, Order
from orders_pipeline.sandbox.channelunity.credentials import MERCHANT_NAME, PASSWORD, USER_NAME

AMOUNTS = ("ShipPrice", "ShipTax", "GiftWrapPrice", "GiftWrapTax", "GrandTotal", "OrderTax", "Qty", "Price", "Tax")
TYPES = {"PurchaseDate": datetime, **dict.fromkeys(AMOUNTS, Decimal)}  # on the wire everything is text
KEY, COLUMNS = "RemoteOrderId", hints(Order, TYPES)
NESTED = {("OrderItems",): hints(Item, TYPES)}
SHAPE = shape_of(Order)
COUNT = 1_000
SUBSCRIPTION = "304701"
MESSAGE = "<ChannelUnity><MerchantName>{}</MerchantName><Authorization>{}</Authorization>{}</ChannelUnity>"
VALIDATE = "<RequestType>ValidateUser</RequestType>"
GET_ORDERS = (
    "<ApiKey>{}</ApiKey><RequestType>GetOrders</RequestType><Payload><SubscriptionID>{}</SubscriptionID>"
    "<UpdateDateFrom>{:%Y-%m-%d %H:%M:%S}</UpdateDateFrom><Offset>{}</Offset><Count>{}</Count></Payload>"
)


class Source:
    def __init__(self, url: str) -> None:
        self._url, self._sessions = f"{url}/event.php", Sessions()
        self._authorization = authorization(USER_NAME, PASSWORD)

    def windows(self) -> list[datetime]:
        """One: it has no end."""
        return [START]

    def orders(self, since: datetime) -> Iterator[list[dict]]:
        api_key, offset = self._post(VALIDATE).findtext("ApiKey"), 0
        while True:
            page = self._post(GET_ORDERS.format(api_key, SUBSCRIPTION, since, offset, COUNT))
            orders = [dict_of(order, SHAPE) for order in page.iterchildren("Order")]
            for order in orders:
                order[KEY] = order[KEY].strip()
            yield orders
            if len(orders) < COUNT:
                return
            offset += COUNT

    def _post(self, call: str) -> etree._Element:
        xml = MESSAGE.format(MERCHANT_NAME, self._authorization, call)
        return etree.fromstring(self._sessions.mine.post(self._url, data={"message": quote(xml, safe="")}).content)
