"""A write to ChannelApe over a real wire: the order is read just before, and written once where it is the same."""

import json

import pytest

from orders_pipeline.channels.channelape.effects import seen
from orders_pipeline.channels.errors import NotSent, Rejected, Retriable, Unauthorized
from orders_pipeline.model.action_states import Event
from orders_pipeline_tests.actions.orders import units
from orders_pipeline_tests.channels.channelape.scripted import TOKEN, Told, a_hub, connected, errors
from orders_pipeline_tests.channels.channelape.writing import (
    PARCEL,
    TRACKED,
    cape_plan,
    document_of,
    page_of,
    shop_order,
)

ONE = units("L-1", 1)


class Shop:
    """Holds one order; `answer` of a PATCH comes after it was applied, unless `refuses` says so."""

    def __init__(self, order, told=None, refuses=None):
        self.order, self.told, self.refuses = order, told, refuses

    def __call__(self, asked):
        if asked.method != "PATCH":
            return page_of(self.order)
        if self.refuses is not None:
            return self.refuses
        self.order = self.order | json.loads(asked.body)
        return self.told or Told(page_of(self.order), 202)


def patches(hub):
    return [asked for asked in hub.asked if asked.method == "PATCH"]


def test_the_list_goes_back_whole_with_the_new_entry_and_the_hub_shows_it(tmp_path):
    order = shop_order(fulfillments=[PARCEL])
    step = cape_plan(order, "ship", ONE, **TRACKED).steps[0]
    shop = Shop(order)
    with a_hub(shop) as hub, connected(hub, tmp_path) as channel:
        assert channel.send(step.request).status == 202
    assert [asked.method for asked in hub.asked] == ["GET", "PATCH"]
    assert [one["id"] for one in shop.order["fulfillments"]] == ["F-1", "k-1"]
    assert shop.order["fulfillments"][0] == PARCEL
    assert seen(step.draft, document_of(page_of(shop.order)), False).event is Event.SEEN_DONE
    (patch,) = patches(hub)
    assert patch.headers["X-Channel-Ape-Authorization-Token"] == TOKEN
    assert patch.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "change",
    [{"fulfillments": [PARCEL, {**PARCEL, "id": "F-9"}]}, {"fulfillments": []}],
    ids=["an entry that came", "an entry that went"],
)
def test_a_list_that_has_changed_since_is_not_written(tmp_path, change):
    order = shop_order(fulfillments=[PARCEL])
    request = cape_plan(order, "ship", ONE, **TRACKED).steps[0].request
    with (
        a_hub(Shop(order | change)) as hub,
        connected(hub, tmp_path) as channel,
        pytest.raises(NotSent, match="not what they were"),
    ):
        channel.send(request)
    assert patches(hub) == []


@pytest.mark.parametrize("answer", [Told(b"", 500), Told(errors(0), 503), Told(b"", 429), Told(errors(12), 401)])
def test_a_write_is_sent_once_whatever_is_answered(tmp_path, answer):
    order = shop_order()
    request = cape_plan(order, "cancel").steps[0].request
    with a_hub(Shop(order, refuses=answer)) as hub, connected(hub, tmp_path) as channel:
        assert channel.send(request).status == answer.status
    assert len(patches(hub)) == 1


@pytest.mark.parametrize(
    ("read", "error"),
    [
        (Told(errors(12), 401), Unauthorized),
        (Told(errors(174), 404), Rejected),
        (Told(b"", 503), Retriable),
        (page_of(shop_order(businessId="another")), Rejected),
    ],
)
def test_an_order_that_cannot_be_read_just_before_is_not_written(tmp_path, read, error):
    request = cape_plan(shop_order(), "cancel").steps[0].request
    with a_hub(lambda asked: read) as hub, connected(hub, tmp_path) as channel, pytest.raises(error):
        channel.send(request)
    assert patches(hub) == []


JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln"


def test_the_token_is_shown_in_the_way_that_the_read_before_has_found(tmp_path):
    order = shop_order()

    def answer(asked):
        return Shop(order)(asked) if "X-Channel-Ape-Jwt" in asked.headers else Told(errors(12), 401)

    request = cape_plan(order, "cancel").steps[0].request
    with a_hub(answer) as hub, connected(hub, tmp_path, token=JWT) as channel:
        assert channel.send(request).status == 202
    (patch,) = patches(hub)
    assert patch.headers["X-Channel-Ape-Jwt"] == JWT


def test_a_token_that_the_hub_repeats_is_in_no_refusal(tmp_path):
    order = shop_order()
    told = Told(json.dumps({"errors": [{"code": 226, "message": f"token {TOKEN} is odd"}]}).encode(), 400)
    request = cape_plan(order, "cancel").steps[0].request
    with a_hub(Shop(order, refuses=told)) as hub, connected(hub, tmp_path) as channel:
        assert TOKEN.encode() not in channel.send(request).body


def test_the_moment_of_a_cancellation_is_that_of_sending(tmp_path):
    shop = Shop(shop_order())
    request = cape_plan(shop.order, "cancel").steps[0].request
    with a_hub(shop) as hub, connected(hub, tmp_path) as channel:
        channel.send(request)
    assert shop.order["canceledAt"] == hub.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
