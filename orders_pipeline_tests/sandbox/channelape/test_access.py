"""Who may read what: the token in its forms, businesses, the places around the orders, limits."""

import pytest

from orders_pipeline.sandbox.channelape.credentials import EXPIRED, JWT, SESSION, TOKEN, US_TOKEN
from orders_pipeline.sandbox.world import World, an_order
from orders_pipeline_tests.sandbox.channelape.conftest import ELSEWHERE, US

CLASSIC = "X-Channel-Ape-Authorization-Token"


@pytest.mark.parametrize(
    "header",
    [
        {CLASSIC: TOKEN},
        {CLASSIC: TOKEN.upper()},
        {CLASSIC: SESSION},
        {CLASSIC: None, "X-Channel-Ape-Jwt": JWT},
        {CLASSIC: None, "Authorization": f"Bearer {JWT}"},
    ],
)
def test_a_token_opens_in_each_of_its_headers(caller, header):
    assert caller.ask(f"businesses/{US}", headers=header).status_code == 200


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({CLASSIC: None}, 12),
        ({CLASSIC: "00000000-0000-4000-8000-000000000000"}, 12),
        ({CLASSIC: "not a token"}, 4),
        ({CLASSIC: JWT}, 4),
        ({CLASSIC: EXPIRED}, 11),
        ({CLASSIC: None, "Authorization": f"Bearer {TOKEN}"}, 4),
        ({CLASSIC: None, "Authorization": f"Bearer {JWT}x"}, 12),
    ],
)
def test_a_token_that_does_not_open_is_401_with_the_code_of_its_fault(caller, header, code):
    answer = caller.ask("orders", headers=header, businessId=US)
    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (401, [code])


def test_a_session_tells_whose_token_it_is_and_the_log_does_not(caller):
    assert "apiAccountId" in caller.get(f"sessions/{TOKEN}")
    assert set(caller.get(f"sessions/{SESSION}")) == {"sessionId", "userId", "errors"}
    assert caller.ask(f"sessions/{EXPIRED}").json()["errors"][0]["code"] == 11
    noted = caller.session.get(f"{caller.hub.url}/sandbox/requests").text
    assert "/channelape/v1/sessions/…" in noted
    assert TOKEN not in noted and SESSION not in noted


def test_a_business_has_channels_suppliers_and_a_subscription(caller):
    user = caller.get(f"sessions/{SESSION}")["userId"]
    assert [each["id"] for each in caller.get("businesses", userId=user)["businesses"]] == [US, ELSEWHERE]
    channels = caller.get("channels", businessId=US)["channels"]
    assert len(channels) == 10
    assert caller.get(f"channels/{channels[0]['id']}") == channels[0]
    assert {each["businessId"] for each in caller.get("suppliers", businessId=US)["suppliers"]} == {US}
    assert caller.get(f"subscriptions/{US}")["apiRateLimitPerSecond"] == 100_000


@pytest.mark.parametrize(
    ("path", "options", "status", "code"),
    [
        ("businesses/" + "0" * 8, {}, 404, 15),
        ("orders", {"businessId": "0"}, 404, 15),
        ("orders", {"channelId": "0"}, 404, 70),
        ("channels/0", {}, 404, 70),
        ("channels", {}, 400, 22),
        ("orders/0", {}, 404, 174),
    ],
)
def test_what_is_not_there_has_the_code_of_its_kind(caller, path, options, status, code):
    answer = caller.ask(path, **options)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


def test_a_token_of_one_business_reads_no_other(caller):
    of_us = {CLASSIC: US_TOKEN}
    assert caller.ask("orders", headers=of_us, businessId=US).status_code == 200
    answer = caller.ask("orders", headers=of_us, businessId=ELSEWHERE)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, 17)
    foreign = caller.get("orders", businessId=ELSEWHERE, size=1)["orders"][0]["id"]
    assert caller.ask(f"orders/{foreign}", headers=of_us).status_code == 404


def test_the_eleventh_request_within_a_second_is_too_many(serving):
    _, caller = serving(World(orders=0), channelape_per_second=10)
    answers = [caller.ask("orders", businessId=US) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "retry-after" not in answers[-1].headers
    assert answers[-1].json()["errors"]
    assert caller.ask("orders", headers={CLASSIC: US_TOKEN}, businessId=US).status_code == 200


def test_a_hub_can_advise_when_to_come_again_and_want_a_content_type(serving):
    _, caller = serving(World(orders=0), channelape_per_second=0, channelape_retry_after=3)
    assert caller.ask("orders", businessId=US).headers["retry-after"] == "3"
    _, caller = serving(World(orders=0), channelape_wants_content_type=True)
    assert caller.ask("orders", businessId=US).status_code == 415
    assert caller.ask("orders", headers={"Content-Type": "application/json"}, businessId=US).status_code == 200


def test_an_order_cannot_be_deleted(serving):
    _, caller = serving(World(orders=0).with_order(an_order(1)))
    assert caller.ask(f"orders/{caller.ids()[0]}", "DELETE").status_code == 405
