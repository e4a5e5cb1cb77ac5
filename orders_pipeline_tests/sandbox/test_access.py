"""Who may read what: tokens, profiles, export marks, limits."""

import concurrent.futures
from datetime import timedelta

import pytest

from orders_pipeline.sandbox.received import without_secrets
from orders_pipeline.sandbox.world import NOW, US_PROFILE, WORLD_PROFILE, World, an_order
from orders_pipeline_tests.sandbox.conftest import Caller

FORM = {"grant_type": "refresh_token", "refresh_token": "sandbox-refresh-token"}


def test_several_tokens_live_at_once_and_a_refresh_changes_no_refresh_token(hub):
    caller = Caller(hub)
    first = caller.token
    second = caller.fresh_token()
    assert first != second
    for token in (first, second):
        assert caller.ask("Orders?$top=1", headers={"Authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.parametrize(
    ("form", "auth", "error"),
    [
        (FORM | {"refresh_token": "wrong"}, None, "invalid_grant"),
        (FORM, ("sandbox-application", "wrong"), "invalid_client"),
        (FORM, ("nobody", "wrong"), "invalid_client"),
        (FORM | {"grant_type": "password"}, None, "unsupported_grant_type"),
        ({}, None, "invalid_request"),
    ],
)
def test_a_refused_token_request_is_400_with_an_error_word(hub, caller, form, auth, error):
    auth = auth or (hub.application_id, hub.shared_secret)
    answer = caller.session.post(
        f"{hub.url}/oauth2/token", data=form, auth=auth, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Bearer ", "Basic eDp5"])
def test_without_a_live_token_the_answer_is_401(caller, authorization):
    answer = caller.ask("Orders", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.json() == {"Message": "Authorization has been denied for this request."}


def test_a_token_dies_after_its_lifetime(serving):
    _, caller = serving(World(orders=0), token_seconds=0.05)
    caller.hub.sandbox.channeladvisor.tokens.lifetime = 0.0
    caller.fresh_token()
    assert caller.ask("Orders").status_code == 401


def test_a_token_shows_the_profiles_that_it_covers_and_no_others(hub, world_of_300):
    caller = Caller(hub, hub.refresh_token_for(WORLD_PROFILE))
    foreign = next(s.order.order_id for s in world_of_300.at(NOW) if s.order.profile_id == US_PROFILE)
    assert {order["ProfileID"] for order in caller.get("Orders?$select=ProfileID")["value"]} == {WORLD_PROFILE}
    assert caller.ask(f"Orders({foreign})").status_code == 404


def test_export_marks_hide_an_order_from_one_application_only(serving):
    world = World(orders=0).with_order(an_order(1)).with_order(an_order(2))
    hub, caller = serving(world)
    other = Caller(hub, application=("sandbox-other-application", "sandbox-other-secret-not-a-secret"))
    for _ in range(2):
        assert caller.ask("Orders(1)/Export", "POST").status_code == 204
    assert (caller.ids("Orders?exported=false"), caller.ids("Orders?exported=true")) == ([2], [1])
    assert caller.ids("Orders") == [1, 2]
    assert caller.ask("Orders(1)?exported=false").status_code == 200
    assert other.ids("Orders?exported=false") == [1, 2]
    assert caller.ask("Orders(1)/Export", "DELETE").status_code == 204
    assert caller.ids("Orders?exported=false") == [1, 2]
    assert caller.ask("Orders(9)/Export", "POST").status_code == 404


def test_a_read_only_token_may_not_mark(hub):
    caller = Caller(hub, f"{hub.refresh_token}-readonly")
    order_id = caller.ids("Orders?$top=1")[0]
    assert caller.ask(f"Orders({order_id})/Export", "POST").status_code == 401


def test_more_than_five_requests_at_once_are_too_many(serving):
    _, caller = serving(World(orders=0), latency=0.15)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: caller.ask("Orders"), range(8)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 5 + [429] * 3
    assert {answer.text for answer in answers if answer.status_code == 429} == {"TOO MANY REQUESTS"}


def test_more_than_the_allowed_requests_a_minute_are_too_many(serving):
    _, caller = serving(World(orders=0), per_minute=3)
    assert [caller.ask("Orders").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_time_moves_on_request_and_new_orders_come_with_it(serving):
    hub, caller = serving(
        World(orders=0).with_order(an_order(1, purchased_at=NOW, imported_at=NOW + timedelta(minutes=5)))
    )
    assert caller.ids("Orders") == []
    answer = caller.session.post(f"{hub.url}/sandbox/clock", json={"advance_seconds": 300})
    assert answer.json() == {"now": "2026-09-30T12:05:00+00:00"}
    assert caller.ids("Orders") == [1]


def test_the_log_names_requests_and_holds_no_token(serving):
    hub, caller = serving(World(orders=0))
    caller.ask(f"Orders?$top=1&access_token={caller.token}")
    noted = caller.session.get(f"{hub.url}/sandbox/requests")
    assert [(each["method"], each["path"], each["status"]) for each in noted.json()] == [
        ("POST", "/oauth2/token", 200),
        ("GET", "/v1/Orders", 200),
    ]
    assert "sandbox-access" not in noted.text


def test_a_secret_option_is_left_out_however_its_name_is_written():
    assert without_secrets("$top=1&Access_Token=abc&%61ccess_token=def") == "$top=1&Access_Token=…&%61ccess_token=…"
