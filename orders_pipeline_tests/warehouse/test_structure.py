"""What would break the tables is refused inside the transaction, and the batch with it."""

import pytest
from msgspec.structs import replace

from orders_pipeline.warehouse.errors import StructureBroken
from orders_pipeline_tests.warehouse.making import a_window, an_order, refunded


def change(document, table, **fields):
    first, *rest = getattr(document, table)
    return replace(document, **{table: (replace(first, **fields), *rest)})


BROKEN = {
    "not_null": lambda order: change(order, "order_items", line_number=None),
    "of_its_order": lambda order: change(order, "order_contacts", order_id="another"),
    "has_parent": lambda order: change(order, "fulfillment_items", fulfillment_id="another"),
    "currency_beside_amounts": lambda order: change(refunded(order, "1.00"), "refunds", currency=None),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_order_rolls_the_whole_batch_back(warehouse, check):
    warehouse.load(a_window([an_order("1")]))
    before = warehouse.tables(), warehouse.table("loads"), warehouse.table("pages")
    broken = BROKEN[check](an_order("2", updated=5))
    with pytest.raises(StructureBroken) as refused:
        warehouse.load(a_window([an_order("1", updated=5), broken, an_order("3")], start=15))
    assert (refused.value.check, refused.value.count) == (check, 1)
    assert ("us-main", "another" if check == "of_its_order" else "2") in refused.value.examples
    assert (warehouse.tables(), warehouse.table("loads"), warehouse.table("pages")) == before


def test_the_refusal_names_no_more_than_three_orders(warehouse):
    orders = [BROKEN["has_parent"](an_order(str(number))) for number in range(9)]
    with pytest.raises(StructureBroken, match="fulfillment_items fails the check has_parent in 9 places") as refused:
        warehouse.load(a_window(orders))
    assert refused.value.examples == (("us-main", "0"), ("us-main", "1"), ("us-main", "2"))


def test_a_row_that_stands_twice_in_a_table_is_seen(warehouse):
    """No key constraint holds it, so the check must: here a row was slipped in behind the load's back."""
    warehouse.load(a_window([an_order("1")]))

    def slip_in(name):
        if name == "checks":
            warehouse.writer.connection.execute(
                "INSERT INTO order_items SELECT * FROM order_items WHERE order_id = '2'"
            )

    with pytest.raises(StructureBroken, match="order_items fails the check key_once"):
        warehouse.load(a_window([an_order("2")], start=15), step=slip_in)
    assert [row["order_id"] for row in warehouse.table("orders")] == ["1"]


def test_an_order_of_a_window_that_is_not_in_loads_is_seen(warehouse):
    def lose_the_window(name):
        if name == "checks":
            warehouse.writer.connection.execute("DELETE FROM loads")

    with pytest.raises(StructureBroken, match="orders fails the check window_known"):
        warehouse.load(a_window([an_order("1")]), step=lose_the_window)


def test_after_a_refusal_the_same_writer_loads_on(warehouse):
    with pytest.raises(StructureBroken):
        warehouse.load(a_window([BROKEN["has_parent"](an_order("1"))]))
    warehouse.load(a_window([an_order("1")]))
    assert len(warehouse.table("orders")) == 1
