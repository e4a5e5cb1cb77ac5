"""What a fresh read of a REST order proves of a write of ours, and what it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from orders_pipeline.channels.channeladvisor.effects import seen
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.status import RefundStatus as S
from orders_pipeline_tests.actions.orders import an_order
from orders_pipeline_tests.actions.planning import (
    AT,
    a_plan,
    cancel,
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
SHIPPED, UNSHIPPED = an_order(*two_lines()), an_order(*two_lines(), shipped=False)
STATUSES = [
    (S.REQUESTED, PENDING),
    (S.PENDING, PENDING),
    (S.ACCEPTED, PENDING),
    (S.COMPLETED, DONE),
    (S.FAILED, FAILED),
    (S.REJECTED, FAILED),
    (S.RECORDED, PENDING),  # recorded but not processed: nobody was given anything
    (None, PENDING),
]


def the_draft(document, intent):
    return a_plan(document, intent).steps[0].draft


@pytest.mark.parametrize(("status", "event"), STATUSES)
def test_money_is_what_the_adjustments_show_under_our_id(status, event):
    for document, intent in ((SHIPPED, refund(of("7", 1))), (UNSHIPPED, cancel(of("7", 1)))):
        draft = the_draft(document, intent)
        assert seen(draft, with_row(document, "rma-1", status, line="7"), is_accepted=False).event is event


@pytest.mark.parametrize("seller_id", [None, "rma-2", "rma-1-7", "rma-10"])
def test_an_adjustment_of_somebody_else_proves_nothing(seller_id):
    draft = the_draft(SHIPPED, refund(of("7", 1)))
    assert seen(draft, with_row(SHIPPED, seller_id, S.COMPLETED, line="7"), is_accepted=True).event is None


def test_each_line_of_a_refund_is_seen_by_its_own_id():
    first, second = (step.draft for step in a_plan(SHIPPED, refund()).steps)
    shown = with_row(SHIPPED, "rma-1-7", S.COMPLETED, line="7")
    assert seen(first, shown, is_accepted=True).event is DONE
    assert seen(second, shown, is_accepted=True).event is None


@pytest.mark.parametrize("level", ["order", "item"])
def test_a_whole_order_is_seen_as_one_adjustment_of_it_or_as_one_of_every_line(level):
    document = an_order(*two_lines(), marketplace=M.NEWEGG)
    draft = the_draft(document, refund())
    shown = with_row(document, "rma-1", S.COMPLETED, line="7", level=level)
    assert seen(draft, shown, is_accepted=True).event is (DONE if level == "order" else None)
    shown = with_row(shown, "rma-1", S.COMPLETED, line="8", level=level)
    assert seen(draft, shown, is_accepted=True).event is DONE


def test_one_part_done_and_another_refused_is_for_a_person():
    document = an_order(*two_lines(), marketplace=M.NEWEGG)
    shown = with_row(document, "rma-1", S.COMPLETED, line="7")
    found = seen(the_draft(document, refund()), with_row(shown, "rma-1", S.FAILED, line="8"), is_accepted=True)
    assert found.event is None and found.evidence


def test_another_amount_than_was_planned_is_told():
    draft = the_draft(SHIPPED, refund(of("7", 1)))
    found = seen(draft, with_row(SHIPPED, "rma-1", S.COMPLETED, line="7", total="58.54"), is_accepted=True)
    assert found.event is DONE and "planned were 19.52" in found.evidence


@pytest.mark.parametrize(
    ("columns", "units", "is_there"),
    [
        ({"seller_fulfillment_id": "ship-1"}, {}, True),
        ({"seller_fulfillment_id": "ship-1", "is_shipped": False}, {}, False),
        ({"seller_fulfillment_id": "ship-10", "tracking_number": "1Z999"}, {"7": 3, "8": 1}, False),
        ({"tracking_number": "1Z999"}, {"7": 3, "8": 1}, True),
        ({"tracking_number": "1Z999"}, {"7": 3}, False),
        ({"tracking_number": "1Z998"}, {"7": 3, "8": 1}, False),
    ],
)
def test_a_shipment_is_seen_by_our_id_or_by_a_tracking_number_that_is_new(columns, units, is_there):
    draft = the_draft(UNSHIPPED, ship())
    assert seen(draft, with_parcel(UNSHIPPED, units, **columns), is_accepted=False).event is (
        DONE if is_there else None
    )


def test_amazon_s_number_is_what_its_shipment_is_seen_by():
    document = an_order(*two_lines(), shipped=False, marketplace=M.AMAZON)
    draft = the_draft(document, ship())
    assert seen(draft, with_parcel(document, {}, seller_fulfillment_id=draft.echo), is_accepted=True).event is DONE
    assert seen(draft, with_parcel(document, {}, seller_fulfillment_id="ship-1"), is_accepted=True).event is None


@pytest.mark.parametrize(
    ("notices", "event"),
    [
        (["Complete", "Complete"], DONE),
        (["CompletedWithoutNotification", None], DONE),
        (["Pending", "Complete"], PENDING),
        (["InProgress", "InProgress"], PENDING),
        (["SomethingNew", "Complete"], PENDING),
        (["Failed", "Failed"], FAILED),
        (["Failed", "Complete"], None),
        (["Failed", "Pending"], PENDING),
    ],
)
def test_a_shipment_is_done_when_the_marketplace_was_told_and_failed_where_it_could_not_be(notices, event):
    document = with_parcel(UNSHIPPED, {"7": 3, "8": 1}, seller_fulfillment_id="ship-1")
    told = tuple(
        replace(item, channel_marketplace_notice=notice)
        for item, notice in zip(document.fulfillment_items[-2:], notices, strict=True)
    )
    document = replace(document, fulfillment_items=(*document.fulfillment_items[:-2], *told))
    found = seen(the_draft(UNSHIPPED, ship()), document, is_accepted=True)
    assert found.event is event
    assert "marketplace told: " in found.sentence


CORRECTED = {"tracking_number": "1Z999", "carrier": "UPS", "service_class": "GROUND", "shipped_at": AT}


@pytest.mark.parametrize(
    ("changes", "is_there"),
    [
        ({}, True),
        ({"shipped_at": AT + timedelta(milliseconds=400)}, True),
        ({"shipped_at": AT + timedelta(hours=12)}, False),
        ({"shipped_at": None}, False),
        ({"tracking_number": "1Z000"}, False),
        ({"service_class": None}, False),
        ({"carrier": "FEDEX"}, False),
        ({"fulfillment_id": "f2"}, False),
    ],
)
def test_a_correction_is_seen_when_the_parcel_shows_all_of_it(changes, is_there):
    parcel = replace(SHIPPED.fulfillments[0], **{**CORRECTED, **changes})
    found = seen(the_draft(SHIPPED, correct()), replace(SHIPPED, fulfillments=(parcel,)), is_accepted=True)
    assert found.event is (DONE if is_there else None)


def test_a_corrected_date_alone_is_seen_by_the_date():
    draft = the_draft(SHIPPED, correct(carrier=None, service=None, tracking_number=None))
    before = datetime(2026, 9, 1, tzinfo=UTC)
    for at, event in ((AT, DONE), (before, None), (None, None)):
        parcel = replace(SHIPPED.fulfillments[0], shipped_at=at, tracking_number="whatever")
        assert seen(draft, replace(SHIPPED, fulfillments=(parcel,)), is_accepted=False).event is event


def test_a_tracking_number_that_was_there_before_proves_nothing():
    before = with_left(UNSHIPPED, line7=1)
    draft = the_draft(before, ship(of("7", 1), tracking_number="1Z000"))
    assert seen(draft, with_parcel(before, {"7": 1}, tracking_number="1Z000"), is_accepted=False).event is None


def test_a_mark_is_not_shown_and_only_the_hub_s_own_answer_speaks_of_it():
    draft = the_draft(SHIPPED, mark())
    assert seen(draft, SHIPPED, is_accepted=True).event is DONE
    in_doubt = seen(draft, SHIPPED, is_accepted=False)
    assert in_doubt.event is None and in_doubt.is_blind
