"""Pages without a total: how each is held against the one before, what ends a list, and what is no page."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.channelunity.client import connect_for_days
from orders_pipeline.channels.channelunity.paging import by_overlap
from orders_pipeline.channels.channelunity.skeleton import Entry, Skeleton
from orders_pipeline.channels.errors import Incomplete, Shifted
from orders_pipeline.model.window import Window
from orders_pipeline_tests.channels.channelunity.hub import Landed, connection, order, page

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)
WINDOW = Window(NOON - timedelta(hours=1), NOON)


def pages_of(numbers):
    """Answers as the hub gives them of a list that holds still."""

    def answer(asked):
        first, count = int(asked["Offset"]), int(asked["Count"])
        return page(*(order(number) for number in numbers[first : first + count]))

    return answer


@pytest.mark.parametrize(("orders", "pages"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (7, 4)])
def test_a_page_that_is_not_full_ends_the_list(hub, client, orders, pages):
    hub.orders, landed = pages_of(range(orders)), Landed()
    certificate = client.read(WINDOW, landed)
    assert (certificate.orders, certificate.pages, certificate.method) == (orders, pages, "overlapping_pages")
    assert certificate.sightings == orders + pages - 1
    assert [asked["Offset"] for asked in hub.payloads()] == [str(2 * number) for number in range(pages)]
    assert landed.told[0] == (min(orders, 3), ())


def test_an_order_that_comes_between_two_pages_restarts_the_window(hub, client):
    landed = Landed()
    moved = [page(order(1), order(2), order(3)), page(order(2), order(3)), page(order(0), order(1))]
    hub.orders = moved.copy()
    certificate = client.read(WINDOW, landed)
    assert (certificate.passes, certificate.orders) == (2, 2)
    assert landed.bodies == moved[2:]
    assert {reason for _, reason in landed.discarded} == {
        "a page does not begin with the order that the page before ended with"
    }


def test_a_list_that_never_holds_still_is_not_certified(hub, client):
    count = iter(range(10_000))
    hub.orders = lambda asked: page(*(order(next(count)) for _ in range(3)))
    with pytest.raises(Shifted):
        client.read(WINDOW, Landed())


@pytest.mark.parametrize("following", [page(), page(order(9))])
def test_an_end_that_lacks_the_last_order_is_no_end(hub, client, following):
    hub.orders = [page(order(1), order(2), order(3)), following] * 5
    with pytest.raises(Shifted):
        client.read(WINDOW, Landed())


def test_a_hub_that_ignores_the_offset_does_not_lead_on_for_ever(hub, client):
    hub.orders = lambda asked: page(order(1), order(1), order(1))
    with pytest.raises(Shifted):
        client.read(WINDOW, Landed())


def test_a_hub_that_ignores_the_count_is_not_believed(hub, client):
    hub.orders = lambda asked: page(*map(order, range(4)))
    with pytest.raises(Incomplete, match="asked for 3 orders and gave 4"):
        client.read(WINDOW, Landed())


def test_an_order_without_a_number_is_counted_and_paged_over(hub, client):
    bad = order(3, RemoteOrderId=" ", OrderId="")
    hub.orders = [page(order(1), order(2), bad), page(bad)]
    certificate = client.read(WINDOW, Landed())
    assert (certificate.orders, certificate.nameless, certificate.pages) == (2, 1, 2)


def test_fields_that_the_protocol_does_not_know_are_told(hub, client):
    landed = Landed()
    odd = order(1, NewThing="x", OrderItems="<Item><SKU>A</SKU><Qty>1</Qty><Hue>red</Hue></Item><Note/>")
    hub.orders = [page(odd, "<Total>1</Total>")]
    client.read(WINDOW, landed)
    assert landed.told == [(1, ("Total", "NewThing", "OrderItems.Item.Hue", "OrderItems.Note"))]


BAD = {
    "empty": b"",
    "blank": b" \n ",
    "html": b"<html><body>Bad gateway</body></html>",
    "plain text": b"Service unavailable",
    "json": b'{"error": "no"}',
    "wrong root": b"<Envelope><Status>OK</Status></Envelope>",
    "two roots": page() + page(),
    "no status": page(status=""),
    "two statuses": page(status="<Status>OK</Status><Status>Error</Status>"),
    "doctype": b'<!DOCTYPE ChannelUnity SYSTEM "http://127.0.0.1:1/x.dtd">' + page(),
    "entity bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + page(order(1, Currency="&b;")),
    "another encoding": page(order(1)).decode().encode("utf-16-le"),
    "nul bytes": page() + b"\0\0",
    "orders in a wrapper": page(f"<Orders>{order(1)}</Orders>"),
    "a validate answer": b"<ChannelUnity><Status>OK</Status><ApiKey>1</ApiKey></ChannelUnity>",
    "depth bomb": b"<ChannelUnity>" + b"<a>" * 5000 + b"</a>" * 5000 + b"<Status>OK</Status></ChannelUnity>",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_is_no_page_is_asked_for_again_and_never_certified(hub, client, body):
    landed = Landed()
    hub.orders = [body, page(order(1))]
    assert client.read(WINDOW, landed).orders == 1
    assert landed.bodies == [page(order(1))]
    hub.orders = lambda asked: body
    with pytest.raises(Incomplete):
        client.read(WINDOW, landed := Landed())
    assert landed.bodies == []


@pytest.mark.parametrize(
    "status",
    [
        "<status>OK</status>",
        "<STATUS><![CDATA[OK]]></STATUS>",
        "<Status>\n OK </Status>",
        "<Status>OK</Status><Info>x</Info>",
    ],
)
def test_the_status_is_found_in_any_case_and_place(hub, client, status):
    hub.orders = [page(order(1), status=status)]
    assert client.read(WINDOW, Landed()).orders == 1
    hub.orders = [f"<ChannelUnity>{status}{order(2)}</ChannelUnity>".encode()]
    assert client.read(WINDOW, Landed()).orders == 1


def test_a_byte_order_mark_harms_nothing(hub, client):
    hub.orders = [b"\xef\xbb\xbf" + page(order(1))]
    assert client.read(WINDOW, Landed()).orders == 1


def test_days_of_the_past_are_asked_for_by_purchase_with_a_day_to_spare(hub, tmp_path):
    client = connect_for_days(connection(hub, tmp_path))
    hub.orders = [page(order(1), order(2, bought="2026-09-28T22:00:00-07:00"), order(3, bought="2026-09-28T23:59:59Z"))]
    certificate = client.read(Window(datetime(2026, 9, 29, tzinfo=UTC), datetime(2026, 9, 30, tzinfo=UTC)), Landed())
    (asked,) = hub.payloads()
    assert (asked["DateFrom"], asked["DateTo"], "UpdateDateFrom" in asked) == ("2026-09-28", "2026-10-01", False)
    assert (certificate.orders, certificate.sightings) == (2, 3)


def test_bought_orders_are_listed_once_a_month_and_change_is_asked_for_only_where_it_matters(hub, client):
    hub.orders = lambda asked: page(order(2)) if "UpdateDateFrom" in asked else page(order(1), order(2))
    day = timedelta(days=1)
    days = [Window(NOON - day * (back + 1), NOON - day * back) for back in range(20)]
    listings = [client.created(one) for one in days]
    assert [one.count for one in listings[:3]] == [0, 2, 0]
    assert len(hub.payloads()) == 2
    assert [one.order_id for one in listings[1].orders] == ["R-1", "R-2"]
    assert listings[1].changed_since(NOON) == {"R-2"}
    assert hub.payloads()[-1]["UpdateDateFrom"] == "2026-09-30 12:00:00"


def test_an_order_that_was_listed_can_be_had_by_its_day_and_another_one_cannot(hub, client):
    hub.orders = lambda asked: page(order(1), order(2))
    client.created(Window(NOON - timedelta(days=2), NOON))
    landed = Landed()
    hub.orders = lambda asked: page(order(1))
    read = client.read_orders(["R-1", "R-2", "R-3"], landed)
    assert (read.found, read.absent, set(read.failed)) == (("R-1",), ("R-2",), {"R-3"})
    assert "cannot be asked for an order by its number" in read.failed["R-3"]
    assert set(landed.bodies) == {page(order(1))}


def test_a_day_that_is_read_anew_leaves_what_was_landed_before_it(hub, client):
    early, late = "2026-09-01T10:00:00+00:00", "2026-09-29T10:00:00+00:00"
    hub.orders = lambda asked: page(order(1, early), order(2, late))
    client.created(Window(NOON - timedelta(days=40), NOON))
    landed = Landed()
    good, moved = page(order(1, early)), [page(order(7), order(8), order(9)), page(order(8))]
    hub.orders = [good, *moved, page(order(2, late))]
    read = client.read_orders(["R-1", "R-2"], landed)
    assert read.found == ("R-1", "R-2")
    assert landed.bodies == [good, page(order(2, late))]


def test_the_hub_counts_nothing_and_marks_nothing(client):
    assert (client.count(WINDOW), client.count_created(WINDOW), client.unexported(NOON)) == (None, None, None)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_moves_while_a_list_is_paged_no_order_that_stood_still_is_missed(data):
    """Orders come, go and move between two pages; only the last order of a page does not move to another place."""
    listed = list(range(data.draw(st.integers(0, 12))))
    steady, count, new = set(listed), data.draw(st.integers(2, 5)), iter(range(100, 10_000))

    def fetch(offset, count):
        here = listed[offset : offset + count]
        for _ in range(data.draw(st.integers(0, 2))):
            if listed and data.draw(st.booleans()):
                steady.discard(gone := listed.pop(data.draw(st.integers(0, len(listed) - 1))))
                if [gone] != here[-1:] and data.draw(st.booleans()):
                    listed.insert(data.draw(st.integers(0, len(listed))), gone)
            else:
                listed.insert(data.draw(st.integers(0, len(listed))), next(new))
        return Skeleton(tuple(Entry(str(number), str(number), None) for number in here), ())

    try:
        seen = by_overlap(fetch, count)
    except Shifted:
        return
    assert steady <= {int(mark) for mark in seen.entries}
