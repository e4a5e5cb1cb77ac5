"""One pass over a document gives rows, hashes and history; amounts are exact or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.warehouse.document import pack
from orders_pipeline_tests.warehouse.making import a_window, an_order

AMOUNTS = st.decimals(min_value=-(10**13), max_value=10**13, places=4)


@given(AMOUNTS, st.integers(min_value=0, max_value=3))
def test_equal_amounts_hash_alike_however_they_are_written(amount, zeros):
    written_longer = Decimal(f"{amount}{'0' * zeros}")
    assert pack(an_order(total_amount=amount)) == pack(an_order(total_amount=written_longer))
    assert pack(an_order(total_amount=amount)) == pack(an_order(total_amount=amount.normalize()))


@given(AMOUNTS, AMOUNTS)
def test_different_amounts_hash_apart(one, other):
    hashes = {pack(an_order(total_amount=amount)).content_hash for amount in (one, other)}
    assert len(hashes) == len({one, other})


def test_a_value_in_another_column_is_another_content():
    assert pack(an_order(tags="x")).content_hash != pack(an_order(flag="x")).content_hash


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("0.00001", Reason.AMOUNT_TOO_FINE),
        ("100000000000000", Reason.AMOUNT_TOO_LARGE),
        ("NaN", Reason.AMOUNT_TOO_LARGE),
    ],
)
def test_an_amount_that_cannot_be_kept_exactly_is_refused_without_being_quoted(amount, reason):
    with pytest.raises(Quarantined) as refused:
        pack(an_order(total_amount=Decimal(amount)))
    assert (refused.value.reason, refused.value.path) == (reason, "$.orders.total_amount")
    assert amount not in refused.value.message


def test_two_lines_with_one_key_are_refused_and_the_neighbours_load(warehouse):
    order = an_order("1")
    twice = replace(order, order_items=(*order.order_items, order.order_items[0]))
    warehouse.load(a_window([an_order("0"), twice, an_order("2")]))
    assert [row["order_id"] for row in warehouse.table("orders")] == ["0", "2"]
    (reject,) = warehouse.table("rejects")
    assert (reject["reason"], reject["order_id"], reject["path"]) == ("duplicate_key", "1", "$.order_items")
