"""Bad orders of this dialect: one order of a page is shown spoiled, its neighbours as they are."""

import itertools
import json

import pytest

from orders_pipeline.sandbox.channelape.document import document_of
from orders_pipeline.sandbox.channelape.holding import held
from orders_pipeline.sandbox.channelape.ids import order_uuid
from orders_pipeline.sandbox.channelape.spoiled import SPOILED, WAYS, shown_spoiled
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import NOW, World, an_order
from orders_pipeline_tests.sandbox.channelape.conftest import IN_A_HURRY, US, Caller

MORE_THAN_ONE = {"twice_different", "twice_same"}


@pytest.fixture(scope="module")
def spoiling():
    """The text of the page with order 2 spoiled so."""
    world = World(orders=0)
    for order_id in (1, 2, 3):
        world.with_order(an_order(order_id, "item_refund"))
    with running(world, **IN_A_HURRY) as hub:
        caller = Caller(hub)

        def show(*how):
            hub.faults.disarm()
            hub.faults.spoil(2, *how)
            return caller.ask("orders", businessId=US).text

        yield show


def neighbours(text):
    """The orders 1 and 3 in a text that need not be JSON as a whole."""
    return [text[text.index(f'{{"id":"{order_uuid(key)}"') :].partition('"errors":[]}')[0] for key in (1, 3)]


@pytest.mark.parametrize("how", sorted(WAYS - {"huge_text"}))
def test_a_spoiled_order_leaves_its_neighbours_whole(spoiling, how):
    whole, text = spoiling(), spoiling(how)
    assert neighbours(text) == neighbours(whole)
    assert text != whole


@pytest.mark.parametrize("how", sorted(set(SPOILED) - MORE_THAN_ONE - {"huge_text"}))
def test_one_order_stays_one_order(spoiling, how):
    assert len(json.loads(spoiling(how))["orders"]) == 3


@pytest.mark.parametrize(
    ("how", "written"),
    [
        ("amount_thousands", '"totalPrice":"1,234.56"'),
        ("amount_nan", '"totalPrice":"NaN"'),
        ("amount_seven_decimals", '"totalPrice":44.8512345'),
        ("quantity_huge", '"quantity":1E+30'),
        ("duplicate_keys", '"totalPrice":"1.00","totalPrice":"2.00"'),
        ("created_year_1", '"purchasedAt":"0001-01-01T00:00:00.000Z"'),
        ("fulfillment_of_zero", '"sku":"ZERO","quantity":0'),
    ],
)
def test_the_wire_shows_exactly_the_bad_value(spoiling, how, written):
    assert written in spoiling(how)


def test_several_ways_can_meet_in_one_order(spoiling):
    orders = json.loads(spoiling("amount_word", "items_null", "duplicate_keys"))["orders"]
    assert [order["lineItems"] for order in orders].count(None) == 1


def test_any_two_ways_can_meet():
    document = document_of(held(World(orders=0).with_order(an_order(1)).at(NOW)[0]))
    for pair in itertools.permutations(sorted(WAYS - {"huge_text"}), 2):
        assert 1 <= len(shown_spoiled(document, pair)) <= 4, pair


def test_a_way_that_only_another_dialect_knows_leaves_the_order_as_it_is(serving):
    hub, caller = serving(World(orders=0).with_order(an_order(2)))
    whole = caller.page()
    hub.faults.know({"without_cdata"})
    hub.faults.spoil(2, "without_cdata")
    assert caller.page() == whole


def test_a_way_of_this_dialect_alone_leaves_the_rest_dialect_as_it_is(serving):
    hub, caller = serving(World(orders=0).with_order(an_order(2)))
    hub.faults.spoil(2, "refund_amount_word")
    form = {"grant_type": "refresh_token", "refresh_token": hub.refresh_token}
    auth = (hub.application_id, hub.shared_secret)
    token = caller.session.post(f"{hub.url}/oauth2/token", data=form, auth=auth).json()["access_token"]
    answer = caller.session.get(f"{hub.url}/v1/Orders", headers={"Authorization": f"Bearer {token}"})
    assert [order["ID"] for order in answer.json()["value"]] == [2]
