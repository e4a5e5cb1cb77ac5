"""Text that a spreadsheet would take for a formula, made harmless in CSV: the one rule for every CSV of ours. Pure.

Buyers and marketplaces write names, notes and SKUs. A cell that begins with `=`, `+`, `-` or `@`, a tab or a carriage
return, and is no number, gets an apostrophe before it, which spreadsheets do not show. Numbers, days, instants and
column names are never touched; Parquet and JSON neither.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

MARK = "'"
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?[0-9]+([.,][0-9]+)?$"
_formula, _number = re.compile(_FORMULA), re.compile(_NUMBER)


def harmless(text: str) -> str:
    """One cell: `=1+1` as `'=1+1`, `-12.50` as it is."""
    return MARK + text if _formula.match(text) and not _number.fullmatch(text) else text


def harmless_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same for a column of text; another one as it is."""
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return column
    is_formula = pc.match_substring_regex(column, _FORMULA)
    is_number = pc.match_substring_regex(column, _NUMBER)
    mark, nothing = (pa.scalar(text, column.type) for text in (MARK, ""))
    marked = pc.binary_join_element_wise(mark, column, nothing)
    return pc.if_else(pc.and_not(is_formula, is_number), marked, column)
