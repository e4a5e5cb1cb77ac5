"""What a fresh read of a SOAP order proves of a write of ours, and what it does not."""

import pytest
from msgspec.structs import replace

from orders_pipeline.channels.channeladvisor_soap.effects import seen
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.status import RefundStatus as S
from orders_pipeline_tests.actions.planning import (
    a_plan,
    a_soap_order,
    correct,
    mark,
    of,
    refund,
    ship,
    two_lines,
    with_left,
)
from orders_pipeline_tests.channels.seeing import with_parcel, with_row

DONE, PENDING, FAILED = Event.SEEN_DONE, Event.SEEN_PENDING, Event.SEEN_FAILED
SHIPPED = a_soap_order(*two_lines())
UNSHIPPED = a_soap_order(*two_lines(), shipped=False)


def the_draft(document, intent):
    return a_plan(document, intent).steps[0].draft


@pytest.mark.parametrize(
    ("status", "event"),
    [
        (S.PENDING, PENDING),
        (S.ACCEPTED, PENDING),
        (S.COMPLETED, DONE),
        (S.FAILED, FAILED),
        (S.REJECTED, FAILED),
        (S.RECORDED, PENDING),
        (S.REQUESTED, PENDING),
        (None, PENDING),  # a word that we do not know
    ],
)
def test_a_refund_is_what_the_history_shows_under_our_id(status, event):
    draft = the_draft(SHIPPED, refund(of("7", 1)))
    found = seen(draft, with_row(SHIPPED, "rma-1", status, line="7"), is_accepted=False)
    assert found.event is event
    assert "19.52 USD" in found.evidence


@pytest.mark.parametrize("seller_id", [None, "rma-2", "rma-1-7", "RMA-1", "rma-1 "])
def test_a_refund_of_somebody_else_proves_nothing_even_of_the_same_amount(seller_id):
    draft = the_draft(SHIPPED, refund(of("7", 1)))
    for is_accepted in (True, False):
        assert seen(draft, with_row(SHIPPED, seller_id, S.COMPLETED, line="7"), is_accepted).event is None


def test_a_whole_order_is_refunded_when_every_line_shows_it():
    draft = the_draft(SHIPPED, refund())
    one = with_row(SHIPPED, "rma-1", S.COMPLETED, line="7")
    found = seen(draft, one, is_accepted=True)
    assert found.event is None and "nothing of line 8" in found.sentence and found.evidence
    assert seen(draft, with_row(one, "rma-1", S.COMPLETED, line="8"), is_accepted=True).event is DONE
    assert seen(draft, with_row(one, "rma-1", S.PENDING, line="8"), is_accepted=True).event is PENDING
    half = seen(draft, with_row(one, "rma-1", S.FAILED, line="8"), is_accepted=True)
    assert half.event is None and "another refused" in half.sentence
    failed = with_row(with_row(SHIPPED, "rma-1", S.FAILED, line="7"), "rma-1", S.FAILED, line="8")
    assert seen(draft, failed, is_accepted=True).event is FAILED


def test_another_amount_than_was_planned_is_told():
    draft = the_draft(SHIPPED, refund(of("7", 1)))
    found = seen(draft, with_row(SHIPPED, "rma-1", S.COMPLETED, line="7", total="58.54"), is_accepted=True)
    assert found.event is DONE and "58.54 USD; planned were 19.52" in found.evidence


@pytest.mark.parametrize(
    ("columns", "units", "is_there"),
    [
        ({"seller_fulfillment_id": "ship-1"}, {}, True),
        ({"seller_fulfillment_id": "ship-1", "is_shipped": False}, {"7": 2}, False),
        ({"seller_fulfillment_id": "ship-1", "is_shipped": None}, {"7": 2}, False),
        ({"seller_fulfillment_id": "ship-2", "tracking_number": "1Z999"}, {"7": 2}, False),
        ({"tracking_number": "1Z999"}, {"7": 2}, True),
        ({"tracking_number": "1Z999"}, {"7": 3}, True),
        ({"tracking_number": "1Z999"}, {"7": 1}, False),
        ({"tracking_number": "1Z999"}, {"8": 2}, False),
        ({"tracking_number": "1Z998"}, {"7": 2}, False),
        ({"tracking_number": None}, {"7": 2}, False),
    ],
)
def test_a_shipment_is_seen_by_our_id_or_by_a_tracking_number_that_is_new(columns, units, is_there):
    draft = the_draft(UNSHIPPED, ship(of("7", 2)))
    found = seen(draft, with_parcel(UNSHIPPED, units, **columns), is_accepted=False)
    assert found.event is (DONE if is_there else None)


def test_a_tracking_number_that_was_there_before_proves_nothing():
    before = with_left(UNSHIPPED, line7=1)
    draft = the_draft(before, ship(of("7", 1), tracking_number="1Z000"))
    assert seen(draft, before, is_accepted=False).event is None
    assert seen(draft, with_parcel(before, {"7": 1}, tracking_number="1Z000"), is_accepted=False).event is None
    assert seen(draft, with_parcel(before, {"7": 1}, seller_fulfillment_id="ship-1"), is_accepted=False).event is DONE


def test_a_shipment_without_tracking_is_not_taken_for_any_parcel_without_one():
    draft = the_draft(UNSHIPPED, ship(of("7", 2), tracking_number=None, carrier=None, service=None))
    assert seen(draft, with_parcel(UNSHIPPED, {"7": 2}), is_accepted=False).event is None


def test_a_mark_is_not_shown_and_only_the_hub_s_own_answer_speaks_of_it():
    draft = the_draft(SHIPPED, mark())
    assert seen(draft, SHIPPED, is_accepted=True).event is DONE
    in_doubt = seen(draft, SHIPPED, is_accepted=False)
    assert in_doubt.event is None and in_doubt.is_blind


@pytest.mark.parametrize(
    ("columns", "event"),
    [({}, None), ({"tracking_number": "1Z777"}, DONE), ({"tracking_number": "1Z777", "carrier": "FEDEX"}, None)],
)
def test_a_correction_is_done_when_its_fulfillment_shows_all_of_it(columns, event):
    draft = the_draft(SHIPPED, correct(tracking_number="1Z777", shipped_at=None))
    (parcel,) = SHIPPED.fulfillments
    now = replace(SHIPPED, fulfillments=(replace(parcel, **{"carrier": "UPS", "service_class": "GROUND", **columns}),))
    assert seen(draft, now, is_accepted=True).event is event
