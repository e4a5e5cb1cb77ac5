"""What a channel is: a conversation that reads windows, and the pure reading of the pages that it landed.

A dialect gives `connect` and `sightings`; the registry lists them. Landing is handed in, so that every body is stored
before anything looks into it.
"""

import time
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.snippet import Snippet
from orders_pipeline.model.decisions import Decision
from orders_pipeline.model.outcomes import Outcome, Seen
from orders_pipeline.model.plans import Draft, Request
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.sighting import Sighting
from orders_pipeline.model.status import RefundReason
from orders_pipeline.model.window import Window

ORDERS = "orders"  # a page of orders
WHOLE_ORDER = "order"  # one order read whole: takes the place of the same order on the page before
CONTINUATION = "continuation"  # the rest of a nested collection of an order on the page before
INCOMPLETE = "incomplete"  # no body: the rest of an order on the page before could not be read


class Answer(Protocol):
    """A response to land: its bytes and where they came from, without secrets."""

    @property
    def body(self) -> bytes: ...
    @property
    def url(self) -> str: ...
    @property
    def requested_at(self) -> datetime: ...


class Attempt(Protocol):
    """Where the bodies of one try to read a window are stored, in the order in which they came."""

    def land(
        self, kind: str, answer: Answer, *, order_id: str | None = None, path: str | None = None
    ) -> Callable[..., None]:
        """Store the body durably.

        What is returned is called once, when the page is read: with its count of orders, the fields on it that the
        protocol does not know, and, where the dialect looks for that, whether it is plain as `Body.is_plain` has it.
        """

    def start_over(self, reason: str) -> None:
        """The pages so far prove nothing: keep them as discarded."""

    def discard_last(self, reason: str) -> None:
        """The page landed last was no page: keep it as discarded."""


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """Why a window is believed to be complete.

    sightings: orders on the pages; orders: distinct ids; nameless: sightings without a readable id. hub_count: the
    hub's own count after reading, None where it gives none. passes: how often the window was read until it held.
    """

    method: str
    pages: int
    sightings: int
    orders: int
    nameless: int
    hub_count: int | None
    continuations: int
    passes: int


class Listed(msgspec.Struct, frozen=True, gc=False):
    """An order of which only the id was asked for.

    changed_at: the newest of the dates by which windows find it; None where it has none, so that no window ever does.
    updated_at: what `orders.updated_at` holds of this version, to tell a missed update; None: the list does not say it.
    """

    order_id: str
    changed_at: datetime | None
    updated_at: datetime | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Every order that stood in a list from the first request to the last; perhaps some that came or went meanwhile.

    nameless: orders without a readable id. method: how paging proved that none was skipped. changed_since: where the
    orders have no date of change, asks the hub which of them changed at that instant or later.
    """

    orders: tuple[Listed, ...]
    nameless: int
    method: str
    pages: int
    passes: int
    changed_since: Callable[[datetime], Set[str]] | None = None

    @property
    def count(self) -> int:
        return len(self.orders) + self.nameless


class OrdersRead(msgspec.Struct, frozen=True, kw_only=True):
    """What became of orders that were asked for by id: each stands in one of the three.

    absent: the hub answers that there is no such order. failed: why it could not be had, a sentence each.
    """

    found: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    failed: Mapping[str, str] = {}


class SiteRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a hub itself says of a marketplace's site.

    allows: cells of the capability table, by name. reasons: those that can be given; None: it lists none.
    """

    allows: Mapping[str, bool] = {}
    reasons: frozenset[RefundReason] | None = None


WhenBought = Callable[[str], datetime | None]
"""When an order was bought, as far as it is known here; a date of purchase does not change."""


def nobody_knows(order_id: str) -> datetime | None:
    return None


class Channel(Protocol):
    """A connected account. Every method goes over the network and raises the errors of `channels/errors.py`."""

    def hub_now(self) -> datetime:
        """The hub's clock, UTC; the local one where it does not tell."""

    def count(self, window: Window) -> int | None:
        """Orders in the window by the hub's own count; None where it does not count."""

    def read(self, window: Window, attempt: Attempt) -> Certificate:
        """Land every page of the window and prove that none is missing.

        Raises Incomplete: the proof failed. Never returns a certificate for less than the whole window.
        """

    def count_created(self, window: Window) -> int | None:
        """Orders bought within the window by the hub's own count; None where it does not count."""

    def created(self, window: Window) -> Listing:
        """Orders bought within the window, whenever they changed. Raises Incomplete: the list did not hold still."""

    def unexported(self, since: datetime) -> Listing | None:
        """Orders bought, imported or changed since then and not marked as exported; None where the hub has no marks.

        Whatever is marked or unmarked meanwhile, it lacks no order that was unmarked from the first request to the
        last. Raises Incomplete: the list did not hold still.
        """

    def read_orders(self, order_ids: Sequence[str], attempt: Attempt, bought: WhenBought = nobody_knows) -> OrdersRead:
        """Land each order whole, as a page of its own, or on one with its neighbours.

        bought: asked by hubs that know orders by their days and not by their numbers. Raises Unauthorized; every other
        failure is of its order.
        """

    def carriers(self) -> frozenset[tuple[str, str]] | None:
        """The account's pairs of carrier and class, by the codes that shipments name; None where the hub tells none."""

    def site_rules(self, site: str) -> SiteRules | None:
        """What the hub says of a site, by the hub's id of it (`channel_marketplace_id`); None where it says nothing."""

    def send(self, request: Request) -> Response:
        """One attempt of a write, its slots filled with secrets; any whole answer, whatever its status.

        Raises NotSent: no byte of it left; Unknown: it may have happened; what reading raises: it was not sent.
        """

    def close(self) -> None: ...


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A landed page to be read again, offline: a page of orders, or what completes one of its orders.

    is_plain: when it was landed it was seen that no object has a name twice and no amount is written oddly; False: to
    be looked for.
    """

    kind: str
    content: bytes
    order_id: str | None = None
    path: str | None = None
    is_plain: bool = False


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long a hub is waited for, in seconds. channeladvisor-rest.md §3: wide windows take minutes."""

    connect: float = 10.0
    read: float = 300.0
    sleep: Callable[[float], None] = time.sleep  # between tries; tests make it short


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a dialect needs to speak for an account; secrets only by call."""

    account: str
    base_url: str
    scope: str  # the account's profile, subscription or channel
    secret: Callable[[str], str]
    concurrent: int
    per_minute: int
    budgets: Path  # folder in which processes share their rate budgets
    options: Mapping[str, str]  # the account's keys that only its dialect has, by their names in accounts.toml
    now: Callable[[], datetime]
    patience: Patience = Patience()


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What pages are read as.

    profile: whose orders they must be; None: anybody's. is_whole: every collection was asked for, so that one that is
    not there is no empty one. currency: of every amount, where the protocol has none.
    """

    account: str
    profile: str | None = None
    is_whole: bool = False
    currency: str | None = None


class Writeback(msgspec.Struct, frozen=True, kw_only=True):
    """How a dialect writes. All of it is pure.

    drafts(decision): the requests, with every amount written out; sent one after the other.
    outcome(draft, response): what an answer means. ANSWERED_NO only for refusals on the dialect's list, NOT_SENT only
    for what its table certifies as refused before processing; IN_DOUBT is everything that is not recognised.
    seen(draft, document, is_accepted): what a fresh read of the order shows of it.
    as_read(page, order_id): hashes of what of the order on that page a write sends back, by its name there.
    """

    drafts: Callable[[Decision], Sequence[Draft]]
    outcome: Callable[[Draft, Response], Outcome]
    seen: Callable[[Draft, OrderDocument, bool], Seen]
    as_read: Callable[[bytes, str], dict[str, str]] = lambda page, order_id: {}


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """One stream of orders that a credential covers. name and service: the hub's words for it."""

    scope: str
    name: str | None = None
    service: str | None = None


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the registry.

    page_orders: orders that the hub gives on a page at the least, for estimates.
    has_upper_bound: the hub can be asked for what changed before an instant. Where it cannot, every window is read to
    the present, so that one window takes all that is not read yet.
    connect_for_days: for days of the past, where their orders are asked for in another way than those of live windows;
    days_by: what then makes an order one of a day; days_a_window: how many days one window is to take.
    subscriptions: asks the hub which streams a credential covers; None where settings always say so.
    sightings(scope, page, more): the orders of a landed page with what completes them merged in; never raises for a bad
    order, Malformed where the page as a whole cannot be read.
    snippet(page, more, position, path): what a person may see of the order at that place, around the path. Raises
    ValueError: the page has no such place.
    """

    name: str
    page_orders: int
    has_upper_bound: bool = True
    connect: Callable[[Connection], Channel]
    connect_for_days: Callable[[Connection], Channel] | None = None
    days_by: str = "last changed"
    days_a_window: int = 1
    subscriptions: Callable[[Connection], tuple[Subscription, ...]] | None = None
    sightings: Callable[[Scope, Body, Sequence[Body]], list[Sighting]]
    snippet: Callable[[Body, Sequence[Body], int, str], Snippet]
    writeback: Writeback | None = None
