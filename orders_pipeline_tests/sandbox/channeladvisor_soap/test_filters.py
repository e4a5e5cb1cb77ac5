"""What OrderCriteria mean: spec §5.1; and how ASMX binds them: §1."""

from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.sandbox.world import NOW, US_PROFILE, an_order
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import criteria_text

DAY = timedelta(days=1)
FIRST = datetime(2026, 9, 1, 10, tzinfo=UTC)
CREATED, UPDATED = "OrderCreationFilter{}TimeGMT", "StatusUpdateFilter{}TimeGMT"


def bounds(kind, begin=None, end=None):
    return {kind.format("Begin"): begin, kind.format("End"): end}


@pytest.fixture
def three(serving):
    """Orders 1, 2 and 3 of three days, updated on the third, second and first of the days that follow."""
    lives = [
        an_order(n, purchased_at=FIRST + n * DAY, imported_at=FIRST + 4 * DAY, updated_at=FIRST + (10 - n) * DAY)
        for n in (1, 2, 3)
    ]
    return serving(*lives)[1]


@pytest.mark.parametrize("kind", [CREATED, UPDATED])
def test_an_end_without_its_begin_is_ignored(three, kind):
    assert three.ids(**bounds(kind, end=FIRST - 9 * DAY)) == [1, 2, 3]


def test_a_begin_alone_works(three):
    assert three.ids(**bounds(CREATED, FIRST + 2 * DAY)) == [2, 3]
    assert three.ids(**bounds(UPDATED, FIRST + 8 * DAY)) == [1, 2]


def test_both_bounds_are_inclusive(three):
    assert three.ids(**bounds(CREATED, FIRST + DAY, FIRST + 2 * DAY)) == [1, 2]
    assert three.ids(**bounds(CREATED, FIRST + DAY, FIRST + 2 * DAY - timedelta(milliseconds=1))) == [1]


def test_the_end_can_be_switched_to_exclusive(serving):
    life = an_order(1, purchased_at=FIRST)
    _, caller = serving(life, soap_end_is_inclusive=False)
    assert caller.ids(**bounds(CREATED, FIRST - DAY, FIRST)) == []
    assert caller.ids(**bounds(CREATED, FIRST, FIRST + DAY)) == [1]


def test_two_windows_are_joined_by_and_unless_asked_otherwise(three):
    both = bounds(CREATED, FIRST + DAY, FIRST + DAY) | bounds(UPDATED, FIRST + 7 * DAY, FIRST + 7 * DAY)
    assert three.ids(**both) == []
    assert three.ids(**both, JoinDateFiltersWithOr="true") == [1, 3]


@pytest.mark.parametrize("written", ["2026-09-02T12:00:00+02:00", "2026-09-02T10:00:00Z", "2026-09-02T10:00:00"])
def test_dates_come_with_an_offset_or_without(three, written):
    assert three.ids(**bounds(CREATED, written, written)) == [1]


def test_dates_are_compared_by_the_milliseconds_that_are_shown(serving):
    at = FIRST + timedelta(microseconds=1_900)
    _, caller = serving(an_order(1, purchased_at=at))
    shown = caller.orders()[0]["OrderTimeGMT"]
    assert shown.endswith("10:00:00.001")
    assert caller.ids(**bounds(CREATED, shown, shown)) == [1]


def test_ids_are_given_in_their_own_order_and_unknown_ones_have_no_order(three):
    assert three.ids(OrderIDList=[3, 1, 99]) == [1, 3]
    numbers = [order["ClientOrderIdentifier"] for order in three.orders()]
    assert three.ids(ClientOrderIdentifierList=[numbers[1], "other"]) == [2]
    assert three.ids(ClientOrderIdentifierList=["other"]) == []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("PaymentStatusFilter", "PaymentStatus"),
        ("CheckoutStatusFilter", "CheckoutStatus"),
        ("ShippingStatusFilter", "ShippingStatus"),
        ("RefundStatusFilter", "OrderRefundStatus"),
    ],
)
def test_status_filters_give_what_the_orders_say(caller, name, field):
    every = caller.orders(PageSize=200)
    words = {order["OrderStatus"][field] for order in every}
    for word in words - {"AwaitingReview", "PartiallyAuthorized", "AwaitingCourier", "ThirdPartyManaged"}:
        found = caller.orders(PageSize=200, **{name: word})
        assert {order["OrderStatus"][field] for order in found} == {word}
        assert len(found) == sum(order["OrderStatus"][field] == word for order in every)
    assert len(caller.ids(PageSize=200, **{name: "NoChange"})) == len(every)


def test_the_state_filter_and_the_fulfillment_filter(caller, world_of_300):
    counted = [len(caller.ids(PageSize=200, OrderStateFilter=word)) for word in ("Active", "Archived", "Cancelled")]
    assert all(counted)
    assert sum(counted) == sum(state.order.profile_id == US_PROFILE for state in world_of_300.at(NOW))
    kinds = {
        kind: len(caller.ids(PageSize=200, FulfillmentTypeFilter=kind))
        for kind in ("All", "ExternalOnly", "SellerOnly")
    }
    assert 0 < kinds["ExternalOnly"] < kinds["SellerOnly"] < kinds["All"] == sum(counted)
    assert caller.ids(DistributionCenterCode="FBA-EX1", PageSize=200)
    assert caller.ids(DistributionCenterCode="NOWHERE") == []


@pytest.mark.parametrize("name", ["DetailLevel", "ExportState", "OrderStateFilter", "RefundStatusFilter"])
def test_a_word_that_is_none_fails_with_code_12(caller, name):
    told = caller.told("GetOrderList", caller.account() + criteria_text({name: "Extreme"}))
    assert told == {"Status": "Failure", "MessageCode": "12", "Message": f"Extreme is not a valid value for {name}"}


@pytest.mark.parametrize(("name", "value"), [("PageSize", "many"), ("PageSize", ""), ("PageNumberFilter", 2**31)])
def test_a_number_that_is_none_is_a_fault_of_the_client(caller, name, value):
    answer = caller.post("GetOrderList", caller.account() + criteria_text({name: value}))
    assert answer.status_code == 500
    assert "soap:Client" in answer.text


@pytest.mark.parametrize(
    "inner",
    [
        "<ord:pageSize>1</ord:pageSize>",  # wrongly cased
        "<web:PageSize>1</web:PageSize>",  # of another namespace
        "<ord:PageSize>3</ord:PageSize><ord:DetailLevel>Complete</ord:DetailLevel>",  # out of its place
        '<ord:PageNumberFilter xsi:nil="true"/><ord:PageSize xsi:nil="true"/>',
    ],
)
def test_what_does_not_bind_is_ignored_without_a_word(caller, inner):
    result = caller.result("GetOrderList", f"{caller.account()}<web:orderCriteria>{inner}</web:orderCriteria>")
    page = result[-1]
    assert len(page) == (3 if "<ord:PageSize>3" in inner else 20)
    assert "Low" in str(page[0].attrib)


def test_export_marks_are_kept_by_developer_key_and_apart_from_the_twin(serving):
    hub, caller = serving(1, 2)
    hub.sandbox.channeladvisor.exports.mark(hub.application_id, 1, True)
    assert caller.ids(ExportState="NotExported") == [1, 2]
    hub.sandbox.channeladvisor_soap.exports.mark(hub.soap_developer_key, 2, True)
    assert caller.ids(ExportState="NotExported") == [1]
    assert caller.ids(ExportState="Exported") == [2]
    assert caller.ids(ExportState="Unknown") == [1, 2]
