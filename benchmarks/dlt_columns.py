"""The types that dlt is told, so that it need not infer them: from the same wire structs that our decoder uses.

Runs in the environment of dlt; little more of orders_pipeline is imported than the wire structs, which need msgspec.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import msgspec

LINK = "@odata.nextLink"
HINTS = {
    Decimal: {"data_type": "decimal", "precision": 18, "scale": 4},
    datetime: {"data_type": "timestamp"},
    bool: {"data_type": "bool"},
    int: {"data_type": "bigint"},
    str: {"data_type": "text"},
}
# msgspec's types of values -> ours; of several the first counts.
KINDS = {
    "StrType": str,
    "DecimalType": Decimal,
    "CustomType": Decimal,  # a number by the protocol's own rule
    "DateTimeType": datetime,
    "BoolType": bool,
    "IntType": int,
    "AnyType": str,
}


Hints = dict[str, dict[str, Any]]
Path = tuple[str, ...]


class Column(NamedTuple):
    """A value of a type of HINTS; or a collection with the struct of its entries, or a part with its own."""

    name: str
    type: type | None
    entry: type | None = None
    part: type | None = None


@cache
def columns(struct: type) -> tuple[Column, ...]:
    return tuple(map(_column, msgspec.inspect.type_info(struct).fields))


def _column(field: msgspec.inspect.Field) -> Column:
    kinds = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
    kinds = [kind.type if isinstance(kind, msgspec.inspect.Metadata) else kind for kind in kinds]
    for kind in kinds:
        if isinstance(kind, msgspec.inspect.ListType | msgspec.inspect.VarTupleType):
            entries = kind.item_type
            return Column(field.name, None, entry=entries.cls if hasattr(entries, "cls") else str)
        if isinstance(kind, msgspec.inspect.StructType):
            return Column(field.name, None, part=kind.cls)
    return Column(field.name, KINDS[type(kinds[0]).__name__])


def hints(struct: type, types: Mapping[str, type] | None = None, within: str = "", joint: str = "__") -> Hints:
    """Column hints of dlt for the values, those of parts under the name that dlt gives them. `types`: other ones.

    `joint`: between a part and its values; dlt's own, unless the parts are taken apart before it gets them.
    """
    found: Hints = {}
    for column in columns(struct):
        name = within + column.name
        if column.part:
            found |= hints(column.part, types, f"{name}{joint}", joint)
        elif not column.entry:
            found[name] = {"name": name, **HINTS[(types or {}).get(column.name, column.type)]}
    return found


def nested(struct: type, path: Path = (), within: str = "", joint: str | None = None) -> Iterator[tuple[Path, type]]:
    """Every collection of objects below, by its path: (("Items",), OrderItem), (("Items", "Promotions"), Promotion).

    Those of parts only with a `joint`: dlt takes no hints for tables below parts that it takes apart itself.
    """
    for column in columns(struct):
        if column.part and joint:
            yield from nested(column.part, path, f"{within}{column.name}{joint}", joint)
        elif column.entry not in (None, str):
            below = (*path, within + column.name)
            yield below, column.entry
            yield from nested(column.entry, below, joint=joint)
