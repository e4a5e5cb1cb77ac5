"""What belongs to orders and does not stand on their page: fulfillments of all of them, refunds where there are any.

What cannot be had of one order is marked, and that order quarantined by itself. Where it can be had of none, the
service is down, and the window is not read.
"""

from collections.abc import Sequence

from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE
from orders_pipeline.channels.channeladvisor_soap import query, skeleton
from orders_pipeline.channels.channeladvisor_soap.landed import Landing
from orders_pipeline.channels.channeladvisor_soap.skeleton import Entry
from orders_pipeline.channels.errors import HubError, Incomplete, Rejected, Unauthorized

FULFILLMENTS, REFUNDS = "FulfillmentList", "LineItemRefunds"  # paths of continuations, and what they continue


def complete(landing: Landing, entries: Sequence[Entry]) -> None:
    """Raises Unauthorized, Retriable; Incomplete: a service fails for every order of several."""
    named = list(dict.fromkeys(entry.order_id for entry in entries if entry.order_id is not None))
    refunded = {entry.order_id for entry in entries if entry.has_refunds}
    failed = _fulfillments(landing, named)
    _refuse_outage(failed, len(named), FULFILLMENTS)
    asked = [order_id for order_id in named if order_id in refunded and order_id not in failed]
    failed_refunds: dict[int, HubError] = {}
    for order_id in asked:
        try:
            _refunds(landing, order_id)
        except Unauthorized:
            raise
        except (Rejected, Incomplete) as error:
            failed_refunds[order_id] = error
    _refuse_outage(failed_refunds, len(asked), REFUNDS)
    for order_id, why in (failed | failed_refunds).items():
        landing.leave_out(INCOMPLETE, str(order_id), type(why).__name__)


def _refuse_outage(failed: dict[int, HubError], asked: int, what: str) -> None:
    if asked > 1 and len(failed) == asked:
        error = next(iter(failed.values()))
        raise Incomplete(
            f"{what} could be had of none of {asked} orders: {error.sentence}", hub_message=error.hub_message
        )


def _fulfillments(landing: Landing, order_ids: list[int]) -> dict[int, HubError]:
    """One question for all; where the hub fails on it, in halves until the orders that it fails on stand alone.

    An order that a Success leaves out is asked for once more: an entry can be lost under it, and the parcels with it.
    What two answers leave out has no fulfillments.
    """
    failed: dict[int, HubError] = {}
    waiting = [order_ids] if order_ids else []
    left_out: set[int] = set()
    while waiting:
        asked = waiting.pop()
        try:
            told, _ = landing.fetch(
                query.fulfillments(landing.hub.account_id, asked),
                CONTINUATION,
                lambda body, ids=frozenset(asked): skeleton.fulfilled_of(body, ids, landing.hub.redactor),  # type: ignore[misc]
                path=FULFILLMENTS,
            )
        except Unauthorized:
            raise
        except (Rejected, Incomplete) as error:
            if len(asked) == 1:
                failed[asked[0]] = error
            else:
                half = len(asked) // 2
                waiting += [asked[half:], asked[:half]]
            continue
        landing.continuations += 1
        again = [order_id for order_id in asked if order_id not in told and order_id not in left_out]
        left_out.update(again)
        waiting += [again] if again else []
    return failed


def _refunds(landing: Landing, order_id: int) -> None:
    landing.fetch(
        query.refund_history(landing.hub.account_id, order_id),
        CONTINUATION,
        lambda body: skeleton.refunds_of(body, order_id, landing.hub.redactor),
        order_id=str(order_id),
        path=REFUNDS,
    )
    landing.continuations += 1
