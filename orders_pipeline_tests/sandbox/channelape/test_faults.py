"""What goes wrong between this hub and a reader: faults that any hub has, and those of its own."""

import json
from datetime import timedelta

import pytest
import requests

from orders_pipeline.sandbox.channelape.wrong import BAD_PAGES
from orders_pipeline.sandbox.faults import EVERY, NAMES, OF_DIALECTS, Fault
from orders_pipeline.sandbox.world import NOW, World, an_order
from orders_pipeline_tests.sandbox.channelape.conftest import US

PATH = "/channelape/v1/orders"


def at(name, *nth, **options):
    return Fault(name, nth=nth or (1,), path=PATH, options=options)


@pytest.fixture(scope="module")
def few() -> World:
    world = World(orders=0)
    for order_id in range(1, 6):
        world.with_order(an_order(order_id))
    return world


def test_the_faults_of_one_dialect_stand_beside_those_of_all():
    ours = {fault.name for fault in OF_DIALECTS["channelape"]}
    assert not ours & set(NAMES)
    assert ours <= set(EVERY)


def test_gateways_answer_in_this_hub_s_shapes(serving, few):
    _, caller = serving(few, faults=[at("server_error", *range(1, 30))])
    bodies = {caller.ask("orders", businessId=US).text for _ in range(29)}
    assert len(bodies) == 4
    assert '{"errors": [{"code": 0, "message": "Internal server error."}]}' in bodies


def test_a_key_that_expires_is_refused_once(serving, few):
    _, caller = serving(few, faults=[at("token_expiry")])
    answer = caller.ask("orders", businessId=US)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, 11)
    assert caller.ask("orders", businessId=US).status_code == 200


def test_pages_drift_here_as_well(serving):
    hub, caller = serving(World(seed=3, orders=60), faults=["page_drift"])
    for _ in range(6):
        caller.page(size=1)
    assert hub.clock.now == NOW + timedelta(seconds=2)


def test_a_link_can_lead_to_another_host(serving, few):
    _, caller = serving(few, faults=[at("foreign_next_link")])
    assert caller.page(size=2)["pagination"]["nextPageHref"].startswith("http://evil.example/v1/orders?")


def test_a_key_repeats_and_the_same_page_comes_again(serving, few):
    _, caller = serving(few, faults=[at("last_key_repeated")])
    first = caller.page(size=2)["pagination"]["lastKey"]
    second = caller.page(size=2, lastKey=first)
    assert (second["pagination"]["lastKey"], second["pagination"]["lastPage"]) == (first, False)
    assert caller.page(size=2, lastKey=first)["pagination"]["lastKey"] != first


@pytest.mark.parametrize("variant", ["past_end", "repeated"])
def test_a_list_can_begin_anew_after_its_end(serving, few, variant):
    _, caller = serving(few, faults=[at("first_page_past_end", variant=variant)])
    first = caller.page(size=3)
    last = caller.page(size=3, lastKey=first["pagination"]["lastKey"])
    assert last["pagination"]["lastPage"] is False
    again = caller.page(size=3, lastKey=last["pagination"]["lastKey"])
    assert again["orders"] == (first if variant == "past_end" else last)["orders"]


def test_a_short_page_is_not_the_last_one(serving, few):
    _, caller = serving(few, faults=[at("short_page")])
    page = caller.page(size=50)
    assert (len(page["orders"]), page["pagination"]["lastPage"]) == (2, False)
    assert len([*page["orders"], *caller.rest(page, size=50)]) == 5


@pytest.mark.parametrize("variant", ["orders", "pagination", "lastPage", "lastKey"])
def test_a_list_can_lack_what_makes_it_whole(serving, few, variant):
    _, caller = serving(few, faults=[at("list_omits", variant=variant)])
    page = caller.page(size=2)
    assert variant not in page | page.get("pagination", {})


def test_errors_come_with_a_status_of_success(serving, few):
    faults = [at("errors_with_200", 1, variant="instead")]
    hub, caller = serving(few, faults=faults)
    assert set(caller.page()) == {"errors"}
    hub.faults.arm([at("errors_with_200", 1, variant="beside")])
    page = caller.page()
    assert page["errors"] and len(page["orders"]) == 5
    assert caller.page()["errors"] == []


def test_a_read_is_answered_as_a_write_is(serving, few):
    _, caller = serving(few, faults=[at("accepted")])
    answer = caller.ask("orders", businessId=US)
    assert (answer.status_code, len(answer.json()["orders"])) == (202, 5)


def test_a_body_can_be_empty(serving, few):
    _, caller = serving(few, faults=[at("empty_list")])
    answer = caller.ask("orders", businessId=US)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_redirect_can_lead_the_token_elsewhere(serving, few):
    _, caller = serving(few, faults=[at("foreign_redirect")])
    answer = caller.ask("orders", businessId=US)
    assert (answer.status_code, answer.headers["location"]) == (307, "http://evil.example/v1/orders")


@pytest.mark.parametrize("variant", BAD_PAGES)
def test_a_bad_page_is_another_body_and_the_next_one_is_good(serving, few, variant):
    _, caller = serving(few, faults=[at("bad_page", variant=variant)])
    bad = caller.ask("orders", businessId=US, size=2).content
    good = caller.ask("orders", businessId=US, size=2)
    assert bad != good.content
    assert len(json.loads(good.content)["orders"]) == 2


def test_all_faults_together_let_a_patient_reader_through(serving, caller, world_of_300):
    options = {"timeout": {"seconds": 0.01}, "slow_drip": {"dripped": 20}}
    names = [name for name in EVERY if name not in ("page_drift", "late_commit")]
    faults = [Fault(name, 0.2, times=2, options=options.get(name, {})) for name in names]
    hub, patient = serving(world_of_300, faults=faults, seed=11)
    wanted, seen, key = {order["id"] for order in caller.every()}, set(), None
    for _ in range(200):
        try:
            answer = patient.ask("orders", businessId=US, size=25, **({"lastKey": key} if key else {}))
            page = answer.json() if answer.status_code in (200, 202) else {}
            seen |= {order["id"] for order in page["orders"]}
            is_last, key = page["pagination"]["lastPage"] is True, page["pagination"].get("lastKey")
        except (requests.exceptions.RequestException, ValueError, LookupError, TypeError):
            continue
        if is_last and seen == wanted:
            break
    assert seen == wanted, "seed 11"
    assert len({name for name, _ in hub.faults.struck}) > 12
