"""How the dlt pipelines ask the hub: windows cut by its count, pages along its next links, cut orders read whole.

Runs in the environment of dlt. Written as its documentation advises: its own requests client, pages and not rows. No
token is refreshed and nothing is proven: one pass over next links.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import local
from urllib.parse import quote

from dlt.sources.helpers.requests import Client

ORDERS_A_WINDOW = 1_000  # as ours
START, END = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 9, 30, 12, 10, tzinfo=UTC)
EXPAND = "Items($expand=Promotions,BundleComponents,Adjustments),Fulfillments($expand=Items),Adjustments,CustomFields"


class Hub:
    """Shared by the threads of an extraction; a session of its own for each."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._local = local()
        form = {"grant_type": "refresh_token", "refresh_token": "bench-token"}
        granted = self._session.post(f"{url}/oauth2/token", data=form, auth=("bench", "bench-secret"))
        self._headers = {"Authorization": f"Bearer {granted.json()['access_token']}"}

    @property
    def _session(self):
        if not hasattr(self._local, "session"):
            self._local.session = Client(request_timeout=300).session
        return self._local.session

    def get(self, url: str) -> bytes:
        return self._session.get(url, headers=self._headers).content

    def windows(self) -> list[tuple[datetime, datetime]]:
        """Half-open, of one length, about 1,000 orders each."""
        count = int(self.get(f"{self._url}/v1/Orders/$count?$filter={quote(_within(START, END))}"))
        parts = max(1, -(-count // ORDERS_A_WINDOW))
        whole = timedelta(seconds=-(-int((END - START).total_seconds()) // parts))
        return [(START + whole * part, min(START + whole * (part + 1), END)) for part in range(parts)]

    def pages(self, window: tuple[datetime, datetime]) -> Iterator[bytes]:
        """Each page of a window as it came, along the next links."""
        asked = quote(_within(*window))
        following = f"{self._url}/v1/Orders?$filter={asked}&$expand={quote(EXPAND, safe='(),')}&$orderby=ID&$count=true"
        while following:
            page = self.get(following)
            yield page
            following = _next(page)

    def whole(self, order_id: int) -> bytes:
        """An order whose collections the list cut."""
        return self.get(f"{self._url}/v1/Orders({order_id})?$expand={quote(EXPAND, safe='(),')}")


def _within(start: datetime, end: datetime) -> str:
    since, until = (f"{instant:%Y-%m-%dT%H:%M:%S}Z" for instant in (start, end))
    return f"ProfileID eq 12345678 and (UpdatedDateUtc ge {since} and UpdatedDateUtc lt {until})"


def _next(page: bytes) -> str | None:
    """The next link stands last on a page of this hub."""
    _, found, link = page[-4096:].rpartition(b'],"@odata.nextLink":"')
    return link.removesuffix(b'"}').decode() if found else None
