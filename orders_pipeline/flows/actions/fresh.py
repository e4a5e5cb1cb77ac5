"""An order as the hub shows it at this moment: read whole by its id, landed as evidence, decoded.

Every look of an action at an order goes through here, so that what was seen can be shown later.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from orders_pipeline.channels.base import Channel
from orders_pipeline.channels.errors import Incomplete, Malformed
from orders_pipeline.flows.incoming import incoming_window
from orders_pipeline.flows.read import source_of
from orders_pipeline.flows.read_orders import land_orders
from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.settings import Account

_TRIES, _PAUSE = 120, 0.25  # half a minute in all


def fresh_order(
    account: Account,
    landing: AccountLanding,
    channel: Channel,
    order_id: str,
    *,
    why: str,
    now: Callable[[], datetime],
    sleep: Callable[[float], None] = time.sleep,
) -> OrderDocument | None:
    """None: the hub answers that there is no such order.

    Raises Incomplete: it could not be had now; Malformed: it cannot be read as an order; Busy; Unauthorized.
    """
    source = source_of(account)
    with _in_turn(landing, sleep):
        landing.claim(source)
        report = land_orders(channel, landing, source, (order_id,), why=why, now=now)
        if order_id in report.read.absent:
            return None
        if report.window_id is None or order_id not in report.read.found:
            raise Incomplete(
                report.read.failed.get(order_id, "the order could not be read"), account=account.name, order_id=order_id
            )
    window = next(one for one in landing.covered(Purpose.SINGLE) if f"{Purpose.SINGLE}/{one.name}" == report.window_id)
    manifest = landing.manifest(Purpose.SINGLE, window)
    for page in incoming_window(landing.bodies, manifest).pages(0):
        for sighting in page.sightings:
            if sighting.document is not None and sighting.document.order.order_id == order_id:
                return sighting.document
            if sighting.problem is not None:
                problem = sighting.problem
                sentence = f"the order cannot be taken over: {problem.message} ({problem.path})"
                raise Malformed(sentence, account=account.name, order_id=order_id)
    raise Malformed("the answer holds no such order", account=account.name, order_id=order_id)


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
