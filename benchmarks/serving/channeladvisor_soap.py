"""ChannelAdvisor SOAP: pages of GetOrderList at both levels, fulfillments of several orders, refunds of one."""

import re
from functools import lru_cache

from benchmarks.exchange import Pieces, Request
from benchmarks.rendered import Rendered
from benchmarks.rendering.channeladvisor_soap import ACCOUNT
from benchmarks.serving.places import ByTime
from orders_pipeline.sandbox.channeladvisor_soap.answers import CONTENT_TYPES, envelope, success
from orders_pipeline.sandbox.channeladvisor_soap.order_markup import MATCHES

VERSION = "1.1"
CONTENT_TYPE = CONTENT_TYPES[VERSION]
COMPLETE, LOW, FULFILLMENTS, REFUNDS = range(4)  # texts
CREATED, UPDATED = range(2)  # times
LEVELS = {"Complete": COMPLETE, "Low": LOW}
MARK = MATCHES.encode()
NO_DATA = b"<ResultData />"
DATA = re.compile(r"<(\w+:)?accountID>" + ACCOUNT.account_id)
SPAN = r"{0}BeginTimeGMT>([^<]+)</[^<]+<[^<]*{0}EndTimeGMT>([^<]+)<"
SPANS = [re.compile(SPAN.format(name)) for name in ("OrderCreationFilter", "StatusUpdateFilter")]
LEVEL, NUMBER, SIZE = (re.compile(rf"{name}>(\w+)<") for name in ("DetailLevel", "PageNumberFilter", "PageSize"))
IDS, ONE_ID = re.compile(r"int>(\d+)<"), re.compile(r"orderID>(\d+)<")


class Hub:
    def __init__(self, orders: Rendered, page_size: int, root: str = "") -> None:
        self._placed, self._texts, self._largest = orders.placed, orders.mapped(), page_size
        self._place_of = {one.key: place for place, one in enumerate(orders.placed)}
        self._times = [ByTime(orders, time) for time in (CREATED, UPDATED)]
        self._within = lru_cache(maxsize=4096)(self._find)
        self._calls = {
            "GetOrderList": self._orders,
            "GetOrderFulfillmentDetailList": self._fulfillments,
            "GetOrderRefundHistory": self._refunds,
        }

    def answer(self, request: Request) -> Pieces | None:
        operation = request.headers.get("soapaction", "").strip('"').rpartition("/")[2]
        call = self._calls.get(operation)
        data = call(request.body) if call and DATA.search(request.body) else None
        if data is None:
            return None
        around = envelope(success(operation, NO_DATA), VERSION)
        head, _, foot = around.partition(NO_DATA)
        return [head, *data, foot]

    def _orders(self, asked: str) -> Pieces:
        spans = [span.search(asked) for span in SPANS]
        if not any(spans):  # one order that is none, asked for to see the clock
            return [NO_DATA]
        found = self._within(*(span and span.groups() for span in spans))
        level, number = LEVELS[LEVEL.search(asked)[1]], int(NUMBER.search(asked)[1])
        size = int(SIZE.search(asked)[1])
        size = min(size, self._largest) if level == COMPLETE else size
        count = b"%d" % len(found)
        page = found[(number - 1) * size : number * size]
        return _data([bytes(self._text(place, level)).replace(MARK, count) for place in page])

    def _find(self, created: tuple[str, str] | None, updated: tuple[str, str] | None) -> list[int]:
        """Created or updated within; the end belongs to it."""
        places: set[int] = set()
        for time, span in zip(self._times, (created, updated), strict=True):
            if span:
                places.update(time.within(*span, has_end=True))
        return sorted(places)

    def _fulfillments(self, asked: str) -> Pieces:
        return _data([self._text(self._place_of[int(number)], FULFILLMENTS) for number in IDS.findall(asked)])

    def _refunds(self, asked: str) -> Pieces | None:
        place = self._place_of[int(ONE_ID.search(asked)[1])]
        return [self._text(place, REFUNDS)] if self._placed[place].has(REFUNDS) else None

    def _text(self, place: int, text: int) -> memoryview:
        start, end = self._placed[place].spans[2 * text : 2 * text + 2]
        return self._texts[text][start:end]


def _data(entries: Pieces) -> Pieces:
    return [b"<ResultData>", *entries, b"</ResultData>"] if entries else [NO_DATA]
