"""Every fault around a write: what the caller sees of it, and what the hub did."""

import socket
from urllib.parse import urlsplit

import pytest
import requests

from orders_pipeline.sandbox.faults import OF_WRITES, Fault
from orders_pipeline_tests.sandbox.writes.conftest import the_seeds_order

BROKEN = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)


def at_first(name, **options):
    return Fault(name, nth=(1,), options=options)


@pytest.fixture
def struck(desk):
    """A shipped order whose next write is struck."""

    def start(name, **options):
        return desk(the_seeds_order(shipped=True), faults=[at_first(name, **options)])

    return start


def refund(here):
    return here.adjust(0, Quantity=1, SellerAdjustmentID="rma")


@pytest.mark.parametrize("body", [b"", b'{"Quantity":1,'])
def test_a_request_whose_sender_is_gone_before_it_was_whole_is_none(desk, body):
    here = desk(the_seeds_order(shipped=True))
    told = urlsplit(here.hub.url)
    head = (
        f"POST /v1/OrderItems({here.lines[0]})/Adjust HTTP/1.1\r\nHost: {told.netloc}\r\n"
        f"Authorization: Bearer {here.caller.token}\r\nContent-Type: application/json\r\nContent-Length: 80\r\n\r\n"
    )
    with socket.create_connection((told.hostname, told.port)) as line:
        line.sendall(head.encode() + body)
        line.shutdown(socket.SHUT_WR)
        line.recv(1024)
    assert here.adjustments() == []
    assert len(here.ledger) == 0


@pytest.mark.parametrize(
    ("name", "options", "applied"),
    [
        ("write_reset_before", {}, 0),
        ("write_reset_after", {}, 1),
        ("write_timeout_before", {"seconds": 0.02}, 0),
        ("write_timeout_after", {"seconds": 0.02}, 1),
        ("write_cut", {}, 1),
    ],
)
def test_an_answer_that_never_comes(struck, name, options, applied):
    here = struck(name, **options)
    with pytest.raises(BROKEN):
        refund(here)
    assert (len(here.ledger), here.hub.requests[-1].fault) == (applied, name)
    assert refund(here).status_code == 204
    assert len(here.ledger) == applied + 1


@pytest.mark.parametrize(
    ("name", "options", "statuses", "applied"),
    [
        ("write_401_before", {}, {401}, 0),
        ("write_401_after", {}, {401}, 1),
        ("write_429_before", {}, {429}, 0),
        ("write_429_after", {}, {429}, 1),
        ("write_5xx_before", {}, {500, 502, 503, 504}, 0),
        ("write_5xx_after", {}, {500, 502, 503, 504}, 1),
        ("write_5xx_after", {"status": 503}, {503}, 1),
        ("write_html", {"when": "before"}, {200}, 0),
        ("write_html", {"when": "after"}, {200}, 1),
        ("write_redirect", {}, {302}, 0),
        ("write_garbled", {}, {200}, 1),
        ("write_slow", {"seconds": 0.02}, {204}, 1),
        ("write_refused_late", {}, {204}, 1),
        ("write_twice", {}, {204}, 2),
    ],
)
def test_an_answer_that_says_little_about_what_was_done(struck, name, options, statuses, applied):
    here = struck(name, **options)
    answer = here.write(
        f"OrderItems({here.lines[0]})/Adjust", {"Quantity": 1, "SellerAdjustmentID": "rma"}, allow_redirects=False
    )
    assert answer.status_code in statuses
    assert len(here.ledger) == applied == len(here.adjustments())


def test_a_redirect_names_another_place_and_applies_nothing(struck):
    here = struck("write_redirect", location="http://evil.example/v1/x")
    answer = here.write("Orders(1)/Adjust", {}, allow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "http://evil.example/v1/x")
    assert len(here.ledger) == 0


def test_a_garbled_answer_is_no_json(struck):
    answer = refund(struck("write_garbled"))
    assert len(answer.content) >= 40
    with pytest.raises(ValueError):
        answer.json()


def test_a_delayed_write_is_applied_after_its_caller_gave_up(struck):
    here = struck("write_delayed", seconds=0.01, world_seconds=120)
    with pytest.raises(BROKEN):
        refund(here)
    here.pass_minutes(1)
    assert here.adjustments() == []
    here.pass_minutes(1)
    (made,) = here.adjustments()  # this very look finds it
    assert (made["SellerAdjustmentID"], made["CreatedDateUtc"]) == ("rma", "2026-09-30T12:02:00Z")
    assert str(here.ledger.entries[0].at) == "2026-09-30 12:02:00+00:00"


def test_a_copy_may_come_long_after_the_first(struck):
    here = struck("write_twice", world_seconds=60)
    assert refund(here).status_code == 204
    assert len(here.adjustments()) == 1
    here.pass_minutes(1)
    assert len(here.adjustments()) == 2
    assert [entry.is_duplicate for entry in here.ledger] == [False, True]


def test_a_refund_refused_late_is_accepted_and_ends_in_error(struck):
    here = struck("write_refused_late")
    refund(here)
    assert here.adjustments()[0]["RequestStatus"] == "SubmittedNotProcessed"
    here.pass_minutes(10)
    assert here.adjustments()[0]["RequestStatus"] == "Error"
    assert here.ledger.entries[0].total == 0
    refund(here)
    assert here.ledger.returned(1)["item"] == here.ledger.entries[1].effects[0].amounts["item"]


def test_a_shipment_refused_late_stays_shipped_and_the_marketplace_knows_nothing(desk):
    here = desk(faults=[at_first("write_refused_late")])
    assert here.ship(TrackingNumber="X").status_code == 204
    here.pass_minutes(5)
    (parcel,) = here.parcels()
    assert (parcel["DeliveryStatus"], parcel["Items"][0]["MarketplaceShippingStatus"]) == ("Complete", "Failed")


def test_a_duplicate_that_finds_nothing_left_changes_nothing(desk):
    here = desk(faults=[at_first("write_twice")])
    assert here.ship(TrackingNumber="X").status_code == 204
    assert len(here.ledger) == 1


@pytest.mark.parametrize("name", sorted(OF_WRITES))
def test_faults_of_writes_leave_reading_alone(desk, name):
    here = desk(faults=[Fault(name, probability=1.0)])
    here.order()
    here.caller.fresh_token()
    here.caller.session.post(f"{here.hub.url}/sandbox/clock", json={"advance_seconds": 1})
    assert here.hub.faults.struck == []


@pytest.mark.parametrize("part", ["#export", "/Export", "POST /v1/Orders(1)/Export#"])
def test_a_fault_can_be_aimed_at_a_method_a_path_or_an_operation(desk, part):
    here = desk(faults=[Fault("write_5xx_before", probability=1.0, path=part)])
    assert here.ship().status_code == 204
    assert here.write("Orders(1)/Export").status_code >= 500


def test_the_same_seed_strikes_the_same_writes(desk):
    def strikes(seed):
        here = desk(faults=[Fault("write_5xx_before", probability=0.4, times=None)], seed=seed)
        return [here.write("Orders(1)/Export").status_code for _ in range(12)]

    assert [status >= 500 for status in strikes(5)] == [status >= 500 for status in strikes(5)]
