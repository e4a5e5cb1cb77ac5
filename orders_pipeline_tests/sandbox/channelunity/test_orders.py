"""GetOrders: filters, pages, order, and what a request is refused for."""

from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.sandbox.channelunity.kept import kept
from orders_pipeline.sandbox.channelunity.subscriptions import OF_MARKET
from orders_pipeline.sandbox.world import NOW, World, an_order
from orders_pipeline_tests.sandbox.channelunity.conftest import AMAZON_US

BAD_COUNT = "Error - Count must be between 1 and 1000"


@pytest.fixture(scope="module")
def held(world_of_300):
    """What the hub keeps of the orders of Amazon US."""
    orders = [order for state in world_of_300.at(NOW) if (order := kept(state))]
    return [order for order in orders if order.subscription.settings_link_id == AMAZON_US]


def numbers(orders):
    return [order.remote_order_id for order in orders]


def test_orders_are_children_of_the_root_and_the_status_follows_them(caller):
    tags = [child.tag for child in caller.get_orders(Count=3)]
    assert tags == ["Order", "Order", "Order", "Status"]


def test_orders_come_by_the_hub_s_own_number(caller, held):
    found = [int(order.findtext("OrderId")) for order in caller.orders()]
    assert found == sorted(found) == [order.order_number for order in held]


@pytest.mark.parametrize("count", [1, 7, 50])
def test_pages_together_are_everything_once(caller, held, count):
    found = []
    while page := caller.numbers(Offset=len(found), Count=count):
        found += page
    assert found == numbers(held)


def test_past_the_end_there_is_an_empty_page_that_is_ok(caller):
    root = caller.get_orders(Offset=100_000)
    assert [child.tag for child in root] == ["Status"]


@pytest.mark.parametrize("status", ["OnHold", "Processing", "Complete", "Cancelled", "Refunded"])
def test_the_status_filter_shows_that_status_alone(caller, held, status):
    assert caller.numbers(FilterStatus=status) == numbers(order for order in held if order.status == status)


def test_the_flag_filter_finds_a_flag_among_others(caller, held):
    found = caller.orders(FilterFlags="AMAZON_FBA")
    assert numbers(order for order in held if "AMAZON_FBA" in (order.flags or ""))
    assert {"AMAZON_FBA" in order.findtext("OrderFlags") for order in found} == {True}
    assert len(caller.orders(FilterFlags="")) == len(held) > len(found)


def test_purchase_days_are_inclusive_at_both_ends(serving):
    world = World(orders=0)
    for number, at in enumerate(("09-09T23:59:59", "09-10T00:00:00", "09-11T23:59:59", "09-12T00:00:00")):
        world.with_order(an_order(number + 1, purchased_at=datetime.fromisoformat(f"2026-{at}+00:00")))
    caller = serving(world)
    assert len(caller.numbers(DateFrom="2026-09-10", DateTo="2026-09-11")) == 2
    assert len(caller.numbers(DateFrom="2026-09-10")) == 3
    assert len(caller.numbers(DateTo="2026-09-11")) == 3


@pytest.mark.parametrize(("only_after", "shown"), [(False, 2), (True, 1)])
def test_an_update_in_the_second_that_is_asked_for_is_shown_unless_the_setting_says_after(serving, only_after, shown):
    at = datetime(2026, 9, 10, 12, tzinfo=UTC)
    world = World(orders=0).with_order(an_order(1, updated_at=at + timedelta(milliseconds=900)))
    world.with_order(an_order(2, updated_at=at + timedelta(seconds=1)))
    world.with_order(an_order(3, updated_at=at - timedelta(milliseconds=1)))
    caller = serving(world, channelunity_only_after=only_after)
    assert len(caller.numbers(UpdateDateFrom="2026-09-10 12:00:00")) == shown


def test_filters_go_together(caller, held):
    found = caller.numbers(
        FilterStatus="Complete", DateFrom="2026-08-15", DateTo="2026-09-15", UpdateDateFrom="2026-09-01 00:00:00"
    )
    wanted = [
        order
        for order in held
        if order.status == "Complete"
        and "2026-08-15" <= order.purchased_at.date().isoformat() <= "2026-09-15"
        and order.updated_at >= datetime(2026, 9, 1, tzinfo=UTC)
    ]
    assert found == numbers(wanted)
    assert found


def test_the_newest_purchase_comes_first_where_the_setting_says_so(serving, few):
    caller = serving(few, channelunity_sort="newest_purchase_first")
    dates = [order.findtext("PurchaseDate") for order in caller.orders()]
    numbers = [int(order.findtext("OrderId")) for order in caller.orders()]
    assert (len(dates), numbers) == (5, sorted(numbers, reverse=True))


@pytest.mark.parametrize("count", [0, 1001, -1, "ten", "", None, "1.0"])
def test_a_count_outside_of_1_to_1000_is_refused(caller, count):
    assert caller.get_orders(Count=count).findtext("Status") == BAD_COUNT


@pytest.mark.parametrize(
    "filters",
    [
        {"DateFrom": "10/04/2026"},
        {"DateTo": "2026-02-30"},
        {"DateFrom": "2026-04-10 00:00:00"},
        {"UpdateDateFrom": "2026-04-10"},
        {"UpdateDateFrom": "2026-04-10T00:00:00"},
    ],
)
def test_a_bad_date_is_refused(caller, filters):
    assert caller.get_orders(**filters).findtext("Status") == "Error - invalid date"


def test_a_negative_offset_is_refused(caller):
    assert caller.get_orders(Offset=-1).findtext("Status").startswith("Error - ")


def test_a_change_of_the_world_shows_at_once_and_what_is_older_than_the_clock_does_not(serving):
    world = World(orders=0).with_order(an_order(1)).with_order(an_order(2, imported_at=NOW + timedelta(minutes=1)))
    caller = serving(world)
    assert len(caller.numbers(OF_MARKET["amazon_us"].settings_link_id)) == 1
    since = f"{NOW:%Y-%m-%d %H:%M:%S}"
    assert caller.numbers(UpdateDateFrom=since) == []
    caller.hub.clock.advance(timedelta(minutes=2))
    world.edit(1, caller.hub.clock.now)
    assert len(caller.numbers(UpdateDateFrom=since)) == 2
