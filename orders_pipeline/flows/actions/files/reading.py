"""A file of actions as rows of text, numbered as a spreadsheet shows them. Judges the file as a whole only.

pandas is imported when a file is read: few commands need it.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from orders_pipeline.flows.actions.files.columns import BY_NAME, COLUMNS_LINE, REQUIRED
from orders_pipeline.settings.mistakes import nearest

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 50_000
SEPARATORS = ",;\t"


class FileRefused(ValueError):
    """The file cannot be taken as a whole: nothing of it was asked for. One plain sentence."""


class Row(msgspec.Struct, frozen=True):
    """cells: by column, absent and empty ones left out. problem: why the row as a whole cannot be read."""

    number: int
    cells: dict[str, str]
    problem: str | None = None


def rows_of(path: Path) -> list[Row]:
    """By the ending of the file's name: csv, jsonl, ndjson or parquet. Raises FileRefused; OSError."""
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise FileRefused(f"the file's name ends as none of {', '.join(READERS)}: save it as one of these")
    if path.stat().st_size > LARGEST:
        raise FileRefused(f"the file has more than {LARGEST // 1024 // 1024} MB: cut it into several")
    found = [row for row in read(path) if row.cells or row.problem]
    if not found:
        raise FileRefused(f"the file holds no row; it begins with the names of the columns: {COLUMNS_LINE}")
    if len(found) > MOST_ROWS:
        raise FileRefused(f"the file has more than {MOST_ROWS:,} rows: cut it into several")
    return found


def _csv(path: Path) -> Iterator[Row]:
    """Separated as its first line is. A row with more or fewer cells than the first is a mistake of that row."""
    import pandas as pd

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("the file is no UTF-8 text: save it as CSV UTF-8") from None
    if "\0" in text:
        raise FileRefused("the file is no text: save it as CSV UTF-8")
    header, separator = _header(text)
    _refuse_open_quotes(text, separator)

    def cut(cells: list[str]) -> list[str]:
        return cells[: len(header) + 1]

    try:
        grid = pd.read_csv(
            path,
            sep=separator,
            header=None,
            names=[*map(str, range(len(header) + 1))],
            dtype=str,
            keep_default_na=False,
            na_values=[],
            encoding="utf-8-sig",
            skip_blank_lines=False,
            on_bad_lines=cut,
            engine="python",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise FileRefused(
            f"the file is no CSV, perhaps for a quote that is not closed ({type(error).__name__})"
        ) from None
    for number, cells in enumerate(grid.iloc[1:].itertuples(index=False, name=None), start=2):
        yield _row(number, header, [cell for cell in cells if isinstance(cell, str)])


def _header(text: str) -> tuple[list[str], str]:
    first = text.partition("\n")[0].rstrip("\r")
    separator = max(SEPARATORS, key=first.count)
    header = [cell.strip().strip('"').strip().lower() for cell in first.split(separator)]
    return _known(header), separator


def _refuse_open_quotes(text: str, separator: str) -> None:
    """A quote that is not closed would swallow every row after it. Raises FileRefused, with where it is."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for _ in lines:
            number += 1
    except csv.Error:
        raise FileRefused(f"row {number + 1} has a quote that is not closed, or stands within a cell") from None


def _known(header: Sequence[str]) -> list[str]:
    """Raises FileRefused: a column that nobody knows could be a misspelt quantity. Its name is not repeated."""
    for place, name in enumerate(header, start=1):
        if name not in BY_NAME:
            hint = nearest(name, BY_NAME)
            said = f"the name of column {place} is not known here, so no row can be trusted. {hint}".strip()
            raise FileRefused(f"{said} Known are: {COLUMNS_LINE}")
        if name in header[: place - 1]:
            raise FileRefused(f"the column {name} stands in the file twice")
    if missing := [name for name in REQUIRED if name not in header]:
        raise FileRefused(f"the file lacks the column {', '.join(missing)}")
    return list(header)


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if not any(cell.strip() for cell in cells):
        return Row(number, {})
    if len(cells) != len(header):
        more = "more" if len(cells) > len(header) else "fewer"
        return Row(number, {}, f"has {more} cells than there are columns")
    return Row(number, _given(zip(header, cells, strict=True)))


def _json_lines(path: Path) -> Iterator[Row]:
    """An object a line; numbers are taken with the digits that stand there."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FileRefused("the file is no UTF-8 text") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    try:
        pairs = json.loads(line, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return Row(number, {}, "is no JSON object on a line of its own")
    if not isinstance(pairs, _Pairs):
        return Row(number, {}, "is no JSON object on a line of its own")
    names = [name for name, _ in pairs]
    if unknown := [name for name in names if name not in BY_NAME]:
        hint = nearest(unknown[0], BY_NAME)
        return Row(number, {}, f"has a name that is not known here. {hint} Known are: {COLUMNS_LINE}")
    if len(set(names)) < len(names):
        return Row(number, {}, "has one name twice")
    if odd := [name for name, value in pairs if not isinstance(value, str | bool | None)]:
        return Row(number, {}, f"has no plain value in {odd[0]}")
    return Row(number, _given((name, _text(value)) for name, value in pairs))


class _Pairs(list[tuple[str, Any]]):
    """An object as it is written, names that come twice too."""


def _parquet(path: Path) -> Iterator[Row]:
    """Columns of text, whole numbers, decimals, dates with a zone or truth values; floats are refused."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        inside = pq.ParquetFile(path)
        if inside.metadata.num_rows > MOST_ROWS:
            raise FileRefused(f"the file has more than {MOST_ROWS:,} rows: cut it into several")
        sizes = (inside.metadata.row_group(place).total_byte_size for place in range(inside.metadata.num_row_groups))
        if sum(sizes) > 10 * LARGEST:
            raise FileRefused("the file holds too much when it is unpacked: cut it into several")
        frame = pd.read_parquet(path, dtype_backend="pyarrow")
    except (pa.ArrowException, OSError) as error:
        raise FileRefused(f"the file is no Parquet that can be read ({type(error).__name__})") from None
    header = _known([str(name).strip().lower() for name in frame.columns])
    for name, kind in zip(header, inside.schema_arrow.types, strict=False):
        if pa.types.is_floating(kind):
            raise FileRefused(f"the column {name} holds floating-point numbers: write it as text or as decimals")
    columns = [frame[name].tolist() for name in frame.columns]
    for number, values in enumerate(zip(*columns, strict=True), start=1):
        cells = ((name, _text(None if pd.isna(value) else value)) for name, value in zip(header, values, strict=True))
        yield Row(number, _given(cells))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")  # zeros at its end are the column's scale, not the writer's digits
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _given(cells: Any) -> dict[str, str]:
    return {name: text.strip() for name, text in cells if text.strip()}


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".parquet": _parquet,
}
