"""How a message comes in: form shapes, encodings, envelope, credentials. Whatever is wrong is told at HTTP 200."""

import re
from urllib.parse import quote_plus

import pytest
from lxml import etree

from orders_pipeline.sandbox.channelunity.message import authorization, read_message
from orders_pipeline_tests.sandbox.channelunity.conftest import AMAZON_US, payload

WRONG_USER = "Error - invalid merchant name, user name or password"
NOT_UNDERSTOOD = "Error - could not parse request"


def status_of(answer):
    return etree.fromstring(answer.content).findtext("Status")


def test_the_authorization_of_the_published_example():
    assert authorization("demo_user", "Passw0rd1") == (
        "ZGVtb191c2VyOjk2M2VmMTE0MGU4MTdkZTljODU5NzY4MGEwOGM0YTcwYWVhMTFiNjdjZjc0YTQ3MTZhMWIwNWFkOWEwMGQxMWE="
    )


@pytest.mark.parametrize(
    "form",
    [
        lambda text: {"data": {"message": text}},
        lambda text: {"data": {"message": quote_plus(text)}},
        lambda text: {"files": {"message": (None, quote_plus(text))}},
        lambda text: {"files": {"message": (None, text)}},
    ],
    ids=["once", "twice", "multipart", "multipart without encoding"],
)
def test_every_shape_that_the_vendor_s_clients_send_is_read(caller, form):
    message = caller.message("GetOrders", payload())
    answer = caller.session.post(caller.url, timeout=5, **form(message))
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert status_of(answer) == "OK"


@pytest.mark.parametrize(("always", "encode", "arrives"), [
    (False, lambda text: text, "+44 100%25 ü"),
    (False, quote_plus, "+44 100%25 ü"),
    (True, quote_plus, "+44 100%25 ü"),
    (True, lambda text: text, " 44 100% ü"),
])  # fmt: skip
def test_a_hub_that_always_decodes_again_loses_the_plus_of_what_was_encoded_once(caller, always, encode, arrives):
    message = caller.message("GetOrders", "<FilterFlags>x+44 100%25 ü</FilterFlags>")
    body = b"message=" + quote_plus(encode(message)).encode()
    asked = read_message(body, "application/x-www-form-urlencoded", always_decodes=always)
    assert asked.payload == {"FilterFlags": f"x{arrives}"}


def test_the_setting_makes_a_sandbox_decode_again(serving, few):
    caller = serving(few, channelunity_always_decodes=True)
    message = caller.message("GetOrders", payload(DateFrom="2026-09-%30%31"))
    once = caller.session.post(caller.url, data={"message": message}, timeout=5)
    assert (status_of(once), status_of(caller.post(message))) == ("OK", "Error - invalid date")


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"massage": "x"}},
        {"data": {"message": "<ChannelUnity>"}},
        {"data": {"message": "<ChannelDisunity/>"}},
        {"data": {"message": "<!DOCTYPE ChannelUnity><ChannelUnity/>"}},
        {"data": b"<ChannelUnity/>", "headers": {"Content-Type": "text/xml"}},
        {"files": {"other": (None, "x")}},
    ],
)
def test_what_cannot_be_parsed_is_told_with_http_200(caller, sent):
    answer = caller.session.post(caller.url, timeout=5, **sent)
    assert (answer.status_code, status_of(answer)) == (200, NOT_UNDERSTOOD)


def test_a_get_is_no_message(caller):
    answer = caller.session.get(caller.url, timeout=5)
    assert (answer.status_code, status_of(answer)) == (200, NOT_UNDERSTOOD)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"MerchantName": "other"}, WRONG_USER),
        ({"MerchantName": None}, WRONG_USER),
        ({"Authorization": authorization("sandbox_user", "other")}, WRONG_USER),
        ({"Authorization": authorization("other", "sandbox-passw0rd-not-a-secret")}, WRONG_USER),
        ({"ApiKey": "wrong"}, "Error - invalid API key"),
        ({"ApiKey": None}, "Error - invalid API key"),
        ({"RequestType": "getorders"}, "Error - unrecognised request type"),
    ],
)
def test_wrong_credentials_and_requests_are_told_with_http_200(caller, wrong, status):
    root = caller.ask("GetOrders", payload(AMAZON_US), **wrong)
    assert (root.findtext("Status"), root.find("Order")) == (status, None)


def test_a_source_url_is_ignored_and_elements_come_in_any_order(caller):
    message = caller.message("GetOrders", payload()).replace("<Payload>", "<SourceURL>http://</SourceURL><Payload>")
    assert status_of(caller.post(message)) == "OK"
    head, merchant, rest = re.split("(<MerchantName>.*</MerchantName>)", message)
    assert status_of(caller.post(f"{head}{rest.replace('</ChannelUnity>', merchant + '</ChannelUnity>')}")) == "OK"


def test_no_credential_is_logged(caller):
    caller.get_orders()
    assert caller.envelope["ApiKey"].encode() not in caller.hub.sandbox.log.as_json()
    assert caller.hub.requests[-1].path == "/channelunity/event.php"
