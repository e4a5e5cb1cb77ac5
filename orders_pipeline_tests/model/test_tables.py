"""The table spec describes every column, and the rules that others derive from it hold."""

import pytest

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.tables import BY_NAME, CANONICAL, CHILDREN, PERSONAL, TABLES

every_column = pytest.mark.parametrize(
    ("table", "column"), [pytest.param(t, c, id=f"{t.name}.{c.name}") for t in TABLES for c in t.columns]
)
RESERVED = {"order", "at", "offset", "position_at"}


@every_column
def test_a_column_says_what_it_means(table, column):
    assert len(column.meaning) >= 3


@every_column
def test_a_key_is_never_absent(table, column):
    assert not (column.is_key and column.is_nullable)


@every_column
def test_names_tell_the_kind(table, column):
    endings = {"_at": Kind.INSTANT, "_on": Kind.DATE, "_amount": Kind.MONEY, "_qty": Kind.QUANTITY}
    for ending, kind in endings.items():
        if column.name.endswith(ending):
            assert column.kind is kind
    if column.kind is Kind.MONEY:
        assert column.name.endswith("_amount")
    if column.kind is Kind.INSTANT:
        assert column.name.endswith("_at")
    if column.kind is Kind.BOOLEAN and table.name != "order_contacts":
        assert column.name.startswith(("is_", "has_"))


@every_column
def test_no_column_is_a_reserved_word(table, column):
    assert column.name not in RESERVED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_money_has_its_currency_beside_it(table):
    kinds = {column.kind for column in table.columns}
    if Kind.MONEY in kinds:
        assert "currency" in {column.name for column in table.columns}


def test_personal_data_stands_in_three_tables_and_nowhere_else():
    assert PERSONAL == ("order_contacts", "order_texts", "additional_fields")


@pytest.mark.parametrize("table", CHILDREN, ids=lambda table: table.name)
def test_a_child_s_key_continues_its_parent_s(table):
    parent = BY_NAME[table.parent]
    assert table.key[: len(parent.key)] == parent.key


def test_a_document_has_a_field_for_every_canonical_table():
    assert ("orders", *OrderDocument.__struct_fields__[1:]) == tuple(table.name for table in CANONICAL)
