"""What answers to a write mean, and what a fresh read proves (channelunity.md §3, DESIGN §4)."""

from datetime import UTC, datetime

import pytest

from orders_pipeline.channels.channelunity import answers
from orders_pipeline.channels.channelunity.answers import outcome
from orders_pipeline.channels.channelunity.effects import seen
from orders_pipeline.channels.responses import Headers, Response
from orders_pipeline.model.action_states import Event
from orders_pipeline_tests.actions.orders import a_line, a_unity_order, asked, planned_at, units
from orders_pipeline_tests.channels.channelunity.hub import order, page, refused, validated

NOW = datetime(2026, 9, 30, tzinfo=UTC)
OK, NO, DOUBT = Event.ANSWERED_OK, Event.ANSWERED_NO, Event.IN_DOUBT


def answered(status, body):
    return Response(
        status=status,
        headers=Headers({}),
        body=body,
        requested_at=NOW,
        received_at=NOW,
        url="",
        hub_time=None,
        attempts=1,
    )


def a_draft(kind="refund", *lines, status="Complete", **more):
    lines = lines if kind == "correct_shipment" else lines or (units("TS-1", 1),)
    return planned_at("channelunity", asked(kind, *lines, **more), a_unity_order(status=status)).steps[0].draft


ANSWERS = [
    (200, page(), OK),
    (200, page(status="<status>OK</status>"), OK),
    (200, page(status="<Info>queued</Info><Status><![CDATA[ OK ]]></Status>"), OK),
    (200, b'<?xml version="1.0"?>' + page(), OK),
    (200, refused("Error - order not found"), NO),
    (200, refused("ok"), NO),
    (200, page(status="<Status>OK</Status><Status>Error</Status>"), DOUBT),
    (200, page(status="<Status/>"), DOUBT),
    (200, page(status=""), DOUBT),
    (200, page(order(1)), DOUBT),
    (200, validated("12"), DOUBT),
    (200, b"", DOUBT),
    (200, page()[:-3], DOUBT),
    (200, b"<html><title>Bad gateway</title></html>", DOUBT),
    (200, b"OK", DOUBT),
    (201, page(), DOUBT),
    (204, b"", DOUBT),
    (302, b"", DOUBT),
    (400, refused(), DOUBT),
    (401, refused(), DOUBT),
    (404, refused(), DOUBT),
    (429, refused(), DOUBT),
    (500, page(), DOUBT),
    (503, b"", DOUBT),
]


@pytest.mark.parametrize(("status", "body", "event"), ANSWERS)
@pytest.mark.parametrize("kind", ["refund", "correct_shipment"])
def test_an_answer_means(kind, status, body, event):
    tracking = {"carrier": "DPD", "service": "Next day", "tracking_number": "1"} if kind != "refund" else {}
    assert outcome(a_draft(kind, **tracking), answered(status, body)).event is event


def test_a_call_without_its_row_has_no_refusals(monkeypatch):
    monkeypatch.delitem(answers.REFUSES, "DoPartialAction")
    assert outcome(a_draft(), answered(200, refused())).event is DOUBT


DONE = Event.SEEN_DONE
TRACKED = {"carrier": "DPD", "service": "Next day", "tracking_number": "1"}
# action, its lines, status when it was planned, status now, was it confirmed -> what is seen, and is the hub blind
EFFECTS = [
    ("ship", (), "Processing", "Complete", False, DONE, False),
    ("ship", (), "Processing", "Processing", False, None, False),
    ("ship", (), "Processing", "Processing", True, None, False),
    ("ship", (), "Processing", "Cancelled", True, None, False),
    ("ship", (units("TS-1", 1),), "Processing", "Processing", False, None, True),
    ("ship", (units("TS-1", 1),), "Processing", "Processing", True, DONE, False),
    ("ship", (units("TS-1", 1),), "Processing", "Complete", False, DONE, False),
    ("correct_shipment", (), "Complete", "Complete", False, None, True),
    ("correct_shipment", (), "Complete", "Complete", True, DONE, False),
    ("cancel", (), "OnHold", "Cancelled", False, DONE, False),
    ("cancel", (), "Processing", "Processing", False, None, False),
    ("refund", (), "Complete", "Cancelled", False, DONE, False),
    ("refund", (), "Complete", "Complete", True, None, False),
    ("refund", (units("TS-1", 1),), "Complete", "Complete", False, None, True),
    ("refund", (units("TS-1", 1),), "Complete", "Cancelled", False, None, True),
    ("refund", (units("TS-1", 1),), "Complete", "Complete", True, DONE, False),
]


@pytest.mark.parametrize(("kind", "lines", "before", "now", "is_accepted", "event", "is_blind"), EFFECTS)
def test_a_fresh_read_shows(kind, lines, before, now, is_accepted, event, is_blind):
    lines_of = (a_line("TS-1", "2", "10.00", sku="TS-1"),)
    more = TRACKED if kind == "correct_shipment" else {}
    plan = planned_at("channelunity", asked(kind, *lines, **more), a_unity_order(*lines_of, status=before))
    found = seen(plan.steps[0].draft, a_unity_order(*lines_of, status=now), is_accepted)
    assert (found.event, found.is_blind) == (event, is_blind)
