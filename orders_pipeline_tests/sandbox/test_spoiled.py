"""Bad orders: one order of a page is shown spoiled, its neighbours as they are."""

import pytest

from orders_pipeline.sandbox.faults import SPOILED
from orders_pipeline.sandbox.world import World, an_order


@pytest.fixture(scope="module")
def spoiling():
    """What the page shows of order 2 when spoiled so, and the whole text."""
    from orders_pipeline.sandbox.server import running
    from orders_pipeline_tests.sandbox.conftest import Caller

    world = World(orders=0)
    for order_id in (1, 2, 3):
        world.with_order(an_order(order_id))
    with running(world) as hub:
        caller = Caller(hub)

        def show(*how):
            hub.faults.disarm()
            hub.faults.spoil(2, *how)
            answer = caller.ask("Orders?$expand=Items")
            return answer.json()["value"], answer.text

        yield show


@pytest.mark.parametrize("how", sorted(set(SPOILED) - {"huge_text", "twice_different", "twice_same"}))
def test_a_spoiled_order_leaves_its_neighbours_whole(spoiling, how):
    (one, other, three), _ = spoiling(how)
    whole, _ = spoiling()
    assert (one, three) == (whole[0], whole[2])
    assert other != whole[1]


def test_one_id_comes_twice_with_two_contents(spoiling):
    (_, first, second, _), _ = spoiling("twice_different")
    assert first["ID"] == second["ID"] == 2
    assert first != second


@pytest.mark.parametrize(
    ("how", "written"),
    [
        ("amount_word", '"TotalPrice":"abc"'),
        ("amount_seven_decimals", '"TotalPrice":44.8512345'),
        ("quantity_huge", '"Quantity":1E+30'),
        ("created_year_1", '"CreatedDateUtc":"0001-01-01T00:00:00Z"'),
        ("items_a_text", '"Items":"none"'),
    ],
)
def test_the_wire_shows_exactly_the_bad_value(spoiling, how, written):
    assert written in spoiling(how)[1]


def test_a_page_can_weigh_40_megabytes(spoiling):
    assert len(spoiling("huge_text")[1]) > 40 * 1024 * 1024


def test_several_ways_can_meet_in_one_order(spoiling):
    (_, order, _), _ = spoiling("amount_word", "items_null")
    assert (order["TotalPrice"], order["Items"]) == ("abc", None)
