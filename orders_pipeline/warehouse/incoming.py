"""What a load is handed: certified windows, their pages, and the orders that each page showed.

Only the shape; flows make it from landing and channels.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec

from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.sighting import Sighting
from orders_pipeline.model.window import Window
from orders_pipeline.warehouse.made import Made


class IncomingPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of orders, its continuations merged in. `record` is the row of `pages` of the page itself."""

    record: Page
    sightings: tuple[Sighting, ...]


Promise = Callable[[], "Made | Sequence[IncomingPage]"]
"""Some pages of a window that follow each other, when they are wanted: made by another process already, or here."""


class IncomingWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A certified window. `pages(skip)` yields its pages of orders by page number, the first `skip` left out.

    promised(skip): the same pages, as promises that can be taken long before they are asked to be kept; None: nobody
    makes them ahead.
    """

    account: str
    channel: str
    window_id: str
    purpose: str
    window: Window
    certified_at: datetime
    hub_count: int | None
    page_records: tuple[Page, ...]  # every landed page, continuations too: the rows of `pages`
    pages: Callable[[int], Iterator[IncomingPage]]
    promised: Callable[[int], Iterator[Promise]] | None = None
