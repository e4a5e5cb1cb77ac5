"""OrderCriteria: what may be asked for, in its sequence, and which orders it means. Spec §5.1."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap import codes, facts
from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.binding import Field, bind, boolean, instant, integer, list_of, text
from orders_pipeline.sandbox.channeladvisor_soap.markup import ORD
from orders_pipeline.sandbox.channeladvisor_soap.rows import Row

SEQUENCE = tuple(
    Field(name, ORD, read)
    for name, read in (
        ("OrderCreationFilterBeginTimeGMT", instant),
        ("OrderCreationFilterEndTimeGMT", instant),
        ("StatusUpdateFilterBeginTimeGMT", instant),
        ("StatusUpdateFilterEndTimeGMT", instant),
        ("JoinDateFiltersWithOr", boolean),
        ("DetailLevel", text),
        ("ExportState", text),
        ("OrderIDList", list_of("int", ORD, integer)),
        ("ClientOrderIdentifierList", list_of("string", ORD, text)),
        ("OrderStateFilter", text),
        ("PaymentStatusFilter", text),
        ("CheckoutStatusFilter", text),
        ("ShippingStatusFilter", text),
        ("RefundStatusFilter", text),
        ("DistributionCenterCode", text),
        ("FulfillmentTypeFilter", text),
        ("PageNumberFilter", integer),
        ("PageSize", integer),
    )
)
STATUSES = (
    "OrderStateFilter",
    "PaymentStatusFilter",
    "CheckoutStatusFilter",
    "ShippingStatusFilter",
    "RefundStatusFilter",
)
KINDS = {
    "SellerShipOnly": "ship",
    "SellerPickupOnly": "pickup",
    "SellerShipToStoreOnly": "ship_to_store",
    "SellerCourierOnly": "courier",
}
Test = Callable[[Row], bool]


def criteria_of(element: Any) -> dict[str, Any]:
    """The criteria by name, None for what is not asked. Raises Failed with 12 for a word that is none."""
    told = bind(element, SEQUENCE)
    for name, words in codes.FILTER_WORDS.items():
        word = told[name] = told[name] or None
        if word is not None and word not in words:
            raise Failed(12, f"{word} is not a valid value for {name}")
        if word in codes.NO_FILTER:
            told[name] = None
    return told


def tests_of(told: dict[str, Any], *, end_is_inclusive: bool) -> list[Test]:
    """What an order must pass, the export state left aside: it is the caller's, not the order's."""
    tests = [test for test in (_dates(told, end_is_inclusive),) if test]
    for name in STATUSES:
        if told[name] is not None:
            tests.append(lambda row, name=name: row.words[name] == told[name])
    if told["OrderIDList"]:
        ids = frozenset(told["OrderIDList"])
        tests.append(lambda row: row.id in ids)
    if told["ClientOrderIdentifierList"]:
        numbers = frozenset(told["ClientOrderIdentifierList"])
        tests.append(lambda row: facts.client_identifier(row.state.order) in numbers)
    if told["DistributionCenterCode"]:
        code = told["DistributionCenterCode"]
        tests.append(lambda row: any(facts.line_center(line) == code for line in row.state.order.lines))
    if told["FulfillmentTypeFilter"]:
        tests.append(lambda row: _is_fulfilled(row, told["FulfillmentTypeFilter"]))
    return tests


def _dates(told: dict[str, Any], end_is_inclusive: bool) -> Test | None:
    """Two windows, joined by AND unless asked otherwise. An end without its begin is ignored."""
    created = _window(
        lambda row: row.created,
        told["OrderCreationFilterBeginTimeGMT"],
        told["OrderCreationFilterEndTimeGMT"],
        end_is_inclusive,
    )
    updated = _window(
        lambda row: row.updated,
        told["StatusUpdateFilterBeginTimeGMT"],
        told["StatusUpdateFilterEndTimeGMT"],
        end_is_inclusive,
    )
    if created is None or updated is None:
        return created or updated
    if told["JoinDateFiltersWithOr"]:
        return lambda row: created(row) or updated(row)
    return lambda row: created(row) and updated(row)


def _window(
    value: Callable[[Row], datetime], begin: datetime | None, end: datetime | None, end_is_inclusive: bool
) -> Test | None:
    if begin is None:
        return None
    if end is None:
        return lambda row: value(row) >= begin
    if end_is_inclusive:
        return lambda row: begin <= value(row) <= end
    return lambda row: begin <= value(row) < end


def _is_fulfilled(row: Row, wanted: str) -> bool:
    """`...Only`: every line is."""
    externals = {line.is_external for line in row.state.order.lines}
    if wanted == "ExternalOnly":
        return externals == {True}
    if externals != {False}:
        return False
    return wanted == "SellerOnly" or {parcel.kind for parcel in row.state.parcels} == {KINDS[wanted]}
