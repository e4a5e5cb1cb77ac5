"""One window of the SOAP API being read: pages, what completes their orders, and the proof that none is missing.

Single orders are read here too, each as a page of its own. An order that the hub cannot show stands alone on a page
that holds its refusal, and is quarantined by itself; the window goes on.
"""

from orders_pipeline.channels.base import INCOMPLETE, ORDERS, Attempt, Certificate
from orders_pipeline.channels.channeladvisor_soap import paging, query, skeleton
from orders_pipeline.channels.channeladvisor_soap.answers import Unrendered
from orders_pipeline.channels.channeladvisor_soap.completing import complete
from orders_pipeline.channels.channeladvisor_soap.landed import MALFORMED, TRIES, UNRENDERED, Hub, Landing
from orders_pipeline.channels.channeladvisor_soap.paging import Pages, Seen
from orders_pipeline.channels.channeladvisor_soap.query import COMPLETE, LOW, PAGE_SIZE, Criteria
from orders_pipeline.channels.channeladvisor_soap.skeleton import Page
from orders_pipeline.channels.errors import Incomplete, Malformed, Shifted

SECOND_LOOK = "a second look at the ids"


class NoSuchOrder(Incomplete):
    """The hub shows no order of that id."""


class Reading:
    """The passes over one window, until one holds."""

    def __init__(self, hub: Hub, criteria: Criteria, attempt: Attempt) -> None:
        self._hub = hub
        self._criteria = criteria
        self._landing = Landing(hub, attempt)

    def certified(self) -> Certificate:
        """Raises Shifted: the window did not hold still; Incomplete, Retriable, Rejected: a page cannot be had."""
        why = ""
        for passes in range(1, paging.MAX_PASSES + 1):
            if passes > 1:
                self._landing.start_over(why)
            try:
                return self._one_pass(passes)
            except Shifted as shifted:
                why = shifted.sentence
        raise Shifted(f"the window did not hold still for {paging.MAX_PASSES} passes: {why}")

    def single(self, order_id: int) -> None:
        """Land one order whole. Raises NoSuchOrder; Incomplete, Rejected, Retriable."""

        def read(body: bytes) -> Page:
            page = skeleton.page(body, self._hub.redactor)
            if any(entry.order_id != order_id for entry in page.entries) or len(page.entries) > 1:
                raise Malformed("the answer is another order than was asked for")
            return page

        criteria = Criteria(order_ids=(order_id,))
        call = query.order_list(self._hub.account_id, criteria, COMPLETE, 1, PAGE_SIZE[COMPLETE])
        page, told = self._landing.fetch(call, ORDERS, read)
        if not page.entries:
            self._landing.discard_last("no such order")
            raise NoSuchOrder("the hub has no order of that id")
        told(1, page.unknown_fields)
        complete(self._landing, page.entries)

    def _one_pass(self, passes: int) -> Certificate:
        first = Pages(self._page, PAGE_SIZE[COMPLETE], self._alone).forward()
        paging.refuse_shortfall(first)
        self._refuse_recovered(first)
        hub_count = first.hub_count
        if not first.is_one_instant:
            second = Pages(self._ids, PAGE_SIZE[LOW], lambda number, error: None).backward(first.found)
            paging.refuse_difference(first, second)
            hub_count = second.hub_count if hub_count is None else hub_count
        return Certificate(
            method=paging.METHOD,
            pages=first.pages + len(first.alone),
            sightings=first.sightings + len(first.alone),
            orders=len(first.ids),
            nameless=first.found - len(first.ids),
            hub_count=hub_count,
            continuations=self._landing.continuations,
            passes=passes,
        )

    def _page(self, number: int, size: int) -> Page:
        call = query.order_list(self._hub.account_id, self._criteria, COMPLETE, number, size)
        is_part = 1 < size < PAGE_SIZE[COMPLETE]  # of a page that failed often enough
        page, told = self._landing.fetch(call, ORDERS, self._read, tries=1 if is_part else TRIES)
        told(len(page.entries), page.unknown_fields)
        complete(self._landing, page.entries)
        return page

    def _ids(self, number: int, size: int) -> Page:
        call = query.order_list(self._hub.account_id, self._criteria, LOW, number, size)
        return self._landing.fetch(call, ORDERS, self._read, only_looked_at=SECOND_LOOK)[0]

    def _read(self, body: bytes) -> Page:
        return skeleton.page(body, self._hub.redactor)

    def _alone(self, number: int, error: Unrendered) -> int | None:
        """The place's refusal is its page, marked; its id is the one that the hub gives where it has to show less."""
        self._landing.keep_last(ORDERS, 1)
        order_id = self._id_at(number)
        why = MALFORMED if isinstance(error.__cause__, Malformed) else UNRENDERED
        self._landing.leave_out(INCOMPLETE, None if order_id is None else str(order_id), why)
        return order_id

    def _id_at(self, number: int) -> int | None:
        try:
            page = self._ids(number, 1)
        except Unrendered:
            return None
        return page.entries[0].order_id if len(page.entries) == 1 else None

    def _refuse_recovered(self, seen: Seen) -> None:
        """Raises Shifted: the hub shows after all what it could not; it was out of order, and no order was."""
        for number in seen.alone:
            call = query.order_list(self._hub.account_id, self._criteria, COMPLETE, number, 1)
            try:
                self._landing.fetch(call, ORDERS, self._read, only_looked_at="asked for once more", tries=1)
            except Unrendered:
                continue
            raise Shifted("the hub shows by now what it could not show before")
