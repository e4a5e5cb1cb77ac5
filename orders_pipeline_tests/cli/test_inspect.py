"""`inspect`: saved responses as canonical rows, one JSON line a row."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.tables import BY_NAME

SAMPLE = Path(__file__).parents[2] / "data/samples/channeladvisor/orders.json"


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def saved(tmp_path):
    """The committed sample with changes to its first order."""

    def save(name="page.json", **changes):
        page = json.loads(SAMPLE.read_text())
        page["value"][0] |= changes
        (tmp_path / name).write_text(json.dumps(page))
        return tmp_path / name

    return save


def test_each_row_is_one_line_that_names_its_table(call):
    shown = call("inspect", "channeladvisor", SAMPLE)
    assert shown.code == 0
    tables = Counter(line["table"] for line in lines(shown.out))
    assert tables["orders"] == len(json.loads(SAMPLE.read_text())["value"])
    assert set(tables) <= {*BY_NAME, "rejects"}
    assert all(set(line) == {"table", "row"} for line in lines(shown.out))


def test_decimals_are_strings(call):
    for line in lines(call("inspect", "channeladvisor", SAMPLE).out):
        for column in BY_NAME[line["table"]].columns:
            value = line["row"].get(column.name)
            if column.kind in (Kind.MONEY, Kind.QUANTITY) and value is not None:
                assert isinstance(value, str)
                assert Decimal(value).is_finite()


def test_the_rows_name_the_account_that_is_asked_for(call):
    shown = lines(call("inspect", "channeladvisor", SAMPLE, "--account", "us-main").out)
    assert {line["row"]["account"] for line in shown} == {"us-main"}


def test_a_currency_is_given_where_the_protocol_has_none(call):
    sample = SAMPLE.parents[1] / "channeladvisor_soap" / "refund_history.xml"
    shown = call("inspect", "channeladvisor_soap", sample, "--currency", "EUR")
    assert {line["row"]["currency"] for line in lines(shown.out)} == {"EUR"}
    without = lines(call("inspect", "channeladvisor_soap", sample).out)
    assert [line["table"] for line in without] == ["rejects"]


def test_an_order_that_would_be_quarantined_is_a_reject_with_its_reason(call, saved):
    shown = call("inspect", "channeladvisor", saved(TotalPrice="12.34567"))
    (reject,) = [line["row"] for line in lines(shown.out) if line["table"] == "rejects"]
    assert shown.code == 0
    assert {"file", "position", "reason", "path", "message", "order_id"} <= set(reject)
    assert "12.34567" not in reject["message"]


def test_a_file_that_is_no_response_is_told_and_the_next_one_is_read(call, tmp_path):
    (tmp_path / "cut.json").write_bytes(SAMPLE.read_bytes()[:100])
    shown = call("inspect", "channeladvisor", tmp_path / "cut.json", SAMPLE)
    assert shown.code == 1
    assert "cut.json" in shown.err
    assert lines(shown.out)[0]["table"] == "orders"


def test_a_file_that_is_not_there_is_wrong_usage(call, tmp_path):
    shown = call("inspect", "channeladvisor", tmp_path / "none.json")
    assert shown.code == 2
    assert "none.json" in shown.err
