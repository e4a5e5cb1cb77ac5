"""In whatever order orders are loaded and change, the links are those that all orders together give."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from orders_pipeline.model.status import OrderStatus, RefundStatus
from orders_pipeline.warehouse import links as linking
from orders_pipeline_tests.warehouse.conftest import Warehouse
from orders_pipeline_tests.warehouse.linking import expected_links
from orders_pipeline_tests.warehouse.making import ACCOUNT, APE, SOAP, UNITY, D, a_window, an_order, at, refunded

AT_ONCE = linking.ORDERS_AT_ONCE
ACCOUNTS = {one.account: one for one in (ACCOUNT, SOAP, UNITY, APE)}
NUMBERS = [
    ("amazon", "113-0000000-0000001"),
    ("amazon", " 113-0000000-0000001 "),
    ("amazon", "1001"),
    ("shopify", "#1001"),
    ("shopify", "1001"),
    ("walmart", "WA20000001"),
    (None, "113-0000000-0000001"),
    (None, "1001"),
    ("ebay", None),
]
ORDERS = st.fixed_dictionaries(
    {
        "account": st.sampled_from(list(ACCOUNTS)),
        "order_id": st.sampled_from(["1", "2", "30"]),
        "number": st.sampled_from(NUMBERS),
        "marketplace_country": st.sampled_from([None, None, "US", "CA"]),
        "marketplace_account_id": st.sampled_from([None, None, None, "shop-1", "Shop-2"]),
        "purchased_at": st.sampled_from([at(-60), at(-60), at(-50), None]),
        "total_amount": st.sampled_from([D("25.50"), D("25.50"), D("7.00"), None]),
        "currency": st.sampled_from(["USD", "USD", "CAD"]),
        "order_status": st.sampled_from([OrderStatus.SHIPPED, OrderStatus.CLOSED, OrderStatus.CANCELED, None]),
        "refund": st.sampled_from([None, None, RefundStatus.COMPLETED, RefundStatus.FAILED]),
        "is_shipped": st.sampled_from([None, False, True]),
    }
)
LOADS = st.lists(st.lists(ORDERS, min_size=1, max_size=6), min_size=1, max_size=4)
SETTINGS = st.lists(st.sampled_from(list(ACCOUNTS)), min_size=1, max_size=4, unique=True)


def made(said, updated):
    said = dict(said)
    marketplace, number = said.pop("number")
    refund, is_shipped = said.pop("refund"), said.pop("is_shipped")
    order = an_order(
        said.pop("order_id"),
        updated=updated,
        marketplace=marketplace,
        marketplace_order_id=number,
        channel=ACCOUNTS[said["account"]].channel,
        **said,
    )
    if order.order.account == "unity":
        order = replace(order, fulfillments=(), fulfillment_items=())
    else:
        order = replace(order, fulfillments=(replace(order.fulfillments[0], is_shipped=is_shipped),))
    return refunded(order, "1.00", refund) if refund else order


@pytest.fixture(scope="module")
def empty_copies(tmp_path_factory, an_empty_warehouse):
    numbers = count(1)
    return lambda: Warehouse(tmp_path_factory.mktemp(f"links-{next(numbers)}"), an_empty_warehouse)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(loads=LOADS, named=SETTINGS, later=SETTINGS, changes_at=st.integers(0, 4), at_once=st.sampled_from([1, 100_000]))
def test_links_are_what_all_orders_together_give(empty_copies, loads, named, later, changes_at, at_once):
    """Also where they are linked a few at a time."""
    warehouse = empty_copies()
    linking.ORDERS_AT_ONCE = at_once
    try:
        warehouse.name(*ACCOUNTS.values())
        warehouse.name(*(ACCOUNTS[name] for name in named))
        for number, orders in enumerate(loads):
            if number == changes_at:
                warehouse.name(*(ACCOUNTS[name] for name in later))
            windows = [
                a_window(
                    [made(one, number) for one in orders if one["account"] == name], start=15 * number, account=name
                )
                for name in ACCOUNTS
            ]
            warehouse.load(*windows, load_id=f"load-{number}", batch_orders=100)
            held = {(row["account"], row["order_id"]): row for row in warehouse.table("order_links")}
            places = [one.account for one in warehouse.accounts]
            places += sorted(set(ACCOUNTS) - set(places))
            profiles = {name: "us-main" if name == "us-soap" else name for name in ACCOUNTS}
            assert held == expected_links(warehouse, places, profiles)
            assert warehouse.table("internal.unlinked_loads") == []
    finally:
        linking.ORDERS_AT_ONCE = AT_ONCE
        warehouse.close()
