"""CSV for spreadsheets: what would run as a formula is text, numbers stay numbers, and `--raw` is to the letter."""

import csv

import pyarrow as pa
import pytest

from orders_pipeline.flows.asking import Answer
from orders_pipeline.flows.spreadsheets import harmless, harmless_column

CELLS = [
    ("=1+1", "'=1+1"),
    ('=HYPERLINK("http://evil.example")', '\'=HYPERLINK("http://evil.example")'),
    ("+SUM(A1)", "'+SUM(A1)"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("-", "'-"),
    ("+1 919 555 0100", "'+1 919 555 0100"),
    ("-12.50\n=1", "'-12.50\n=1"),
    ("-12.50", "-12.50"),
    ("+5", "+5"),
    ("-1,5", "-1,5"),
    ("SKU=1", "SKU=1"),
    ("O'Neill", "O'Neill"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cell"), CELLS)
def test_a_text_that_begins_like_a_formula_is_marked_unless_it_is_a_number(text, cell):
    assert harmless(text) == cell


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_column_is_marked_as_its_cells_are_and_absent_stays_absent(kind):
    column = pa.chunked_array([[text for text, _ in CELLS], [None]], type=kind)
    assert harmless_column(column).to_pylist() == [*(cell for _, cell in CELLS), None]


def test_amounts_are_never_touched():
    column = pa.chunked_array([[-1, 2]], type=pa.int64())
    assert harmless_column(column) is column


@pytest.fixture
def exported(tmp_path, home, call, monkeypatch):
    """The same answer in every way of asking for CSV: one SKU that is a formula."""
    rows = pa.table({"sku": ["=1+1", "-7"], "units": pa.array([-7, 7])})
    monkeypatch.setattr("orders_pipeline.flows.export.answered", lambda *asked: rows)
    answer = Answer(name="x", question="?", columns=["sku", "units"], rows=[("=1+1", -7), ("-7", 7)])
    monkeypatch.setattr("orders_pipeline.cli.ask.ask_about", lambda *asked: answer)

    def lines(*options):
        file = tmp_path / "x.csv"
        assert call("export", "sku_velocity", file, *options).exit_code == 0
        said = call("ask", "sku_velocity", "--csv", *options).stdout
        with file.open(newline="") as content:
            return list(csv.reader(content)), list(csv.reader(said.splitlines()))

    return lines


def test_both_ways_to_csv_mark_alike_and_raw_is_to_the_letter(exported):
    marked, raw = [["sku", "units"], ["'=1+1", "-7"], ["-7", "7"]], [["sku", "units"], ["=1+1", "-7"], ["-7", "7"]]
    assert exported() == (marked, marked)
    assert exported("--raw") == (raw, raw)
