"""The second proof: counts, orders by creation, marks of export, single orders by their ids."""

from datetime import UTC, datetime

import pytest

from orders_pipeline.channels.errors import Shifted, Unauthorized
from orders_pipeline.landing.attempt import WindowAttempt
from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.model.window import Window
from orders_pipeline_tests.channels.channeladvisor_soap import making
from orders_pipeline_tests.channels.channeladvisor_soap.hub import Hub, listening, some

WINDOW = Window(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC))


@pytest.mark.parametrize("count", [0, 1, 250])
def test_the_hub_s_count_is_the_number_of_matches(tmp_path, count):
    hub = Hub(some(count))
    with listening(hub, tmp_path) as channel:
        assert (channel.count(WINDOW), channel.count_created(WINDOW)) == (count, count)
    assert {call.page for call in hub.asked} == {(1, 1)}
    assert [call.one("StatusUpdateFilterEndTimeGMT") is not None for call in hub.asked] == [True, False]


def test_a_count_is_taken_from_a_later_order_where_the_first_cannot_be_shown(tmp_path):
    hub = Hub(some(5))
    hub.before = lambda asked: (200, making.a_failure()) if asked.page[0] == 1 else None
    with listening(hub, tmp_path) as channel:
        assert channel.count(WINDOW) == 5
        hub.before = lambda asked: (200, making.a_failure())
        assert channel.count(WINDOW) is None


def test_orders_are_listed_with_the_newest_of_their_dates(tmp_path):
    hub = Hub(some(2))
    hub.orders[2] = making.an_order(2, OrderStatus=making.states(ShippingDateGMT="2026-09-04T00:00:00"))
    with listening(hub, tmp_path) as channel:
        listing = channel.created(WINDOW)
    assert [(one.order_id, one.changed_at) for one in listing.orders] == [
        ("1", datetime(2026, 9, 1, 11, 0, 0, 500000, tzinfo=UTC)),
        ("2", datetime(2026, 9, 4, tzinfo=UTC)),
    ]
    assert (listing.passes, listing.count) == (1, 2)


def test_several_pages_of_ids_are_listed_until_a_pass_brings_nothing_new(tmp_path):
    hub = Hub(some(450))
    with listening(hub, tmp_path) as channel:
        listing = channel.created(WINDOW)
    assert (len(listing.orders), listing.passes) == (450, 2)


def test_an_order_that_others_hide_by_marking_theirs_is_found(tmp_path):
    hub = Hub(some(450))

    def marks(asked):
        if asked.page == (2, 200) and 1 in hub.orders:
            for order_id in range(1, 51):
                del hub.orders[order_id]

    hub.before = marks
    with listening(hub, tmp_path) as channel:
        listing = channel.unexported(datetime(2026, 9, 1, tzinfo=UTC))
    assert {int(one.order_id) for one in listing.orders} >= set(range(51, 451))
    call = hub.asked[0]
    assert (call.one("ExportState"), call.one("JoinDateFiltersWithOr")) == ("NotExported", "true")
    assert call.one("StatusUpdateFilterEndTimeGMT") == "2026-10-02T12:00:00+00:00", "both bounds, the later far ahead"


def test_a_list_that_grows_faster_than_it_is_read_is_given_up(tmp_path):
    hub = Hub({order_id: making.an_order(order_id) for order_id in range(1001, 1451)})

    def comes(asked):
        hub.orders[min(hub.orders) - 1] = making.an_order(min(hub.orders) - 1)

    hub.before = comes
    with listening(hub, tmp_path) as channel, pytest.raises(Shifted):
        channel.unexported(datetime(2026, 9, 1, tzinfo=UTC))


def test_single_orders_are_landed_whole_each_as_a_page_of_its_own(tmp_path):
    hub, attempt = Hub(some(3), parcels={2: [making.a_parcel()]}), WindowAttempt(Bodies(tmp_path / "bodies"))
    hub.orders[3] = None
    with listening(hub, tmp_path) as channel:
        read = channel.read_orders(["2", "99", "3", "Jane", "1"], attempt)
    assert (read.found, read.absent, set(read.failed)) == (("2", "1"), ("99",), {"3", "Jane"})
    assert [(page.kind, page.orders) for page in attempt.pages("soap", "single/x")] == [
        ("orders", 1),
        ("continuation", 0),
    ] * 2
    assert all(call.one("DetailLevel") == "Complete" for call in hub.calls("GetOrderList"))


def test_a_hub_that_cannot_be_reached_is_not_asked_for_the_next_order(tmp_path):
    hub, attempt = Hub(some(3)), WindowAttempt(Bodies(tmp_path / "bodies"))
    hub.before = lambda asked: (503, b"") if "2" in asked.all("int") else None
    with listening(hub, tmp_path) as channel:
        read = channel.read_orders(["1", "2", "3"], attempt)
        assert (read.found, set(read.failed)) == (("1",), {"2", "3"})
        hub.before = lambda asked: (200, making.a_fault())
        with pytest.raises(Unauthorized):
            channel.read_orders(["1"], attempt)
