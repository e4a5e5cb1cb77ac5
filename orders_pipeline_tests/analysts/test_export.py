"""`export`: files for spreadsheets and other programs, whole or not at all, with every digit."""

import csv
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orders_pipeline_tests.analysts.document import answer_of


def read(file):
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_a_table_as_csv_holds_every_row_and_digit(call, pipeline, tmp_path):
    done = call("export", "orders", tmp_path / "orders.csv", "--json")
    held = pipeline.query("SELECT * FROM orders ORDER BY account, order_id")
    assert (done.exit_code, json.loads(done.stdout)["rows"]) == (0, len(held))
    rows = read(tmp_path / "orders.csv")
    assert [Decimal(row["total_amount"]) for row in rows] == [row["total_amount"] for row in held]
    assert [row["channel_marketplace"] or None for row in rows] == [row["channel_marketplace"] for row in held]
    wanted = [row["purchased_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ") for row in held]
    assert [row["purchased_at"] for row in rows] == wanted
    assert {row["weight_grams"] for row in rows} == {""}, "absent is nothing, not 0"


def test_columns_days_and_account_narrow_it(call, tmp_path):
    file = tmp_path / "few.csv"
    columns = ("--columns", "purchased_on,total_amount")
    assert call("export", "orders", file, "--account", "us-main", "--since", "2026-09-01", *columns).exit_code == 0
    rows = read(file)
    assert list(rows[0]) == ["purchased_on", "total_amount"]
    assert min(row["purchased_on"] for row in rows) == "2026-09-01"


def test_parquet_keeps_the_types(call, tmp_path):
    assert call("export", "sales_by_day", tmp_path / "sales.parquet").exit_code == 0
    schema = pq.read_schema(tmp_path / "sales.parquet")
    assert pa.types.is_decimal(schema.field("total_amount").type)
    assert schema.field("sold_on").type == pa.date32()


def test_a_question_is_exported_as_it_is_answered(call, tmp_path):
    assert call("export", "marketplace_mix", tmp_path / "mix.csv").exit_code == 0
    with (tmp_path / "mix.csv").open(newline="") as lines:
        assert list(csv.reader(lines)) == list(csv.reader(answer_of("marketplace_mix").splitlines()))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["order", "x.csv"], "Did you mean orders"),
        (["orders", "x.xlsx"], "There are: .csv, .parquet"),
        (["orders", "no/x.csv"], "Make it first"),
        (["order_contacts", "x.csv"], "--personal"),
        (["orders", "x.csv", "--since", "2026-09-02", "--until", "2026-09-01"], "no time lies between them"),
        (["orders", "x.csv", "--columns", "total"], "Did you mean total_amount"),
        (["marketplace_mix", "x.csv", "--columns", "orders"], "Leave --columns out"),
    ],
)
def test_what_cannot_be_written_is_refused_and_leaves_no_file(call, tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    refused = call("export", *args)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_data_of_buyers_are_written_when_it_is_said_so(call, tmp_path):
    assert call("export", "order_contacts", tmp_path / "contacts.csv", "--personal").exit_code == 0
    assert len(read(tmp_path / "contacts.csv")) > 100
