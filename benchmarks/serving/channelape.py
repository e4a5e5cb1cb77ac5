"""ChannelApe: a page of the orders of a business that changed within a window, after a key, with their count."""

from functools import lru_cache
from urllib.parse import parse_qsl

from benchmarks.exchange import Pieces, Request
from benchmarks.rendered import Rendered
from benchmarks.serving.places import ByTime
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.world import US_PROFILE

CONTENT_TYPE = "application/json"
BUSINESS = BUSINESSES[US_PROFILE]


class Hub:
    def __init__(self, orders: Rendered, page_size: int, root: str = "") -> None:
        self._placed, self._texts, self._largest = orders.placed, orders.mapped()[0], page_size
        self._place_of = {one.key: place for place, one in enumerate(orders.placed)}
        self._by_update = ByTime(orders, 0)
        self._within = lru_cache(maxsize=4096)(self._find)

    def answer(self, request: Request) -> Pieces | None:
        path, _, query = request.target.partition("?")
        asked = dict(parse_qsl(query))
        if request.method != "GET" or path != "/v1/orders" or asked.pop("businessId", "") != BUSINESS:
            return None
        since, until, size = asked.pop("updatedAtStartDate"), asked.pop("updatedAtEndDate"), int(asked.pop("size"))
        last_key, has_count = asked.pop("lastKey", None), asked.pop("count", "") == "true"
        if asked or size > self._largest:
            return None
        return self._page(*self._within(since, until), last_key, size, has_count)

    def _find(self, since: str, until: str) -> tuple[list[int], dict[int, int]]:
        """Places of the window's orders, and where each stands among them."""
        found = sorted(self._by_update.within(since, until, has_end=True))
        return found, {place: number for number, place in enumerate(found)}

    def _page(
        self, found: list[int], among: dict[int, int], last_key: str | None, size: int, has_count: bool
    ) -> Pieces:
        start = among[self._place_of[last_key]] + 1 if last_key else 0
        shown = found[start : start + size]
        pieces: Pieces = [b'{"orders":[']
        for place in shown:
            pieces += (self._texts[slice(*self._placed[place].spans)], b",")
        if shown:
            pieces.pop()
        told = b'"lastKey":"%s",' % self._placed[shown[-1]].key.encode() if shown else b""
        told += b'"lastPage":%s,"pageSize":%d' % (b"false" if start + size < len(found) else b"true", len(shown))
        told += b',"totalItems":%d' % len(found) if has_count else b""
        pieces.append(b'],"pagination":{%s},"errors":[]}' % told)
        return pieces
