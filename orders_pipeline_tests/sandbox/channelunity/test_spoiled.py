"""Bad orders: one order of a page is shown spoiled, its neighbours as they are, and the page stays XML."""

import pytest
from lxml import etree

from orders_pipeline.sandbox.channelunity.spoiled import SPOILED
from orders_pipeline.sandbox.faults import SPOILED as OF_REST
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World, an_order
from orders_pipeline_tests.sandbox.channelunity.conftest import Caller, payload


@pytest.fixture(scope="module")
def show():
    """The orders of a page on which order 2 is spoiled so."""
    world = World(orders=0)
    for order_id in (1, 2, 3):
        world.with_order(an_order(order_id))
    with running(world) as hub:
        caller = Caller(hub)

        def orders(*how):
            hub.faults.disarm()
            hub.faults.spoil(2, *how)
            return caller.orders()

        yield orders


@pytest.mark.parametrize("how", sorted(set(SPOILED) - {"huge_text"}))
def test_a_spoiled_order_leaves_its_neighbours_whole(show, how):
    whole = [etree.tostring(order) for order in show()]
    one, *others, three = [etree.tostring(order) for order in show(how)]
    assert (one, three) == (whole[0], whole[2])
    assert others != [whole[1]]


def test_one_number_comes_twice_with_two_contents(show):
    _, first, second, _ = show("twice_different")
    assert first.findtext("RemoteOrderId") == second.findtext("RemoteOrderId")
    assert first.findtext("GrandTotal") != second.findtext("GrandTotal")


@pytest.mark.parametrize(
    ("how", "place", "text"),
    [
        ("amount_with_thousands", "GrandTotal", "1,234.56"),
        ("quantity_huge", "OrderItems/Item/Qty", "1E+30"),
        ("created_year_1", "PurchaseDate", "0001-01-01T00:00:00+00:00"),
        ("status_one_l", "OrderStatus", "Canceled"),
        ("total_nested", "GrandTotal/Amount", "1.23"),
    ],
)
def test_the_wire_shows_exactly_the_bad_value(show, how, place, text):
    assert show(how)[1].findtext(place) == text


def test_several_ways_can_meet_in_one_order(show):
    order = show("amount_word", "no_currency")[1]
    assert (order.findtext("GrandTotal"), order.find("Currency")) == ("abc", None)


def test_a_page_can_weigh_40_megabytes(serving, few):
    caller = serving(few)
    caller.hub.faults.spoil(2, "huge_text")
    assert len(caller.post(caller.message("GetOrders", payload())).content) > 40 * 1024 * 1024


def test_another_dialect_s_way_is_not_ours_and_ours_not_theirs(show):
    whole = [etree.tostring(order) for order in show()]
    only_rest = sorted(set(OF_REST) - set(SPOILED))
    assert [etree.tostring(order) for order in show(*only_rest)] == whole
