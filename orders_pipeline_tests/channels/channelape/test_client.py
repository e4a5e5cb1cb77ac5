"""The conversation with a scripted hub on loopback: what is certified is whole, and a token goes nowhere else."""

import base64
import json
from datetime import timedelta

import pytest

from orders_pipeline.channels.errors import ForeignHost, Incomplete, Rejected, Retriable, Shifted, Unauthorized
from orders_pipeline.model.window import Window
from orders_pipeline_tests.channels.channelape.scripted import (
    BUSINESS,
    CHANNEL,
    DAY,
    OTHER_CHANNEL,
    TOKEN,
    WINDOW,
    Landed,
    Told,
    a_hub,
    a_page,
    a_shop,
    an_order,
    connected,
    errors,
    order_id,
)

CLASSIC = "X-Channel-Ape-Authorization-Token"


def in_base64(content):
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


JWT = f"{in_base64({'alg': 'HS256'})}.{in_base64({'sub': 'made up'})}.c2lnbmF0dXJl"


@pytest.fixture
def read(tmp_path):
    """Reads the window from a hub that answers so; the certificate, what was landed, and the hub."""

    def reading(answer, window=WINDOW, **changes):
        landed = Landed()
        with a_hub(answer) as hub, connected(hub, tmp_path, **changes) as channel:
            return channel.read(window, landed), landed, hub

    return reading


def ids(landed):
    return [order["id"] for body in landed.bodies for order in json.loads(body)["orders"]]


def one_after_another(*told):
    """Each answer once, the last one for ever."""
    waiting = list(told)
    return lambda asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def test_every_page_is_landed_and_counted(read):
    certificate, landed, _ = read(a_shop([an_order(number) for number in range(1, 9)], size=3))
    assert sorted(ids(landed)) == [order_id(number) for number in range(1, 9)]
    assert (certificate.method, certificate.pages, certificate.orders) == ("last_key", 3, 8)
    assert (certificate.hub_count, certificate.sightings, certificate.passes) == (8, 8, 1)
    assert [orders for orders, _ in landed.told] == [3, 3, 2]


def test_the_window_is_asked_with_a_fixed_end_on_every_page_and_lacks_nothing_whatever_the_bounds_mean(read):
    _, _, hub = read(a_shop([an_order(number) for number in range(1, 9)], size=3))
    pages = [asked.params for asked in hub.asked if asked.params["size"] != "1"]
    assert {(one["updatedAtStartDate"], one["updatedAtEndDate"]) for one in pages} == {
        ("2026-02-28T23:59:59.999Z", "2026-03-02T00:00:00.000Z")
    }
    assert [one.get("lastKey") for one in pages] == [None, order_id(6), order_id(3)]
    assert {one["businessId"] for one in pages} == {BUSINESS}


def test_every_request_has_the_token_in_its_header_and_in_no_url(read):
    _, _, hub = read(a_shop([an_order(number) for number in range(1, 9)]))
    assert {asked.headers[CLASSIC] for asked in hub.asked} == {TOKEN}
    assert {asked.headers["Content-Type"] for asked in hub.asked} == {"application/json"}
    assert TOKEN not in str([(asked.path, asked.params) for asked in hub.asked])


@pytest.mark.parametrize(("taken", "refused"), [("Authorization", 0), ("X-Channel-Ape-Jwt", 1)])
def test_a_jwt_goes_in_whichever_of_its_two_headers_the_hub_takes(read, taken, refused):
    shop, tried = a_shop([an_order(number) for number in range(1, 9)]), []

    def answer(asked):
        tried.append(asked.headers)
        return shop(asked) if taken in asked.headers else Told(errors(12), 401)

    certificate, _, _ = read(answer, token=JWT)
    assert certificate.orders == 8
    assert sum(taken not in headers for headers in tried) == refused, "the way that was taken is kept to"
    assert not any(CLASSIC in headers for headers in tried)


@pytest.mark.parametrize("token", [TOKEN, "a.b.c", "a.b", f"{in_base64([])}.{in_base64({})}.x", f"{JWT}.x"])
def test_what_does_not_parse_as_a_jwt_goes_the_classic_way(read, token):
    _, _, hub = read(a_shop([]), token=token)
    assert {asked.headers[CLASSIC] for asked in hub.asked} == {token}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_not_followed(read, status):
    with a_hub(a_shop([])) as elsewhere:
        with pytest.raises(ForeignHost) as refusal:
            read(lambda asked: Told(b"", status, {"Location": f"{elsewhere.url}/v1/orders"}))
        assert elsewhere.asked == []
    assert TOKEN not in str(refusal.value)


def test_a_link_to_the_next_page_is_no_end_and_no_way(read):
    last = json.loads(a_page(an_order(1), key=order_id(1), total=1))
    last["pagination"]["nextPageHref"] = "http://elsewhere.example/v1/orders"
    certificate, _, hub = read(lambda asked: json.dumps(last).encode())
    assert (certificate.pages, len(hub.asked)) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (one_after_another(a_page(an_order(1), last=False)), "gives no key"),
        (one_after_another(a_page(an_order(1), last=False, key="k")), "in a circle"),
        (
            lambda asked: a_page(an_order(1), last=False, key=asked.params.get("lastKey", "") + "k"),
            "without any further",
        ),
        (one_after_another(a_page(an_order(1), total=2)), "counts 2 orders in the list and showed 1"),
        (one_after_another(a_page("no order", an_order(1), total=1)), "counts 1 orders in the list and showed 2"),
    ],
    ids=["no key", "a loop", "endless keys", "less than is counted", "a nameless one"],
)
def test_what_cannot_be_the_whole_window_is_not_certified(read, answer, why):
    with pytest.raises(Shifted, match=why):
        read(answer)


def test_a_page_that_says_it_is_the_last_is_the_end_though_it_has_a_key(read):
    certificate, _, hub = read(one_after_another(a_page(an_order(1), key="k", total=1)))
    assert (certificate.orders, len(hub.asked)) == (1, 1)


def test_a_hub_that_does_not_count_is_read_twice_where_there_are_several_pages(read):
    orders = [an_order(number) for number in range(1, 9)]
    certificate, landed, _ = read(a_shop(orders, counts=False))
    assert (certificate.method, certificate.passes, certificate.hub_count) == ("last_key_twice", 2, None)
    assert len(ids(landed)) == 8
    certificate, _, _ = read(a_shop(orders, size=50, counts=False))
    assert (certificate.method, certificate.passes) == ("last_key", 1)


def test_an_order_that_changes_while_it_is_read_leaves_the_window_and_the_rest_is_whole(read):
    orders = [an_order(number) for number in range(1, 10)]
    shop, asked_for = a_shop(orders), []

    def answer(asked):
        asked_for.append(asked)
        if len(asked_for) == 2:
            orders[0]["updatedAt"] = "2026-03-05T00:00:00.000Z"  # on the page that is still to come
            orders[8]["updatedAt"] = "2026-03-05T00:00:00.000Z"  # on the one that was read
        return shop(asked)

    certificate, landed, _ = read(answer)
    assert certificate.passes == 2
    assert sorted(ids(landed)) == [order_id(number) for number in range(2, 9)]
    assert landed.discarded == ["the hub counts 9 orders in the list and showed 8"]


def test_each_channel_is_listed_by_itself_and_no_other(read):
    third = "0d134d16-0000-4724-841e-7d46e0f128bf"
    orders = [an_order(number, channelId=(CHANNEL, OTHER_CHANNEL, third)[number % 3]) for number in range(1, 13)]
    certificate, landed, hub = read(a_shop(orders), options={"channel_ids": f"{CHANNEL},{OTHER_CHANNEL}"})
    assert sorted(ids(landed)) == [order_id(number) for number in range(1, 13) if number % 3 != 2]
    assert (certificate.orders, certificate.hub_count) == (8, 8)
    assert {asked.params.get("channelId") for asked in hub.asked} == {CHANNEL, OTHER_CHANNEL}
    assert not any("businessId" in asked.params for asked in hub.asked)


GARBAGE = (b"", b"<html>busy</html>", b"{", b'{"orders": []}', a_page(an_order(1))[:-1], b"null")


@pytest.mark.parametrize("garbage", [*GARBAGE, Told(b"", 204)])
def test_an_answer_that_is_no_page_is_kept_as_evidence_and_asked_for_again(read, garbage):
    certificate, landed, _ = read(one_after_another(garbage, a_page(an_order(1), total=1)))
    assert (certificate.orders, len(landed.discarded)) == (1, 1)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_hub_that_gives_no_page_again_and_again_is_not_certified(read, garbage):
    with pytest.raises(Incomplete, match="4 answers in a row"):
        read(lambda asked: garbage)


@pytest.mark.parametrize("status", [200, 202])
def test_any_whole_answer_of_success_is_taken(read, status):
    certificate, _, _ = read(lambda asked: Told(a_page(an_order(1), total=1), status))
    assert certificate.orders == 1


@pytest.mark.parametrize("passing", [Told(errors(0), 500), Told(b"<html>", 503), Told(errors(), 429), errors(0)])
def test_what_passes_is_asked_for_again(read, passing):
    certificate, _, _ = read(one_after_another(passing, passing, a_page(an_order(1), total=1)))
    assert certificate.orders == 1


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (Told(errors(12), 401), Unauthorized),
        *((Told(errors(code), 400), Unauthorized) for code in (4, 11, 12, 16, 17)),
        *((Told(errors(code), 400), Rejected) for code in (22, 213, 226, 4711)),
        (Told(errors(15), 404), Rejected),
        (Told(errors(0), 400), Retriable),
        (Told(errors(22, 12), 400), Unauthorized),
        (Told(errors(0), 500), Retriable),
        (Told(b"", 500), Retriable),
        (Told(errors(), 429), Retriable),
        *(
            (errors(code), kind)
            for code, kind in ((0, Retriable), (11, Unauthorized), (22, Rejected), (99, Incomplete))
        ),
        (Told(b"slow down", 300), Incomplete),
    ],
)
def test_an_error_is_named_by_its_code_or_else_its_status(read, told, error):
    with pytest.raises(error) as refusal:
        read(lambda asked: told)
    assert type(refusal.value) is error
    assert TOKEN not in str(refusal.value)


def test_an_empty_list_of_errors_is_none_and_another_one_is_a_refusal_beside_orders(read):
    page = json.loads(a_page(an_order(1), total=1))
    page["errors"] = [{"code": 70, "message": "not found"}]
    with pytest.raises(Rejected, match="code 70"):
        read(lambda asked: json.dumps(page).encode())


def test_a_hub_that_is_overrun_is_asked_at_the_pace_of_its_subscription(tmp_path):
    seen = []

    def answer(asked):
        seen.append(asked.path)
        if asked.path.startswith("/v1/subscriptions/"):
            return json.dumps({"apiRateLimitPerSecond": 7, "userRateLimitPerSecond": "9"}).encode()
        return Told(errors(), 429) if f"/v1/subscriptions/{BUSINESS}" not in seen else a_page(an_order(1), total=1)

    with a_hub(answer) as hub, connected(hub, tmp_path) as channel:
        assert channel.read(WINDOW, Landed()).orders == 1
        assert channel.count(WINDOW) == 1
    assert seen.count(f"/v1/subscriptions/{BUSINESS}") == 1


def test_the_hub_s_clock_is_that_of_its_answers_and_without_one_nothing_is_read(tmp_path):
    with a_hub(a_shop([])) as hub, connected(hub, tmp_path) as channel:
        assert channel.hub_now() == WINDOW.end
    timeless = a_hub(lambda asked: Told(a_page(), headers={"Date": ""}))
    with timeless as hub, connected(hub, tmp_path) as channel, pytest.raises(Incomplete, match="do not tell its time"):
        channel.hub_now()


def test_orders_are_counted_within_half_open_windows(tmp_path):
    bounds = [
        WINDOW.start - timedelta(milliseconds=1),
        WINDOW.start,
        WINDOW.end - timedelta(milliseconds=1),
        WINDOW.end,
    ]
    at = [(bound.isoformat(timespec="milliseconds")).replace("+00:00", "Z") for bound in bounds]
    orders = [an_order(number, updatedAt=one, purchasedAt=one) for number, one in enumerate(at, start=1)]
    with a_hub(a_shop(orders)) as hub, connected(hub, tmp_path) as channel:
        assert (channel.count(WINDOW), channel.count_created(WINDOW)) == (2, 2)
        assert [one.order_id for one in channel.created(WINDOW).orders] == [order_id(2), order_id(3)]
    with a_hub(a_shop(orders, counts=False)) as hub, connected(hub, tmp_path) as channel:
        assert channel.count(WINDOW) is None


def test_orders_bought_in_a_window_are_listed_whenever_they_changed(tmp_path):
    orders = [an_order(number, updatedAt=f"2026-03-1{number}T00:00:00.000Z") for number in range(1, 8)]
    with a_hub(a_shop(orders)) as hub, connected(hub, tmp_path) as channel:
        listing = channel.created(WINDOW)
        assert channel.unexported(DAY) is None
    assert [one.order_id for one in listing.orders] == [order_id(number) for number in range(1, 8)]
    assert [one.changed_at.day for one in listing.orders] == [11, 12, 13, 14, 15, 16, 17]
    assert {("updatedAtStartDate" in one.params, "startDate" in one.params) for one in hub.asked} == {(False, True)}


def test_bounds_between_two_milliseconds_are_widened(tmp_path):
    odd = Window(DAY + timedelta(microseconds=1500), DAY + timedelta(microseconds=2500))
    with a_hub(a_shop([])) as hub, connected(hub, tmp_path) as channel:
        channel.read(odd, Landed())
    (asked,) = hub.asked
    assert asked.params["updatedAtStartDate"].endswith("00:00:00.000Z")
    assert asked.params["updatedAtEndDate"].endswith("00:00:00.003Z")


def test_orders_are_read_by_id_and_each_that_cannot_be_had_says_why(tmp_path):
    orders = [an_order(1), an_order(2, businessId=CHANNEL), an_order(3, channelId=OTHER_CHANNEL), an_order(5)]
    shop = a_shop(orders)

    def answer(asked):
        return Told(b"<html>", 404) if asked.path.endswith(order_id(5)) else shop(asked)

    landed = Landed()
    asked_for = [order_id(1), order_id(2), order_id(3), order_id(4), order_id(5), "../sessions"]
    with a_hub(answer) as hub, connected(hub, tmp_path, options={"channel_ids": CHANNEL}) as channel:
        read = channel.read_orders(asked_for, landed)
    assert (read.found, read.absent) == ((order_id(1),), (order_id(4),))
    assert set(read.failed) == {*asked_for[1:3], order_id(5), "../sessions"}
    assert "another business" in read.failed[order_id(2)]
    assert "another channel" in read.failed[order_id(3)]
    assert [json.loads(body)["id"] for body in landed.bodies] == [order_id(1)]
    assert landed.told[0] == (1, ())
    assert not any("sessions" in asked.path for asked in hub.asked)


def test_an_answer_that_is_another_order_is_not_taken_for_the_one_asked_for(tmp_path):
    landed = Landed()
    with a_hub(lambda asked: json.dumps(an_order(2)).encode()) as hub, connected(hub, tmp_path) as channel:
        read = channel.read_orders([order_id(1)], landed)
    assert list(read.failed) == [order_id(1)]
    assert landed.bodies == []


def test_a_hub_that_cannot_be_reached_is_not_asked_for_the_next_order(tmp_path):
    with a_hub(lambda asked: Told(b"", 503)) as hub, connected(hub, tmp_path) as channel:
        read = channel.read_orders([order_id(1), order_id(2)], Landed())
    assert list(read.failed) == [order_id(1), order_id(2)]
    assert {asked.path for asked in hub.asked} == {f"/v1/orders/{order_id(1)}"}
