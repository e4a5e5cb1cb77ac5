"""ChannelAdvisor REST: token, count, a page of a window by keyset or by `$skip`, one whole order."""

import re
from bisect import bisect_right
from functools import lru_cache
from urllib.parse import unquote

from benchmarks.exchange import Pieces, Request
from benchmarks.rendered import Rendered
from benchmarks.serving.places import ByTime

CONTENT_TYPE = "application/json"
LIST, WHOLE = 0, 1  # texts
WINDOW = re.compile(r"UpdatedDateUtc ge ([0-9T:.-]+Z) and UpdatedDateUtc lt ([0-9T:.-]+Z)")
AFTER, SKIP = re.compile(r" and ID gt (\d+)"), re.compile(r"&\$skip=(\d+)")
NO_ORDER = re.compile(r"\$filter=ProfileID eq \d+ and ID eq 0")
ONE_ORDER = re.compile(r"/v1/Orders\((\d+)\)\?")
TOKEN = b'{"access_token":"bench-token","token_type":"bearer","expires_in":3600}'


class Hub:
    def __init__(self, orders: Rendered, page_size: int, root: str = "") -> None:
        self._page_size, self._root = page_size, root
        self._placed, self._texts = orders.placed, orders.mapped()
        self._place_of = {one.key: place for place, one in enumerate(orders.placed)}
        self._by_update = ByTime(orders, 0)
        self._within = lru_cache(maxsize=4096)(self._find)

    def answer(self, request: Request) -> Pieces | None:
        target = request.target
        if request.method == "POST":
            return [TOKEN] if target == "/oauth2/token" else None
        if found := ONE_ORDER.match(target):
            return self._whole(int(found[1]))
        asked = unquote(target)
        window = WINDOW.search(asked)
        if asked.startswith("/v1/Orders/$count?"):
            return self._count(asked, window)
        if asked.startswith("/v1/Orders?") and window:
            return self._page(target, asked, self._within(window[1], window[2]))
        return None

    def _count(self, asked: str, window: re.Match[str] | None) -> Pieces | None:
        if window is None:
            return [b"0"] if NO_ORDER.search(asked) else None
        return [b"%d" % len(self._within(window[1], window[2]))]

    def _find(self, since: str, until: str) -> list[int]:
        return sorted(self._by_update.within(since, until, has_end=False))

    def _page(self, target: str, asked: str, found: list[int]) -> Pieces:
        after, skip = AFTER.search(asked), SKIP.search(asked)
        beyond = bisect_right(found, self._place_of[int(after[1])]) if after else 0
        start = beyond + (int(skip[1]) if skip else 0)
        end = start + self._page_size
        pieces: Pieces = [b'{"@odata.context":"$metadata#Orders","@odata.count":%d,"value":[' % (len(found) - beyond)]
        for place in found[start:end]:
            pieces += (self._text(place, LIST), b",")
        if len(pieces) > 1:
            pieces.pop()
        pieces.append(b"]}" if end >= len(found) else b'],"@odata.nextLink":"%s"}' % self._next(target, end - beyond))
        return pieces

    def _next(self, target: str, skip: int) -> bytes:
        return f"{self._root}{SKIP.sub('', target)}&$skip={skip}".encode()

    def _whole(self, order_id: int) -> Pieces | None:
        place = self._place_of.get(order_id)
        if place is None:
            return None
        return [self._text(place, WHOLE if self._placed[place].has(WHOLE) else LIST)]

    def _text(self, place: int, text: int) -> memoryview:
        start, end = self._placed[place].spans[2 * text : 2 * text + 2]
        return self._texts[text][start:end]
