"""Orders listed by their date of purchase, for the second proof: by another question than the windows' own.

Lands nothing: the list itself is the evidence, and its reader keeps it.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from orders_pipeline.channels.base import Listed, Listing
from orders_pipeline.channels.channelape.query import Filters
from orders_pipeline.channels.channelape.reading import Hub, Reading, Unlanded
from orders_pipeline.channels.channelape.skeleton import Entry
from orders_pipeline.channels.values import instant
from orders_pipeline.model.window import Window


def bought_within(hub: Hub, lists: Sequence[Filters], window: Window) -> Listing:
    """The orders of the lists that say themselves that they were bought within the window.

    The hub may take the bounds as inclusive: what lies beyond is left out here. An order whose date of purchase cannot
    be read is counted in, because the hub lists it. Raises Shifted, Incomplete: the list cannot be proven.
    """
    proof = Reading(hub, Unlanded()).proven(lists)
    orders = [
        Listed(order_id, _instant(entry.updated_at))
        for order_id, entry in sorted(proof.seen.orders.items())
        if _is_within(entry, window)
    ]
    return Listing(
        orders=tuple(orders),
        nameless=proof.seen.nameless,
        method=proof.method,
        pages=proof.seen.pages,
        passes=proof.passes,
    )


def _is_within(entry: Entry, window: Window) -> bool:
    bought_at = _instant(entry.purchased_at)
    return bought_at is None or window.start <= bought_at < window.end


def _instant(value: object) -> datetime | None:
    """A date that cannot be read is none."""
    try:
        return instant(msgspec.convert(value, datetime)) if isinstance(value, str) else None
    except (msgspec.ValidationError, ValueError):
        return None
