"""Proofs at world time, and a hub that misbehaves between two requests: what the tests of the second proof share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count

from orders_pipeline.flows.proof.run import ProofFailed, ProofReport, prove
from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID
from orders_pipeline.sandbox.channeladvisor.errors import Refused
from orders_pipeline.sandbox.world import an_order
from orders_pipeline_tests.pipeline import IN_A_HURRY, Pipeline

ACKNOWLEDGES = 'acknowledge = "after_load"'


def proven(pipeline: Pipeline, account: str = "us", **options) -> ProofReport:
    """The report of a proof at world time, whatever it found."""
    given = {"environ": pipeline.environ, "now": lambda: pipeline.hub.clock.now, "patience": IN_A_HURRY}
    try:
        return prove(pipeline.home, pipeline.settings.account(account), **given | options)
    except ProofFailed as failed:
        return failed.report


def proof_of(report: ProofReport, subject: str):
    return next(proof for proof in report.proofs if proof.subject == subject)


def committed_late(pipeline: Pipeline, order_id: int, bought_at: datetime, *, by: timedelta) -> str:
    """An order that readers see only `by` after its stamps: beyond the overlap no window asks for it any more."""
    stamps = {"purchased_at": bought_at, "imported_at": bought_at, "updated_at": bought_at}
    pipeline.hub.world.with_order(an_order(order_id, **stamps, visible_at=bought_at + by))
    return str(order_id)


def hub_of(pipeline: Pipeline):
    return pipeline.hub.sandbox.channeladvisor


def before_each_page(pipeline: Pipeline, act: Callable[[int], None], about: str = "") -> None:
    """Calls `act` before a page of orders is answered, with the number of the request, from 1, of those about this."""
    hub, requests = hub_of(pipeline), count(1)
    answer = hub.orders

    def orders(access, query, links):
        if about in query:
            act(next(requests))
        return answer(access, query, links)

    hub.orders = orders


def mark(pipeline: Pipeline, order_id: int | str, exported: bool = True) -> None:
    hub_of(pipeline).exports.mark(APPLICATION_ID, int(order_id), exported)


@contextmanager
def refusing(pipeline: Pipeline, order_id: str) -> Iterator[None]:
    """The hub lists the order and refuses to show it by itself, at once and for good."""
    hub = hub_of(pipeline)
    row = hub._row

    def refuse(access, name, key):
        if str(key) == order_id:
            raise Refused(400, "This order is not for you.")
        return row(access, name, key)

    hub._row = refuse
    yield
    hub._row = row


def purge(pipeline: Pipeline, order_id: str) -> None:
    """The hub forgets an order, as it does with old ones."""
    hub = hub_of(pipeline)
    visible = hub._visible
    hub._visible = lambda access: [state for state in visible(access) if str(state.order.order_id) != order_id]
