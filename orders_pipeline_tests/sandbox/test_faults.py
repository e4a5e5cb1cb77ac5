"""The adversary: every fault does what its name says, by its count and its seed, and ends."""

import json
from datetime import timedelta

import pytest
import requests

from orders_pipeline.sandbox.control import is_loopback
from orders_pipeline.sandbox.faults import DEFAULTS, NAMES, Fault, Faults
from orders_pipeline.sandbox.world import NOW, World, an_order

ORDERS = "/v1/Orders"


def at(name, *nth, **options):
    return Fault(name, nth=nth or (1,), path=ORDERS, options=options)


@pytest.fixture(scope="module")
def few() -> World:
    world = World(orders=0)
    for order_id in range(1, 6):
        world.with_order(an_order(order_id))
    return world


def test_the_same_seed_strikes_at_the_same_opportunities():
    def strikes(seed):
        faults = Faults([Fault("server_error", probability=0.3)], seed)
        return [turn for turn in range(100) if faults.strike("server_error")]

    assert strikes(1) == strikes(1) != strikes(2)
    assert 15 < len(strikes(1)) < 45


def test_a_fault_strikes_at_the_named_opportunities_on_the_named_path_and_not_too_often():
    faults = Faults([Fault("timeout", nth=(2, 3, 4), times=2, path=ORDERS)])
    assert [bool(faults.strike("timeout", path)) for path in (ORDERS, "/other", ORDERS, ORDERS, ORDERS)] == [
        False, False, True, True, False,
    ]  # fmt: skip


def test_a_name_that_is_no_fault_is_refused():
    with pytest.raises(ValueError, match="no such fault: storm"):
        Faults("storm")


def test_too_many_requests_come_with_and_without_advice(serving, few):
    _, caller = serving(few, faults=[at("too_many_requests", *range(1, 20))], seed=3)
    answers = [caller.ask("Orders") for _ in range(19)]
    assert {answer.status_code for answer in answers} == {429}
    assert {answer.headers.get("retry-after") for answer in answers} >= {None, "0", "1"}
    assert "TOO MANY REQUESTS" in {answer.text for answer in answers}
    assert caller.ask("Orders").status_code == 200


def test_server_errors_have_every_body_that_a_hub_sends(serving, few):
    _, caller = serving(few, faults=[at("server_error", *range(1, 30))])
    answers = [caller.ask("Orders") for _ in range(29)]
    assert {answer.status_code for answer in answers} == {500, 502, 503, 504}
    assert len({answer.text for answer in answers}) == 4


def test_a_stalled_request_is_never_answered(serving, few):
    _, caller = serving(few, faults=[at("timeout", seconds=0.05)])
    with pytest.raises(requests.exceptions.ConnectionError):
        caller.ask("Orders")
    assert caller.ask("Orders").status_code == 200


def test_a_reader_s_own_time_limit_ends_a_stall(serving, few):
    hub, caller = serving(few, faults=[at("timeout", seconds=60)])
    with pytest.raises(requests.exceptions.ReadTimeout):
        caller.session.get(f"{hub.url}/v1/Orders", timeout=0.1)


def test_a_connection_can_be_reset(serving, few):
    hub, caller = serving(few, faults=[at("reset_connection")])
    with pytest.raises(requests.exceptions.ConnectionError):
        caller.ask("Orders")
    assert (hub.requests[-1].fault, hub.requests[-1].status) == ("reset_connection", None)


def test_a_short_transfer_ends_before_its_announced_length(serving, few):
    _, caller = serving(few, faults=[at("cut_body", variant="short_transfer")])
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
        caller.ask("Orders")


@pytest.mark.parametrize("cut_at", [1, 30, 200])
def test_a_truncated_body_has_a_length_that_fits_and_json_that_does_not(serving, few, cut_at):
    _, caller = serving(few, faults=[at("cut_body", variant="truncated_json", at=cut_at)])
    answer = caller.ask("Orders")
    assert (answer.status_code, len(answer.content), answer.headers["content-length"]) == (200, cut_at, str(cut_at))
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_web_page_comes_with_status_200(serving, few):
    _, caller = serving(few, faults=[at("html_page")])
    answer = caller.ask("Orders")
    assert (answer.status_code, answer.text[:15]) == (200, "<!DOCTYPE html>")


def test_a_slow_answer_is_whole(serving, few):
    _, caller = serving(few, faults=[at("slow_drip", bytes=5, pause=0.001, dripped=100)])
    slow = caller.ask("Orders")
    assert slow.content == caller.ask("Orders").content


def test_a_token_dies_in_the_middle_of_a_run_and_a_new_one_works(serving, few):
    _, caller = serving(few, faults=[at("token_expiry", 2)], page_size=2)
    link = caller.get("Orders")["@odata.nextLink"]
    assert caller.ask(link).status_code == 401
    assert caller.ask(link).status_code == 401
    caller.fresh_token()
    assert caller.ask(link).status_code == 200


def test_a_next_link_can_point_to_another_host(serving, few):
    _, caller = serving(few, faults=[Fault("foreign_next_link", nth=(2,))], page_size=2)
    link = caller.get("Orders")["@odata.nextLink"]
    assert caller.get(link)["@odata.nextLink"] == "http://evil.example/v1/Orders?$skip=4"


def test_a_skip_past_the_end_shows_the_first_page_again(serving, few):
    _, caller = serving(
        few, faults=[Fault("first_page_past_end", nth=(1,), options={"variant": "past_end"})], page_size=3
    )
    assert caller.ids("Orders?$skip=99") == caller.ids("Orders")
    pages = caller.get("Orders"), caller.get("Orders?$skip=3")
    assert caller.get(pages[1]["@odata.nextLink"])["value"] == pages[0]["value"]


def test_a_next_link_can_equal_the_link_just_followed(serving, few):
    _, caller = serving(
        few, faults=[Fault("first_page_past_end", nth=(1,), options={"variant": "repeated"})], page_size=3
    )
    link = caller.get("Orders")["@odata.nextLink"]
    assert caller.get(link)["@odata.nextLink"] == link
    assert "@odata.nextLink" not in caller.get(link)


def test_pages_drift_while_a_reader_pages(serving):
    world = World(seed=3, orders=60)
    hub, caller = serving(
        world, faults=[Fault("page_drift", probability=1, times=2, options={"every": 2, "seconds": 5})]
    )
    before = world.at(hub.clock.now)
    for _ in range(8):
        caller.get("Orders?$top=1")
    assert hub.clock.now == NOW + timedelta(seconds=10)
    assert sum(a is not b for a, b in zip(before, world.at(hub.clock.now), strict=True)) in (1, 2)


def test_late_rows_appear_later_with_their_old_stamp(serving):
    world = World(orders=0).with_order(an_order(1, imported_at=NOW - timedelta(seconds=10)))
    world.with_order(an_order(2, imported_at=NOW + timedelta(seconds=10)))
    hub, caller = serving(world, faults=[Fault("late_commit", probability=1, options={"seconds": 60})])
    assert sorted(set(hub.sandbox.late_orders)) == [1, 2]
    assert caller.ids("Orders") == []
    hub.clock.advance(timedelta(seconds=50))
    assert caller.get("Orders?$select=ID,UpdatedDateUtc")["value"] == [
        {"ID": 1, "UpdatedDateUtc": "2026-09-30T11:59:50Z"}
    ]
    hub.clock.advance(timedelta(seconds=20))
    assert caller.ids("Orders") == [1, 2]


def test_faults_are_armed_and_disarmed_over_the_control_endpoint(serving, few):
    hub, caller = serving(few)
    control = f"{hub.url}/sandbox/faults"
    told = caller.session.post(
        control, json={"faults": [{"name": "html_page", "nth": [1]}, "timeout"], "spoil": {"2": "no_id"}}
    )
    assert [fault["name"] for fault in told.json()["armed"]] == ["html_page", "timeout"]
    assert told.json()["spoiled"] == {"2": ["no_id"]}
    assert caller.ask("Orders").text.startswith("<!DOCTYPE")
    assert caller.session.post(control, json={"faults": ["storm"]}).status_code == 400
    assert caller.session.delete(control).json()["armed"] == []


def test_the_control_endpoints_are_for_this_machine_only():
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("10.0.0.7")
    assert not is_loopback("")


def test_all_faults_together_let_a_patient_reader_through(serving, world_of_300):
    options = {"timeout": {"seconds": 0.01}, "slow_drip": {"dripped": 20}}
    wanted = [
        Fault(name, times=2, probability=DEFAULTS[name].probability, options=options.get(name, {})) for name in NAMES
    ]
    wanted = [fault for fault in wanted if fault.name not in ("page_drift", "late_commit")]
    hub, caller = serving(world_of_300, faults=wanted, seed=11, page_size=100)
    seen, last, tries = set(), 0, 0
    while True:
        tries += 1
        assert tries < 100, "seed 11"
        try:
            answer = caller.ask(f"Orders?$filter=ID gt {last}&$orderby=ID&$select=ID")
            ids = [order["ID"] for order in answer.json()["value"]] if answer.status_code == 200 else None
            if answer.status_code == 401:
                caller.fresh_token()
        except (requests.exceptions.RequestException, ValueError, KeyError):
            continue
        if ids == []:
            break
        seen, last = seen | set(ids or ()), max(ids or (last,))
    assert len(seen) == len(world_of_300.at(NOW))
    assert hub.faults.struck
