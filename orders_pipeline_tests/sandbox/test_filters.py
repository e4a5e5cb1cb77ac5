"""The filter grammar of the REST dialect, on rows, without HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.sandbox.channeladvisor.entities import ORDER
from orders_pipeline.sandbox.channeladvisor.errors import Refused
from orders_pipeline.sandbox.channeladvisor.filters import parse_filter
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.world import World, a_line, an_order

NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=60)


@pytest.fixture(scope="module")
def row():
    """An unshipped, paid order of 20.00 USD, updated at noon."""
    line = a_line("O'NEILL", 2, "10.00")
    life = an_order(7, lines=(line,), updated_at=NOON, asked_service=None, asked_carrier="O'Hara & Söhne")
    state = World(orders=0).with_order(life).order(7, NOON)
    return Row(ORDER, state, state.order)


@pytest.mark.parametrize(
    "expression",
    [
        "ID eq 7",
        "id EQ 7 AND profileid Eq 12345678",
        "TotalPrice eq 20.0 and TotalPrice ge 20 and TotalPrice lt 20.01",
        "PaymentStatus eq 'Cleared'",
        "PaymentStatus eq '1'",
        "ShippingStatus ne 'Shipped'",
        "RequestedShippingCarrier eq 'O''Hara & Söhne'",
        "RequestedShippingClass eq null",
        "RequestedShippingCarrier ne null",
        "not (RequestedShippingClass ne null)",
        "ShippingDateUtc eq null",
        "UpdatedDateUtc eq 2026-09-10T12:00:00Z",
        "UpdatedDateUtc eq 2026-09-10T08:00:00-04:00",
        "UpdatedDateUtc eq 2026-09-10T12:00:00.0000000Z",
        "UpdatedDateUtc ge 2026-09-10 and UpdatedDateUtc lt 2026-09-11",
        "ID eq 1 or ID eq 7 and PaymentStatus eq 'Cleared'",
        "(ID eq 7 or ID eq 1) and not (ID eq 1)",
        "7 eq ID",
        "year(UpdatedDateUtc) eq 2026 and month(UpdatedDateUtc) eq 9 and hour(UpdatedDateUtc) eq 12",
        "floor(TotalPrice) eq 20 and ceiling(TotalPrice) eq 20",
        "Items/Any(i: i/Sku eq 'O''NEILL' and i/Quantity gt 1)",
        "Items/any(i: i/FulfillmentItems/any(f: f/Quantity eq 2))",
        "Items/all(i: i/Quantity eq 2)",
        "not Adjustments/Any(c: c/Reason eq '2')",
        "Items/any()",
        "Items/Any(i: ID eq 7)",
    ],
)
def test_a_filter_that_holds(row, expression):
    assert parse_filter(expression, ORDER)(row)


@pytest.mark.parametrize(
    "expression",
    [
        "ID ne 7",
        "ShippingDateUtc gt 2000-01-01",
        "ShippingDateUtc le 2100-01-01",
        "RequestedShippingClass eq 'GROUND'",
        "UpdatedDateUtc eq 2026-09-10",
        "UpdatedDateUtc gt 2026-09-10T12:00:00Z",
        "Adjustments/Any(c: c/Reason eq '2')",
        "RequestedShippingCarrier eq 'o''hara & söhne'",
        "ID eq 1 and ID eq 7 or ID eq 2",
    ],
)
def test_a_filter_that_does_not_hold(row, expression):
    assert not parse_filter(expression, ORDER)(row)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "ID",
        "ID eq",
        "ID = 7",
        "ID eq 7 and",
        "(ID eq 7",
        "ID eq 7)",
        "Nonsense eq 7",
        "ID eq '7'",
        "PaymentStatus eq Cleared",
        "PaymentStatus eq 'Cleard'",
        "PaymentStatus gt 'Cleared'",
        "UpdatedDateUtc gt '2026-09-10T12:00:00Z'",
        "UpdatedDateUtc gt 2026-09-10T12:00:00",
        "UpdatedDateUtc gt 2026-09-10T12:00:00 02:00",
        "UpdatedDateUtc gt 2026-13-40",
        "RequestedShippingCarrier eq 'open",
        "startswith(SiteName, 'Amazon')",
        "contains(SiteName, 'Amazon')",
        "Items/Sku eq 'X'",
        "Nothing/any(x: x/ID eq 1)",
        "Items/any(i: i/Nothing eq 1)",
        "OrderTags eq 'Customized'",
        "year(TotalPrice) eq 2026",
        "(" * 3000 + "ID eq 7" + ")" * 3000,
    ],
)
def test_a_malformed_filter_is_refused_with_400(expression):
    with pytest.raises(Refused) as refusal:
        parse_filter(expression, ORDER)
    assert refusal.value.status == 400


def test_a_null_is_different_from_every_value(row):
    assert parse_filter("RequestedShippingClass ne 'GROUND'", ORDER)(row)


def test_an_old_reason_is_found_by_its_number():
    state = World(orders=0).with_order(an_order(7, "item_refund")).order(7, LATER)
    reasons = {adjustment.reason for adjustment in state.adjustments}
    assert len(reasons) == 1
    row = Row(ORDER, state, state.order)
    number = {"general": 100, "not_available": 101, "returned": 102, "could_not_ship": 103, "alternate": 104}
    number |= {"buyer_cancelled": 105, "exchange": 106, "not_received": 107, "undeliverable": 108}
    number |= {"old_return": 1, "old_general": 2}
    wanted = number[reasons.pop()]
    assert parse_filter(f"Items/Any(i: i/Adjustments/Any(a: a/Reason eq '{wanted}'))", ORDER)(row)
