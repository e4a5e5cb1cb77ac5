"""A write to ChannelUnity over a real wire: once, its slots filled, encoded twice; and an order found by its day."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote

import pytest

from orders_pipeline.channels.channelunity.client import connect
from orders_pipeline.channels.channelunity.message import authorization
from orders_pipeline.channels.errors import Rejected, Unauthorized
from orders_pipeline_tests.actions.orders import a_unity_order, asked, planned_at, units
from orders_pipeline_tests.channels.channelunity.hub import API_KEY, SECRETS, Landed, connection, order, page, refused


def a_request(**more):
    told = {"carrier": "DPD", "service": "Next day", "tracking_number": "DPD+1%2"} | more
    return planned_at("channelunity", asked("ship", units("TS-1", 1), **told), a_unity_order()).steps[0].request


def writes(hub):
    """Bodies of writes as they came in, the form decoded once."""
    values = [parse_qs(body.decode(), strict_parsing=True)["message"][0] for _, _, body in hub.raw]
    return [value for value in values if "ValidateUser" not in value]


def test_what_is_sent_is_the_planned_template_with_its_slots_filled(hub, client):
    hub.orders = [page()]
    request = a_request()
    assert client.send(request).status == 200
    (value,) = writes(hub)
    filled, _ = request.filled(
        {
            "merchant_name": "acme",
            "authorization": authorization(**SECRETS),
            "api_key": API_KEY,
            "sent_at": "2026-09-30 12:00:00",
        }
    )
    assert unquote(value) == filled.decode()
    assert "⟦" not in filled.decode()


@pytest.mark.parametrize("encoding", ["once", "twice"])
def test_plus_and_percent_arrive_however_the_account_encodes(hub, tmp_path, encoding):
    hub.orders = [page()]
    client = connect(connection(hub, tmp_path, encoding=encoding))
    client.send(a_request())
    client.close()
    (value,) = writes(hub)
    xml = unquote(value) if encoding == "twice" else value
    assert "<ShipTracking>DPD+1%2</ShipTracking>" in xml


@pytest.mark.parametrize("answer", [(302, {"Location": "/elsewhere"}, b""), (500, {}, b""), (429, {}, b"")])
def test_a_write_is_sent_once_whatever_is_answered(hub, client, answer):
    hub.orders = [answer]
    assert client.send(a_request()).status == answer[0]
    assert len(writes(hub)) == 1


def test_credentials_that_are_refused_send_nothing(hub, client):
    hub.validate = refused
    with pytest.raises(Unauthorized):
        client.send(a_request())
    assert writes(hub) == []


def test_a_subscription_that_is_not_listed_sends_nothing(hub, tmp_path):
    client = connect(connection(hub, tmp_path, scope="13"))
    with pytest.raises(Rejected, match="no subscription"):
        client.send(a_request())
    client.close()
    assert writes(hub) == []


def test_secrets_that_the_hub_repeats_are_in_no_answer(hub, client):
    hub.orders = [refused(f"Error - key {API_KEY} of {SECRETS['password']}")]
    body = client.send(a_request()).body
    assert API_KEY.encode() not in body
    assert SECRETS["password"].encode() not in body


BOUGHT = datetime(2026, 9, 29, 10, tzinfo=UTC)


def test_an_order_is_read_by_the_day_on_which_it_is_known_to_have_been_bought(hub, client):
    hub.orders = lambda payload: page(order(1), order(2))
    landed = Landed()
    read = client.read_orders(["R-1"], landed, lambda order_id: BOUGHT)
    assert (read.found, read.absent, dict(read.failed)) == (("R-1",), (), {})
    (payload,) = hub.payloads()
    assert (payload["DateFrom"], payload["DateTo"]) == ("2026-09-28", "2026-09-30")
    assert len(landed.bodies) == 1


def test_an_order_that_its_day_does_not_show_is_absent(hub, client):
    hub.orders = lambda payload: page(order(2))
    assert client.read_orders(["R-1"], Landed(), lambda order_id: BOUGHT).absent == ("R-1",)


def test_an_order_of_which_nobody_knows_the_day_cannot_be_asked_for(hub, client):
    assert "by its number" in client.read_orders(["R-1"], Landed()).failed["R-1"]
    assert hub.payloads() == []
