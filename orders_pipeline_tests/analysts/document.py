"""docs/questions.md: every sample question with its columns and the first rows of its answer."""

import csv
from pathlib import Path

from orders_pipeline.flows.asking import QUESTIONS, Question, question

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "questions.md"
ANSWERS = Path(__file__).parent / "answers"
SHOWN = 6

HEAD = """\
# Questions

Generated from the SQL in `orders_pipeline/flows/questions` and from answers that the tests hold, by `make docs`; do not
edit. The samples are of a made-up world of 150 orders; a second hub shows two of its marketplaces as well.

`orders-pipeline ask` lists them, `orders-pipeline ask NAME` answers one from what is published; `--account`, `--since`
and `--until` (days of the merchant, the last one left out) narrow it, `--csv` and `--json` are for programs, `--sql`
prints the SQL. The SQL runs as it is in every DuckDB from 1.4 on that has the published file open; there variables
narrow it: `SET VARIABLE since = '2026-09-01'`. In notebooks: `frames.question("NAME", since="2026-09-01")`, see
[analysts.md](analysts.md).

Amounts are in the currency of the row and are never added over currencies. Days and months are those of the account's
zone.
"""


def document() -> str:
    listed = "\n".join(f"- [{name}](#{name}): {question(name).question}" for name in QUESTIONS)
    return "\n".join([HEAD, listed, "", *(_section(question(name)) for name in QUESTIONS)])


def answer_of(name: str) -> str:
    return (ANSWERS / f"{name}.csv").read_text("utf-8")


def _section(asked: Question) -> str:
    columns, *rows = csv.reader(answer_of(asked.name).splitlines())
    meanings = "\n".join(f"| {column} | {meaning} |" for column, meaning in asked.columns.items())
    said = "\n".join(_row(row) for row in [columns, ["---"] * len(columns), *rows[:SHOWN]])
    more = f"\n\n… and {len(rows) - SHOWN} rows more." if len(rows) > SHOWN else ""
    return (
        f"## {asked.name}\n\n{asked.question}\n\n{asked.grain}\n\n"
        f"| column | meaning |\n|---|---|\n{meanings}\n\n{said}{more}\n"
    )


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
