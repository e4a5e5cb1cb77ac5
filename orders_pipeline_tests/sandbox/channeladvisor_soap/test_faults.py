"""The adversary in this dialect: its own faults, and those of the wire and the world that it shares with the others."""

import pytest
import requests
from lxml import etree

from orders_pipeline.sandbox.channeladvisor_soap.bad_pages import PAGES
from orders_pipeline.sandbox.faults import EVERY, OF_DIALECTS, Fault
from orders_pipeline.sandbox.world import US_PROFILE, World
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import WEB, XSI, Caller, criteria_text

FIVE = (1, 2, 3, 4, 5)


def test_a_fault_inside_http_200_strikes_and_ends(serving):
    _, caller = serving(1, faults=[Fault("soap_fault_200", nth=(1,))])
    answer = caller.post("GetOrderList", caller.account())
    assert answer.status_code == 200
    assert "Timeout expired" in answer.text
    assert caller.ids() == [1]


@pytest.mark.parametrize(("variant", "status"), [("code", 200), ("status", 429)])
def test_throttling_is_a_code_of_the_message_or_a_bare_status(serving, variant, status):
    _, caller = serving(1, faults=[Fault("soap_throttled", nth=(1,), options={"variant": variant})])
    answer = caller.post("GetOrderList", caller.account())
    assert answer.status_code == status
    assert ("<MessageCode>1</MessageCode>" in answer.text) is (status == 200)
    assert "retry-after" not in answer.headers
    assert caller.ids() == [1]


@pytest.mark.parametrize("size", [2, 3, 5, None])
def test_a_poisoned_order_fails_every_page_with_company(serving, size):
    fault = Fault("poisoned_order", options={"order_ids": [3]})
    hub, caller = serving(*FIVE, faults=[fault])
    criteria = {"PageSize": size, "PageNumberFilter": -(-3 // size) if size else 1}
    told = caller.told("GetOrderList", caller.account() + criteria_text(criteria))
    assert (told["Status"], told["MessageCode"]) == ("Failure", "1")
    assert hub.faults.struck


def test_alone_a_poisoned_order_is_served_unless_it_is_to_fail_for_good(serving):
    hub, caller = serving(*FIVE, faults=[Fault("poisoned_order", options={"order_ids": [3]})])
    ids = [order_id for number in FIVE for order_id in caller.ids(PageSize=1, PageNumberFilter=number)]
    assert ids == list(FIVE)
    hub.faults.arm([Fault("poisoned_order", options={"order_ids": [3], "alone": "fails"})])
    told = caller.told("GetOrderList", caller.account() + criteria_text({"OrderIDList": [3]}))
    assert told["MessageCode"] == "1"
    assert caller.ids(PageSize=1, PageNumberFilter=4) == [4]


def test_without_a_name_the_seed_poisons_one_order_of_each_account(serving):
    world = World(seed=7, orders=100)
    hub, caller = serving(world=world, faults="poisoned_order", seed=3)
    pages = [
        caller.told("GetOrderList", caller.account() + criteria_text({"PageSize": 10, "PageNumberFilter": number}))
        for number in range(1, 8)
    ]
    assert [told["MessageCode"] for told in pages].count("1") == 1
    assert hub.soap_account_id(US_PROFILE) == caller.account_id


@pytest.mark.parametrize(("variant", "count"), [("nil", 3), ("missing", 2)])
@pytest.mark.parametrize("operation", ["GetOrderFulfillmentDetailList", "GetOrderShipmentHistoryList"])
def test_an_entry_may_fail_under_an_outer_success(serving, operation, variant, count):
    _, caller = serving(1, 2, 3, faults=[Fault("failed_entry_under_success", nth=(1,), options={"variant": variant})])
    entries = caller.history(operation, [1, 2, 3])
    assert len(entries) == count
    assert sum(entry.get(f"{{{XSI}}}nil") == "true" for entry in entries) == count - 2
    assert len(caller.history(operation, [1, 2, 3])) == 3


@pytest.mark.parametrize(("variant", "again"), [("past_end", [1, 2]), ("repeated", [5])])
def test_past_the_end_orders_may_come_again(serving, variant, again):
    _, caller = serving(*FIVE, faults=[Fault("first_page_past_end", nth=(1,), options={"variant": variant})])
    assert caller.ids(PageSize=2, PageNumberFilter=4) == again
    assert caller.ids(PageSize=2, PageNumberFilter=4) == []


def test_orders_are_edited_while_a_reader_pages(serving):
    hub, caller = serving(*FIVE, faults=["page_drift"])
    before = hub.clock.now
    for number in range(1, 10):
        caller.ids(PageSize=2, PageNumberFilter=number)
    assert hub.clock.now > before
    assert ("page_drift", 1) in hub.faults.struck


@pytest.mark.parametrize("variant", sorted(set(PAGES) - {"bom"}))
def test_a_bad_page_is_no_whole_answer(serving, variant):
    _, caller = serving(1, faults=[Fault("soap_bad_page", nth=(1,), options={"variant": variant})])
    answer = caller.post("GetOrderList", caller.account())
    assert answer.status_code == 200
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(answer.content, parser)
    except etree.XMLSyntaxError:
        pass
    else:
        path = f".//{{{WEB}}}GetOrderListResult[{{{WEB}}}Status='Success']/{{{WEB}}}ResultData"
        is_whole = root.tag.endswith("Envelope") and root.find(path) is not None
        assert not is_whole or root.getroottree().docinfo.doctype or variant == "deep"
    assert caller.ids() == [1]


def test_a_byte_order_mark_changes_nothing(serving):
    _, caller = serving(1, faults=[Fault("soap_bad_page", nth=(1,), options={"variant": "bom"})])
    assert caller.ids() == [1]
    assert caller.post("GetOrderList", caller.account()).content.startswith(b"<?xml")


def test_no_fault_of_another_dialect_takes_the_name_of_a_shared_one():
    names = [fault.name for faults in OF_DIALECTS.values() for fault in faults]
    assert len(EVERY) == len(set(EVERY)) and set(names) <= set(EVERY)


def test_all_faults_together_let_a_patient_reader_through(serving):
    options = {"timeout": {"seconds": 0.01}, "slow_drip": {"dripped": 20}}
    wanted = [
        Fault(name, times=2, probability=fault.probability, options=options.get(name, {}))
        for name, fault in EVERY.items()
        if name not in ("page_drift", "late_commit", "poisoned_order")
    ]
    world = World(seed=7, orders=200)
    hub, caller = serving(world=world, faults=wanted, seed=11)
    seen, number, tries = [], 1, 0
    while number < 8:
        tries += 1
        assert tries < 100, "seed 11"
        try:
            page = caller.ids(PageSize=20, PageNumberFilter=number)
        except (requests.exceptions.RequestException, AssertionError, etree.XMLSyntaxError, TypeError, IndexError):
            caller = Caller(hub)
            continue
        if not set(page) & set(seen):
            seen, number = seen + page, number + 1
    assert sorted(seen) == [s.order.order_id for s in world.at(hub.clock.now) if s.order.profile_id == US_PROFILE]
    assert {name for name, _ in hub.faults.struck} & {fault.name for fault in OF_DIALECTS["channeladvisor_soap"]}
