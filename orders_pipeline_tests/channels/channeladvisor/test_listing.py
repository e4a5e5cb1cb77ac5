"""Orders listed by id: none that stands in the list is skipped, whatever is marked meanwhile."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.channeladvisor.listing import Question, listed
from orders_pipeline.channels.channeladvisor.paging import LARGEST_ID, by_ranges
from orders_pipeline.channels.channeladvisor.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Incomplete, Shifted

NOW = datetime(2026, 9, 1, tzinfo=UTC)
UNEXPORTED = Question("ProfileID eq 1", "updated", is_unexported=True)


@dataclass
class Answer:
    body: bytes
    url: str = ""
    requested_at: datetime = NOW


class MovingHub:
    """Unmarked ids behind a page size; `between` is called before every answer. Does what its switches say."""

    def __init__(self, ids, *, size=5, sorts=True, counts=True, filters=True, between=lambda hub: None):
        self.ids, self.size, self.sorts, self.counts, self.filters = set(ids), size, sorts, counts, filters
        self.between, self.asked = between, 0

    def get(self, url):
        self.between(self)
        self.asked += 1
        assert self.asked < 2_000, "this would go on for ever"
        options = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert options.get("exported") in (None, "false")
        after, up_to = 0, LARGEST_ID
        for part in options["$filter"].split(" and "):
            after = int(part.removeprefix("ID gt ")) if part.startswith("ID gt ") and self.filters else after
            up_to = int(part.removeprefix("ID le ")) if part.startswith("ID le ") and self.filters else up_to
        found = sorted((one for one in self.ids if after < one <= up_to), reverse=not self.sorts)
        page = {"value": [{"ID": one, "UpdatedDateUtc": "2026-08-30T10:00:00.1234567Z"} for one in found[: self.size]]}
        if self.counts:
            page["@odata.count"] = len(found)
        if len(found) > self.size:
            page["@odata.nextLink"] = f"{url}&$skip={self.size}"
        return Answer(json.dumps(page).encode())

    def count_of(self, filter_text, *, is_unexported=False):
        return len(self.ids) if self.counts else None

    def pause(self, tries):
        pass


def ids_of(listing):
    return [int(order.order_id) for order in listing.orders]


@pytest.mark.parametrize(("sorts", "method"), [(True, "keyset"), (False, "ranges")])
@pytest.mark.parametrize("counts", [True, False], ids=["counts", "counts nothing"])
@settings(max_examples=40)
@given(ids=st.sets(st.integers(1, 5_000), max_size=40), data=st.data())
def test_an_order_that_is_unmarked_all_the_while_is_listed_whatever_is_marked_and_unmarked(
    sorts, counts, method, ids, data
):
    moving = data.draw(st.sets(st.sampled_from(sorted(ids)))) if ids else set()

    def between(hub):
        if moving and hub.asked < 60 and data.draw(st.booleans()):
            hub.ids ^= {data.draw(st.sampled_from(sorted(moving)))}

    hub = MovingHub(ids, sorts=sorts, counts=counts, between=between)
    try:
        listing = listed(hub, UNEXPORTED)
    except Shifted:
        return  # said to prove nothing, which is honest
    assert ids - moving <= set(ids_of(listing)) <= ids
    assert listing.method == method or listing.pages == 1


def test_a_list_of_one_page_is_one_instant_and_asked_for_once():
    hub = MovingHub({3, 1, 2})
    assert ids_of(listed(hub, UNEXPORTED)) == [1, 2, 3]
    assert hub.asked == 1


def test_an_order_that_is_unmarked_behind_the_reader_is_seen_by_the_next_pass_though_the_counts_agree():
    def between(hub):
        if hub.asked == 2:
            hub.ids = hub.ids - {20} | {1}

    assert 1 in ids_of(listed(MovingHub(range(2, 21), between=between), UNEXPORTED))


def test_orders_that_keep_coming_at_the_end_do_not_keep_the_list_from_ending():
    def between(hub):
        hub.ids.add(max(hub.ids) + 1)

    listing = listed(MovingHub(range(1, 30), between=between), UNEXPORTED)
    assert set(range(1, 30)) <= set(ids_of(listing))


def test_a_hub_that_shows_less_than_it_counts_is_not_believed():
    hub = MovingHub({1, 2, 3})
    hub.count_of = lambda filter_text, *, is_unexported=False: 4
    hub.size = 2
    with pytest.raises(Shifted, match="counts more orders than it lists"):
        listed(hub, UNEXPORTED)


def test_a_hub_that_gives_the_first_page_for_ever_is_given_up_and_not_believed():
    with pytest.raises(Shifted):
        listed(MovingHub(range(1, 30), filters=False, sorts=False), UNEXPORTED)
    with pytest.raises(Shifted, match="beyond the range"):
        listed(MovingHub(range(1, 30), filters=False), UNEXPORTED)


def test_pages_that_cannot_be_read_again_and_again_are_no_list():
    hub = MovingHub({1})
    hub.get = lambda url: Answer(b"<html>")
    with pytest.raises(Incomplete, match="4 answers in a row"):
        listed(hub, UNEXPORTED)


@given(st.sets(st.integers(1, LARGEST_ID), max_size=60), st.data())
def test_ranges_are_halved_until_each_is_shown_whole(ids, data):
    def fetch(after, up_to):
        found = data.draw(st.permutations(sorted(one for one in ids if after < one <= up_to)))
        size = data.draw(st.integers(1, 10))
        entries = tuple(Entry(one, "v", ()) for one in found[:size])
        return Skeleton(entries, "more" if len(found) > size else None, None)

    assert set(by_ranges(fetch).versions) == ids


def test_a_link_after_the_last_order_leads_nobody_on():
    assert set(by_ranges(lambda after, up_to: Skeleton((Entry(7, "v", ()),), "past the end", 1)).versions) == {7}
    with pytest.raises(Shifted, match="there is more, and shows no order"):
        by_ranges(lambda after, up_to: Skeleton((), "past the end", None))


@pytest.mark.parametrize(
    ("dates", "changed_at"),
    [
        (
            {"UpdatedDateUtc": "2026-08-30T10:00:00Z", "ImportDateUtc": "2026-08-31T10:00:00Z"},
            "2026-08-30T10:00Z",
        ),
        ({"UpdatedDateUtc": None, "ImportDateUtc": "2026-08-31T10:00:00Z"}, "2026-08-31T10:00Z"),
        ({"ImportDateUtc": "2026-08-31T10:00:00Z", "PaymentDateUtc": "2026-09-01T00:00:00Z"}, "2026-09-01T00:00Z"),
        ({"UpdatedDateUtc": "0001-01-01T00:00:00Z", "ImportDateUtc": 7, "PaymentDateUtc": "soon"}, None),
    ],
    ids=["its update", "no update: the newest of its states", "a hub without updates", "nothing that could be read"],
)
def test_an_order_tells_by_which_date_windows_find_it(dates, changed_at):
    hub = MovingHub({1})
    hub.get = lambda url: Answer(json.dumps({"value": [{"ID": 1, **dates}]}).encode())
    (order,) = listed(hub, UNEXPORTED).orders
    assert order.changed_at == (changed_at and datetime.fromisoformat(changed_at))


def test_a_list_that_nothing_can_leave_is_read_once_where_the_hub_s_count_agrees():
    listing = listed(MovingHub(range(1, 30)), Question("ProfileID eq 1", "updated"))
    assert (listing.passes, ids_of(listing)) == (1, list(range(1, 30)))
    assert listed(MovingHub(range(1, 30), counts=False), Question("ProfileID eq 1", "updated")).passes == 2
    assert listed(MovingHub(range(1, 30)), UNEXPORTED).passes == 2
