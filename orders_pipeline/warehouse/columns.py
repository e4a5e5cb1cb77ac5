"""Kinds of columns as Arrow and SQL types, and rows of plain Python values as Arrow record batches.

The schema is always explicit: nothing is inferred, so money is DECIMAL on the whole way.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from orders_pipeline.model.columns import Column, Kind

ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.MONEY: pa.decimal128(18, 4),
    Kind.QUANTITY: pa.decimal128(18, 3),
    Kind.INTEGER: pa.int64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INSTANT: pa.timestamp("us", tz="UTC"),
    Kind.DATE: pa.date32(),
}
SQL: dict[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.QUANTITY: "DECIMAL(18,3)",
    Kind.INTEGER: "BIGINT",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INSTANT: "TIMESTAMP WITH TIME ZONE",
    Kind.DATE: "DATE",
}
# Beside every staged row: which order of the batch it belongs to.
ORDINAL = pa.field("ordinal", pa.int64())


def arrow_schema(columns: Iterable[Column]) -> pa.Schema:
    return pa.schema([pa.field(column.name, ARROW[column.kind]) for column in columns])


def staging_schema(columns: Iterable[Column]) -> pa.Schema:
    return arrow_schema(columns).append(ORDINAL)


def record_batch(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows in the order of the schema's columns, turned into columns. Amounts come as text, which Arrow reads fast."""
    columns = [_column(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(values: Sequence[Any], of: pa.DataType) -> pa.Array:
    """Raises ArrowInvalid: an amount would be rounded."""
    if values[0] is None and values.count(None) == len(values):  # most columns of most hubs
        return pa.nulls(len(values), of)
    return pa.array(values, pa.string()).cast(of) if pa.types.is_decimal(of) else pa.array(values, of)


def arrow_table(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """The same as a table, also of no rows."""
    return pa.Table.from_batches([record_batch(rows, schema)] if rows else [], schema)
