"""Paging proves what it claims: over any hub that sorts, and over one that does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders_pipeline.channels.channeladvisor.paging import NotSorted, Seen, by_keyset, by_links, refuse_shortfall
from orders_pipeline.channels.channeladvisor.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Shifted


def page(*ids: int | None, more: str | None = None, count: int | None = None) -> Skeleton:
    return Skeleton(tuple(Entry(number, "v1", ()) for number in ids), more, count)


@given(st.sets(st.integers(1, 10_000), max_size=80), st.data())
def test_keyset_paging_sees_every_order_once_whatever_the_page_sizes(ids, data):
    def fetch(after):
        rest = sorted(number for number in ids if after is None or number > after)
        size = data.draw(st.integers(1, 30))
        return page(*rest[:size], more="more" if len(rest) > size else None)

    seen = by_keyset(fetch)
    assert set(seen.versions) == ids
    assert seen.sightings == len(ids)


@given(st.sets(st.integers(1, 500), min_size=5, max_size=60), st.data())
def test_orders_that_leave_the_window_while_it_is_paged_hide_no_other(ids, data):
    present = set(ids)

    def fetch(after):
        if after is not None and data.draw(st.booleans()):
            present.discard(data.draw(st.sampled_from(sorted(ids))))
        rest = sorted(number for number in present if after is None or number > after)
        return page(*rest[:7], more="more" if len(rest) > 7 else None)

    assert present <= set(by_keyset(fetch).versions)


@pytest.mark.parametrize(
    "pages",
    [
        [page(3, 2, 1)],
        [page(1, 2, more="m"), page(2, 3)],
        [page(5, more="m"), page(5, more="m")],
        [page(None, more="m")],
    ],
    ids=["descending", "a page overlaps the last", "the same page for ever", "nothing to go on from"],
)
def test_a_hub_that_does_not_sort_is_not_believed(pages):
    answers = iter(pages)
    with pytest.raises(NotSorted):
        by_keyset(lambda after: next(answers))


def test_one_id_twice_on_a_page_is_one_order_seen_twice():
    seen = by_keyset(lambda after: page(1, 2, 2, 3))
    assert (seen.sightings, seen.found) == (4, 3)


@pytest.mark.parametrize("ending", [page(1, 2, more="b"), page(3, 4, more="b")], ids=["first page again", "same link"])
def test_links_that_lead_round_in_a_circle_come_to_an_end(ending):
    seen = by_links(lambda: page(1, 2, more="a"), {"a": page(3, 4, more="b"), "b": ending}.__getitem__)
    assert set(seen.versions) == {1, 2, 3, 4}


def test_a_shortfall_against_the_hub_s_own_count_is_no_window():
    seen = Seen(versions={1: "v", 2: "v"}, nameless=1)
    refuse_shortfall(seen, 3)
    refuse_shortfall(seen, None)
    with pytest.raises(Shifted, match="counts 4 orders in the window and showed 3"):
        refuse_shortfall(seen, 4)
