"""A table, view or question of the published snapshot as a file for spreadsheets and other programs.

The file appears whole or not at all. Amounts keep all their digits; instants are ISO 8601 in UTC; in CSV text that a
spreadsheet would take for a formula is made harmless, unless it is wanted raw.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from orders_pipeline.flows.asking import QUESTIONS, answered
from orders_pipeline.flows.spreadsheets import harmless_column
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.choosing import Bound, chosen_rows, known, sources
from orders_pipeline.warehouse.errors import BadChoice
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE

INSTANT = "%Y-%m-%dT%H:%M:%SZ"


def export(
    home: Home,
    name: str,
    file: Path,
    *,
    account: str | None = None,
    since: Bound = None,
    until: Bound = None,
    columns: Sequence[str] | None = None,
    personal: bool = False,
    raw: bool = False,
) -> int:
    """How many rows were written; a file that was there is replaced. raw: text in CSV to the letter.

    Raises NotPublished; BadChoice: the snapshot does not hold what is named, or the file cannot be written so.
    """
    write = WRITERS[known(file.suffix, WRITERS, "file format")]
    if raw:
        write = RAW_WRITERS[file.suffix]
    if not file.parent.is_dir():
        raise BadChoice(f"{file.parent} is no directory. Make it first.")
    with reading(home.published / DATABASE) as connection:
        if known(name, (*sources(), *QUESTIONS), "table, view or question") in QUESTIONS:
            if columns:
                raise BadChoice(f"{name} is a question and has its own columns. Leave --columns out.")
            rows = answered(connection, name, account, since, until)
        else:
            rows = chosen_rows(
                connection, name, account=account, since=since, until=until, columns=columns, personal=personal
            )
    unfinished = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        write(rows, unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return int(rows.num_rows)


def _raw_csv(rows: pa.Table, file: Path) -> None:
    columns = [
        pc.strftime(column, format=INSTANT) if pa.types.is_timestamp(column.type) else column for column in rows.columns
    ]
    pyarrow.csv.write_csv(pa.table(columns, names=rows.column_names), file)


def _csv(rows: pa.Table, file: Path) -> None:
    _raw_csv(pa.table([harmless_column(column) for column in rows.columns], names=rows.column_names), file)


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {".csv": _csv, ".parquet": pyarrow.parquet.write_table}
RAW_WRITERS = WRITERS | {".csv": _raw_csv}
