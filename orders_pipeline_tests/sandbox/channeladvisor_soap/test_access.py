"""Who is let in, how a call must be addressed, and what errors look like: spec §1 to §3."""

import pytest
from lxml import etree

from orders_pipeline.sandbox.channeladvisor_soap.credentials import NARROW_KEY
from orders_pipeline.sandbox.world import US_PROFILE, WORLD_PROFILE
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import SOAP, WEB, Caller, as_dict, criteria_text

REFUSED = "Server was unable to process request. Authentication failed."


def fault_of(answer, kind="text/xml"):
    fault = etree.fromstring(answer.content).find(f"{{{SOAP[kind]}}}Body/{{{SOAP[kind]}}}Fault")
    assert fault is not None, answer.text
    return fault


@pytest.fixture
def other(hub):
    return Caller(hub)


@pytest.mark.parametrize("service", ["Order", "Shipping", "Fulfillment", "Admin"])
def test_every_service_answers_a_ping(caller, service):
    assert caller.told("Ping", service=service) == {"Status": "Success", "MessageCode": "0"}


@pytest.mark.parametrize(("key", "password"), [("nobody", None), (None, "wrong"), ("", "")])
def test_wrong_credentials_are_a_fault_inside_http_200(other, key, password):
    other.key = other.key if key is None else key
    other.password = other.password if password is None else password
    answer = other.post("GetOrderList", other.account())
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private")
    assert not answer.text.startswith("<?xml")
    assert "\r\n" in answer.text
    fault = fault_of(answer)
    assert [child.tag for child in fault] == ["faultcode", "faultstring", "detail"]
    assert (fault.findtext("faultcode"), fault.findtext("faultstring")) == ("soap:Server", REFUSED)


@pytest.mark.parametrize("account_id", ["no-such-account", "seller"])
def test_an_account_that_the_key_may_not_see_is_refused_alike(other, hub, account_id):
    other.key = NARROW_KEY
    assert other.ids() == Caller(hub).ids()
    other.account_id = hub.soap_account_id(WORLD_PROFILE) if account_id == "seller" else account_id
    answer = other.post("GetOrderList", other.account())
    assert (answer.status_code, fault_of(answer).findtext("faultstring")) == (200, REFUSED)


def test_a_call_without_an_account_fails_with_code_3(caller):
    assert caller.told("GetOrderList")["MessageCode"] == "3"
    assert caller.told("GetOrderList", "<web:AccountID>wrongly cased</web:AccountID>")["Status"] == "Failure"


def test_accounts_of_the_key_are_listed(caller, hub):
    listed = as_dict(caller.result("GetAuthorizationList").find(f"{{{WEB}}}ResultData"))
    assert {row["AccountID"] for row in listed} >= {hub.soap_account_id(p) for p in (US_PROFILE, WORLD_PROFILE)}
    (one,) = as_dict(
        caller.result("GetAuthorizationList", "<web:localID>12345678</web:localID>").find(f"{{{WEB}}}ResultData")
    )
    assert one["AccountID"] == hub.soap_account_id(US_PROFILE)
    assert (one["AccountType"], one["ResourceName"]) == ("merchant", "/channeladvisorapi")


@pytest.mark.parametrize(
    ("operation", "local_id", "code", "text"),
    [
        ("GetAuthorizationList", "abc", "1", "Input string was not in a correct format."),
        ("RequestAccess", "12345678", "12", "An Authorization for the specified ID [12345678] already exists!"),
        ("RequestAccess", "0", "12", "No ChannelAdvisor Account was found for the specified ID [0]!"),
    ],
)
def test_recorded_failures_of_the_admin_service(caller, operation, local_id, code, text):
    told = caller.told(operation, f"<web:localID>{local_id}</web:localID>")
    assert told == {"Status": "Failure", "MessageCode": code, "Message": text}


def test_a_plain_boolean_is_there_in_a_failure_too(caller):
    assert caller.result("RequestAccess").findtext(f"{{{WEB}}}ResultData") == "false"


@pytest.mark.parametrize("action", ["", f'"{WEB}GetOrders"', f'"{WEB}OrderCancel"', '"GetOrderList"'])
def test_an_unknown_action_is_a_fault_of_the_client(caller, action):
    answer = caller.post("GetOrderList", caller.account(), headers={"SOAPAction": action})
    assert (answer.status_code, fault_of(answer).findtext("faultcode")) == (500, "soap:Client")
    assert "SOAPAction" in fault_of(answer).findtext("faultstring")


def test_the_action_decides_and_a_body_of_another_name_binds_to_nothing(caller):
    assert caller.told("GetOrderList", caller.account(), body="GetOrders")["MessageCode"] == "3"


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<s:Envelope"]
)
def test_what_is_no_envelope_is_a_fault_of_the_client(caller, content):
    answer = caller.post("GetOrderList", "", content=content)
    assert (answer.status_code, fault_of(answer).findtext("faultcode")) == (400, "soap:Client")


def test_soap_1_2_is_answered_in_kind(caller):
    kind = "application/soap+xml"
    answer = caller.post("GetOrderList", caller.account() + criteria_text({"PageSize": 1}), kind=kind)
    assert answer.headers["content-type"] == "application/soap+xml; charset=utf-8"
    assert etree.fromstring(answer.content).tag == f"{{{SOAP[kind]}}}Envelope"
    assert b"<q1:OrderID>" in answer.content
    refused = caller.post("GetOrderList", "<web:accountID>other</web:accountID>", kind=kind)
    assert fault_of(refused, kind).findtext(f".//{{{SOAP[kind]}}}Value") == "soap:Receiver"


def test_the_path_is_matched_without_regard_to_case_and_no_other_version_is_there(caller, hub):
    base = f"{hub.url}/channeladvisor_soap"
    headers = {"Content-Type": "text/xml", "SOAPAction": f'"{WEB}Ping"'}
    for path, status in (
        ("/channeladvisorapi/V7/orderservice.asmx", 400),
        ("/ChannelAdvisorAPI/v6/OrderService.asmx", 404),
    ):
        assert caller.session.post(base + path, data=b"", headers=headers, timeout=5).status_code == status
    listed = caller.session.get(base + "/ChannelAdvisorAPI/v7/OrderService.asmx", timeout=5)
    assert "GetOrderRefundHistory" in listed.text


def test_answers_look_as_recorded_and_carry_the_time_of_the_world(caller):
    answer = caller.post("GetOrderList", caller.account() + criteria_text({"PageSize": 1}))
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?><soap:Envelope')
    assert b"\n" not in answer.content
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert answer.headers["server"] == "Microsoft-IIS/6.0"
    assert answer.headers["date"] == "Wed, 30 Sep 2026 12:00:00 GMT"


def test_the_log_of_requests_holds_no_secret(caller, hub):
    caller.told("Ping")
    assert hub.soap_password not in hub.sandbox.log.as_json().decode()
    assert hub.soap_developer_key not in hub.sandbox.log.as_json().decode()
    assert hub.sandbox.channeladvisor_soap.calls["Ping"]
