"""The conversation with the hub: what is certified is complete, whatever the hub and the wire do meanwhile."""

import logging
from datetime import UTC, datetime

import pytest

from orders_pipeline.channels.base import INCOMPLETE, ORDERS, Scope
from orders_pipeline.channels.channeladvisor_soap import client
from orders_pipeline.channels.channeladvisor_soap.pages import sightings
from orders_pipeline.channels.errors import Incomplete, Rejected, Retriable, Shifted, Unauthorized
from orders_pipeline.flows.incoming import body_of, grouped
from orders_pipeline.landing.attempt import WindowAttempt
from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.model.reasons import Reason
from orders_pipeline.model.window import Window
from orders_pipeline_tests.channels.channeladvisor_soap import making
from orders_pipeline_tests.channels.channeladvisor_soap.hub import ACCOUNT_ID, SECRETS, Hub, listening, some

WINDOW = Window(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC))
SCOPE = Scope(account="soap", profile=ACCOUNT_ID, is_whole=True, currency="USD")
HTML = b"<html><body>Service Unavailable</body></html>"


class Read:
    """A window that was read: its certificate, what was landed, and what became of it."""

    def __init__(self, hub, tmp_path, act=None):
        self.attempt, bodies = WindowAttempt(Bodies(tmp_path / "bodies")), Bodies(tmp_path / "bodies")
        with listening(hub, tmp_path) as channel:
            act = act or (lambda channel, attempt: channel.read(WINDOW, attempt))
            self.result = act(channel, self.attempt)
        self.landed = self.attempt.pages("soap", "live/x")
        self.sightings = [
            found
            for page, more in grouped(self.landed)
            for found in sightings(SCOPE, body_of(bodies, page), [body_of(bodies, one) for one in more])
        ]

    @property
    def ids(self):
        return [found.document.order.order_id for found in self.sightings if found.document]

    @property
    def problems(self):
        return [found.problem for found in self.sightings if found.problem]


def numbers(*ids):
    return [str(order_id) for order_id in ids]


def test_a_window_of_one_page_is_read_to_its_empty_page_and_needs_no_second_look(tmp_path):
    hub = Hub(some(3))
    read = Read(hub, tmp_path)
    assert read.ids == numbers(1, 2, 3)
    certificate = read.result
    assert (certificate.orders, certificate.pages, certificate.hub_count, certificate.passes) == (3, 1, 3, 1)
    assert [call.page for call in hub.calls("GetOrderList")] == [(1, 20), (2, 20)]
    assert {call.one("DetailLevel") for call in hub.calls("GetOrderList")} == {"Complete"}
    assert [page.orders for page in read.landed if page.kind == ORDERS] == [3, 0]


def test_both_bounds_of_both_pairs_are_sent_in_the_order_of_the_schema(tmp_path):
    hub = Hub(some(1))
    Read(hub, tmp_path)
    text = hub.calls("GetOrderList")[0].text
    sent = [
        "<web:DeveloperKey>",
        "</soapenv:Header>",
        f"<web:accountID>{ACCOUNT_ID}</web:accountID>",
        "<ord:OrderCreationFilterBeginTimeGMT>2026-09-01T00:00:00+00:00<",
        "<ord:OrderCreationFilterEndTimeGMT>2026-09-02T00:00:00+00:00<",
        "<ord:StatusUpdateFilterBeginTimeGMT>2026-09-01T00:00:00+00:00<",
        "<ord:StatusUpdateFilterEndTimeGMT>2026-09-02T00:00:00+00:00<",
        "<ord:JoinDateFiltersWithOr>true<",
        "<ord:DetailLevel>Complete<",
        "<ord:PageNumberFilter>1<",
        "<ord:PageSize>20<",
    ]
    places = [text.index(part) for part in sent]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [20, 21, 65])
def test_several_pages_are_looked_at_twice_the_second_time_by_their_ids_alone(tmp_path, count):
    hub = Hub(some(count))
    read = Read(hub, tmp_path)
    assert read.ids == numbers(*range(1, count + 1))
    assert read.result.hub_count == count
    second = hub.calls("GetOrderList", DetailLevel="Low")
    assert [call.page for call in second] == ([] if count == 20 else [(2, 200), (1, 200)])
    assert [one.reason for one in read.attempt.discarded] == ["a second look at the ids"] * len(second)


def test_an_order_that_a_shifted_page_hid_is_found_by_reading_again(tmp_path):
    hub = Hub(some(45))

    def moves(asked):
        if asked.operation == "GetOrderList" and asked.page == (2, 20) and 5 in hub.orders:
            del hub.orders[5]  # it leaves the window: 21 moves to the page that is already read

    hub.before = moves
    read = Read(hub, tmp_path)
    assert read.result.passes == 2
    assert read.ids == numbers(*(set(range(1, 46)) - {5}))


def test_a_window_that_never_holds_still_is_not_certified(tmp_path):
    hub = Hub(some(60))

    def moves(asked):
        if asked.operation == "GetOrderList" and asked.page == (2, 20):
            del hub.orders[min(hub.orders)]

    hub.before = moves
    with pytest.raises(Shifted, match="did not hold still"):
        Read(hub, tmp_path)


def test_a_hub_that_cuts_its_pages_shorter_is_followed(tmp_path):
    read = Read(Hub(some(23), largest=7), tmp_path)
    assert read.ids == numbers(*range(1, 24))


def test_a_hub_that_gives_the_same_page_for_ever_is_given_up(tmp_path):
    hub = Hub(some(20))
    page = making.a_page(*({**order, "NumberOfMatches": 99} for order in hub.orders.values()))
    hub.before = lambda asked: (200, page) if asked.operation == "GetOrderList" else None
    with pytest.raises(Shifted):
        Read(hub, tmp_path)


def test_an_empty_window_is_certified_by_its_empty_page(tmp_path):
    read = Read(Hub(), tmp_path)
    assert (read.result.orders, read.result.hub_count, read.ids) == (0, 0, [])


@pytest.mark.parametrize("poisoned", [{3}, {1}, {20, 21}, {5, 9, 44}])
def test_an_order_that_the_hub_cannot_show_stands_alone_and_its_neighbours_are_loaded(tmp_path, poisoned):
    hub = Hub({order_id: None if order_id in poisoned else order for order_id, order in some(45).items()})
    read = Read(hub, tmp_path)
    assert read.ids == numbers(*(set(range(1, 46)) - poisoned))
    assert [(one.order_id, one.reason) for one in read.problems] == [
        (str(order_id), Reason.INCOMPLETE_ORDER) for order_id in sorted(poisoned)
    ]
    assert (read.result.orders, read.result.sightings, read.result.hub_count) == (45, 45, 45)
    assert sum(page.orders for page in read.landed) == 45


def test_the_only_order_of_a_window_may_be_one_that_cannot_be_shown(tmp_path):
    read = Read(Hub({7: None}), tmp_path)
    assert [one.order_id for one in read.problems] == ["7"]
    assert read.result.orders == 1


def test_an_order_that_cannot_be_shown_at_any_level_has_no_id_and_is_counted(tmp_path):
    hub = Hub(some(12))

    def fails(asked):
        if asked.operation == "GetOrderList":
            number, size = asked.page
            if (number - 1) * size < 4 <= number * size:
                return 200, making.a_failure()
        return None

    hub.before = fails
    read = Read(hub, tmp_path)
    assert [one.order_id for one in read.problems] == [None]
    assert (read.result.orders, read.result.nameless, len(read.ids)) == (11, 1, 11)


def test_an_order_with_signs_that_xml_cannot_hold_stands_alone_too(tmp_path):
    hub = Hub(some(5))
    hub.orders[3] = making.an_order(3, TransactionNotes=making.Raw("bell &#x7; rings"))
    read = Read(hub, tmp_path)
    assert read.ids == numbers(1, 2, 4, 5)
    assert [one.reason for one in read.problems] == [Reason.NOT_READABLE]


def test_a_hub_that_fails_in_passing_is_asked_again_and_nobody_is_set_aside(tmp_path):
    hub, failures = Hub(some(30)), iter([making.a_failure(), HTML, b"", making.a_fault("Server is busy")])
    hub.before = lambda asked: (200, answer) if (answer := next(failures, None)) is not None else None
    hub.orders[1] = making.an_order(1)
    with pytest.raises(Retriable):
        Read(hub, tmp_path / "all four")
    failures = iter([making.a_failure(), HTML, b""])
    read = Read(hub, tmp_path)
    assert read.ids == numbers(*range(1, 31))
    assert read.problems == []


@pytest.mark.parametrize("answer", [HTML, b"", making.a_failure(), making.a_page(making.an_order(1))[:-30]])
def test_a_hub_that_answers_nothing_of_use_moves_no_cursor(tmp_path, answer):
    hub = Hub(some(5))
    hub.before = lambda asked: (200, answer)
    with pytest.raises(Incomplete):
        Read(hub, tmp_path)


def test_an_outage_that_ends_while_an_order_is_blamed_for_it_blames_no_order(tmp_path):
    hub = Hub(some(10))

    def fails(asked):
        first = [call for call in hub.calls("GetOrderList", DetailLevel="Complete") if call.page[1] == 1]
        if asked.operation == "GetOrderList" and (
            asked.page in ((1, 20), (1, 10), (1, 5)) or len(first) in (1, 2, 3, 4)
        ):
            return (200, making.a_failure()) if len(first) < 5 else None
        return None

    hub.before = fails
    read = Read(hub, tmp_path)
    assert read.problems == []
    assert read.ids == numbers(*range(1, 11))
    assert read.result.passes == 2


def test_refunds_are_asked_for_only_where_the_order_says_that_there_are_some(tmp_path):
    hub = Hub(some(3), refunds={2: [making.a_refund()]})
    hub.orders[2] = making.an_order(2, OrderStatus=making.states(OrderRefundStatus="LineItemLevel"))
    read = Read(hub, tmp_path)
    assert [call.one("orderID") for call in hub.calls("GetOrderRefundHistory")] == ["2"]
    assert [refund.refund_id for refund in read.sightings[1].document.refunds] == ["item-70"]
    assert read.sightings[0].document.refunds == ()


def test_fulfillments_are_asked_for_a_page_at_once(tmp_path):
    hub = Hub(some(25), parcels={1: [making.a_parcel()], 25: [making.a_parcel(901)]})
    hub.orders[1] = making.an_order(1, OrderStatus=making.states(ShippingStatus="Shipped"))
    read = Read(hub, tmp_path)
    assert [len(call.all("int")) for call in hub.calls("GetOrderFulfillmentDetailList")] == [20, 5]
    assert [one.document.fulfillments[0].fulfillment_id for one in (read.sightings[0], read.sightings[24])] == [
        "900",
        "901",
    ]


def test_an_order_that_a_success_leaves_out_is_asked_for_once_more(tmp_path):
    class Losing(Hub):
        """The first answer lacks an order, every answer another one."""

        def GetOrderFulfillmentDetailList(self, asked):
            ids = {int(one) for one in asked.all("int")} - {2} - ({3} if len(asked.all("int")) > 2 else set())
            return making.fulfilled({order_id: [making.a_parcel(900 + order_id)] for order_id in ids})

    hub = Losing(some(4))
    read = Read(hub, tmp_path)
    assert [len(one.document.fulfillments) for one in read.sightings] == [1, 0, 1, 1]
    assert [sorted(one.all("int")) for one in hub.calls("GetOrderFulfillmentDetailList")] == [
        ["1", "2", "3", "4"],
        ["2", "3"],
    ]


def test_an_order_whose_fulfillments_cannot_be_had_is_set_aside_alone(tmp_path):
    hub = Hub(some(8))
    hub.before = lambda asked: (
        (200, making.a_failure(asked.operation))
        if asked.operation == "GetOrderFulfillmentDetailList" and "6" in asked.all("int")
        else None
    )
    read = Read(hub, tmp_path)
    assert [(one.order_id, one.reason) for one in read.problems] == [("6", Reason.INCOMPLETE_ORDER)]
    assert [one.kind for one in read.landed].count(INCOMPLETE) == 1


def test_a_service_that_fails_for_every_order_fails_the_window(tmp_path):
    hub = Hub(some(4))
    hub.before = lambda asked: (404, b"") if asked.operation == "GetOrderFulfillmentDetailList" else None
    with pytest.raises(Incomplete, match="none of 4 orders"):
        Read(hub, tmp_path)


def test_another_order_s_refunds_are_never_taken_for_its_own(tmp_path):
    hub = Hub({2: making.an_order(2, OrderStatus=making.states(OrderRefundStatus="OrderLevel"))})
    hub.before = lambda asked: (
        (200, making.a_history(3, making.a_refund())) if asked.operation == "GetOrderRefundHistory" else None
    )
    read = Read(hub, tmp_path)
    assert [(one.order_id, one.reason) for one in read.problems] == [("2", Reason.INCOMPLETE_ORDER)]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, making.a_fault(), Unauthorized),
        (500, making.a_fault(), Unauthorized),
        (200, making.a_failure(code=2, message="not yours"), Unauthorized),
        (200, making.a_failure(code=12, message="Extreme is not a valid value"), Rejected),
        (200, making.a_failure(code=99, message="new"), Rejected),
        (200, making.a_fault("Server did not recognize the value", "soap:Client"), Rejected),
        (429, b"", Retriable),
        (503, HTML, Retriable),
    ],
)
def test_what_the_hub_says_is_told_by_what_to_do_next(tmp_path, status, body, error):
    hub = Hub(some(1))
    hub.before = lambda asked: (status, body)
    with pytest.raises(error) as told:
        Read(hub, tmp_path)
    assert type(told.value) is error
    assert "account soap" in str(told.value)
    assert len(hub.asked) <= (1 if status == 200 else 5)


def test_a_quota_is_told_to_end_with_the_clock_hour(tmp_path):
    hub = Hub()
    hub.before = lambda asked: (429, b"")
    with pytest.raises(Retriable) as told:
        Read(hub, tmp_path)
    assert told.value.retry_after == 3600 + client.MARGIN.total_seconds(), "it is noon"


def test_no_secret_stands_in_the_landing_the_log_or_an_error(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    hub = Hub(some(3))
    read = Read(hub, tmp_path)
    hub.before = lambda asked: (500, making.a_fault(f"no such key {SECRETS['developer_key']}"))
    with pytest.raises(Retriable) as told:
        Read(hub, tmp_path / "again")
    seen = caplog.text + str(told.value) + repr(read.landed)
    assert not [secret for secret in SECRETS.values() if secret in seen]
    assert all(SECRETS["password"] in call.text for call in hub.asked), "it was sent"


def test_the_landing_tells_which_page_of_what_a_body_is(tmp_path):
    read = Read(Hub(some(1)), tmp_path)
    assert [page.url.partition("#")[2] for page in read.landed] == [
        "GetOrderList;level=Complete;page=1;size=20",
        "GetOrderFulfillmentDetailList;orders=1",
        "GetOrderList;level=Complete;page=2;size=20",
    ]


def test_the_hub_s_clock_is_its_date_header_and_wrong_credentials_are_said(tmp_path):
    hub = Hub()
    with listening(hub, tmp_path) as channel:
        assert channel.hub_now().tzinfo is UTC
        hub.before = lambda asked: (200, making.a_fault())
        with pytest.raises(Unauthorized):
            channel.hub_now()
