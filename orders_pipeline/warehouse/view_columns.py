"""The columns of the views of a file, with the types that DuckDB finds for them."""

from pathlib import Path

from orders_pipeline.warehouse.query import query
from orders_pipeline.warehouse.statements import text


def view_columns(published_file: Path) -> dict[str, dict[str, str]]:
    """SQL types by view and column. Raises NotPublished."""
    _, rows = query(published_file, text("sql/view_columns"))
    found: dict[str, dict[str, str]] = {}
    for view, column, kind in rows:
        found.setdefault(view, {})[column] = kind
    return found
