"""What the REST API's answers to a write are taken for: a table. What it does not have is in doubt."""

import pytest

from orders_pipeline.channels.channeladvisor.answers import outcome
from orders_pipeline.model.action_states import Event
from orders_pipeline_tests.actions.orders import an_order
from orders_pipeline_tests.actions.planning import a_plan, correct, mark, refund, ship
from orders_pipeline_tests.channels.recording import a_response

OK, NO, DOUBT = Event.ANSWERED_OK, Event.ANSWERED_NO, Event.IN_DOUBT
ODATA = b'{"error":{"code":"","message":"Carrier and Class is invalid."}}'
WEB_API = b'{"$id":"1","Message":"No HTTP resource was found."}'
DENIED = b'{"Message":"Authorization has been denied for this request."}'
HTML = b"<html><title>Bad Request</title></html>"
DRAFTS = [
    a_plan(an_order(shipped=shipped), intent).steps[0].draft
    for shipped, intent in ((False, ship()), (True, refund()), (True, correct()), (True, mark()))
]
TABLE = [
    (204, b"", OK),
    *((status, body, NO) for status in (400, 404, 413, 414, 415) for body in (ODATA, WEB_API)),
    *(
        (status, body, DOUBT)
        for status in (400, 404, 413)
        for body in (
            b"",
            HTML,
            b"no",
            b"[]",
            b"{}",
            b"null",
            b'{"error":"invalid_grant"}',
            b'{"error":{}}',
            b'{"error":{"message":null}}',
            b'{"Message":null}',
            b'{"message":"Forbidden"}',
            b'{"Message":["a"]}',
            ODATA[:-3],
            WEB_API + b"{}",
            b"\xff\xfe" + ODATA,
            b"[" * 100_000,
        )
    ),
    (204, b"something", DOUBT),
    (200, b"", DOUBT),
    (200, DENIED, DOUBT),
    (200, b'{"value":[]}', DOUBT),
    (201, b'{"ID":1}', DOUBT),
    (202, b"", DOUBT),
    *((status, body, DOUBT) for status in (301, 302, 307, 401, 403, 405, 406, 408, 409, 429) for body in (b"", ODATA)),
    (401, DENIED, DOUBT),
    (429, b"TOO MANY REQUESTS", DOUBT),
    *((status, body, DOUBT) for status in (500, 502, 503, 504) for body in (b"", ODATA, HTML)),
]


@pytest.mark.parametrize(("status", "body", "event"), TABLE)
def test_an_answer_is_taken_for_what_the_table_says(status, body, event):
    for draft in DRAFTS:
        made = outcome(draft, a_response(status, body))
        assert made.event is event
        assert str(status) in made.sentence and made.evidence == f"HTTP {status}"


def test_the_hub_s_reason_is_told():
    made = outcome(DRAFTS[0], a_response(400, ODATA))
    assert "Carrier and Class is invalid." in made.sentence
