"""ChannelAdvisor REST for dlt: windows cut by its count, pages along its next links, cut orders read whole."""

from collections.abc import Iterator
from urllib.parse import quote

from dlt.common import json

from benchmarks.dlt_columns import LINK, hints, nested
from benchmarks.dlt_reading.session import END, START, Sessions, Window, stamp, windows_of
from orders_pipeline.channels.channeladvisor.wire import Order

KEY, COLUMNS = "ID", hints(Order)
NESTED = {path: hints(entry) for path, entry in nested(Order)}
EXPAND = "Items($expand=Promotions,BundleComponents,Adjustments),Fulfillments($expand=Items),Adjustments,CustomFields"
LINKS = tuple(f"{name}{LINK}" for name in ("Items", "Fulfillments", "Adjustments", "CustomFields"))
LINKS_OF_ITEM = tuple(f"{name}{LINK}" for name in ("Promotions", "BundleComponents", "Adjustments"))


class Source:
    """Shared by the threads of an extraction."""

    def __init__(self, url: str) -> None:
        self._url, self._sessions = url, Sessions()
        form = {"grant_type": "refresh_token", "refresh_token": "bench-token"}
        granted = self._sessions.mine.post(f"{url}/oauth2/token", data=form, auth=("bench", "bench-secret"))
        self._headers = {"Authorization": f"Bearer {granted.json()['access_token']}"}

    def windows(self) -> list[Window]:
        return windows_of(int(self._get(f"{self._url}/v1/Orders/$count?$filter={quote(_within((START, END)))}")))

    def orders(self, window: Window) -> Iterator[list[dict]]:
        for page in self.pages(window):
            listed = json.loadb(page)["value"]
            yield [json.loadb(self.whole(order["ID"])) if _is_cut(order) else order for order in listed]

    def pages(self, window: Window) -> Iterator[bytes]:
        """Each page of a window as it came, along the next links."""
        asked = quote(_within(window))
        following = f"{self._url}/v1/Orders?$filter={asked}&$expand={quote(EXPAND, safe='(),')}&$orderby=ID&$count=true"
        while following:
            page = self._get(following)
            yield page
            following = _next(page)

    def whole(self, order_id: int) -> bytes:
        """An order whose collections the list cut."""
        return self._get(f"{self._url}/v1/Orders({order_id})?$expand={quote(EXPAND, safe='(),')}")

    def _get(self, url: str) -> bytes:
        return self._sessions.mine.get(url, headers=self._headers).content


def _is_cut(order: dict) -> bool:
    """Does the list show less than all of one of its collections?"""
    return (
        any(name in order for name in LINKS)
        or any(name in item for item in order["Items"] for name in LINKS_OF_ITEM)
        or any(LINKS[0] in parcel for parcel in order["Fulfillments"])
    )


def _within(window: Window) -> str:
    since, until = map(stamp, window)
    return f"ProfileID eq 12345678 and (UpdatedDateUtc ge {since} and UpdatedDateUtc lt {until})"


def _next(page: bytes) -> str | None:
    """The next link stands last on a page of this hub."""
    _, found, link = page[-4096:].rpartition(b'],"@odata.nextLink":"')
    return link.removesuffix(b'"}').decode() if found else None
