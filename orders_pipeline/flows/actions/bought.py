"""When an order was bought: as published, else as landed and not loaded yet.

For hubs that find an order by the day of its purchase alone; asked only by their channels.
"""

from datetime import datetime

from orders_pipeline.channels.base import WhenBought
from orders_pipeline.flows.incoming import incoming_windows
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import loaded_windows, reading
from orders_pipeline.warehouse.standing import bought_at
from orders_pipeline.warehouse.writer import DATABASE


def bought_of(home: Home, account: str) -> WhenBought:
    """What was found once is kept: a purchase does not move."""
    known: dict[str, datetime] = {}

    def bought(order_id: str) -> datetime | None:
        if order_id not in known and (found := _asked(home, account, order_id)) is not None:
            known[order_id] = found
        return known.get(order_id)

    return bought


def _asked(home: Home, account: str, order_id: str) -> datetime | None:
    published, loaded = home.published / DATABASE, set[tuple[str, str]]()
    if published.exists():
        with reading(published) as connection:
            if (found := bought_at(connection, account, order_id)) is not None:
                return found
            loaded = loaded_windows(connection)
    for window in incoming_windows(home, [account], loaded, []):
        for sighting in (sighting for page in window.pages(0) for sighting in page.sightings):
            if sighting.document is not None and sighting.document.order.order_id == order_id:
                return sighting.document.order.purchased_at
    return None
