"""Closing a reject that nobody can mend, or nobody needs to: durably, by name and with a reason. Nothing is deleted.

The landing keeps it, so that a warehouse that is built anew knows it too.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.quarantine.details import numbered
from orders_pipeline.landing import dismissals
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.model.records.dismissals import Dismissal
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.dismissals import insert_dismissals
from orders_pipeline.warehouse.errors import BadChoice, NotPublished
from orders_pipeline.warehouse.rejects import Choice, Rejection, rejections
from orders_pipeline.warehouse.writer import DATABASE, writer

LONGEST_WHY = 500


def dismiss(home: Home, number: str, *, why: str, by: str, now: Callable[[], datetime] = utc_now) -> Rejection:
    """The reject with this number, as it is then told: dismissed.

    Raises BadChoice: there is no such reject, it is healed or dismissed already, or no reason is given; NotPublished:
    there is no warehouse yet; WarehouseBusy: another process writes.
    """
    why, by = why.strip(), by.strip()
    if not why or len(why) > LONGEST_WHY:
        raise BadChoice(f"say why in 1 to {LONGEST_WHY} characters, without data of buyers: --why '...'.")
    if not by:
        raise BadChoice("say who dismisses it: --by NAME.")
    if not (home.warehouse / DATABASE).exists():
        raise NotPublished(home.warehouse / DATABASE)
    with writer(home.warehouse) as warehouse:
        one = numbered(rejections(warehouse.connection, Choice(is_open=False)), number)
        if one.healed_load_id:
            raise BadChoice(f"reject {one.number} is healed by load {one.healed_load_id}: there is nothing to dismiss.")
        if one.dismissed_at:
            raise BadChoice(f"reject {one.number} was dismissed at {one.dismissed_at:%Y-%m-%d %H:%M} UTC already.")
        done = Dismissal(
            account=one.account,
            window_id=one.window_id,
            page_number=one.page_number,
            position=one.place,
            dismissed_at=now().astimezone(UTC),
            dismissed_by=by,
            why=why,
        )
        dismissals.keep(AccountLanding(home.landing, one.account).folder, done)
        insert_dismissals(warehouse, [done])
    return msgspec.structs.replace(one, dismissed_at=done.dismissed_at, dismissed_by=by, dismissed_why=why)
