"""Whatever moves while a window is read: what stood in it from the first request to the last is on its pages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.channelape.paging import proven
from orders_pipeline.channels.channelape.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Shifted

LISTS = ({"channelId": "a"}, {"channelId": "b"})


class MovingHub:
    """Ids by list; `between` is called before every answer. `keyset`: keys are looked up by value, else by place."""

    def __init__(self, ids, *, size, counts, keyset, between):
        self.ids = {"a": set(ids[0]), "b": set(ids[1])}
        self.size, self.counts, self.keyset, self.between = size, counts, keyset, between

    def fetch(self, filters, last_key):
        self.between(self)
        listed = sorted(self.ids[filters["channelId"]])
        if last_key is None:
            found = listed
        elif self.keyset:
            found = [one for one in listed if one > last_key]
        else:
            found = listed[listed.index(last_key) + 1 :] if last_key in listed else []
        shown = found[: self.size]
        return Skeleton(
            tuple(Entry(one, "v") for one in shown),
            is_last=shown == found,
            last_key=shown[-1] if shown else None,
            count=len(listed) if self.counts and last_key is None else None,
        )

    def recount(self, filters):
        return len(self.ids[filters["channelId"]]) if self.counts else None


IDS = st.sets(st.integers(0, 60).map("{:03}".format), max_size=25)


@settings(max_examples=150, deadline=None)
@given(first=IDS, second=IDS, size=st.integers(1, 7), counts=st.booleans(), data=st.data())
def test_an_order_that_stands_in_a_list_all_the_while_is_on_its_pages(first, second, size, counts, data):
    everything = {"a": sorted(first), "b": sorted(second)}
    leaving = data.draw(st.sets(st.sampled_from(everything["a"]))) if first else set()
    start_overs = []

    def between(hub):
        here = sorted(leaving & hub.ids["a"])
        if here and data.draw(st.booleans()):
            hub.ids["a"].discard(data.draw(st.sampled_from(here)))

    hub = MovingHub((first, second), size=size, counts=counts, keyset=counts, between=between)
    try:
        proof = proven(LISTS, hub.fetch, hub.recount, start_overs.append)
    except Shifted:
        return  # said to prove nothing, which is honest
    assert (first | second) - leaving <= set(proof.seen.orders) <= first | second
    assert len(start_overs) == proof.passes - 1


@given(first=IDS, second=IDS, size=st.integers(1, 7))
def test_a_list_that_holds_still_is_proven_at_once(first, second, size):
    hub = MovingHub((first, second), size=size, counts=True, keyset=True, between=lambda hub: None)
    proof = proven(LISTS, hub.fetch, hub.recount, lambda why: None)
    assert set(proof.seen.orders) == first | second
    assert (proof.passes, proof.seen.hub_count) == (1, len(first) + len(second))


def test_a_hub_that_loses_its_place_and_ends_the_list_there_is_not_believed():
    asked = []

    def between(hub):
        asked.append(None)
        if len(asked) == 2:
            hub.ids["a"].discard("005")  # the key of the page that follows

    ids = [f"{one:03}" for one in range(20)]
    hub = MovingHub((ids, []), size=6, counts=True, keyset=False, between=between)
    proof = proven(LISTS, hub.fetch, hub.recount, lambda why: None)
    assert proof.passes == 2
    assert set(ids) - {"005"} <= set(proof.seen.orders)
