"""The conversation: how it is asked, who is let in, what a Status other than OK means."""

import logging
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote

import pytest

from orders_pipeline.channels.channelunity import message
from orders_pipeline.channels.channelunity.client import connect, subscriptions
from orders_pipeline.channels.errors import ForeignHost, Rejected, Retriable, Unauthorized
from orders_pipeline.model.window import Window
from orders_pipeline_tests.channels.channelunity.hub import (
    API_KEY,
    NOW,
    Landed,
    connection,
    order,
    page,
    refused,
    validated,
)

WINDOW = Window(datetime(2026, 9, 30, 11, tzinfo=UTC), datetime(2026, 9, 30, 11, 58, tzinfo=UTC))
VECTOR = "ZGVtb191c2VyOjk2M2VmMTE0MGU4MTdkZTljODU5NzY4MGEwOGM0YTcwYWVhMTFiNjdjZjc0YTQ3MTZhMWIwNWFkOWEwMGQxMWE="


def test_the_authorization_is_that_of_the_specs_test_vector():
    assert message.authorization("demo_user", "Passw0rd1") == VECTOR


@pytest.mark.parametrize("encoding", ["twice", "once"])
def test_the_message_arrives_as_it_was_written_however_often_it_was_encoded(encoding):
    xml = message.envelope("a&b <c>", VECTOR + "+/", "GetOrders", API_KEY, {"SubscriptionID": "12%2B"})
    sent = message.form(xml, encoding)["message"]
    assert (sent if encoding == "once" else unquote(sent)) == xml
    assert sent.startswith("<") is (encoding == "once")
    assert "<MerchantName>a&amp;b &lt;c&gt;</MerchantName>" in xml


@pytest.mark.parametrize(("encoding", "starts"), [("twice", "%3C%3Fxml"), ("once", "<?xml")])
def test_the_encoding_is_what_settings_say(hub, tmp_path, encoding, starts):
    client = connect(connection(hub, tmp_path, encoding=encoding))
    client.hub_now()
    ((method, path, body),) = hub.raw
    assert (method, path) == ("POST", "/event.php")
    assert parse_qs(body.decode())["message"][0].startswith(starts)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_as_the_same_post(hub, client, status):
    answers = [(status, {"Location": f"{hub.url}/elsewhere.php"}, b""), validated("12")]
    hub.validate = lambda: answers.pop(0)
    client.hub_now()
    (first, second) = hub.raw
    assert (first[0], second[0], second[1]) == ("POST", "POST", "/elsewhere.php")
    assert first[2] == second[2]


def test_a_redirect_to_another_host_is_not_followed(hub, client):
    hub.validate = lambda: (302, {"Location": "https://elsewhere.example/event.php"}, b"")
    with pytest.raises(ForeignHost):
        client.hub_now()
    assert len(hub.raw) == 1


def test_credentials_are_in_no_log_and_no_error(hub, client, caplog):
    caplog.set_level(logging.DEBUG)
    hub.validate = lambda: refused(f"Error - {VECTOR} of demo_user with Passw0rd1 is bad")
    with pytest.raises(Unauthorized) as caught:
        client.hub_now()
    told = f"{caught.value} {caught.value!r} {caplog.text}"
    for secret in (VECTOR, "Passw0rd1", "demo_user", "963ef1140e817de9c8597680a08c4a70"):
        assert secret not in told


def test_the_hubs_clock_is_its_date_else_ours(hub, client):
    hub.date = datetime(2026, 9, 30, 11, 59, 30, tzinfo=UTC)
    assert client.hub_now() == hub.date
    hub.date = None
    assert client.hub_now() == NOW


def test_every_subscription_is_listed_by_its_settings_link_id(hub, tmp_path):
    hub.validate = lambda: validated("304778", "304779")
    listed = subscriptions(connection(hub, tmp_path, scope=""))
    assert [(one.scope, one.name, one.service) for one in listed] == [
        ("304778", "Shop 304778", "CU_AMZ_UK"),
        ("304779", "Shop 304779", "CU_AMZ_UK"),
    ]


def test_a_subscription_without_a_settings_link_id_has_no_stream(hub, tmp_path):
    hub.validate = lambda: validated("", "7")
    assert [one.scope for one in subscriptions(connection(hub, tmp_path, scope=""))] == ["7"]


def test_who_names_the_accounts_subscription_id_is_told_of_the_trap(hub, tmp_path):
    client = connect(connection(hub, tmp_path, scope="9001"))
    with pytest.raises(Rejected, match="a SettingsLinkId is wanted"):
        client.read(WINDOW, Landed())
    assert hub.payloads() == []


def test_credentials_that_are_refused_twice_are_bad(hub, client):
    hub.validate = refused
    with pytest.raises(Unauthorized):
        client.read(WINDOW, Landed())
    assert [call for call, _ in hub.asked] == ["ValidateUser"] * 2


def test_an_answer_to_validate_user_that_is_none_is_asked_for_again(hub, client):
    answers = [b"", b"<html>Bad gateway</html>", validated("12")]
    hub.validate = lambda: answers.pop(0)
    hub.orders = [page(order(1))]
    assert client.read(WINDOW, Landed()).orders == 1
    hub.validate = lambda: b"<ChannelUnity><Status>OK</Status></ChannelUnity>"
    with pytest.raises(Retriable):
        client.hub_now()


def test_an_api_key_that_has_changed_is_bought_anew_after_a_refusal(hub, client):
    keys = ["old", "new"]
    hub.validate = lambda: validated("12", api_key=keys.pop(0))
    hub.orders = [refused("Error - invalid API key"), page(order(1))]
    landed = Landed()
    assert client.read(WINDOW, landed).orders == 1
    assert landed.bodies == [page(order(1))]
    assert [reason for _, reason in landed.discarded] == ["the hub answers with a Status that is not OK"]


def test_a_question_that_is_refused_again_and_again_is_rejected_with_the_hubs_words(hub, client):
    hub.orders = lambda payload: refused("Error - Count must be between 1 and 1000")
    with pytest.raises(Rejected, match="Count must be between 1 and 1000"):
        client.read(WINDOW, Landed())


def test_a_subscription_that_vanishes_meanwhile_is_told_as_that(hub, client):
    lists = [validated("12"), validated("13")]
    hub.validate = lambda: lists.pop(0)
    hub.orders = [refused("Error - subscription not found")]
    with pytest.raises(Rejected, match="it lists 13"):
        client.read(WINDOW, Landed())


@pytest.mark.parametrize(
    ("zone", "text"),
    [("UTC", "2026-10-25 01:30:00"), ("Europe/London", "2026-10-25 00:30:00"), ("Asia/Tokyo", "2026-10-25 10:30:00")],
)
def test_dates_are_asked_for_in_the_hubs_zone_and_never_later_than_meant(hub, tmp_path, zone, text):
    """In London 01:30 comes twice that night: 00:30 is read as one instant, and as an earlier one."""
    client = connect(connection(hub, tmp_path, hub_time_zone=zone))
    hub.orders = [page()]
    client.read(Window(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)), Landed())
    (asked,) = hub.payloads()
    assert asked == {"SubscriptionID": "12", "UpdateDateFrom": text, "Offset": "0", "Count": "1000"}
