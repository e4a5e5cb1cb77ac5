"""Where a row comes from, and the rows that tell what was read: accounts, loads, pages, rejects, history.

Written by the load, not by a channel. `orders` carries the lineage; an order's children share it, since both are
replaced together.
"""

from datetime import date, datetime
from typing import Annotated

from orders_pipeline.model.columns import Record, key, says

Text = str | None
Instant = datetime | None

WINDOW = "Window of the landing that the page belongs to: <live|backfill|single>/<start>_<end>"


class Lineage(Record, frozen=True, kw_only=True):
    """Appended to the columns of `orders`."""

    window_id: Annotated[str, says(WINDOW)]
    page_number: Annotated[int, says("Page of the window that showed this version, see pages")]
    position: Annotated[int, says("Place on the page, from 1")]
    requested_at: Annotated[datetime, says("When the page was asked for, by our clock")]
    load_id: Annotated[str, says("The load, or replay, that wrote this version")]
    content_hash: Annotated[str, says("SHA-256 of the order with everything that belongs to it; equal means unchanged")]


class OrderVersion(Record, frozen=True, kw_only=True):
    """A distinct version of an order.

    What it looked like is written down when it is no longer the one that stands in the tables.
    """

    account: Annotated[str, key("Account of accounts.toml")]
    order_id: Annotated[str, key("Order, as in orders.order_id")]
    window_id: Annotated[str, key(WINDOW)]
    page_number: Annotated[int, key("Page of the window that showed this version")]
    position: Annotated[int, key("Place on the page, from 1")]
    updated_at: Annotated[Instant, says("When the hub changed the order to this version, where it says so")]
    requested_at: Annotated[datetime, says("When the page was asked for, by our clock")]
    version_hash: Annotated[str, says("SHA-256 of the version without personal data")]
    document: Annotated[
        Text,
        says(
            "The version as JSON: every table's rows without the personal tables, NULLs left out, money as text; NULL "
            "where it is the version that stands in the tables: the view order_versions has that too"
        ),
    ]


class Account(Record, frozen=True, kw_only=True):
    """An account whose orders are here."""

    account: Annotated[str, key("Name in accounts.toml")]
    channel: Annotated[str, says("Dialect that it is read by")]
    time_zone: Annotated[str, says("IANA zone of the merchant's day; views that speak of days use it")]
    start_on: Annotated[date, says("First day that is read")]
    rank: Annotated[
        int | None,
        says("Place in accounts.toml, from 1: of linked orders the first is counted; NULL where it is named no more"),
    ] = None
    same_orders_as: Annotated[
        Text,
        says("Account that sees the same profile by another protocol; stays when that account is named no more"),
    ] = None


class Load(Record, frozen=True, kw_only=True):
    """What became of a certified window. received is the sum of the six counts after it, always."""

    account: Annotated[str, key("Account of accounts.toml")]
    window_id: Annotated[str, key(WINDOW)]
    load_id: Annotated[str, says("Run of the load that finished, or last worked on, the window")]
    channel: Annotated[str, says("Dialect")]
    purpose: Annotated[str, says("live: moves the cursor; backfill: beside it; single: orders read by id")]
    window_start_at: Annotated[datetime, says("First instant of the window, inclusive")]
    window_end_at: Annotated[datetime, says("End of the window, exclusive")]
    certified_at: Annotated[datetime, says("When the window was certified as complete, by our clock")]
    hub_count: Annotated[int | None, says("Orders in the window by the hub's own count; NULL where it gives none")]
    pages: Annotated[int, says("Pages landed, continuations of nested collections included")]
    pages_loaded: Annotated[int, says("Pages loaded so far")]
    is_complete: Annotated[bool, says("Every page of the window is loaded")]
    received: Annotated[int, says("Orders on the pages, each sighting counted")]
    inserted: Annotated[int, says("Not held before")]
    updated: Annotated[int, says("Newer than what was held, and different")]
    unchanged: Annotated[int, says("Newer than or as new as what was held, and the same")]
    stale: Annotated[int, says("Older than what was held")]
    duplicates: Annotated[int, says("Seen again within the window")]
    quarantined: Annotated[
        int, says("In rejects, with a reason; still counted here when a replay takes the order over later")
    ]
    loaded_at: Annotated[datetime, says("When the load last worked on the window")]


class Page(Record, frozen=True, kw_only=True):
    """A response of a hub as it was landed, byte for byte."""

    account: Annotated[str, key("Account of accounts.toml")]
    window_id: Annotated[str, key(WINDOW)]
    page_number: Annotated[int, key("Place in the window, from 1")]
    kind: Annotated[str, says("orders, or continuation: the rest of a nested collection of the page before")]
    continues_order_id: Annotated[Text, says("Order whose collection is continued")]
    continues_path: Annotated[Text, says("The collection that is continued, such as Items or Fulfillments(9)/Items")]
    url: Annotated[Text, says("What was asked for, without secrets")]
    sha256: Annotated[str, says("SHA-256 of the body; also its name in the landing")]
    body_bytes: Annotated[int, says("Length of the body")]
    requested_at: Annotated[datetime, says("When it was asked for, by our clock")]
    orders: Annotated[int, says("Orders on the page")]
    unknown_fields: Annotated[
        Text, says("Fields of the page's first order that the protocol does not know, comma-separated; NULL where none")
    ] = None
    is_plain: Annotated[
        bool | None, says("No name twice in an object, no amount as odd text; NULL: not looked for when it was read")
    ] = None


class Reject(Record, frozen=True, kw_only=True):
    """An order that could not be taken over, with the reason; its neighbours are not harmed."""

    account: Annotated[str, key("Account of accounts.toml")]
    window_id: Annotated[str, key(WINDOW)]
    page_number: Annotated[int, key("Page that shows it")]
    position: Annotated[int, key("Place on the page, from 1")]
    order_id: Annotated[Text, says("The order's id, where it can be read")]
    reason: Annotated[str, says("Code of the reason, see model/reasons.py")]
    path: Annotated[str, says("Where in the document, such as $.Items[0].UnitPrice")]
    message: Annotated[str, says("One sentence, without values from the document")]
    sha256: Annotated[str, says("Body that shows it, in the landing")]
    rejected_at: Annotated[datetime, says("When the load met it")]
    healed_load_id: Annotated[
        Text, says("Load or replay that later took over a good version of the order; NULL: none did")
    ]
