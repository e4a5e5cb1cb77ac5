"""What one version of DuckDB says of a published snapshot, as JSON on stdout. Runs with the standard library and DuckDB
alone, in whatever environment has it: `opening.py SNAPSHOT QUESTIONS`.
"""

import json
import sys
from pathlib import Path

import duckdb


def said(connection, sql):
    """Columns with their types, and all rows as text: the same text is the same value to the last digit."""
    columns = connection.execute(f"DESCRIBE {sql}").fetchall()
    rows = connection.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql}) ORDER BY ALL").fetchall()
    return {"columns": [column[:2] for column in columns], "rows": rows}


def everything(snapshot, questions):
    connection = duckdb.connect(str(snapshot / "orders.duckdb"), read_only=True)
    connection.execute("SET TimeZone = 'UTC'")
    names = connection.execute("SELECT table_name FROM information_schema.tables ORDER BY ALL").fetchall()
    for (name,) in names:
        yield name, said(connection, f"SELECT * FROM {name}")
    for file in sorted(questions.glob("*.sql")):
        yield f"question {file.stem}", said(connection, file.read_text("utf-8").rstrip().rstrip(";"))
    for folder in sorted((snapshot / "parquet").iterdir()):
        yield f"parquet {folder.name}", said(connection, f"SELECT * FROM read_parquet('{folder}/*/*.parquet')")
    yield (
        "comments",
        said(connection, "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"),
    )


if __name__ == "__main__":
    answers = dict(everything(Path(sys.argv[1]), Path(sys.argv[2])))
    print(json.dumps({"version": duckdb.__version__, "answers": answers}))
