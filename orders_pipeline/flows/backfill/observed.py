"""What the windows of an account have shown of its hub: how many orders it puts on a page, and how long that takes."""

from itertools import islice
from statistics import median

import msgspec

from orders_pipeline.channels.base import ORDERS
from orders_pipeline.extract import COUNT_ABOVE
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window

LOOKED_INTO, BELIEVED = 200, 20  # windows at the most


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """page_orders: of the largest page; a full one may hold more.

    seconds_a_request: as one reader waits for it, the turn that limits make it wait included.
    """

    page_orders: int
    seconds_a_request: float


def observed(landing: AccountLanding) -> Observed | None:
    """From the newest long windows that have orders; None where there is none.

    Short windows, as a schedule reads them, show neither a full page nor how long one takes.
    """
    long = [
        (window, purpose)
        for purpose in (Purpose.LIVE, Purpose.BACKFILL)
        for window in landing.covered(purpose)
        if window.length >= COUNT_ABOVE
    ]
    newest = (_of(landing, purpose, window) for window, purpose in sorted(long, reverse=True)[:LOOKED_INTO])
    shown = list(islice(filter(None, newest), BELIEVED))
    if not shown:
        return None
    return Observed(
        page_orders=max(one.page_orders for one in shown),
        seconds_a_request=median(one.seconds_a_request for one in shown),
    )


def _of(landing: AccountLanding, purpose: Purpose, window: Window) -> Observed | None:
    try:
        manifest = landing.manifest(purpose, window)
    except Damaged:
        return None  # the load says so; an estimate can do without
    largest = max((page.orders for page in manifest.pages if page.kind == ORDERS), default=0)
    if not largest:
        return None
    took = (manifest.certified_at - min(page.requested_at for page in manifest.pages)).total_seconds()
    return Observed(page_orders=largest, seconds_a_request=max(took, 0.0) / len(manifest.pages))
