"""Files with actions: every mistake with its row, bad rows stop no good ones, and no value is repeated."""

import csv
import io
import json
from decimal import Decimal

import pandas as pd
import pytest

from orders_pipeline.flows.actions.files import reading
from orders_pipeline.flows.actions.files.checking import checked
from orders_pipeline.flows.actions.files.columns import COLUMNS, template
from orders_pipeline.flows.actions.files.reading import FileRefused, rows_of
from orders_pipeline.model.actions import ActionKind, Component, Wanted

D = Decimal
GOOD = {"action": "refund", "account": "us", "order_id": "1", "key": "rma-1", "item_id": "7", "quantity": "1"}


@pytest.fixture
def read(tmp_path):
    """The text of a file, or rows, checked as a file of that name."""

    def of(content, name="actions.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return checked(rows_of(file), ["us", "eu"])

    return of


def as_csv(*rows, separator=","):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    said = io.StringIO()
    lines = csv.DictWriter(said, columns, delimiter=separator, lineterminator="\r\n")
    lines.writeheader()
    lines.writerows(rows)
    return said.getvalue()


def as_json_lines(*rows):
    return "\n".join(json.dumps(row) for row in rows)


def as_parquet(*rows):
    said = io.BytesIO()
    pd.DataFrame(rows).to_parquet(said)
    return said.getvalue()


def test_the_template_is_a_file_without_a_mistake_in_all_its_columns(read):
    found = read(template().replace("us-main", "us"))
    assert (found.mistakes, [one.intent.kind for one in found.intents]) == ((), ["ship", "refund", "refund"])
    assert template().splitlines()[0].split(",") == [column.name for column in COLUMNS]


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.csv", as_csv), ("a.jsonl", as_json_lines), ("a.ndjson", as_json_lines), ("a.parquet", as_parquet)],
)
def test_the_same_rows_say_the_same_in_every_kind_of_file(read, name, write):
    rows = [
        GOOD | {"item_amount": "14.95", "currency": "USD"},
        GOOD | {"item_id": "8", "quantity": "2", "item_amount": "", "currency": "USD"},
    ]
    found = read(write(*rows), name)
    (one,) = found.intents
    assert found.mistakes == ()
    assert one.intent.lines == (
        Wanted(item_id="7", quantity=D(1), amounts={Component.ITEM: D("14.95")}),
        Wanted(item_id="8", quantity=D(2)),
    )


def test_types_of_parquet_and_json_keep_their_digits(read):
    typed = {"order_id": 20000001, "quantity": 2, "item_amount": D("14.9500"), "currency": "KWD", "restock": True}
    (one,) = read(as_parquet(GOOD | typed), "a.parquet").intents
    assert (one.intent.order_id, one.intent.restock) == ("20000001", True)
    (line,) = one.intent.lines
    assert (line.quantity, line.amounts) == (D(2), {Component.ITEM: D("14.95")})
    (one,) = read('{"action":"refund","account":"us","order_id":2,"key":"k","item_amount":14.10}', "a.jsonl").intents
    assert one.intent.amounts == {Component.ITEM: D("14.10")}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_separated_as_its_first_line_is(read, separator):
    assert len(read(as_csv(GOOD, separator=separator)).intents) == 1


def test_a_byte_order_mark_blank_lines_and_quotes_are_no_mistakes(read):
    text = "\ufeff" + as_csv(GOOD | {"sku": "", "carrier": 'The "best", Inc.'}).replace("\r\n", "\r\n\r\n")
    (one,) = read(text).intents
    assert (one.intent.carrier, one.rows) == ('The "best", Inc.', (3,))


MISTAKES = [
    ({"action": "refnd"}, "action", "Is 'refund' meant?"),
    ({"action": ""}, "action", "is missing"),
    ({"account": "uk"}, "account", "none of accounts.toml"),
    ({"key": ""}, "key", "is missing"),
    ({"order_id": "1.13E+11"}, "order_id", "shortened by a spreadsheet"),
    ({"order_id": "'1"}, "order_id", "apostrophe"),
    ({"quantity": "1,000"}, "quantity", "separators between thousands"),
    ({"quantity": "0"}, "quantity", "is zero"),
    ({"quantity": "-1"}, "quantity", "below zero"),
    ({"item_id": ""}, "quantity", "needs a line"),
    ({"sku": "A"}, None, "by item_id and by sku"),
    ({"item_amount": "14.955", "currency": "USD"}, "item_amount", "too many digits"),
    ({"item_amount": "1.000"}, "item_amount", "name the currency"),
    ({"currency": "usd"}, "currency", "three capital letters"),
    ({"reason": "broken"}, "reason", "none of the words"),
    ({"restock": "perhaps"}, "restock", "neither yes nor no"),
    ({"shipped_at": "2026-09-01 14:02"}, "shipped_at", "offset from UTC"),
]


@pytest.mark.parametrize(("change", "column", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_row_and_the_other_rows_are_taken(read, change, column, said):
    found = read(as_csv(GOOD | {"key": "rma-0"}, GOOD | change, GOOD | {"key": "rma-2"}))
    (mistake,) = [one for one in found.mistakes if one.column == column]
    assert (mistake.row, said in mistake.sentence) == (3, True)
    assert [one.intent.key for one in found.intents] == ["rma-0", "rma-2"]


def test_every_mistake_of_a_file_is_listed(read):
    found = read(as_csv(*(GOOD | change | {"key": f"k{n}"} for n, (change, *_) in enumerate(MISTAKES))))
    assert {one.row for one in found.mistakes} == {n + 2 for n in range(len(MISTAKES)) if n != 3}
    assert found.intents[0].rows == (5,)


def test_a_mistake_in_one_line_keeps_the_whole_intent_back(read):
    found = read(as_csv(GOOD, GOOD | {"item_id": "8", "quantity": "1E+05"}, GOOD | {"key": "rma-2"}))
    assert [one.intent.key for one in found.intents] == ["rma-2"]
    assert found.kept_back == (2,)


def test_rows_of_one_key_need_not_stand_together(read):
    found = read(as_csv(GOOD, GOOD | {"key": "rma-2"}, GOOD | {"item_id": "8"}))
    assert [(one.intent.key, one.rows) for one in found.intents] == [("rma-1", (2, 4)), ("rma-2", (3,))]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"order_id": "2", "item_id": "8"}, "order_id is another than in row 2"),
        ({"action": "cancel", "item_id": "8"}, "action is another than in row 2"),
        ({}, "names the line of row 2"),
        ({"item_id": "", "quantity": ""}, "names no line, and other rows"),
    ],
)
def test_a_key_that_stands_for_two_contents_is_a_mistake(read, change, said):
    found = read(as_csv(GOOD, GOOD | change))
    assert any(said in str(one) for one in found.mistakes), found.mistakes
    assert found.intents == ()


def test_one_key_of_two_accounts_is_two_intents(read):
    assert len(read(as_csv(GOOD, GOOD | {"account": "eu"})).intents) == 2


def test_a_row_with_more_or_fewer_cells_than_columns_is_a_mistake_of_its_own(read):
    lines = as_csv(GOOD).splitlines()
    found = read("\n".join([lines[0], lines[1] + ",x,y", "refund,us,1", lines[1]]))
    assert [str(one) for one in found.mistakes] == [
        "row 2: has more cells than there are columns",
        "row 3: has fewer cells than there are columns",
    ]
    assert found.intents[0].rows == (4,)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "a.csv", "the name of column 1"),
        ("action,account,order_id,key\n", "a.csv", "holds no row"),
        (
            "action,account,order_id,key,quantiti\nrefund,us,1,k,1\n",
            "a.csv",
            "column 5 is not known here.* 'quantity'",
        ),
        ("action,account,order_id,key,key\nrefund,us,1,k,k\n", "a.csv", "stands in the file twice"),
        ("action,account,key\nrefund,us,k\n", "a.csv", "lacks the column order_id"),
        (
            'action,account,order_id,key\nrefund,us,1,"k\nrefund,us,2,j\n',
            "a.csv",
            "row 2 has a quote that is not closed",
        ),
        (b"action,account,order_id,key\nrefund,us,1,\xff\n", "a.csv", "no UTF-8"),
        (b"action,account,order_id,key\nrefund,us,1,\x00\n", "a.csv", "no text"),
        (b"PAR1", "a.parquet", "no Parquet"),
        (as_parquet(GOOD | {"quantity": 1.5}), "a.parquet", "quantity holds floating-point"),
        ("x", "a.xlsx", "ends as none of"),
        (b"\xff", "a.jsonl", "no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(read, content, name, said):
    with pytest.raises(FileRefused, match=said):
        read(content, name)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON object"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        ('{"quantiti": 1}', "Is 'quantity' meant?"),
        ('{"key": "a", "key": "b"}', "one name twice"),
        ('{"key": {"a": 1}}', "no plain value in key"),
        ('{"quantity": 1e5}', "shortened"),
        ('{"quantity": NaN}', "no whole number"),
    ],
)
def test_a_line_that_is_no_action_is_a_mistake_and_the_next_one_is_taken(read, line, said):
    found = read(f"{line}\n{as_json_lines(GOOD)}", "a.jsonl")
    assert any(said in one.sentence and one.row == 1 for one in found.mistakes), found.mistakes
    assert [one.rows for one in found.intents] == [(2,)]


def test_a_file_that_is_too_large_is_not_opened(read, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 100)
    with pytest.raises(FileRefused, match="cut it into several"):
        read(as_csv(GOOD) + "x" * 100)
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    for name, write in (("a.csv", as_csv), ("a.parquet", as_parquet)):
        with pytest.raises(FileRefused, match="more than 1 rows"):
            read(write(GOOD, GOOD | {"key": "rma-2"}), name)


def test_no_value_of_a_cell_is_repeated(read):
    found = read(as_csv(dict.fromkeys(GOOD, "hunter2, 5"), GOOD | {"quantity": "hunter3"}))
    assert found.mistakes
    assert "hunter" not in "\n".join(map(str, found.mistakes))


def test_what_no_hub_can_do_can_be_asked_for_and_is_left_to_policy(read):
    (one,) = read(as_csv(GOOD | {"action": "exchange"})).intents
    assert one.intent.kind is ActionKind.EXCHANGE
