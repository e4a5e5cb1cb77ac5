"""Numbered pages over a list that moves: what is certified lacks no order that stood in it all the time."""

from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.channeladvisor_soap import paging
from orders_pipeline.channels.channeladvisor_soap.answers import Unrendered
from orders_pipeline.channels.channeladvisor_soap.paging import Pages
from orders_pipeline.channels.channeladvisor_soap.skeleton import Entry, Page
from orders_pipeline.channels.errors import Incomplete, Shifted


@dataclass
class Moving:
    """A list of ids that changes between requests: `events` by the number of the request."""

    ids: list
    events: dict
    poisoned: frozenset = frozenset()
    largest: int = 1000
    asked: int = 0

    def fetch(self, number, size):
        for event, order_id in self.events.get(self.asked, ()):
            self.ids = sorted(set(self.ids) - {order_id} if event == "leaves" else {*self.ids, order_id})
        self.asked += 1
        assert self.asked < 3_000, "this would go on for ever"
        size = min(size, self.largest)
        here = self.ids[(number - 1) * size : number * size]
        if self.poisoned.intersection(here):
            raise Unrendered("no")
        return Page(tuple(Entry(order_id, "v", False) for order_id in here), len(self.ids) if here else 0)


def certified(hub, size):
    """As a window is read: forward, then backward where there were several pages; None where it moved."""
    try:
        first = Pages(hub.fetch, size, lambda number, error: None).forward()
        paging.refuse_shortfall(first)
        if not first.is_one_instant:
            paging.refuse_difference(
                first, Pages(hub.fetch, 3 * size, lambda number, error: None).backward(first.found)
            )
    except Shifted:
        return None
    return first


events = st.dictionaries(
    st.integers(0, 30), st.lists(st.tuples(st.sampled_from(["leaves", "comes"]), st.integers(1, 40)), max_size=3)
)


@given(ids=st.sets(st.integers(1, 40), max_size=30), events=events, size=st.integers(1, 7))
@example(ids=set(range(1, 11)), events={1: [("leaves", 1)], 4: [("comes", 1)]}, size=3)
@settings(max_examples=300, deadline=None)
def test_what_is_certified_lacks_no_order_that_stood_in_the_list_all_the_time(ids, events, size):
    hub = Moving(sorted(ids), events)
    seen = certified(hub, size)
    moved = {order_id for number, some in events.items() if number < hub.asked for _, order_id in some}
    if seen is not None:
        assert ids - moved <= seen.ids
        assert seen.ids <= ids | moved


@given(
    count=st.integers(0, 60),
    poisoned=st.sets(st.integers(1, 60), max_size=4),
    size=st.sampled_from([1, 2, 6, 20, 21]),
)
@settings(max_examples=200, deadline=None)
def test_a_list_that_holds_still_is_certified_and_every_order_stands_in_it_or_alone(count, poisoned, size):
    ids = set(range(1, count + 1))
    hub = Moving(sorted(ids), {}, frozenset(poisoned & ids))
    try:
        seen = Pages(hub.fetch, size, lambda number, error: None).forward()
    except Incomplete:
        longest = max((sum(place + n in poisoned for n in range(4)) for place in range(count)), default=0)
        assert longest == 4, "only where the hub fails on four in a row"
        return
    paging.refuse_shortfall(seen)
    assert set(seen.versions) == ids - poisoned
    assert seen.found == count
    assert set(seen.alone) == poisoned & ids, "ids and places are the same here"


@pytest.mark.parametrize("largest", [1, 3, 7, 19])
def test_pages_that_come_shorter_than_asked_for_are_counted_on_as_they_come(largest):
    seen = certified(Moving(list(range(1, 51)), {}, largest=largest), 20)
    assert seen.ids == set(range(1, 51))


def test_a_poisoned_page_costs_few_requests():
    hub = Moving(list(range(1, 21)), {}, frozenset({13}))
    Pages(hub.fetch, 20, lambda number, error: None).forward()
    assert hub.asked <= 12
