"""However the versions of orders are spread over pages, windows and batches, the newest of each is what is held."""

import json
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders_pipeline_tests.warehouse.conftest import Warehouse
from orders_pipeline_tests.warehouse.making import a_window, an_order, at

NUMBERS = count(1)
# An order, when the hub changed it, when it was asked for (each window asks once), and what it then was.
SIGHTINGS = st.tuples(
    st.sampled_from("12"),
    st.sampled_from([None, 1, 2]),
    st.sampled_from("abc"),
)
WINDOWS = st.lists(st.lists(st.lists(SIGHTINGS, max_size=3), max_size=3), min_size=1, max_size=4)


def newest(windows):
    """By the rule itself: update time (none is lowest), request, page, place; of a conflict the later stands."""
    held, versions = {}, set()
    for requested, pages in enumerate(windows):
        for page_number, page in enumerate(pages):
            for place, (order_id, updated, tags) in enumerate(page):
                later = [other for other in page[place + 1 :] if other[:2] == (order_id, updated)]
                if updated is not None and later and later[-1][2] != tags:
                    continue
                version = (-1 if updated is None else updated, requested, page_number, place)
                held[order_id] = max(held.get(order_id, (version, updated, tags)), (version, updated, tags))
                versions.add((order_id, updated, tags))
    return {order_id: (updated, tags) for order_id, (_, updated, tags) in held.items()}, versions


def tags_of(version):
    return json.loads(version["document"])["orders"][0]["tags"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory, an_empty_warehouse):
    warehouse = Warehouse(tmp_path_factory.mktemp("shared"), an_empty_warehouse)
    yield warehouse
    warehouse.close()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(windows=WINDOWS, batch_orders=st.integers(1, 6), dice=st.randoms(use_true_random=False))
def test_the_newest_version_is_held_and_every_version_is_kept(shared, windows, batch_orders, dice):
    account = f"account-{next(NUMBERS)}"  # of its own, so that the examples share a warehouse
    made = [
        a_window(
            *[
                [an_order(order, account=account, items=1, updated=when, tags=tags) for order, when, tags in page]
                for page in pages
            ],
            start=15 * number,
            account=account,
        )
        for number, pages in enumerate(windows)
    ]
    dice.shuffle(made)
    cut = dice.randint(0, len(made))
    for part in (made[:cut], made[cut:]):
        shared.load(*part, batch_orders=batch_orders)
    expected, versions = newest(windows)
    held = shared.rows(f"SELECT * FROM orders WHERE account = '{account}' ORDER BY order_id")
    assert {row["order_id"]: row["tags"] for row in held} == {order: tags for order, (_, tags) in expected.items()}
    assert {row["order_id"]: row["updated_at"] for row in held} == {
        order: None if updated is None else at(updated) for order, (updated, _) in expected.items()
    }
    items = shared.rows(f"SELECT order_id FROM order_items WHERE account = '{account}' ORDER BY ALL")
    assert [row["order_id"] for row in items] == sorted(expected)
    kept = shared.rows(f"SELECT DISTINCT order_id, version_hash FROM order_history WHERE account = '{account}'")
    assert len(kept) == len(versions)
    told = shared.rows(f"SELECT * FROM order_versions WHERE account = '{account}'")
    assert {(row["order_id"], row["updated_at"], tags_of(row)) for row in told} == {
        (order_id, None if updated is None else at(updated), tags) for order_id, updated, tags in versions
    }
    standing = {row["order_id"]: tags_of(row) for row in told if row["is_standing"]}
    assert standing == {row["order_id"]: row["tags"] for row in held}
    assert sum(row["is_standing"] for row in told) == len(held)
    for row in shared.rows(f"SELECT * FROM loads WHERE account = '{account}'"):
        counts = ("inserted", "updated", "unchanged", "stale", "duplicates", "quarantined")
        assert row["received"] == sum(row[name] for name in counts)
    assert shared.table("internal.window_sightings") == []
