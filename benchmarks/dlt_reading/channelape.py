"""ChannelApe for dlt: windows cut by its count, pages along their last keys."""

from collections.abc import Iterator

from dlt.common import json

from benchmarks.dlt_columns import hints, nested
from benchmarks.dlt_reading.session import END, START, TICK, Sessions, Window, millis, windows_of
from orders_pipeline.channels.channelape.wire import Order
from orders_pipeline.sandbox.channelape.credentials import TOKEN
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.world.catalogue import US_PROFILE

KEY, COLUMNS = "id", hints(Order)
NESTED = {path: hints(entry) for path, entry in nested(Order)}
SIZE = 150


class Source:
    def __init__(self, url: str) -> None:
        self._url, self._sessions = f"{url}/v1/orders", Sessions()
        self._headers = {"X-Channel-Ape-Authorization-Token": TOKEN}

    def windows(self) -> list[Window]:
        return windows_of(self._page((START, END), size=1, count="true")["pagination"]["totalItems"])

    def orders(self, window: Window) -> Iterator[list[dict]]:
        key: dict[str, str] = {}
        while True:
            page = self._page(window, size=SIZE, **key)
            yield page["orders"]
            if page["pagination"]["lastPage"]:
                return
            key = {"lastKey": page["pagination"]["lastKey"]}

    def _page(self, window: Window, **asked) -> dict:
        """Both bounds belong to what is asked for."""
        asked["businessId"] = BUSINESSES[US_PROFILE]
        asked |= {"updatedAtStartDate": millis(window[0]), "updatedAtEndDate": millis(window[1] - TICK)}
        return json.loadb(self._sessions.mine.get(self._url, params=asked, headers=self._headers).content)
