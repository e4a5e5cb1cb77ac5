"""docs/analysts.md: its code runs as it stands there, and prints what stands below it."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from orders_pipeline.model.tables import TABLES
from orders_pipeline.warehouse.query import query

TEXT = (Path(__file__).parents[2] / "docs" / "analysts.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def beside_data(pipeline, tmp_path, monkeypatch):
    """A working directory where the home is `data`, as the document has it."""
    (tmp_path / "data").symlink_to(pipeline.home.root)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ORDERS_PIPELINE_HOME", raising=False)


def test_the_python_runs_and_prints_what_stands_below_it(beside_data):
    names, printed = {}, ""
    for language, code in BLOCKS:
        if language == "text":
            assert printed == code
        if language == "python":
            with redirect_stdout(io.StringIO()) as said:
                exec(compile(code, "docs/analysts.md", "exec"), names)
            printed = said.getvalue()


def test_the_sql_runs_and_answers(beside_data):
    queries = [code for language, code in BLOCKS if language == "sql"]
    assert len(queries) >= 2
    for code in queries:
        columns, rows = query(Path("data/published/orders.duckdb"), code)
        assert rows, code
        assert "sold_amount" in columns


def test_the_commands_run(beside_data, call):
    (shell,) = [code for language, code in BLOCKS if language == "sh"]
    commands = [line.split("#")[0].split(">")[0].split() for line in shell.splitlines()]
    ours = [words[1:] for words in commands if words[0] == "orders-pipeline"]
    assert len(ours) == 6
    for words in ours:
        done = call(*words)
        assert (done.exit_code, bool(done.stdout)) == (0, True), words


def test_the_tables_that_it_names_are_there():
    named = set(re.findall(r"`(order_\w+|additional_fields|accounts|refunds)`", TEXT))
    assert named <= {table.name for table in TABLES}
    assert {table.name for table in TABLES if table.is_personal} <= named
