"""One sending of a REST write over a real socket: the planned letters with the token in its place, once."""

import pytest

from orders_pipeline.channels.channeladvisor import client
from orders_pipeline.channels.channeladvisor.answers import outcome
from orders_pipeline.channels.errors import NotSent, Retriable, Unauthorized, Unknown
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import an_order
from orders_pipeline_tests.actions.planning import a_plan, correct, mark, refund, ship
from orders_pipeline_tests.channels.recording import CLOSE, a_connection, cut, http, recording

SECRETS = {"application_id": "app-ZANZIBAR", "shared_secret": "sec-ZANZIBAR", "refresh_token": "ref-ZANZIBAR"}
TOKEN = "tok-ZANZIBAR-3"
TAKEN = http(204)
REFUSED = http(400, b'{"Message":"no"}')
UNSHIPPED, SHIPPED = an_order(shipped=False), an_order()
WRITES = {
    "ship": (UNSHIPPED, ship(), "POST /v1/Orders(1)/Ship HTTP/1.1"),
    "correct": (SHIPPED, correct(), "PATCH /v1/Fulfillments(f1) HTTP/1.1"),
    "refund": (SHIPPED, refund(), "POST /v1/OrderItems(7)/Adjust HTTP/1.1"),
    "mark": (SHIPPED, mark(), "POST /v1/Orders(1)/Export HTTP/1.1"),
    "unmark": (SHIPPED, mark(exported=False), "DELETE /v1/Orders(1)/Export HTTP/1.1"),
}


def the_draft(document, intent):
    return a_plan(document, intent).steps[0].draft


@pytest.fixture
def draft():
    return the_draft(SHIPPED, refund())


def a_client(hub, tmp_path):
    return client.connect(a_connection(hub.address, tmp_path, SECRETS, "12345678"))


@pytest.mark.parametrize(("document", "intent", "line"), WRITES.values(), ids=list(WRITES))
def test_what_is_sent_is_the_plan_with_the_token_in_its_place(tmp_path, document, intent, line):
    draft = the_draft(document, intent)
    with recording(TAKEN) as hub:
        answer = a_client(hub, tmp_path).send(draft.request)
    (seen,) = hub.requests
    body, headers = draft.request.filled({"access_token": TOKEN})
    assert (seen.line, seen.body) == (line, body)
    assert {name: seen.header(name) for name in headers} == headers
    assert seen.header("Authorization") == f"Bearer {TOKEN}"
    assert seen.header("Content-Length") == (
        str(len(body)) if body or "POST" in line else seen.header("Content-Length")
    )
    assert outcome(draft, answer).event is Event.ANSWERED_OK


@pytest.mark.parametrize("answer", [CLOSE, cut(REFUSED), b"HTTP/1.1 400 No"], ids=["reset", "cut", "head"])
def test_an_answer_that_breaks_off_is_in_doubt_and_not_asked_for_again(tmp_path, draft, answer):
    with recording(answer) as hub, pytest.raises(Unknown):
        a_client(hub, tmp_path).send(draft.request)
    assert len(hub.requests) == 1


@pytest.mark.parametrize("status", [302, 307, 408, 429, 500, 503])
def test_any_other_status_is_handed_on_after_one_attempt(tmp_path, draft, status):
    with recording(http(status, b"no", Location="/v1/elsewhere", Retry_After="0")) as hub:
        answer = a_client(hub, tmp_path).send(draft.request)
    assert (answer.status, len(hub.requests)) == (status, 1)
    assert outcome(draft, answer).event is Event.IN_DOUBT


def test_a_token_that_is_refused_is_not_used_again_and_the_write_is_not_sent_again(tmp_path, draft):
    with recording(TAKEN, http(401, b'{"Message":"Authorization has been denied for this request."}')) as hub:
        channel = a_client(hub, tmp_path)
        first = channel.send(draft.request)
        assert (first.status, len(hub.requests), hub.tokens) == (401, 1, 1)
        assert outcome(draft, first).event is Event.IN_DOUBT
        channel.send(draft.request)
        assert (len(hub.requests), hub.tokens) == (2, 2)


def test_a_good_token_serves_many_writes(tmp_path, draft):
    with recording(TAKEN, REFUSED, http(429)) as hub:
        channel = a_client(hub, tmp_path)
        for _ in range(2):
            channel.send(draft.request)
    assert hub.tokens == 1


def test_without_a_token_nothing_is_sent(tmp_path, draft, monkeypatch):
    with recording(TAKEN) as hub:
        monkeypatch.setattr(hub, "answer", lambda seen: http(400, b'{"error":"invalid_grant"}'))
        with pytest.raises(Unauthorized):
            a_client(hub, tmp_path).send(draft.request)
    assert hub.requests == []


def test_a_hub_that_is_not_there_was_sent_nothing(tmp_path, draft):
    with recording(TAKEN) as hub:
        channel = a_client(hub, tmp_path)
        channel.send(draft.request)
    with pytest.raises(NotSent):
        channel.send(draft.request)
    with pytest.raises(Retriable):  # the token that comes before
        a_client(hub, tmp_path / "new").send(draft.request)


def test_a_hub_that_quotes_the_token_does_not_get_it_into_the_evidence(tmp_path, draft):
    with recording(http(400, f'{{"Message":"{TOKEN} may not do this."}}'.encode())) as hub:
        made = outcome(draft, a_client(hub, tmp_path).send(draft.request))
    assert made.event is Event.ANSWERED_NO
    assert TOKEN not in made.sentence and "may not do this" in made.sentence


SITE = b"""{"ID":640,"CancellationConfiguration":{"SupportsOrderCancellations":true,
"SupportsOrderItemCancellations":false,"SupportsOrderItemRMACancellations":true},
"RefundConfiguration":{"SupportsOrderRefunds":true},"AdjustmentReasons":[
{"Code":102,"Description":"Return"},{"Code":105,"Description":"Buyer"},{"Code":7,"Description":"?"}]}"""


def test_what_a_site_allows_is_read_from_its_flags(tmp_path):
    with recording(http(200, SITE)) as hub:
        rules = a_client(hub, tmp_path).site_rules("640")
    assert hub.requests[0].line == "GET /v1/Sites(640) HTTP/1.1"
    assert rules.allows == {"cancel_order": True, "cancel_line": False, "refund_order": True}
    assert rules.reasons == {
        RefundReason.CUSTOMER_RETURNED_ITEM,
        RefundReason.BUYER_CANCELED,
        RefundReason.GENERAL_ADJUSTMENT,
    }


@pytest.mark.parametrize(
    "answer",
    [http(404, b'{"Message":"no"}'), http(403), http(200, b"<html></html>"), http(200, b'{"AdjustmentReasons":"?"}')],
)
def test_a_hub_that_does_not_offer_sites_says_nothing(tmp_path, answer):
    with recording(answer) as hub:
        assert a_client(hub, tmp_path).site_rules("640") is None


@pytest.mark.parametrize("site", ["", "x", "640)/Adjust(", "6²"])
def test_a_site_without_a_number_is_not_asked_for(tmp_path, site):
    with recording() as hub:
        assert a_client(hub, tmp_path).site_rules(site) is None
    assert hub.requests == []
