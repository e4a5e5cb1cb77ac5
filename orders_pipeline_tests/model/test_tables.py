"""The table spec describes every column, and the rules that others derive from it hold."""

import pytest

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.tables import BY_NAME, CANONICAL, CHILDREN, PERSONAL, TABLES

COLUMNS = [(table, column) for table in TABLES for column in table.columns]
RESERVED = {"order", "at", "offset"}
ENDINGS = {"_at": Kind.INSTANT, "_on": Kind.DATE, "_amount": Kind.MONEY, "_qty": Kind.QUANTITY}


def names_where(is_wrong):
    return [f"{table.name}.{column.name}" for table, column in COLUMNS if is_wrong(table, column)]


def test_a_column_says_what_it_means():
    assert names_where(lambda table, column: len(column.meaning) < 3) == []


def test_a_key_is_never_absent():
    assert names_where(lambda table, column: column.is_key and column.is_nullable) == []


def test_no_column_is_a_reserved_word():
    assert names_where(lambda table, column: column.name in RESERVED) == []


@pytest.mark.parametrize(("ending", "kind"), ENDINGS.items())
def test_an_ending_tells_the_kind(ending, kind):
    assert names_where(lambda table, column: column.name.endswith(ending) and column.kind is not kind) == []


@pytest.mark.parametrize(("kind", "ending"), [(Kind.MONEY, "_amount"), (Kind.INSTANT, "_at"), (Kind.DATE, "_on")])
def test_a_kind_has_its_ending(kind, ending):
    assert names_where(lambda table, column: column.kind is kind and not column.name.endswith(ending)) == []


def test_a_truth_value_is_called_is_or_has():
    exempt = "email_opt_in"  # the hubs' own name for a buyer's wish
    assert (
        names_where(
            lambda table, column: (
                column.kind is Kind.BOOLEAN and column.name != exempt and not column.name.startswith(("is_", "has_"))
            )
        )
        == []
    )


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
