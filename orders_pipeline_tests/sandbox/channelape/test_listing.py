"""Lists of orders: selectors, filters, and paging whose only end is lastPage. Spec §3."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.sandbox.channelape.ids import order_uuid
from orders_pipeline.sandbox.channelape.query import query_of
from orders_pipeline.sandbox.channelape.truth import document_of
from orders_pipeline.sandbox.world import NOW, START, US_PROFILE, World, an_order
from orders_pipeline_tests.sandbox.channelape.conftest import ELSEWHERE, US

NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)


def stamp(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03}Z"


@pytest.fixture(scope="module")
def truth(world_of_300):
    """Our orders as a pipeline must hold them, by id."""
    states = [state for state in world_of_300.at(NOW) if state.order.profile_id == US_PROFILE]
    documents = [document_of(state, "cape") for state in states]
    return {document.order.order_id: document.order for document in documents}


def test_following_last_key_until_last_page_shows_every_order_once(caller, truth):
    pages = caller.all_pages()
    ids = [order["id"] for page in pages for order in page["orders"]]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(truth)
    assert [len(page["orders"]) for page in pages[:-1]] == [50] * (len(pages) - 1)
    purchases = [order["purchasedAt"] for page in pages for order in page["orders"]]
    assert purchases == sorted(purchases, reverse=True)


def test_a_hub_can_list_the_oldest_first(serving):
    world = World(orders=0)
    for order_id in (1, 2, 3):
        world.with_order(an_order(order_id, purchased_at=NOON + timedelta(hours=order_id)))
    _, caller = serving(world, channelape_newest_first=False)
    found = [order["purchasedAt"] for page in caller.all_pages(size=1) for order in page["orders"]]
    assert found == sorted(found)


@given(
    size=st.integers(1, 250),
    name=st.sampled_from(["updated", "purchased"]),
    hours=st.lists(st.integers(0, 61 * 24), min_size=2, max_size=2),
)
@settings(max_examples=25, deadline=None)
def test_the_pages_of_any_span_are_together_exactly_the_span(caller, truth, size, name, hours):
    start, end = (START + timedelta(hours=hour) for hour in sorted(hours))
    first, last = {"updated": ("updatedAtStartDate", "updatedAtEndDate"), "purchased": ("startDate", "endDate")}[name]
    found = caller.every(size=size, **{first: stamp(start), last: stamp(end)})
    wanted = {key for key, order in truth.items() if start <= getattr(order, f"{name}_at") <= end}
    assert len(found) == len(wanted)
    assert {order["id"] for order in found} == wanted


def test_both_bounds_belong_to_the_span_unless_the_hub_is_told_otherwise(serving):
    world = World(orders=0).with_order(an_order(1, updated_at=NOON + timedelta(microseconds=500_900)))
    at = stamp(NOON + timedelta(milliseconds=500))  # finer than milliseconds the hub does not keep
    _, caller = serving(world)
    assert len(caller.ids(updatedAtStartDate=at, updatedAtEndDate=at)) == 1
    _, caller = serving(world, channelape_has_inclusive_ends=False)
    assert caller.ids(updatedAtStartDate=at, updatedAtEndDate=at) == []


def test_filters_on_both_dates_and_several_statuses_go_together(caller, truth):
    found = caller.every(
        status=["OPEN", "HOLD"], startDate=stamp(NOON), updatedAtEndDate=stamp(NOON + timedelta(days=15))
    )
    wanted = {
        key
        for key, order in truth.items()
        if order.channel_order_status in ("OPEN", "HOLD")
        and order.purchased_at >= NOON
        and order.updated_at <= NOON + timedelta(days=15)
    }
    assert {order["id"] for order in found} == wanted != set()


def test_one_channel_one_number_or_one_purchase_order_can_be_asked_for(caller, truth):
    order = next(order for order in truth.values() if order.purchase_order_number)
    of_channel = caller.get("orders", channelId=order.hub_channel_id, size=250)["orders"]
    assert {each["channelId"] for each in of_channel} == {order.hub_channel_id}
    assert caller.ids(channelOrderId=order.marketplace_order_id) == [order.order_id]
    assert caller.ids(channelOrderId="no such number") == []
    assert order.order_id in caller.ids(purchaseOrderNumber=order.purchase_order_number)
    answer = caller.ask("orders", businessId=ELSEWHERE, channelId=order.hub_channel_id)
    assert answer.json()["errors"][0]["code"] == 70


def test_one_order_comes_bare(caller):
    listed = caller.page(size=1)["orders"][0]
    assert caller.get(f"orders/{listed['id']}") == listed


@pytest.mark.parametrize(
    "options",
    [
        {"businessId": ""},
        {"businessId": "", "purchaseOrderNumber": "PO-1"},
        {"size": 0},
        {"size": 251},
        {"size": "many"},
        {"status": "SHIPPED"},
        {"startDate": "2026-09-01"},
        {"endDate": "2026-09-31T00:00:00.000Z"},
        {"updatedAtStartDate": "2026-09-01T00:00:00.000"},
        {"lastKey": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_a_question_that_cannot_be_read_is_400_with_code_22(caller, options):
    answer = caller.ask("orders", **{"businessId": US} | options)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 22)


def test_the_words_about_a_page_are_as_uneven_as_the_vendor_s(caller):
    pages = [page["pagination"] for size in range(30, 60) for page in caller.all_pages(size=size)]
    last, others = [p for p in pages if p["lastPage"]], [p for p in pages if not p["lastPage"]]
    assert all({"lastKey", "nextPageHref"} <= set(page) for page in others)
    assert {"lastKey" in page for page in last} == {True, False}
    assert len({page["pageSize"] for page in last} & set(range(30, 60))) > 5
    assert all("totalItems" not in page for page in pages)


def test_the_link_is_relative_and_asks_the_same_question(caller):
    asked = {"size": 7, "status": "CLOSED", "updatedAtEndDate": stamp(NOW)}
    page = caller.page(**asked)["pagination"]
    assert page["nextPageHref"].startswith(f"v1/orders?lastKey={page['lastKey']}&size=7&businessId={US}")
    answer = caller.session.get(f"{caller.hub.url}/channelape/{page['nextPageHref']}")
    assert answer.json()["orders"][0]["id"] == caller.ids(**asked, lastKey=page["lastKey"])[0]


def test_a_count_honours_filters_and_ignores_paging(caller, truth):
    pages = caller.all_pages(count="true", status="CLOSED", size=40)
    closed = sum(order.channel_order_status == "CLOSED" for order in truth.values())
    assert {page["pagination"]["totalItems"] for page in pages} == {closed}


def test_an_order_that_changes_while_a_reader_pages_leaves_a_window_and_moves_no_neighbour(serving):
    world = World(orders=0)
    for order_id in range(1, 8):
        world.with_order(an_order(order_id, purchased_at=NOON, updated_at=NOON + timedelta(hours=order_id)))
    hub, caller = serving(world)
    window = {"updatedAtEndDate": stamp(NOON + timedelta(days=1)), "size": 3}
    before = caller.every(**window)
    first = caller.page(**window)
    last = first["pagination"]["lastKey"]
    changed = next(state for state in world.at(NOW) if order_uuid(state.order.order_id) == last)
    world.edit(changed.order.order_id, hub.clock.now)
    rest = caller.rest(first, **window)
    assert [order["id"] for order in (*first["orders"], *rest)] == [order["id"] for order in before]
    assert len(caller.every(**window)) == 6


def test_an_order_that_commits_late_comes_into_the_list_under_its_old_stamp(serving):
    world = World(orders=0).with_order(an_order(1, imported_at=NOW, updated_at=NOW))
    hub, caller = serving(world.late_commit(1, by=timedelta(minutes=3)))
    hub.clock.advance(timedelta(minutes=2))
    assert caller.ids() == []
    hub.clock.advance(timedelta(minutes=1))
    assert [order["updatedAt"] for order in caller.page()["orders"]] == [stamp(NOW)]


def test_lists_can_be_behind_single_orders(serving):
    world = World(orders=0).with_order(an_order(1, updated_at=NOON))
    hub, caller = serving(world, channelape_list_lag=60.0)
    world.edit(1, hub.clock.now)
    listed = caller.page()["orders"][0]
    assert listed["updatedAt"] == stamp(NOON)
    assert caller.get(f"orders/{listed['id']}")["updatedAt"] == stamp(NOW)


def test_a_blank_in_place_of_a_plus_is_no_offset():
    with pytest.raises(Exception, match="22"):
        query_of("businessId=x&startDate=2026-09-01T00:00:00.000+02:00", size=50, largest=250)
    assert query_of("businessId=x&startDate=2026-09-01T02:00:00.000%2B02:00", size=50, largest=250).purchased.start == (
        datetime(2026, 9, 1, tzinfo=UTC)
    )
