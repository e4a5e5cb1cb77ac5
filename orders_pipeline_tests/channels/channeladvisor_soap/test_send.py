"""One sending of a SOAP write over a real socket: the planned letters with the credentials in their places, once."""

import pytest

from orders_pipeline.channels.channeladvisor_soap import client
from orders_pipeline.channels.channeladvisor_soap.outcomes import outcome
from orders_pipeline.channels.errors import NotSent, Unknown
from orders_pipeline.model.action_states import Event
from orders_pipeline_tests.actions.planning import ACCOUNT_ID, a_plan, a_soap_order, ship
from orders_pipeline_tests.channels.channeladvisor_soap import making
from orders_pipeline_tests.channels.channeladvisor_soap.test_outcomes import of_shipment
from orders_pipeline_tests.channels.recording import CLOSE, a_connection, cut, http, recording

SECRETS = {"developer_key": "KEY-<ZANZIBAR>&1", "password": 'PASS-"ZANZIBAR"-\'ü2'}
AS_XML = {"developer_key": "KEY-&lt;ZANZIBAR&gt;&amp;1", "password": 'PASS-"ZANZIBAR"-\'ü2'}
TAKEN = http(200, making.answer("SubmitOrderShipmentList", of_shipment("true")), Content_Type="text/xml")


@pytest.fixture
def draft():
    return a_plan(a_soap_order(shipped=False), ship()).steps[0].draft


def a_client(hub, tmp_path, **secrets):
    return client.connect(a_connection(hub.address, tmp_path, {**SECRETS, **secrets}, ACCOUNT_ID))


def test_what_is_sent_is_the_plan_with_its_credentials_as_xml_holds_them(tmp_path, draft):
    with recording(TAKEN) as hub:
        answer = a_client(hub, tmp_path).send(draft.request)
    (seen,) = hub.requests
    body, headers = draft.request.filled(AS_XML)
    assert seen.body == body and b"KEY-&lt;ZANZIBAR" in body and b"\xe2\x9f\xa6" not in body
    assert seen.line == "POST /ChannelAdvisorAPI/v7/ShippingService.asmx HTTP/1.1"
    assert {name: seen.header(name) for name in headers} == headers
    assert outcome(draft, answer).event is Event.ANSWERED_OK


@pytest.mark.parametrize("answer", [CLOSE, cut(TAKEN), b"HTTP/1.1 200 OK\r\nContent-Le"], ids=["reset", "cut", "head"])
def test_an_answer_that_breaks_off_is_in_doubt_and_not_asked_for_again(tmp_path, draft, answer):
    with recording(answer) as hub, pytest.raises(Unknown):
        a_client(hub, tmp_path).send(draft.request)
    assert len(hub.requests) == 1


@pytest.mark.parametrize("status", [302, 401, 408, 429, 500, 503])
def test_any_other_status_is_handed_on_after_one_attempt(tmp_path, draft, status):
    with recording(http(status, b"no", Location="/elsewhere", Retry_After="0")) as hub:
        answer = a_client(hub, tmp_path).send(draft.request)
    assert (answer.status, len(hub.requests)) == (status, 1)
    assert outcome(draft, answer).event is Event.IN_DOUBT


def test_a_hub_that_is_not_there_was_sent_nothing(tmp_path, draft):
    with recording() as hub:
        pass
    with pytest.raises(NotSent):
        a_client(hub, tmp_path).send(draft.request)


def test_a_credential_that_xml_cannot_hold_is_not_sent_and_not_quoted(tmp_path, draft):
    with recording(TAKEN) as hub, pytest.raises(NotSent) as refusal:
        a_client(hub, tmp_path, password="ZANZIBAR\x00").send(draft.request)
    assert hub.requests == [] and "ZANZIBAR" not in str(refusal.value)


def test_a_hub_that_quotes_our_credentials_does_not_get_them_into_the_evidence(tmp_path, draft):
    said = f"The key {AS_XML['developer_key']} with {AS_XML['password']} may not do this."
    body = making.answer("SubmitOrderShipmentList", of_shipment("false", said))
    with recording(http(200, body)) as hub:
        made = outcome(draft, a_client(hub, tmp_path).send(draft.request))
    assert made.event is Event.ANSWERED_NO
    assert "ZANZIBAR" not in made.sentence and "may not do this" in made.sentence


def a_list(*pairs):
    entries = "".join(
        f"<ShippingCarrier><CarrierID>1</CarrierID><CarrierCode>{carrier}</CarrierCode>"
        f"<ClassCode>{service}</ClassCode></ShippingCarrier>"
        for carrier, service in pairs
    )
    return http(200, making.answer("GetShippingCarrierList", entries))


def test_the_account_s_carriers_are_read_as_pairs(tmp_path):
    with recording(a_list(("UPS", "GROUND"), ("FEDEX", "GROUND"))) as hub:
        assert a_client(hub, tmp_path).carriers() == {("UPS", "GROUND"), ("FEDEX", "GROUND")}
    assert ACCOUNT_ID.encode() in hub.requests[0].body


def test_an_empty_list_of_carriers_forbids_nothing(tmp_path):
    with recording(a_list()) as hub:
        assert a_client(hub, tmp_path).carriers() is None
