"""Faults of whole answers: redirects, bodies that are empty, cut, refused or no XML; each strikes where it is told."""

import pytest
from lxml import etree

from orders_pipeline.sandbox.channelunity.pages import ODD
from orders_pipeline.sandbox.faults import OF_DIALECTS, Fault
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.sandbox.channelunity.conftest import Caller, payload


def at_first(name, **options):
    return Fault(name, nth=(1,), options=options)


def page_with(serving, few, name, **options):
    """The answer that the fault struck, and the same one without."""
    caller = serving(few, faults=[at_first(name, **options)])
    message = caller.message("GetOrders", payload())
    return caller.post(message), caller.post(message)


def test_a_redirect_is_empty_and_its_target_wants_the_post_again(serving, few):
    caller = serving(few, faults=[at_first("redirect_302")])
    message = caller.message("GetOrders", payload())
    answer = caller.post(message)
    target = answer.headers["location"]
    assert (answer.status_code, answer.content) == (302, b"")
    assert target == f"{caller.hub.url}/channelunity/moved/event.php"
    assert etree.fromstring(caller.session.get(target, timeout=5).content).findtext("Status").startswith("Error")
    again = caller.session.post(target, data={"message": message}, timeout=5)
    assert len(etree.fromstring(again.content).findall("Order")) == 5


def test_a_redirect_can_point_to_another_host(serving, few):
    answer, _ = page_with(serving, few, "redirect_302", location="http://evil.example/event.php")
    assert answer.headers["location"] == "http://evil.example/event.php"


def test_an_empty_body_comes_with_status_200(serving, few):
    answer, _ = page_with(serving, few, "empty_body")
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_status_may_be_written_small(serving, few):
    answer, usual = page_with(serving, few, "lower_case_status")
    assert etree.fromstring(answer.content).findtext("status") == "OK"
    assert answer.content.lower() == usual.content.lower()


@pytest.mark.parametrize(("variant", "orders"), [("alone", 0), ("after_orders", 5)])
def test_a_refusal_may_come_after_orders_and_with_several_infos(serving, few, variant, orders):
    answer, usual = page_with(serving, few, "status_not_ok", variant=variant)
    root = etree.fromstring(answer.content)
    assert (root.findtext("Status")[:8], len(root.findall("Order")), len(root.findall("Info"))) == (
        "Error - ",
        orders,
        2,
    )
    assert etree.fromstring(usual.content).findtext("Status") == "OK"


def test_the_status_may_be_left_out_of_a_page_that_is_otherwise_whole(serving, few):
    answer, _ = page_with(serving, few, "status_missing", variant="left_out")
    root = etree.fromstring(answer.content)
    assert (root.find("Status"), len(root.findall("Order"))) == (None, 5)


def test_a_page_may_be_cut_after_its_last_order(serving, few):
    answer, _ = page_with(serving, few, "status_missing", variant="cut")
    assert answer.text.rstrip().endswith("</Order>")
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(answer.content)


READS = {"bom", "utf_16", "doctype", "wrong_root", "entity_bomb", "outside_entity"}  # by a parser that refuses nothing


@pytest.mark.parametrize("variant", sorted(ODD))
def test_an_odd_page_is_no_page(serving, few, variant):
    answer, usual = page_with(serving, few, "odd_page", variant=variant)
    assert answer.content != usual.content
    if variant not in READS:
        with pytest.raises(etree.XMLSyntaxError):
            etree.fromstring(answer.content)


def test_faults_of_orders_leave_validate_user_alone(serving, few):
    caller = serving(few, faults=[Fault(name, nth=(1,)) for name in ("status_not_ok", "status_missing", "odd_page")])
    assert caller.ask("ValidateUser").findtext("Status") == "OK"
    assert caller.hub.faults.struck == []


def test_faults_of_this_dialect_leave_the_others_alone(serving, few):
    caller = serving(few, faults=[Fault(fault.name, probability=1.0) for fault in OF_DIALECTS["channelunity"]])
    for path in ("/oauth2/token", "/v1/Orders"):
        caller.session.get(caller.hub.url + path, timeout=5)
    assert caller.hub.faults.struck == []


def test_orders_drift_while_a_reader_pages(serving):
    world = World(seed=3, orders=60)
    before = world.at(world.end)
    caller = serving(world, faults=[Fault("page_drift", probability=1.0, times=2, options={"every": 2})])
    for _ in range(8):
        caller.orders(Count=1)
    assert len(caller.hub.faults.struck) == 2
    assert any(a is not b for a, b in zip(before, world.at(world.end), strict=True))


@pytest.mark.parametrize("fault", ["too_many_requests", "server_error", "html_page", "cut_body"])
def test_faults_of_the_wire_strike_here_too(serving, few, fault):
    caller: Caller = serving(few, faults=[Fault(fault, nth=(1,), options={"variant": "truncated_json"})])
    message = caller.message("GetOrders", payload())
    struck, whole = caller.post(message), caller.post(message)
    assert (struck.status_code, struck.content) != (200, whole.content)
    assert whole.headers["date"] == "Wed, 30 Sep 2026 12:00:00 GMT"
