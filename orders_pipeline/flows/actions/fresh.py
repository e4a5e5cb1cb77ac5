"""An order as the hub shows it at this moment: read whole, landed as evidence, decoded.

Every look of an action at an order goes through here, so that what was seen can be shown later.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import msgspec

from orders_pipeline.channels.base import Channel, WhenBought, Writeback, nobody_knows
from orders_pipeline.channels.errors import Incomplete, Malformed
from orders_pipeline.flows.incoming import incoming_window
from orders_pipeline.flows.read import source_of
from orders_pipeline.flows.read_orders import land_orders
from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.sighting import Problem
from orders_pipeline.settings import Account
from orders_pipeline.warehouse.incoming import IncomingWindow

_TRIES, _PAUSE = 120, 0.25  # half a minute in all


class Fresh(msgspec.Struct, frozen=True, kw_only=True):
    """as_read: what `Writeback.as_read` tells of its page."""

    document: OrderDocument
    as_read: dict[str, str]


def fresh_order(
    account: Account,
    landing: AccountLanding,
    channel: Channel,
    order_id: str,
    *,
    writeback: Writeback,
    why: str,
    now: Callable[[], datetime],
    bought: WhenBought = nobody_knows,
    sleep: Callable[[float], None] = time.sleep,
) -> Fresh | None:
    """None: the hub answers that there is no such order. bought: as in `Channel.read_orders`.

    Raises Incomplete: it could not be had now; Malformed: it cannot be read as an order; Busy; Unauthorized.
    """
    source = source_of(account)
    with _in_turn(landing, sleep):
        landing.claim(source)
        report = land_orders(channel, landing, source, (order_id,), why=why, now=now, bought=bought)
        if order_id in report.read.absent:
            return None
        if report.window_id is None or order_id not in report.read.found:
            raise Incomplete(
                report.read.failed.get(order_id, "the order could not be read"), account=account.name, order_id=order_id
            )
    window = next(one for one in landing.covered(Purpose.SINGLE) if f"{Purpose.SINGLE}/{one.name}" == report.window_id)
    manifest = landing.manifest(Purpose.SINGLE, window)
    found, sha256 = _found(incoming_window(landing.bodies, manifest), order_id)
    if isinstance(found, OrderDocument):
        return Fresh(document=found, as_read=writeback.as_read(landing.bodies.get(sha256), order_id))
    sentence = "the answer holds no such order"
    if found is not None:
        sentence = f"the order cannot be taken over: {found.message} ({found.path})"
    raise Malformed(sentence, account=account.name, order_id=order_id)


def _found(window: IncomingWindow, order_id: str) -> tuple[OrderDocument | Problem | None, str]:
    """The last that the pages show of the order, and the page's hash; its neighbours' mistakes are not its own.

    A problem without a number may be the order's, where nothing else shows it.
    """
    found: OrderDocument | Problem | None = None
    nameless: Problem | None = None
    sha256 = ""
    for page in window.pages(0):
        for sighting in page.sightings:
            if sighting.document is not None and sighting.document.order.order_id == order_id:
                found, sha256 = sighting.document, page.record.sha256
            elif sighting.problem is not None and sighting.problem.order_id == order_id:
                found, sha256 = sighting.problem, page.record.sha256
            elif sighting.problem is not None and sighting.problem.order_id is None:
                nameless = sighting.problem
    return found or nameless, sha256


@contextmanager
def _in_turn(landing: AccountLanding, sleep: Callable[[float], None]) -> Iterator[None]:
    """Others who read single orders of the account are waited for. Raises Busy: they take too long."""
    with ExitStack() as turn:
        for left in range(_TRIES, -1, -1):
            try:
                turn.enter_context(landing.reading(Purpose.SINGLE))
                break
            except Busy:
                if not left:
                    raise
                sleep(_PAUSE)
        yield
