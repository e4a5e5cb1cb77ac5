"""ChannelUnity: ValidateUser, and a page of GetOrders by Offset and Count of what changed since UpdateDateFrom."""

import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote

from benchmarks.exchange import Pieces, Request
from benchmarks.rendered import Rendered
from benchmarks.serving.places import ByTime
from orders_pipeline.sandbox.channelunity.account import account
from orders_pipeline.sandbox.channelunity.render import FOOT, HEAD, OK, status
from orders_pipeline.sandbox.channelunity.subscriptions import SUBSCRIPTIONS

CONTENT_TYPE = "text/xml; charset=utf-8"
SUBSCRIPTION = str(SUBSCRIPTIONS[0].settings_link_id)
CALL = re.compile(r"<RequestType>(\w+)</RequestType>")
PAGE = re.compile(
    rf"<SubscriptionID>{SUBSCRIPTION}</SubscriptionID><UpdateDateFrom>([0-9 :-]+)</UpdateDateFrom>"
    r"<Offset>(\d+)</Offset><Count>(\d+)</Count></Payload>"
)


class Hub:
    def __init__(self, orders: Rendered, page_size: int, root: str = "") -> None:
        self._placed, self._texts = orders.placed, orders.mapped()[0]
        self._by_update = ByTime(orders, 0)
        self._since = lru_cache(maxsize=64)(self._find)
        self._largest = page_size

    def answer(self, request: Request) -> Pieces | None:
        if request.method != "POST" or request.target != "/event.php":
            return None
        xml = unquote(parse_qs(request.body).get("message", [""])[0])
        call = CALL.search(xml)
        if call and call[1] == "ValidateUser":
            return [account()]
        page = PAGE.search(xml)
        return self._page(page[1], int(page[2]), int(page[3])) if page else None

    def _find(self, since: str) -> list[int]:
        return sorted(self._by_update.within(since, None, has_end=False))

    def _page(self, since: str, offset: int, count: int) -> Pieces | None:
        if count > self._largest:
            return None
        spans = (self._placed[place].spans for place in self._since(since)[offset : offset + count])
        return [HEAD, *(self._texts[start:end] for start, end in spans), status(OK), FOOT]
