"""The types that dlt is told, so that it need not infer them: from the same wire structs that our decoder uses.

Runs in the environment of dlt; of orders_pipeline only the wire structs are imported, which need msgspec alone.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from orders_pipeline.channels.channeladvisor import wire

LINK = "@odata.nextLink"
MONEY = pa.decimal128(18, 4)
ON_THE_WIRE = {Decimal: MONEY, datetime: pa.timestamp("ns", "UTC"), bool: pa.bool_(), int: pa.int64(), str: pa.string()}
HINTS = {
    Decimal: {"data_type": "decimal", "precision": 18, "scale": 4},
    datetime: {"data_type": "timestamp"},
    bool: {"data_type": "bool"},
    int: {"data_type": "bigint"},
    str: {"data_type": "text"},
}


class Column(NamedTuple):
    name: str
    type: type  # of ON_THE_WIRE
    entry: type | None = None  # of a collection


@cache
def columns(struct: type) -> tuple[Column, ...]:
    """The fields of a wire struct; a collection has the struct of its entries."""
    return tuple(map(_column, msgspec.inspect.type_info(struct).fields))


def _column(field: msgspec.inspect.Field) -> Column:
    kinds = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
    lists = [kind for kind in kinds if isinstance(kind, msgspec.inspect.ListType)]
    return Column(field.name, _python(kinds[0]), lists[0].item_type.cls if lists else None)


def _python(kind: Any) -> Any:
    names = {"DecimalType": Decimal, "DateTimeType": datetime, "BoolType": bool, "IntType": int, "StrType": str}
    return names.get(type(kind).__name__)


def arrow_struct(struct: type) -> pa.DataType:
    """What pyarrow's JSON reader is to make of an object: its fields, and the links to the rest of its collections."""
    fields = {}
    for column in columns(struct):
        fields[column.name] = pa.list_(arrow_struct(column.entry)) if column.entry else ON_THE_WIRE[column.type]
        if column.entry:
            fields[f"{column.name}{LINK}"] = pa.string()
    return pa.struct(fields.items())


def hints(struct: type) -> dict[str, dict[str, Any]]:
    """Column hints of dlt for the plain fields."""
    return {column.name: {"name": column.name, **HINTS[column.type]} for column in columns(struct) if not column.entry}


def nested(struct: type, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], type]]:
    """Every collection below, by its path: (("Items",), OrderItem), (("Items", "Promotions"), Promotion), ..."""
    for column in columns(struct):
        if column.entry:
            yield (*path, column.name), column.entry
            yield from nested(column.entry, (*path, column.name))


ORDER = wire.Order
